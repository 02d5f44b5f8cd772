"""What holds for any date, and for any text that is given as one."""

import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import jdatetime  # type: ignore[import-untyped]  # it has no stubs
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from services.text.dates import parse_date
from services.text.dates.lexicon import names

quick = settings(max_examples=300, deadline=None)

ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")
LANGUAGES = [
    None,
    "und",
    "en",
    "en-US",
    "en-GB",
    "ur",
    "ar",
    "fa",
    "fa-AF",
    "ne",
    "hi",
    "zh-Hant-TW",
    "x",
    "-",
    "en_IN",
]
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "੦੧੨੩੪੫੬੭੮੯")

days = st.dates(date(1600, 1, 1), date(2100, 12, 31))
zones = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.builds(
    lambda day, seconds, zone: datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=seconds),
    days,
    st.integers(0, 24 * 60 * 60 - 1),
    zones,
)
# Words of dates, numbers and marks in any order: nearer to dates than any text.
pieces = st.lists(
    st.one_of(
        st.sampled_from(sorted(" ".join((first, *name.rest)) for first, found in names().items() for name in found)),
        st.integers(0, 9999).map(str),
        st.sampled_from(
            ["2024", "1403", "1446", "12", "5", "10:30", "10:30:05", "+0500", "GMT+5", "-", "/", ".", ",", ":"]
        ),
    ),
    max_size=14,
).map(" ".join)


def check(text: str, language: str | None) -> None:
    """A value or a reason; a value is ISO 8601 of a day that there is, and reads as itself."""
    stated = parse_date(text, language)
    assert (stated.value is None) != (stated.reason is None)
    assert parse_date(text, language) == stated
    if stated.value is not None:
        assert ISO.fullmatch(stated.value)
        begins = datetime.fromisoformat(stated.value + {4: "-01-01", 7: "-01"}.get(len(stated.value), ""))
        assert 1600 <= begins.year <= 2101
        assert parse_date(stated.value).value == stated.value


@quick
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_has_a_value_or_a_reason(text: str, language: str | None) -> None:
    """Nothing is raised, whatever the text."""
    check(text, language)


@settings(max_examples=1500, deadline=None)
@given(pieces, st.sampled_from(LANGUAGES))
def test_words_of_dates_in_any_order(text: str, language: str | None) -> None:
    """Nor whatever the order of what dates are made of."""
    check(text, language)


@quick
@given(st.text("0123456789-/.:TZW+ ,", max_size=30), st.sampled_from(LANGUAGES))
def test_numbers_and_marks_in_any_order(text: str, language: str | None) -> None:
    """Nor with nothing but numbers."""
    check(text, language)


@quick
@given(st.text(), st.text(), st.text())
def test_any_language_tag(text: str, language: str, region: str) -> None:
    """A tag that is none decides nothing and breaks nothing."""
    check("03/04/2024", language)
    check(text, f"{language}-{region}")


@quick
@given(moments)
def test_iso_and_rfc_moments_come_back(moment: datetime) -> None:
    """What programs write is read to the second, with its offset."""
    expected = moment.isoformat()
    assert parse_date(expected).value == expected
    assert parse_date(moment.strftime("%Y%m%dT%H%M%S%z")).value == expected
    assert parse_date(moment.strftime("%Y-%m-%d %H:%M:%S %z")).value == expected
    assert parse_date(moment.isoformat(timespec="milliseconds")).value == expected
    universal = moment.astimezone(UTC)
    if universal.year in range(1600, 2101):
        assert parse_date(format_datetime(universal, usegmt=True)).value == universal.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert parse_date(universal.strftime("%a %b %d %H:%M:%S %Y")).value == universal.strftime("%Y-%m-%dT%H:%M:%S")


@quick
@given(days)
def test_iso_days_come_back(day: date) -> None:
    """In each of ISO 8601's ways to name a day."""
    week = day.isocalendar()
    for text in (
        day.isoformat(),
        day.strftime("%Y%m%d"),
        day.strftime("%Y-%j"),
        f"{week.year}-W{week.week:02d}-{week.weekday}",
        f"{day:%Y/%m/%d}",
    ):
        assert parse_date(text).value == day.isoformat()


@quick
@given(
    days,
    st.sampled_from(["ar", "ar_LB", "bn", "de", "en", "fa_AF", "fr", "hi", "pa", "ps", "ru", "sd", "tr", "ug", "ur"]),
    st.sampled_from(["long", "full"]),
    st.sampled_from(DIGITS),
)
def test_days_in_words_come_back(day: date, locale: str, width: str, digits: str) -> None:
    """In any language, with any digits."""
    text = format_date(day, width, locale=locale)
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    assert parse_date(plain.translate(str.maketrans(DIGITS[0], digits)), locale).value == day.isoformat()


@quick
@given(st.dates(date(1922, 3, 21), date(2042, 3, 19)), st.sampled_from(DIGITS))
def test_jalali_days_come_back(day: date, digits: str) -> None:
    """A Jalali date is exact to the day."""
    jalali = jdatetime.date.fromgregorian(date=day, locale="fa_IR")
    table = str.maketrans(DIGITS[0], digits)
    assert parse_date(jalali.strftime("%d %B %Y").translate(table)).value == day.isoformat()
    assert parse_date(jalali.strftime("%Y/%m/%d").translate(table), "fa").value == day.isoformat()


@quick
@given(days)
def test_numbers_are_read_only_where_it_is_certain(day: date) -> None:
    """Day first, month first, or neither, as the language says; a day past the twelfth speaks for itself."""
    text, expected = f"{day.day}/{day.month}/{day.year}", day.isoformat()
    assert parse_date(text, "ur").value == expected
    assert parse_date(f"{day.month}/{day.day}/{day.year}", "en-US").value == expected
    certain = day.day > 12 or day.day == day.month
    assert parse_date(text).value == (expected if certain else None)
    # The weekday decides, where only one of the two days has it.
    told = parse_date(f"{day:%A} {text}", "en").value
    assert told in (expected, None)


@quick
@given(days, st.integers(1, 6))
def test_a_wrong_weekday_is_noticed(day: date, off: int) -> None:
    """A weekday that is not the date's leaves two readings."""
    other = day + timedelta(off)
    assert parse_date(f"{other:%A}, {day:%d %B %Y}", "en").value is None
    assert parse_date(f"{day:%A}, {day:%d %B %Y}", "en").value == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        unit * (10_000 // len(unit))
        for unit in ("1", "a", "1 ", "12/", "mar ", "mar 1 ", "م 1 ", "5 am ", "h 1 ", "1 dec 2024 ", "10:", "-", "دي ")
    ]
    + [
        unit * (150 // len(unit)) + "2024"
        for unit in ("1 ", "12/", "mar ", "mar 1 ", "م 1 ", "5 am ", "h 1 ", "1 dec 2024 ", "1.1 ", "-", "دي ", "e y ")
    ],
)
def test_time_is_bounded(text: str) -> None:
    """However long and tangled, a text takes no more than a moment."""
    parse_date("1 December 2024")
    start = time.process_time()
    for language in LANGUAGES:
        check(text, language)
    assert time.process_time() - start < 0.1 * len(LANGUAGES)
