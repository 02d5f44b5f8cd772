"""Dates on the lines around an article: the one place where they are read."""

import re

from schemas.reasons import PublishedAtReason
from services.ingest.read.structure.lexicon import folded, lexicon
from services.text.dates import Stated, parse_date

_WORD = re.compile(r"[^\s,،.۔/:|()•·–—+-]+")
_NUMBERS = re.compile(r"\d+")
_DAY_CHARS = len("2026-11-23")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|er)?")
_NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")
_MAX_CHARS = 100
NOTHING = Stated(None, PublishedAtReason.NOT_STATED)


def read_date(text: str, language: str | None = None) -> Stated:
    """Read a date that a line states; the first of a month may be written as a word."""
    stated = parse_date(text, language)
    if stated.reason is not PublishedAtReason.UNPARSED:
        return stated
    words, first = folded(text[: _MAX_CHARS + 1]).split(), lexicon().first
    if first.isdisjoint(words):
        return stated
    return parse_date(" ".join("1" if word in first else word for word in words), language)


def is_date(text: str) -> bool:
    """Tell whether a text says a date or a time and nothing else, even where no one date can be read from it."""
    if len(text) > _MAX_CHARS or not _DIGIT.search(text):
        return False
    stated = read_date(text)
    if stated.value is not None:
        return len(stated.value) >= _DAY_CHARS  # a lone year is a number
    several = len(_NUMBERS.findall(text)) > 1
    return (several and stated.reason is PublishedAtReason.AMBIGUOUS) or _of_date_words(text)


def _of_date_words(text: str) -> bool:
    words, plain = lexicon(), folded(text)
    months = 0
    for word in _WORD.findall(plain):
        if word in words.months:
            months += 1
        elif not (_NUMBER.fullmatch(word) or word in words.date_words or word in words.first):
            return False
    return months > 0 or _NUMERIC_DATE.search(plain) is not None


def is_vague(text: str) -> bool:
    """Tell whether a text is a time from now back: "3 hours ago"."""
    if len(text) > _MAX_CHARS or not _DIGIT.search(text):
        return False
    tokens = folded(text).split()
    numbers = sum(token.isdigit() for token in tokens)
    return 2 <= len(tokens) <= 6 and 1 <= numbers <= 2 and not lexicon().ago.isdisjoint(tokens)


_PREFERENCE = (
    None,
    PublishedAtReason.AMBIGUOUS,
    PublishedAtReason.IMPLAUSIBLE,
    PublishedAtReason.UNPARSED,
    PublishedAtReason.EMPTY_LABEL,
    PublishedAtReason.NOT_STATED,
)


def best(stated: list[Stated]) -> Stated:
    """Choose the first date, else the most telling reason."""
    return min([*stated, NOTHING], key=lambda each: _PREFERENCE.index(each.reason))
