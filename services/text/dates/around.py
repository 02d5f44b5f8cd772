"""What stands around a month's name in running text: the day before it or after it, and the year."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from services.text.analysed import Analysed
from services.text.dates.prose import Month, Prose

_DAY = re.compile(r"(\d{1,2})(\D{0,4})")
_YEAR = re.compile(r"\d{4}")
# Marks of every script, and none of the vowel signs that \W has too.
_MARK = "[!-/:-@\\[-`{-~\u060c\u061b\u061f\u066b\u066c\u06d4\u0964\u0965\u2010-\u2027\u2039\u203a«»]"
_INSIDE, _AT_START, _AT_END = re.compile(_MARK), re.compile(f"{_MARK}*"), re.compile(f"{_MARK}*$")
_DASHES = frozenset({"-", "–", "—", "‐", "‑"})
_BEFORE_MONTH = frozenset({"", ".", "-", "‐", "‑", "'", "’"})
_BEFORE_YEAR = frozenset({"", ",", "،", "-", "/", "'", "’"})
_AROUND_WORDS = "()[]\"'“”‘’«».,،؛;:"
_MOST_BETWEEN, _MOST_MARKS = 2, 8
_ABBREVIATED_CHARS, _SHORT_CHARS = 4, 2
_MOST_CHUNK_CHARS, _UNKNOWN = 64, "?"
"""What is longer than any word with marks is not looked into."""
_GREGORIAN, _OTHERS = range(1600, 2101), range(1300, 1501)


@dataclass(frozen=True)
class Found:
    """A date as stated, in the terms number `first` to `last`, inclusive. Of a range of days `until` is the second."""

    first: int
    last: int
    calendar: str
    year: int | None
    month: int | None = None
    day: int | None = None
    until: int | None = None


class _Days(NamedTuple):
    """A day, or the first and the last one of a range, and the term farthest from the month's name."""

    first: int
    until: int | None
    edge: int


