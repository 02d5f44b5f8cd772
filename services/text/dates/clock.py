"""The time of day in a text: 24 hours, 12 hours with a.m. and p.m., or a part of the day (شام 5 بجے)."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from services.text.dates.lexicon import Sense

# In classes of tokens (see `tokens` and `lexicon`). What makes a bare number an hour stands before or after it.
_COLON = re.compile("c")
_BARE = (re.compile(r"d\.d"), re.compile(r"d ?h ?d ?n?"), re.compile(r"d"))
_BEFORE = re.compile(r"[pb](?: ?[pb])* ?$")
_HOUR_WORDS = frozenset("apbkh")
_ZONE = re.compile(" *z")
_AFTER = re.compile(r"(?: ?[ahkp])*")


class Clock(NamedTuple):
    """A time of day, and the zones as stated. Without an hour, none is stated, or which one cannot be told."""

    hour: int | None = None
    minute: int = 0
    second: int | None = None
    zones: tuple[str, ...] = ()


def clocks(classes: str, senses: Sequence[Sense]) -> Iterator[tuple[int, int, Clock | None]]:
    """Yield where a time of day may stand among tokens, and which it is: None if there is no such time, as 25:00.

    Args:
        classes: the classes of the tokens, a letter each.
        senses: the tokens' senses.
    """
    cores = (_COLON,) if "c" in classes else _BARE if (_HOUR_WORDS | {"z"}) & set(classes) else ()
    for core in chain.from_iterable(shape.finditer(classes) for shape in cores):
        before = _BEFORE.search(classes, 0, core.start())
        start = before.start() if before else core.start()
        after = _AFTER.match(classes, core.end())
        end = after.end() if after else core.end()
        told = set(classes[start : core.start()] + classes[core.end() : end])
        if core[0] == "d" and not told & _HOUR_WORDS:
            continue
        if core[0] == "d.d" and not (told & _HOUR_WORDS or _ZONE.match(classes, end)):
            continue
        try:
            yield start, end, _read(core, senses[start:end], senses)
        except ValueError:
            yield start, end, None


def _read(core: re.Match[str], around: Sequence[Sense], senses: Sequence[Sense]) -> Clock:
    parts = {str(sense.value) for sense in around if sense.kind in "ap"}
    zones = tuple(str(sense.value) for sense in senses if sense.kind == "z")
    if core[0] == "c":
        hour, minute, *rest = re.split(r"[:.,]", str(senses[core.start()].value))
        second = int(rest[0]) if rest else None
    else:
        numbers = [sense.value for sense in senses[core.start() : core.end()] if sense.kind == "d"]
        hour, minute, second = numbers[0], (numbers[1:] or [0])[0], None
    return _checked(Clock(_in_day(int(hour), parts), int(minute), second, zones))


def _in_day(stated: int, parts: set[str]) -> int | None:
    """Return the hour of twenty-four that is stated with parts of the day, if any.

    Raises:
        ValueError: there is none, or two.
    """
    hours = {hour for hour in (_hour(stated, part) for part in parts) if hour is not None} if parts else {stated}
    if len(hours) > 1 or max(hours, default=0) > 24:
        raise ValueError(stated)
    return hours.pop() if hours else None


def _checked(clock: Clock) -> Clock:
    if clock.minute > 59 or (clock.second or 0) > 60 or (clock.hour == 24 and (clock.minute or clock.second)):
        raise ValueError
    if clock.second == 60:  # a leap second; most programs cannot keep one
        if clock.minute != 59:
            raise ValueError
        return Clock(clock.hour, clock.minute, None, clock.zones)
    return clock


# The hours of a clock of twelve that fall into a part of the day, and what makes them hours of twenty-four. Outside of
# them (رات 2 بجے: of which night?) the hour cannot be told.
_PARTS: dict[str, tuple[tuple[range, int], ...]] = {
    "am": ((range(1, 12), 0), (range(12, 13), -12)),
    "pm": ((range(1, 12), 12), (range(12, 13), 0)),
    "dawn": ((range(1, 8), 0), (range(12, 13), -12)),
    "morning": ((range(1, 12), 0),),
    "noon": ((range(10, 13), 0), (range(1, 5), 12)),
    "afternoon": ((range(12, 13), 0), (range(1, 8), 12)),
    "evening": ((range(1, 12), 12),),
    "night": ((range(6, 12), 12),),
}
# Hours of twenty-four that may be stated with a part of the day all the same: 17:30 شام.
_ALREADY: dict[str, range] = {
    "am": range(1),
    "pm": range(13, 24),
    "dawn": range(1),
    "morning": range(1),
    "noon": range(13, 17),
    "afternoon": range(13, 20),
    "evening": range(13, 24),
    "night": range(18, 24),
}


def _hour(stated: int, part: str) -> int | None:
    """Return the hour of twenty-four, None if it cannot be told.

    Raises:
        ValueError: 14:30 in the morning.
    """
    if stated in _ALREADY[part]:
        return stated
    for hours, shift in _PARTS[part]:
        if stated in hours:
            return stated + shift
    if stated > 12:
        raise ValueError
    return None
