"""Candidates: the names in a text that the gazetteer knows, with the letters they are written in."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress, count
from typing import NamedTuple

from services.text.analysed import Analysed, Span
from services.text.columns import Columns, Work
from services.text.fold import fold_with_offsets
from services.text.memo import Memo
from services.text.places.gazetteer import Gazetteer, Openings, gazetteer, key_of
from services.text.places.place import Place
from services.text.tokens import Terms, term_spans

MOST_TERMS = 6
"""Of a name."""
MOST_CANDIDATES = 5_000
"""Of one text: what has more is a list, not an article."""


class Candidate(NamedTuple):
    """A name that may be a place's."""

    name: str
    places: Sequence[Place]
    first: int
    last: int
    """Its terms, the last inclusive."""
    start: int
    end: int
    """Its letters in the faithful text."""


class _Match(NamedTuple):
    name: str
    places: Sequence[Place]
    terms: int
    before: int
    after: int
    """Folded letters of the first and of the last term that are not part of the name."""


_Opening = Sequence[Openings | None]


@cache
def _opener(key: str) -> Work:
    opening = gazetteer(key).opening

    def opener(_: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[_Opening]]:
        known = {term: found for each in terms for term in each if (found := opening(term))}
        return ([() if known.keys().isdisjoint(each) else tuple(map(known.get, each)) for each in terms],)

    return opener


def _nothing(_: Sequence[str], terms: Sequence[Terms]) -> tuple[Sequence[_Opening]]:
    return ([()] * len(terms),)


def _opener_of(language: str) -> Work:
    key = key_of(language)
    return _opener(key) if key else _nothing


OPENINGS = Columns(1, _opener_of)
"""For each term of a chunk the names that it may begin; nothing if there are none at all, as most often."""


def candidates(text: Analysed, known: Gazetteer) -> Iterator[Candidate]:
    """Yield the names in a text, the longest where several begin, in order. None overlap."""
    free = found = 0
    for at, openings in _starts(text, known):
        match = _match(text.terms, at, openings, known) if at >= free else None
        if match is None:
            continue
        free = at + match.terms
        if not match.places:
            continue
        start, end = _span(text, at, match)
        if _is_spelled(text.text[start:end], match.name, known):
            found += 1
            yield Candidate(match.name, match.places, at, free - 1, start, end)
        if found == MOST_CANDIDATES:
            return


def _starts(text: Analysed, known: Gazetteer) -> Iterator[tuple[int, Openings]]:
    """Yield the terms that a name may begin with. Most words that begin one are followed by something else."""
    followers, firsts, affixed = [*text.terms[1:], ""], text.firsts, known.affixed
    (column,) = text.columns(OPENINGS)
    for home in compress(count(), column):
        for at, found in enumerate(column[home], firsts[home]):
            if found is None:
                continue
            seconds, after = found.seconds, followers[at]
            if after in seconds or "" in seconds or (affixed and not seconds.isdisjoint(known.endings[after])):
                yield at, found


def _match(terms: Sequence[str], at: int, openings: Openings, known: Gazetteer) -> _Match | None:
    """Return the longest name that begins with a term: as it is written if that is one, else without affixes."""
    for first, before, after in openings.readings:
        match = _longest(terms, at, first, known)
        if match is not None and (match.terms == 1 or not after):
            return match._replace(before=before, after=match.after or after) if before or after else match
    return None


def _longest(terms: Sequence[str], at: int, first: str, known: Gazetteer) -> _Match | None:
    seconds = known.begins[first]
    if at + 1 < len(terms) and not seconds.isdisjoint(known.endings[terms[at + 1]]):
        for length in range(min(MOST_TERMS, len(terms) - at), 1, -1):
            match = _of_many([first, *terms[at + 1 : at + length]], known)
            if match is not None:
                return match
    places = known.places(first) if "" in seconds else None
    return None if places is None else _Match(first, places, 1, 0, 0)


def _of_many(words: list[str], known: Gazetteer) -> _Match | None:
    """Match some words as one name, the last as it is written or without what is after it."""
    *before, last = words
    for written, cut_after in known.endings[last].items():
        name = " ".join([*before, written])
        places = known.places(name)
        if places is not None:
            return _Match(name, places, len(words), 0, cut_after)
    return None


def _is_spelled(written: str, name: str, known: Gazetteer) -> bool:
    forms = known.words.as_written.get(name)
    if forms is not None:
        return written in forms
    return not known.language.cased or written[:1].isupper()


def _span(text: Analysed, at: int, match: _Match) -> Span:
    start, first_end = last_start, end = term_span(text, at)
    if match.terms > 1:
        last_start, end = term_span(text, at + match.terms - 1)
    if match.before:
        start += fold_with_offsets(text.text[start:first_end]).source(0, match.before)[1]
    if match.after:
        folded = fold_with_offsets(text.text[last_start:end])
        end = last_start + folded.source(len(folded.text) - match.after, len(folded.text))[0]
    return start, end


def term_span(text: Analysed, at: int) -> Span:
    """Return where a term's letters are in the faithful text."""
    home = text.home(at)
    chunk = text.chunks[home]
    begin = text.chunk_ends[home] - len(chunk)
    if chunk.isalnum() and len(text.chunk_terms[home]) == 1:
        return begin, begin + len(chunk)
    start, end = _SPANS[chunk][at - text.firsts[home]]
    return begin + start, begin + end


def _spans(chunk: str) -> tuple[Span, ...]:
    """Return where the terms of what stands between white space are in it."""
    return tuple((start, _trimmed(chunk, start, end)) for start, end, _ in term_spans(chunk))


def _trimmed(chunk: str, start: int, end: int) -> int:
    """Return the end of a term without a joiner that joins nothing."""
    while end > start and unicodedata.category(chunk[end - 1]) == "Cf":
        end -= 1
    return end


_SPANS = Memo(_spans)
