"""A text that was looked at once: its words, terms and sentences, each worked out when first asked for, and kept.

Whoever looks for something in an article works on these, so that ten who look cost little more than one.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

import regex

from services.text.columns import Columns, rows_of
from services.text.sentences import sentences
from services.text.tokens import MAX_TERM_CHARS, Terms, term_spans, words_in

Span = tuple[int, int]
"""Code points from the start of the text, the second exclusive."""

# To \W vowel signs are no letters.
_FIRST, _LAST = regex.compile(r"[\p{L}\p{M}\p{N}]"), regex.compile(r"(?r)[\p{L}\p{M}\p{N}]")
_TERMS_AND_WORDS = Columns(2, lambda _: _terms_and_words)


class Analysed:
    """A faithful text in one language.

    A *chunk* is what stands between white space: commonly one word with the marks around it. A *term* is a folded word,
    as `tokens.terms` lists them; a chunk holds several where a space is missing in it, and none if it has no letters.
    """

    def __init__(self, text: str, language: str = "und") -> None:
        self.text = text
        self.language = language
        self.chunks, self.chunk_ends = _placed(text)
        """What stands between white space, in order, and where each ends."""

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def primary(self) -> str:
        """The language without its region: `en` of `en-US`."""
        return self.language.partition("-")[0]

    @cached_property
    def chunk_spans(self) -> Sequence[Span]:
        """Where each chunk stands."""
        return [(end - len(chunk), end) for chunk, end in zip(self.chunks, self.chunk_ends, strict=True)]

    def columns(self, wanted: Columns) -> Sequence[Sequence[Any]]:
        """Return what is known of each chunk for a purpose, in as many columns as it has."""
        return self._columns[wanted.places]

    @cached_property
    def chunk_terms(self) -> Sequence[Terms]:
        """The folded terms of each chunk."""
        return self.columns(_TERMS_AND_WORDS)[0]

    @cached_property
    def terms(self) -> Sequence[str]:
        """The folded terms, in order."""
        return list(chain.from_iterable(self.chunk_terms))

    @cached_property
    def firsts(self) -> Sequence[int]:
        """For each chunk the number of its first term, or of the next one if it has none."""
        return list(accumulate(map(len, self.chunk_terms), initial=0))

    def home(self, number: int) -> int:
        """Return the number of the chunk that a term is in."""
        return bisect_right(self.firsts, number) - 1

    @cached_property
    def homes(self) -> Sequence[int]:
        """For each term the number of the chunk it is in."""
        return [home for home, found in enumerate(self.chunk_terms) for _ in found]

    @cached_property
    def word_count(self) -> int:
        """How many words the text has, as its author parted them."""
        return sum(self.columns(_TERMS_AND_WORDS)[1])

    @cached_property
    def term_counts(self) -> Mapping[str, int]:
        """How often each term is there, in the order they first come in."""
        return Counter(self.terms)

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """Where each sentence stands."""
        return sentences(self.text, self.language)

    def span(self, first: int, last: int) -> Span:
        """Return where the terms number `first` to `last`, inclusive, stand, without the marks around them.

        In a chunk of several terms, as where a space is missing, those outside of the two are left out.
        """
        start, end = self._edge(first)
        if last != first:
            end = self._edge(last)[1]
        if not self.text[start].isalnum() and (letter := _FIRST.search(self.text, start, end)):
            start = letter.start()
        if not self.text[end - 1].isalnum() and (letter := _LAST.search(self.text, start, end)):
            end = letter.end()
        return start, end

    def lone(self, number: int) -> str:
        """Return the chunk of a term as it is written if nothing else is in it, not even a mark; else nothing."""
        home = self.home(number)
        chunk = self.chunks[home]
        return chunk if len(self.chunk_terms[home]) == 1 and chunk.isalnum() and len(chunk) <= MAX_TERM_CHARS else ""

    def _edge(self, number: int) -> Span:
        """Return where a term stands, or its chunk if it is the only one there."""
        home = self.home(number)
        end = self.chunk_ends[home]
        start = end - len(self.chunks[home])
        if len(self.chunk_terms[home]) == 1:
            return start, end
        spans = self._inside(home)
        place = number - self.firsts[home]
        if len(spans) != len(self.chunk_terms[home]):  # cut or opened otherwise when it stands alone
            return start, end
        return start + spans[place][0], start + spans[place][1]

    def _inside(self, home: int) -> Sequence[Span]:
        """Return where the terms of a chunk stand in it; kept, for a chunk may be as long as the text."""
        if home not in self._spans_inside:
            self._spans_inside[home] = [(start, end) for start, end, _ in term_spans(self.chunks[home], self.language)]
        return self._spans_inside[home]

    @cached_property
    def _columns(self) -> Sequence[Sequence[Any]]:
        return rows_of(self.language).columns(self.chunks)

    @cached_property
    def _spans_inside(self) -> dict[int, Sequence[Span]]:
        return {}


def _placed(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """Return the chunks of a text and where each ends; none is searched for where one space parts any two."""
    chunks: list[str] = []
    ends: list[int] = []
    start = 0
    for paragraph in text.split("\n\n"):
        own = paragraph.split()
        if " ".join(own) == paragraph:
            end = start - 1
            for chunk in own:
                end += len(chunk) + 1
                ends.append(end)
        else:
            end = start
            ends += [end := text.find(chunk, end) + len(chunk) for chunk in own]
        chunks += own
        start += len(paragraph) + 2
    return chunks, ends


def _terms_and_words(chunks: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[Terms], Sequence[int]]:
    return terms, [1 if chunk.isalnum() else len(words_in(chunk)) for chunk in chunks]
