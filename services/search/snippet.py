"""The piece of an article's faithful text in which a query's words stand closest together."""

import re
from collections.abc import Iterable, Mapping, Sequence

from services.text.tokens import terms

WIDTH = 220
"""Characters of text in a snippet, about."""
READ_CHARS = 50_000
_SNAP_CHARS = 24
_ELLIPSIS = "…"
# Part of a paragraph, up to the end of a word.
_PASSAGE = re.compile(r"[^\n]{1,300}\S*")
_CHUNK = re.compile(r"\S+")

_Match = tuple[int, int, set[str]]


def snippet(text: str, weights: Mapping[str, float]) -> str:
    """Cut the most telling piece out of a text; its beginning where no term is found.

    Args:
        text: faithful text. Its first 50,000 characters are looked at.
        weights: the query's folded terms, and how much each tells.
    """
    # Finding the best passage first is several times faster than placing every word of the text.
    passages = _PASSAGE.finditer(text, 0, READ_CHARS)
    best = max(passages, key=lambda passage: _weight(terms(passage.group()), weights), default=None)
    matches = _matches(text, *best.span(), weights) if best else []
    start, end = _densest(matches, weights) if matches else (0, 0)
    return _cut(text, start, end)


def _matches(text: str, start: int, end: int, weights: Mapping[str, float]) -> list[_Match]:
    """Place the terms that are met; by the same chunks as those that were indexed."""
    chunks = ((chunk.span(), terms(chunk.group())) for chunk in _CHUNK.finditer(text, start, end))
    return [(*span, met) for span, found in chunks if (met := weights.keys() & set(found))]


def _densest(matches: Sequence[_Match], weights: Mapping[str, float]) -> tuple[int, int]:
    """Return the span, no wider than a snippet, whose different terms weigh most; of equals the first."""
    windows = (_window(matches[first:]) for first in range(len(matches)))
    start, end, _ = max(windows, key=lambda window: _weight(window[2], weights))
    return start, end


def _weight(found: Iterable[str], weights: Mapping[str, float]) -> float:
    # In the order of the query, so that a sum is the same each time.
    met = set(found)
    return sum(weight for term, weight in weights.items() if term in met)


def _window(matches: Sequence[_Match]) -> _Match:
    """Join the first match and those that fit into a snippet with it."""
    start = matches[0][0]
    near = [match for match in matches if match[1] <= start + WIDTH] or matches[:1]
    return start, near[-1][1], set[str]().union(*(terms for _, _, terms in near))


def _cut(text: str, start: int, end: int) -> str:
    """Widen a span to a snippet's width, up to whole words, and mark where text was left out."""
    end = min(end, start + WIDTH)
    room = WIDTH - (end - start)
    left = max(min(start - room // 2, len(text) - WIDTH), 0)
    right = min(max(end + room // 2, left + WIDTH), len(text))
    left, right = _snap_left(text, left, start), _snap_right(text, right, end)
    piece = " ".join(text[left:right].split())
    return f"{_ELLIPSIS if left else ''}{piece}{_ELLIPSIS if right < len(text) else ''}"


def _snap_left(text: str, left: int, start: int) -> int:
    if left == 0 or text[left - 1].isspace():
        return left
    words = (at + 1 for at in range(left, min(left + _SNAP_CHARS, start)) if text[at].isspace())
    return next(words, left)


def _snap_right(text: str, right: int, end: int) -> int:
    if right == len(text) or text[right].isspace():
        return right
    words = (at for at in range(right - 1, max(right - _SNAP_CHARS, end - 1), -1) if text[at].isspace())
    return next(words, right)
