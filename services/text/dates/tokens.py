"""A text of words and numbers, as tokens: each with what it can mean. A word that is no date's word ends it."""

import re
from collections.abc import Iterator
from itertools import product
from math import prod

from services.text.dates.lexicon import Sense, names

MAX_TOKENS = 60
_MAX_READINGS = 64

_TOKEN = re.compile(
    r"\s*(?:(?P<clock>\d{1,2}:\d{1,2}(?::\d{2}(?:[.,]\d+)?)?(?![\d:]))"
    r"|(?P<offset>(?:(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2})(?!\d|\s*[/.-]\s*\d))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\s\d!-/:-@\[-`{-~]+)"
    r"|(?P<mark>\S))"
)
_NEXT_WORD = re.compile(r" ([^\s\d!-/:-@\[-`{-~]+)")
_MARKS = {**{mark: (Sense(" "),) for mark in ",()[]@=:"}, **{mark: (Sense(mark),) for mark in "-/."}}


Token = tuple[Sense, ...]
"""A token, as the ways to take it. Classes beside those of words: `d` a number of one or two digits, `y` one of four,
`c` a clock, and `-`, `/`, `.` themselves."""


def tokens_of(text: str) -> list[Token] | None:
    """Cut a cleaned text into tokens; None if something in it belongs to no date."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) == MAX_TOKENS:
            return None
        kind, at = str(match.lastgroup), match.end()
        part = match[kind]
        if kind == "offset" and not _is_offset(part, found):
            at = match.start(kind) + 1
            token = _mark(part[0])
        elif kind == "word":
            token, at = _word(text, match)
            token = _in_place(token, found)
        elif kind == "clock":
            token = (Sense("c", part),)
        elif kind == "offset":
            token = (Sense("z", part),)
        else:
            token = _number(part) if kind == "number" else _mark(part)
        if token is None:
            return None
        found.append(token)
    return found


def readings(tokens: list[Token]) -> Iterator[tuple[Sense, ...]]:
    """Yield each way to take all tokens; none where there are too many."""
    if prod(map(len, tokens)) <= _MAX_READINGS:
        yield from product(*tokens)


def _is_offset(stated: str, before: list[Token]) -> bool:
    """Tell +05:00 after a time from the hyphen of 12-1405, and from 10:00-11:00, which is from ten to eleven."""
    if stated[0] not in "+-":
        return True
    clock = next((str(token[0].value) for token in before if token[0].kind == "c"), None)
    return clock is not None and (stated[0] == "+" or ":" not in stated or clock.count(":") == 2)


def _in_place(token: Token | None, before: list[Token]) -> Token | None:
    """Take a word for a.m. or p.m. after a time, and there only: elsewhere م is an era, and German has another "am"."""
    if token is None or all(sense.kind != "a" for sense in token):
        return token
    previous = before[-1][0].kind if before else None
    if previous == "d":  # 5 am; 2026-11-23 م
        return token
    return tuple(sense for sense in token if (sense.kind == "a") == (previous == "c")) or None


def _mark(mark: str) -> Token | None:
    return _MARKS.get(mark)


def _number(digits: str) -> Token | None:
    kind = {1: "d", 2: "d", 4: "y"}.get(len(digits))
    return (Sense(kind, int(digits)),) if kind else None


def _word(text: str, match: re.Match[str]) -> tuple[Token | None, int]:
    """Take the longest name that begins with a word."""
    for name in names().get(match["word"], ()):
        end = match.end()
        for word in name.rest:
            following = _NEXT_WORD.match(text, end)
            if following is None or following[1] != word:
                break
            end = following.end()
        else:
            return name.senses, end
    return None, match.end()