class Around:
    """A text's terms, and what a language says of dates in them."""

    def __init__(self, text: Analysed, prose: Prose) -> None:
        self.text, self.prose, self.terms = text, prose, text.terms

    def term(self, at: int) -> str:
        """Return a term; outside of the text the empty one."""
        return self.terms[at] if 0 <= at < len(self.terms) else ""

    def gap(self, at: int) -> str:
        """Return the marks between a term and the next one; where one chunk has both, all that are inside it."""
        if at + 1 >= len(self.terms):
            return _after(self.text.chunks[-1])
        home, next_home = self.text.home(at), self.text.home(at + 1)
        if home == next_home:
            if len(self.text.chunks[home]) > _MOST_CHUNK_CHARS:
                return _UNKNOWN
            return "".join(_INSIDE.findall(self.text.chunks[home].strip(_AROUND_WORDS)))
        between = "".join(self.text.chunks[home + 1 : next_home])
        return _after(self.text.chunks[home]) + between + _before(self.text.chunks[next_home])

    def gap_before(self, at: int) -> str:
        """Return the marks before a term: those since the one before it."""
        home = self.text.home(at)
        return self.gap(at - 1) if at > self.text.firsts[home] else _before(self.text.chunks[home])

    def sign_after(self, at: int) -> str | None:
        """Return what stands between white space after a term, if it has no letters: Sindhi ۾ (in)."""
        following = self.text.home(at) + 1
        if following < len(self.text.chunks) and not self.text.chunk_terms[following]:
            return self.text.chunks[following]
        return None

    def is_range(self, at: int) -> bool:
        """Tell whether a dash stands between a term and the next."""
        return at >= 0 and self.gap(at) in _DASHES

    def year(self, at: int) -> int | None:
        """Return the number of four digits that a term is."""
        term = self.term(at)
        return int(term) if _YEAR.fullmatch(term) and self._is_whole(at) else None

    def dated(self, at: int, after: int, month: Month) -> Found | None:
        """Read a date around a month's name, in the terms from `at` up to `after`; None if it is none."""
        first, last, sure = at, after - 1, not month.ordinary or self._is_capital(at)
        while self.term(last + 1) in self.prose.month_words:
            last, sure = last + 1, True
        days = self._day_before(at)
        if days:
            first = days.edge
        elif days := self._day_after(at, last):
            last = days.edge
        year, first, last = self._with_year(first, last)
        if year is None and (days is None or not sure):
            return None
        named = [each for each in month.months if _fits(each[0], year)]
        if len(named) != 1:
            return None
        calendar, number = named[0]
        day, until = (days.first, days.until) if days else (None, None)
        return Found(first, self._era(last, calendar), calendar, year, number, day, until)

    def _with_year(self, first: int, last: int) -> tuple[int | None, int, int]:
        if found := self._year_after(last):
            return found[0], first, found[1]
        if found := self._year_before(first):
            return found[0], found[1], last
        return None, first, last

    def _day_before(self, at: int) -> _Days | None:
        """Return the day before a month's name."""
        place = at - 1
        between: set[str] = set()
        while len(between) < _MOST_BETWEEN and self.term(place) in self.prose.between | self.prose.month_words:
            between.add(self.term(place))
            place -= 1
        if place < 0 or any(self.gap(each) not in _BEFORE_MONTH for each in range(place, at)):
            return None
        if word := self.prose.days.get(self.term(place)):
            return _Days(word, None, place) if self.prose.days_need in {None, *between} else None
        day = self._day(place)
        if day is None:
            return None
        if self.is_range(place - 1) and (start := self._number(place - 1)) and start < day:
            return _Days(start, day, place - 1)
        return _Days(day, None, place) if self._is_whole(place) else None

    def _day_after(self, at: int, last: int) -> _Days | None:
        """Return the day after a month's name, which begins at one term and ends at another."""
        place = last + 1
        if self.term(place) in self.prose.between:
            place += 1
        day = self._day(place)
        if not self.prose.month_first or day is None or self.gap(place - 1) not in _BEFORE_MONTH:
            return None
        if self.term(place + 1) and self.is_range(place) and (end := self._number(place + 1)) and end > day:
            days = _Days(day, end, place + 1)
        elif self._is_whole(place):
            ending = self.term(place + 1) in self.prose.between and self.gap(place) == ""
            days = _Days(day, None, place + ending)
        else:
            return None
        if self._year_after(days.edge) or (self.prose.month_first is not True and self._year_before(at)):
            return days
        if self.prose.month_first is True:
            return None if self.term(at - 1) in self.prose.year_in else days  # not "in May 20 people"
        return days if self.prose.month_first == "marked" and place > last + 1 else None

    def _is_capital(self, at: int) -> bool:
        chunk = self.text.chunks[self.text.home(at)]
        return chunk.lstrip(_AROUND_WORDS)[:1].isupper()

    def _year_after(self, last: int) -> tuple[int, int] | None:
        """Return the year after a date's last term, and where it stands."""
        place = last + 1
        while place - last <= _MOST_BETWEEN and self.term(place) in self.prose.between | self.prose.year_before:
            place += 1
        year = self.year(place)
        if year is None:
            return None
        marks = "".join(self.gap(each) for each in range(last, place))
        dotted = marks == "." and len(self.term(last)) <= _ABBREVIATED_CHARS
        return (year, place) if dotted or marks in _BEFORE_YEAR else None

    def _year_before(self, first: int) -> tuple[int, int] | None:
        """Return the year before a date's first term, where a word says that it is one: 2018 کال د سپټمبر."""
        place = first - 1
        if self.term(place) in self.prose.between:
            place -= 1
        year = self.year(place - 1) if self.term(place) in self.prose.year_after else None
        return (year, place - 1) if year else None

    def _era(self, last: int, calendar: str) -> int:
        """Return where a date ends, if the name of its era follows the year."""
        for length in (3, 2, 1):
            name = tuple(self.terms[last + 1 : last + 1 + length])
            if len(name) == length and self.prose.eras.get(name) == calendar and _YEAR.fullmatch(self.term(last)):
                return last + length
        return last

    def _number(self, at: int) -> int | None:
        term = self.term(at)
        return int(term) if term.isdecimal() and len(term) <= 2 and 1 <= int(term) <= 31 else None

    def _day(self, at: int) -> int | None:
        match = _DAY.fullmatch(self.term(at))
        if match is None or (match[2] and match[2] not in self.prose.between):
            return None
        return int(match[1]) if 1 <= int(match[1]) <= 31 else None

    def _is_whole(self, at: int) -> bool:
        """Tell a number from a piece of something: 2,500 or 1.5 or 6-foot-6."""
        before, after = self.term(at - 1), self.term(at + 1)
        home = self.text.home
        # A short word is a preposition: ב-2.
        joined = before and (before[:1].isdecimal() or len(before) > _SHORT_CHARS)
        if joined and home(at - 1) == home(at) and self.gap(at - 1):
            return False
        return not (after[:1].isdecimal() and home(at + 1) == home(at) and self.gap(at))


def _fits(calendar: str, year: int | None) -> bool:
    return year is None or year in (_GREGORIAN if calendar == "gregorian" else _OTHERS)


def _after(chunk: str) -> str:
    found = _AT_END.search(chunk[-_MOST_MARKS:])
    return found[0] if found else ""


def _before(chunk: str) -> str:
    found = _AT_START.match(chunk[:_MOST_MARKS])
    return found[0] if found else ""
