"""One part of an article (its title, say) while names are looked for in it, and the names that were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache, cached_property
from typing import Any, NamedTuple

from services.text.analysed import Analysed, Span
from services.text.columns import Columns, Work
from services.text.named.senses import CLITIC, HIT, SCRIPTS, STOP, Senses, senses
from services.text.named.words import Words
from services.text.tokens import Terms

_LEAST_IN_TITLE, _LEAST_IN_TEXT, _HEADLINE_SHARE = 4, 30, 0.7


class Found(NamedTuple):
    """A name at one place."""

    field: str
    """Which part of the article: title, subtitle or text."""
    first: int
    """Number of its first word."""
    after: int
    """Number of the word after its last."""
    span: Span
    keys: tuple[str, ...]
    text: str
    title: str | None = None
    """A person's, as it stands before the name."""
    id: str | None = None
    """An organisation's, in the gazetteer."""
    joined: bool = False
    """A word that is written with it is cut off: للأمم."""


@cache
def _reader(language: str) -> Work:
    read = senses(language).read

    def reading(chunks: Sequence[str], terms: Sequence[Terms]) -> Sequence[Sequence[Any]]:
        return list(zip(*map(read, chunks, terms), strict=True))

    return reading


def _nothing(_: Sequence[str], terms: Sequence[Terms]) -> Sequence[Sequence[Any]]:
    return [[()] * len(terms)] * 3


def _reader_of(language: str) -> Work:
    primary = language.partition("-")[0]
    return _reader(primary) if primary in SCRIPTS else _nothing


READ = Columns(3, _reader_of)
"""The shapes of a chunk's words, what they are compared as, and what each can be; none in a language without lists."""


@dataclass
class Part:
    """The words of a part, what each can be, and the names found so far."""

    field: str
    analysed: Analysed
    senses: Senses
    people: list[Found] = made(default_factory=list)
    organisations: list[Found] = made(default_factory=list)
    words: Words = made(init=False)
    flags: Sequence[int] = made(init=False)
    """What each word can be."""
    hits: Sequence[int] = made(init=False)
    """The numbers of the words that a name may begin or end at."""
    taken: bytearray = made(init=False)
    """For each word whether it belongs to a name already."""

    def __post_init__(self) -> None:
        self.words = Words(self.analysed, *self.analysed.columns(READ))
        self.flags = self.words.flags
        self.hits = [number for number, flags in enumerate(self.flags) if flags & HIT]
        self.taken = bytearray(len(self.flags))

    @cached_property
    def headline_case(self) -> bool:
        """Whether most words have a capital, so that a capital tells nothing: of a text only if it is no mere line."""
        cased = [shape.capital for shape in self.words.shapes if shape.cased]
        least = _LEAST_IN_TEXT if self.field == "text" else _LEAST_IN_TITLE
        return len(cased) >= least and sum(cased) > len(cased) * _HEADLINE_SHARE

    def key(self, number: int) -> str:
        """Return what a word is compared as, without the word that is written with it."""
        key = self.words.keys[number]
        return self.senses.bare[key] if self.flags[number] & CLITIC else key

    def is_free(self, first: int, after: int) -> bool:
        """Tell whether no name has any of these words."""
        return not any(self.taken[first:after])

    def capital(self, number: int) -> bool:
        """Tell whether a word has a capital, or is of a script that has none."""
        shape = self.words.shapes[number]
        return shape.capital or not shape.cased

    def nameable(self, number: int) -> bool:
        """Tell whether a word may belong to a person's name: no function word, number or ordinary word."""
        return number < len(self.flags) and not self.taken[number] and not self.flags[number] & STOP

    def found(self, first: int, after: int, title: str | None = None, id_: str | None = None) -> Found:
        """Return a name that stands here."""
        start, end = self.words.span(first, after)
        joined = bool(self.flags[first] & CLITIC)
        start += self._clitic_length(first)
        keys = (self.key(first), *self.words.keys[first + 1 : after])
        return Found(self.field, first, after, (start, end), keys, self.analysed.text[start:end], title, id_, joined)

    def _clitic_length(self, number: int) -> int:
        if not self.flags[number] & CLITIC:
            return 0
        start, end = self.words.start(number), self.words.end(number)
        text = self.analysed.text
        length = 1
        while start + length < end and not text[start + length].isalpha():  # its vowel sign
            length += 1
        return length

    def take(self, found: Found, among: list[Found]) -> None:
        """Keep a name."""
        self.taken[found.first : found.after] = b"\x01" * (found.after - found.first)
        among.append(found)
