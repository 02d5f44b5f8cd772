"""Words that are known, without a server: in a segment of their own, as the index would write it."""

from collections.abc import Mapping

from services.search.lookup import Words
from services.search.segment import Entry, Segment, segment_row
from services.search.vocabulary import sounds_of


def few(words: Mapping[str, int]) -> Words:
    """Know some words, each with how common it is; all are spelled with a capital."""
    entries = {word: Entry(n, word.title(), tuple(sounds_of(word))) for word, n in words.items()}
    return Words([Segment(segment_row(entries))] if entries else [])
