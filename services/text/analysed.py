"""A text that was looked at once: its words, terms and sentences, each worked out when first asked for, and kept.

Whoever looks for something in an article works on these, so that ten who look cost little more than one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import repeat

from services.text.sentences import sentences
from services.text.tokens import TERMS

Span = tuple[int, int]
"""Code points from the start of the text, the second exclusive."""

_CHUNK = re.compile(r"\S+")
_OUTSIDE = re.compile(r"^[\W_]+|[\W_]+$")


class Analysed:
    """A faithful text in one language.

    A *chunk* is what stands between white space: commonly one word with the marks around it. A *term* is a folded word,
    as `tokens.terms` lists them; a chunk holds several where a space is missing in it, and none if it has no letters.
    """

    def __init__(self, text: str, language: str = "und") -> None:
        self.text = text
        self.language = language

    @property
    def primary(self) -> str:
        """The language without its region: `en` of `en-US`."""
        return self.language.partition("-")[0]

    @cached_property
    def chunks(self) -> Sequence[str]:
        """What stands between white space, in order."""
        return self.text.split()

    @cached_property
    def chunk_spans(self) -> Sequence[Span]:
        """Where each chunk stands."""
        return [match.span() for match in _CHUNK.finditer(self.text)]

    @cached_property
    def chunk_terms(self) -> Sequence[tuple[str, ...]]:
        """The folded terms of each chunk."""
        return [TERMS[chunk] for chunk in self.chunks]

    @cached_property
    def terms(self) -> Sequence[str]:
        """The folded terms, in order."""
        return [term for found in self.chunk_terms for term in found]

    @cached_property
    def homes(self) -> Sequence[int]:
        """For each term the number of the chunk it is in."""
        return [home for number, found in enumerate(self.chunk_terms) for home in repeat(number, len(found))]

    @cached_property
    def term_counts(self) -> Mapping[str, int]:
        """How often each term is there, in the order they first come in."""
        return Counter(self.terms)

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """Where each sentence stands."""
        return sentences(self.text, self.language)

    def span(self, first: int, last: int) -> Span:
        """Return where the terms number `first` to `last`, inclusive, stand: whole chunks without the marks around."""
        start = self.chunk_spans[self.homes[first]][0]
        end = self.chunk_spans[self.homes[last]][1]
        inside = _OUTSIDE.sub("", self.text[start:end])
        start = self.text.index(inside, start)
        return start, start + len(inside)
