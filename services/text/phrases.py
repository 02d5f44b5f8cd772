"""Phrases: words that stand together more than once in a text, and are more than their words."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import compress, count, pairwise

from services.text.analysed import Analysed

Phrase = tuple[str, ...]
LEAST_USES = 2
_SHARE = 0.5
"""A longer phrase with this share of a shorter one's uses takes its place."""
_MOST_CHARS = 100
_PARTED = re.compile(r"[^\w\s\u0300-\u036f\u0900-\u0dff\u200c\u200d'’.-]|\n|[.'’-]\s|\s['’]")


def phrases_in(parts: Sequence[Analysed], words: Container[str]) -> Mapping[Phrase, int]:
    """Count the phrases of two or three words that are used at least twice, in the order they first come in.

    Args:
        parts: the texts to look in; no phrase goes on from one into the next.
        words: the terms that phrases may be made of.
    """
    pairs: Counter[Phrase] = Counter()
    runs: list[tuple[Sequence[str], list[int]]] = []
    for part in parts:
        terms = part.terms
        kept = list(compress(count(), map(words.__contains__, terms)))
        places = [at for at, after in pairwise(kept) if after == at + 1 and terms[at] != terms[after]]
        pairs.update((terms[at], terms[at + 1]) for at in places)
        runs.append((terms, places))
    known = {pair: times for pair, times in pairs.items() if times >= LEAST_USES}
    if not known:
        return {}
    triples: Counter[Phrase] = Counter()
    for terms, places in runs:
        often = [at for at in places if (terms[at], terms[at + 1]) in known]
        triples.update(tuple(terms[at : at + 3]) for at, after in pairwise(often) if after == at + 1)
    return _longest(known, {triple: times for triple, times in triples.items() if times >= LEAST_USES})


def spelling(phrase: Phrase, parts: Sequence[Analysed]) -> str | None:
    """Return how a phrase is first written; None where it only stands across a mark, and so is none, or is endless."""
    for part in parts:
        for first, last in _places(phrase, part.terms):
            if first == last and (word := part.lone(first)):
                return word
            start, end = part.span(first, last)
            if end - start <= _MOST_CHARS and not _PARTED.search(part.text, start, end):
                return " ".join(part.text[start:end].split())
    return None


def _places(phrase: Phrase, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    at, more = -1, len(phrase)
    while True:
        try:
            at = terms.index(phrase[0], at + 1)
        except ValueError:
            return
        if more == 1 or tuple(terms[at : at + more]) == phrase:
            yield at, at + more - 1


def _longest(pairs: Mapping[Phrase, int], triples: Mapping[Phrase, int]) -> Mapping[Phrase, int]:
    """Leave out triples that overlap, being pieces of something longer, and pairs that are mostly in a triple."""
    begin, end = {triple[:2] for triple in triples}, {triple[1:] for triple in triples}
    whole = {each: times for each, times in triples.items() if each[1:] not in begin and each[:2] not in end}
    inside: dict[Phrase, int] = {}
    for triple, times in whole.items():
        for pair in (triple[:2], triple[1:]):
            inside[pair] = max(inside.get(pair, 0), times)
    alone = {pair: times for pair, times in pairs.items() if inside.get(pair, 0) < times * _SHARE}
    return {**whole, **alone}
