"""What pdftotext prints, made into lines as the author wrote them. Pure; the program itself is called in `pdf.py`.

pdftotext (poppler) puts a right-to-left line into logical order and wraps it, and each run of other characters in it,
into direction marks: these are its own, not the author's. Inside a run that runs the other way, what stands at its
edges, spaces and punctuation, stands as it was seen and not as it is read.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_LTR_RUN = re.compile("\u202a([^\u202a-\u202e]*)\u202c")
_RTL_RUN = re.compile("\u202b([^\u202a-\u202e]*)\u202c")
_MARKS = re.compile("[\u202a-\u202e]")
_RTL_LINE = "\u202b"
_EDGES = re.compile(r"(?P<before>[\W_]*)(?P<core>.*?)(?P<after>[\W_]*)", re.DOTALL)
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|صفحہ|صفحه|صفحة|पृष्ठ|sayfa)?[\W_]*\d{1,4}(?:\s*(?:/|of|از|من)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_EDGE_LINES = 2
"""How many lines at the top and bottom of a page may be a running head or foot."""
_MIN_REPEATS = 3
_DIGITS = re.compile(r"\d{1,6}")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_LONE_LETTERS = 0.22
_MIN_WORDS = 12
_LAST_LATIN = "\u024f"


def pages(printed: str) -> list[list[str]]:
    """Part what was printed into pages of lines, in reading order and without marks of direction."""
    return [[in_order(line) for line in page.split("\n")] for page in printed.split("\f")]


def in_order(line: str) -> str:
    """Take the marks out of a line, and turn around what they hold the wrong way."""
    if _RTL_LINE in line:
        return _MARKS.sub("", _LTR_RUN.sub(_turned, line)).strip()
    return _MARKS.sub("", _RTL_RUN.sub(_turned, line)).strip()


def without_running_lines(
    pages: Sequence[Sequence[T]], text_of: Callable[[T], str], downward: Callable[[T], float]
) -> tuple[list[list[T]], list[T]]:
    """Part the lines of all pages from page numbers and from what is printed at the edge of most pages.

    Args:
        pages: each page's lines.
        text_of: a line's text.
        downward: how far down its page a line stands.
    """
    edges = [_edge(page, text_of, downward) for page in pages]
    keys = (
        key
        for number, edge in enumerate(edges)
        for key in {key for line in edge for key in _keys(text_of(line), number)}
    )
    needed = max(_MIN_REPEATS, len(pages) // 2)
    running = {key for key, count in Counter(keys).items() if count >= needed}
    kept: list[list[T]] = []
    dropped: list[T] = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        out = [
            line
            for line in edge
            if not running.isdisjoint(_keys(text_of(line), number)) or _is_number(text_of(line), len(pages))
        ]
        dropped += out
        kept.append([line for line in page if not any(line is one for one in out)])
    return kept, dropped


def is_garbled(text: str) -> bool:
    """Tell letters that make no words: a font that names its glyphs wrongly, or parts each word into them."""
    words = _WORD.findall(text)
    if len(words) < _MIN_WORDS:
        return False
    private = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text)
    # English has "a" and "I", French "y" and "à"; no language of other letters has as many words of one.
    lone = sum(len(word) == 1 and word > _LAST_LATIN for word in words)
    return private * 20 > len(text) or lone > _MOST_LONE_LETTERS * len(words)


def _turned(run: re.Match[str]) -> str:
    edges = _EDGES.fullmatch(run[1])
    if edges is None:
        return run[1]
    return edges["after"][::-1] + edges["core"] + edges["before"][::-1]


def _edge(page: Sequence[T], text_of: Callable[[T], str], downward: Callable[[T], float]) -> list[T]:
    """Return the first and last lines of a page that are not empty."""
    filled = sorted((line for line in page if text_of(line)), key=downward)
    return filled if len(filled) <= 2 * _EDGE_LINES else filled[:_EDGE_LINES] + filled[-_EDGE_LINES:]


def _is_number(line: str, pages: int) -> bool:
    return pages > 1 and _PAGE_NUMBER.fullmatch(line) is not None


def _keys(line: str, page: int) -> set[str]:
    """Return what is the same wherever a running line comes: the line, or it with numbers counted from the page's."""
    exact = " ".join(line.split())
    return {exact, _DIGITS.sub(lambda digits: f"#{int(digits[0]) - page}", exact)}
