"""The words of a text as names need them: where each stands, if it has a capital, and what parts it from the next."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import accumulate, chain, islice
from typing import NamedTuple

import regex

from services.text.analysed import Analysed, Span
from services.text.fold import fold
from services.text.lists import sections
from services.text.tokens import MARKS, MAX_TERM_CHARS, Terms, term_spans

MOST_WORDS = 20_000
"""Of a part no more is looked through for names."""
_LETTER = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200b-\u200f\u00ad\u2060]*+"
_ONE_WORD = regex.compile(_LETTER)
# Hyphens, ampersands and apostrophes hold a word together, and so does the stop before a single letter: U.S, यू.के.
_WORD = regex.compile(rf"{_LETTER}(?:(?:[-&'’]|\.(?=\p{{L}}\p{{M}}*+(?![\p{{L}}\p{{N}}]))){_LETTER})*+")
_SUFFIX = regex.compile(r"['’]\p{Ll}{1,7}$")
"""What follows an apostrophe in small letters is no part of the name: Toyota's, Erdoğan'ın."""
_INITIAL = regex.compile(r"[\p{Lu}\p{Lo}]\p{M}*+(?:\.[\p{Lu}\p{Lo}]\p{M}*+)*")


class Shape(NamedTuple):
    """A word of a chunk without its letters."""

    start: int
    """In the chunk."""
    end: int
    opens: bool
    """A mark stands before it: no name goes on here."""
    closes: bool
    """A mark stands after it, or a suffix that ends a name."""
    capital: bool
    cased: bool
    """Its script has capitals."""
    upper: bool
    """It has no small letters, and more than one."""


class _Word(NamedTuple):
    """A word of a chunk of several."""

    key: str
    shape: Shape

    def closed(self) -> "_Word":
        """Return it with a mark after it."""
        return self._replace(shape=self.shape._replace(closes=True))


def words_of(chunk: str, terms: Terms) -> tuple[tuple[Shape, ...], Terms]:
    """Return the words of what stands between white space: commonly one, with or without marks around it.

    Args:
        chunk: what it is.
        terms: its terms.

    Returns:
        Their shapes, and for each its key, which is compared: folded, without stops.
    """
    word = chunk.strip(MARKS)
    if len(terms) == 1 and len(chunk) < MAX_TERM_CHARS and (word.isalnum() or _ONE_WORD.fullmatch(word)):
        start = 0 if word is chunk else chunk.index(word)
        after = start + len(word)
        closes = after < len(chunk) and not _is_abbreviation(chunk, terms[0], start, after)
        return _lone(start, after, closes, *_capitals(word)), terms
    found = _cut(chunk)
    return tuple([word.shape for word in found]), tuple([word.key for word in found])


@cache
def _lone(start: int, end: int, closes: bool, capital: bool, cased: bool, upper: bool) -> tuple[Shape]:
    """Return the shape of a chunk's only word. It is kept once for all, and so oftener in the processor's cache."""
    return (Shape(start, end, start > 0, closes, capital, cased, upper),)


def _cut(chunk: str) -> list[_Word]:
    """List the words of a chunk that is more than one word with marks around it."""
    found: list[_Word] = []
    at = 0
    for match in _WORD.finditer(chunk):
        start, end = match.span()
        opens = start > at
        if found and opens:
            found[-1] = found[-1].closed()
        suffix = _SUFFIX.search(chunk, start, end)
        name_end = suffix.start() if suffix and suffix.start() > start else end
        found.extend(_parted(chunk, start, name_end, opens or bool(found), name_end < end))
        at = end
    if found and at < len(chunk):
        key, last = found[-1]
        if not _is_abbreviation(chunk, key, last.start, last.end):
            found[-1] = found[-1].closed()
    return found


@cache
def _abbreviations() -> frozenset[str]:
    lists = sections(resources.files("services.text.named").joinpath("lists", "abbreviations.txt"))
    return frozenset(fold(word) for word in lists[""])


def _is_abbreviation(chunk: str, key: str, start: int, end: int) -> bool:
    """Tell whether what follows a chunk's last word is the stop of an abbreviation or initial."""
    if chunk[end:] != ".":
        return False
    return key in _abbreviations() or _INITIAL.fullmatch(chunk, start, end) is not None


