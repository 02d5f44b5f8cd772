"""The query language: what somebody typed, read into parts. Any text is a query, and none is an error.

    words                   any of them, in any spelling
    "words in quotes"       these words in a row, in quotes of any script
    -word  -"in quotes"     not these
    begin*                  words that begin so; two letters at least
    title:word              in the title; the word for it may be of any of these languages

Text that runs from right to left shows the marks on the other side; what counts is the order in which they were typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

MOST_WORDS = 32
MOST_CHARS = 2_000
LEAST_PREFIX = 2
SENTENCE_WORDS = 3
"""With so many telling words outside of quotes it is a headline or a sentence, where quotes are how people write."""
MOST_QUOTED_CHARS = 500
MOST_OF_A_ROW = 7
"""More words in quotes are what somebody said, copied: as words they find that article first, if there is one."""

_TITLE = frozenset(
    terms(
        "title headline titel überschrift titre título titulo titolo başlık заголовок כותרת عنوان سرخی سرلیک تیتر"
        " ناونیشان ماۋزۇ शीर्षक ਸਿਰਲੇਖ শিরোনাম"
    )
)
"""The word before a colon that asks for titles, folded."""
# Double marks end what any double mark began: people mix them. Single ones are how headlines write, and apostrophes.
_DOUBLE = "(?:[\"“”„‟«»＂〝〞「」『』《》]|''|‘‘|’’|‚‚|,,)"
_WITHIN = f"[^\n]{{1,{MOST_QUOTED_CHARS}}}?"
_QUOTED = f"{_DOUBLE}(?P<quoted>{_WITHIN}){_DOUBLE}(?!\\w)"
_PART = re.compile(
    r"[(\[{]*(?P<sign>(?<![^\s(\[{])[-−–﹣－](?![-−–﹣－\s]))?(?:(?P<field>[^\s:：]{2,16})[:：](?=\S))?"
    rf"(?:{_QUOTED}|(?P<chunk>\S+))"
)
# A star at the end, and what may stand after it.
_STAR = re.compile(r"[*٭＊][\W_]*$")
# Marks that only set a direction. They come with text that was copied, and would hide what stands at a word's edge.
_DIRECTION = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


@dataclass(frozen=True)
class Part:
    """One thing that is asked for."""

    words: tuple[str, ...]
    """Folded, not stemmed; at least one. More than one stand in a row."""
    quoted: bool = False
    """Whether these very words are meant, in a row, and no other forms of them."""
    prefix: bool = False
    """Whether the last word is the beginning of words."""
    title: bool = False
    excluded: bool = False


def parse(query: str) -> tuple[Part, ...]:
    """Read a query: its first 2,000 characters, up to 32 different words, stop words not counted.

    A mark that makes no sense where it stands is ignored: quotes that do not end, a minus before nothing, a star after
    a single letter.
    """
    text = unicodedata.normalize("NFC", query[:MOST_CHARS]).translate(_DIRECTION)
    parts = list(_bounded(part for match in _PART.finditer(text) for part in _read(match)))
    return tuple(_plain(parts))


def write(part: Part, spelled: Mapping[str, str] | None = None) -> str:
    """Write a part as somebody would type it.

    Args:
        part: what is asked for.
        spelled: how words are written, where not as they are folded.
    """
    text = " ".join((spelled or {}).get(word, word) for word in part.words)
    text = f'"{text}"' if part.quoted else text
    return f"{'-' if part.excluded else ''}{'title:' if part.title else ''}{text}{'*' if part.prefix else ''}"


def _read(match: re.Match[str]) -> Iterator[Part]:
    field, chunk = match["field"] or "", match["chunk"]
    quoted = match["quoted"]
    part = Part((), title=_TITLE.issuperset(terms(field) or [""]), excluded=match["sign"] is not None)
    if quoted is not None:
        yield from _each(part, [] if part.title else terms(field))
        yield from _row(part, terms(quoted), quoted=True)
        return
    words = terms(chunk if part.title or not field else f"{field}:{chunk}")
    if _STAR.search(chunk) and words and len(words[-1]) >= LEAST_PREFIX:
        yield from _each(part, words[:-1])
        yield replace(part, words=(words[-1],), prefix=True)
    elif part.title or part.excluded:
        # What is one to its writer stays one: -twenty-five takes out nothing with five in it.
        yield from _row(part, words, quoted=len(words) > 1)
    else:
        yield from _each(part, words)


def _each(part: Part, words: Sequence[str]) -> Iterator[Part]:
    return (replace(part, words=(word,)) for word in words)


def _row(part: Part, words: Sequence[str], *, quoted: bool) -> Iterator[Part]:
    if words:
        yield replace(part, words=tuple(words), quoted=quoted)


def _bounded(parts: Iterable[Part]) -> Iterator[Part]:
    telling: set[str] = set()
    for part in parts:
        words = part.words[:MOST_WORDS]
        telling |= set(words) - any_stop_terms()
        if len(telling) > MOST_WORDS:
            return
        yield replace(part, words=words)


def _plain(parts: Sequence[Part]) -> Iterator[Part]:
    """Read quotes within a sentence, or around a whole one, as no more than its writing."""
    stops = any_stop_terms()
    outside = [part for part in parts if part == Part(part.words) and part.words[0] not in stops]
    for part in parts:
        is_writing = len(outside) >= SENTENCE_WORDS or len(part.words) > MOST_OF_A_ROW
        if is_writing and part == Part(part.words, quoted=True):
            yield from (Part((word,)) for word in part.words)
        else:
            yield part
