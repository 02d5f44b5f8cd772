"""A text's date: all its readings, and what they agree on."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from schemas.reasons import PublishedAtReason
from services.text.dates.calendars import Span, Unknown
from services.text.dates.clean import clean
from services.text.dates.clock import Clock, clocks
from services.text.dates.customs import Customs, customs_of
from services.text.dates.lexicon import Sense
from services.text.dates.machine import expand
from services.text.dates.shapes import Dated, Partial, Several, dated, is_range, partings, with_units
from services.text.dates.stated import Stated
from services.text.dates.tokens import readings, tokens_of
from services.text.dates.zones import offset

_MAX_RAW_CHARS = 1000
_MAX_CHARS = 160
_YEAR = re.compile(r"\d{4}|\d\D+\d\d")
_EDGES = " ,.|-:;/*_"
_LETTER = re.compile(r"[^\W_]")
_NO_CLOCK = Clock()
_AMBIGUOUS = PublishedAtReason.AMBIGUOUS
_IMPLAUSIBLE = PublishedAtReason.IMPLAUSIBLE
_UNPARSED = PublishedAtReason.UNPARSED
_CALENDARS = ("gregorian", "jalali", "hijri")


def parse_date(text: str, language: str | None = None) -> Stated:
    """Read a stated date: what programs write (ISO 8601, RFC 2822, EXIF ...) and what people do, in many languages.

    Args:
        text: a line or field that states a date and nothing else.
        language: BCP 47 tag of the text it belongs to, if known. It decides between 3 April and 4 March in
            03/04/2026, and of which calendar a bare year is.

    Returns:
        The date as `2026`, `2026-11`, `2026-11-23`, `2026-11-23T10:00` or with seconds and offset, just as precise as
        stated, and no more precise than is certain; else the reason: `empty_label` (nothing there), `unparsed` (no
        reading), `ambiguous` (more than one), `implausible` (a day or time there is not, or a year before 1600 or
        after 2100).
    """
    if len(text) > _MAX_RAW_CHARS or not _YEAR.search(text):
        # A date without a year is none, and no text spells its year out.
        return Stated(None, _UNPARSED if _LETTER.search(text) else PublishedAtReason.EMPTY_LABEL)
    cleaned = clean(text).strip(_EDGES)
    if len(cleaned) > _MAX_CHARS:
        return Stated(None, _UNPARSED)
    try:
        expanded = expand(cleaned)
        tokens = tokens_of(expanded)
    except (ValueError, OverflowError):
        return Stated(None, _IMPLAUSIBLE)
    if not tokens:
        return Stated(None, _UNPARSED)
    customs = customs_of(language)
    if customs.own_calendar and expanded != cleaned:  # programs write Gregorian years
        customs = replace(customs, own_calendar=False)
    stated = _decided({result for senses in readings(tokens) for result in _results(senses, customs)})
    return replace(stated, text=text) if stated.reason is _AMBIGUOUS else stated


def _decided(results: set[str | PublishedAtReason]) -> Stated:
    values = [result for result in results if not isinstance(result, PublishedAtReason)]
    if len(values) == 1:
        return Stated(values[0], None)
    if values or _AMBIGUOUS in results:
        return Stated(None, _AMBIGUOUS)
    return Stated(None, _IMPLAUSIBLE if _IMPLAUSIBLE in results else _UNPARSED)


def _results(senses: Sequence[Sense], customs: Customs) -> Iterator[str | PublishedAtReason]:
    """Yield what a text says if its words are taken in these senses."""
    weekdays = {int(sense.value) for sense in senses if sense.kind == "w"}
    spelt = "".join(" " if sense.kind == "w" else sense.kind for sense in senses)
    classes, senses = with_units(spelt, senses)
    if classes.count("c") > 1:
        yield _AMBIGUOUS  # from one hour to another
        return
    dates = classes.replace("z", " ")
    for start, end, clock in clocks(classes, senses):
        for spans in _days(dates[:start] + "_" * (end - start) + dates[end:], senses, customs):
            yield from _written(spans, weekdays, clock, customs) if clock else [_IMPLAUSIBLE]
    if "c" not in classes:
        for spans in _days(dates, senses, customs):
            yield from _written(spans, weekdays, _NO_CLOCK, customs)


def _days(classes: str, senses: Sequence[Sense], customs: Customs) -> Iterator[frozenset[Span] | PublishedAtReason]:
    """Yield what the dates among the tokens agree on, for each way to part them, or why there is nothing."""
    if is_range(classes):
        yield _AMBIGUOUS
    for parting in partings(classes):
        dates: list[Dated] = []
        try:
            for match in parting:
                with suppress(Unknown):
                    dates.append(dated(match, senses, customs))
        except Several:
            yield _AMBIGUOUS
        except Partial:  # by itself no date; beside another the beginning of a range: 1 June - 3 June 2026
            yield _AMBIGUOUS if len(parting) > 1 else _UNPARSED
        else:
            yield _agreed(dates) if dates else _UNPARSED


def _agreed(dates: list[Dated]) -> frozenset[Span]:
    """Compare dates that should be one day in several calendars. The Gregorian one counts, then the Jalali one.

    The others help where it has several readings. Where they contradict it they are passed over: a Hijri date often
    is a program's, or of another country's moon. Two dates of one calendar that differ are two readings; nothing is
    agreed on if there is no such day as one of them states.
    """
    first, *others = sorted(dates, key=lambda each: _CALENDARS.index(each.calendar))
    spans = first.spans
    if not all(each.spans for each in dates if each.calendar == first.calendar):
        return frozenset()
    for other in others:
        met = frozenset(met for one in spans for two in other.spans if (met := one.meet(two)))
        if met:
            spans = met
        elif other.calendar == first.calendar:
            spans |= other.spans
    return spans


def _written(
    spans: frozenset[Span] | PublishedAtReason, weekdays: set[int], clock: Clock, customs: Customs
) -> Iterator[str | PublishedAtReason]:
    """Yield each span as ISO 8601, as far as its days agree.

    A weekday chooses among the days; one that fits none of them leaves two readings, its own and the date's.
    """
    if isinstance(spans, PublishedAtReason):
        yield spans
        return
    if not spans:
        yield _IMPLAUSIBLE
    for span in spans:
        narrowed = span.on(weekdays)
        if narrowed is None:
            yield _AMBIGUOUS
        elif clock.hour is not None and narrowed.is_long:
            yield _UNPARSED  # a time of no day
        elif narrowed.first != narrowed.last or clock.hour is None:
            yield narrowed.stated() or _AMBIGUOUS
        else:
            yield _moment(narrowed.first, clock, customs)


def _moment(day: date, clock: Clock, customs: Customs) -> str | PublishedAtReason:
    hour = clock.hour or 0
    moment = datetime.combine(day, time(hour % 24, clock.minute, clock.second or 0)) + timedelta(hour // 24)
    try:
        offsets = [offset(zone, moment, customs) for zone in clock.zones]
    except ValueError:
        return _IMPLAUSIBLE
    # With an offset in numbers, names are comments: GMT+0500 (Pakistan Standard Time).
    told = next((each for each, zone in zip(offsets, clock.zones, strict=True) if zone[-1:].isdigit()), None)
    known = {told} if told else {each for each in offsets if each}
    written = moment.isoformat(timespec="minutes" if clock.second is None else "seconds")
    return written + (known.pop() if len(known) == 1 else "")