def _parted(chunk: str, start: int, end: int, opens: bool, closes: bool) -> list[_Word]:
    """Make a word, or those that typists have joined into one."""
    text = chunk[start:end]
    key = fold(text)
    if " " not in key:
        return [_word(text, key, start, opens, closes)]
    spans = [(left, right, term) for left, right, term in term_spans(text)]
    last = len(spans) - 1
    return [
        _word(text[left:right], term, start + left, opens and number == 0, closes and number == last)
        for number, (left, right, term) in enumerate(spans)
    ]


def _word(text: str, key: str, start: int, opens: bool, closes: bool) -> _Word:
    return _Word(key.replace(".", ""), Shape(start, start + len(text), opens, closes, *_capitals(text)))


def _capitals(text: str) -> tuple[bool, bool, bool]:
    """Return `capital`, `cased` and `upper` of a word's shape."""
    first = text[0]
    capital = first.isupper()
    return capital, capital or first.islower(), text.isupper() and len(text) > 1


class Words:
    """The words of one part of an article, in order."""

    def __init__(
        self,
        analysed: Analysed,
        shapes: Sequence[Sequence[Shape]],
        keys: Sequence[Sequence[str]],
        flags: Sequence[Sequence[int]],
    ) -> None:
        """Take the shapes of each chunk's words, what they are compared as, and what each can be."""
        self.text = analysed.text
        self._chunks, self._ends = analysed.chunks, analysed.chunk_ends
        self.shapes: Sequence[Shape] = list(islice(chain.from_iterable(shapes), MOST_WORDS))
        self.keys: Sequence[str] = list(islice(chain.from_iterable(keys), MOST_WORDS))
        self.flags: Sequence[int] = list(islice(chain.from_iterable(flags), MOST_WORDS))
        """What each word can be."""
        self._afters: Sequence[int] = list(accumulate(map(len, keys)))
        """For each chunk the number of the word after its last."""

    def __len__(self) -> int:
        return len(self.shapes)

    def first_of(self, chunk: int) -> int:
        """Return the number of the first word that is in a chunk or after it."""
        return self._afters[min(chunk, len(self._afters)) - 1] if chunk > 0 else 0

    def start(self, number: int) -> int:
        """Return where a word begins in the text."""
        return self._start_of(bisect_right(self._afters, number)) + self.shapes[number].start

    def end(self, number: int) -> int:
        """Return where a word ends in the text."""
        return self._start_of(bisect_right(self._afters, number)) + self.shapes[number].end

    def _start_of(self, chunk: int) -> int:
        return self._ends[chunk] - len(self._chunks[chunk])

    def go_on(self, number: int) -> bool:
        """Tell whether nothing but white space of one line parts a word from the next."""
        shapes = self.shapes
        if number + 1 >= len(shapes) or number < 0 or shapes[number].closes or shapes[number + 1].opens:
            return False
        left = bisect_right(self._afters, number)
        if self._afters[left] > number + 1:
            return True
        if self._afters[left + 1] == number + 1:  # a mark by itself
            return False
        end, next_start = self._ends[left], self._start_of(left + 1)
        return (next_start == end + 1 and self.text[end] == " ") or "\n" not in self.text[end:next_start]

    def together(self, first: int, after: int) -> bool:
        """Tell whether the words from `first` on, and before `after`, stand together."""
        return after - first == 1 or all(map(self.go_on, range(first, after - 1)))

    def span(self, first: int, after: int) -> Span:
        """Return where the words from `first` on, and before `after`, stand in the text."""
        return self.start(first), self.end(after - 1)
