"""Dates as stated. The table in tests/quality/dates.tsv has many more of each kind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from schemas.reasons import PublishedAtReason as Why
from services.text.dates import Stated, parse_date
from services.text.dates.calendars import Span, Unknown, span
from services.text.dates.clean import clean
from services.text.dates.customs import customs_of
from services.text.dates.lexicon import languages, names, table
from services.text.dates.zones import offset


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11", "2026-11"),
        ("2026", "2026"),
        ("2026-11-23T10:00+05:00", "2026-11-23T10:00+05:00"),
        ("2026-11-23T10:00:07.123Z", "2026-11-23T10:00:07Z"),
        ("2026-11-23 10:00", "2026-11-23T10:00"),
        ("2026/11/23", "2026-11-23"),
        ("23/11/2026", "2026-11-23"),
        ("23 نومبر 2026", "2026-11-23"),
        ("۲۳ نومبر، ۲۰۲۶ء", "2026-11-23"),
        ("یکم نومبر 2026", "2026-11-01"),
        ("23 نومبر 2026 شام 5 بجے", "2026-11-23T17:00"),
        ("23 November 2026", "2026-11-23"),
        ("November 23, 2026", "2026-11-23"),
        ("Monday, 23rd Nov. 2026 at 9:05 pm", "2026-11-23T21:05"),
        ("Mon, 23 Nov 2026 10:00:00 +0500", "2026-11-23T10:00:00+05:00"),
        ("23 نوفمبر 2026", "2026-11-23"),
        ("23 تشرين الثاني 2026", "2026-11-23"),
        ("۲۳ نوامبر ۲۰۲۶", "2026-11-23"),
        ("۲ آذر ۱۴۰۵", "2026-11-23"),
        ("13 جمادی الثانی 1448ھ", "2026-11"),
        ("پیر 13 جمادی الثانی 1448ھ", "2026-11-23"),
        ("13 جمادی الثانی 1448ھ بمطابق 23 نومبر 2026ء", "2026-11-23"),
        ("२३ नवंबर २०२६", "2026-11-23"),
        ("23 Kasım 2026 - 10:30", "2026-11-23T10:30"),
        ("29 فروری 2028", "2028-02-29"),
    ],
)
def test_certain_dates_are_read(stated: str, value: str) -> None:
    """A date with one reading is given as ISO 8601, with precision and offset as stated."""
    assert parse_date(stated) == Stated(value, None)


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("", Why.EMPTY_LABEL),
        (" ، ", Why.EMPTY_LABEL),
        (" " * 10_000, Why.EMPTY_LABEL),
        ("yesterday", Why.UNPARSED),
        ("3 گھنٹے قبل", Why.UNPARSED),
        ("23 نومبر", Why.UNPARSED),
        ("3/4/2026", Why.AMBIGUOUS),  # the third of April, or the fourth of March
        ("1405/09/02", Why.AMBIGUOUS),  # of which calendar?
        ("23/11/26", Why.AMBIGUOUS),  # of which century?
        ("1-3 November 2026", Why.AMBIGUOUS),
        ("Tuesday, 23 November 2026", Why.AMBIGUOUS),  # it was a Monday
        ("9" * 10_000, Why.UNPARSED),
        ("2026-13-01", Why.IMPLAUSIBLE),
        ("31 فروری 2026", Why.IMPLAUSIBLE),
        ("2026-11-23T25:00", Why.IMPLAUSIBLE),
        ("0001-01-01", Why.IMPLAUSIBLE),
    ],
)
def test_uncertain_dates_are_not(stated: str, why: Why) -> None:
    """What has several readings, none, or cannot have been is null with its reason."""
    assert parse_date(stated) == Stated(None, why)


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (None, None),
        ("en", None),
        ("en-US", "mdy"),
        ("en-PK", "dmy"),
        ("en-CA", None),
        ("en-Latn-GB", "dmy"),
        ("ur", "dmy"),
        ("ur-Arab-PK", "dmy"),
        ("UR", "dmy"),
        ("es-US", None),
        ("zh", None),
        ("", None),
        ("-", None),
    ],
)
def test_the_language_decides_the_order_where_it_is_certain(language: str | None, order: str | None) -> None:
    """English decides nothing without its country; a country with both habits leaves it open."""
    assert customs_of(language).order == order


@pytest.mark.parametrize(
    ("language", "value"), [("fa", "2024-12-02"), ("ar", None), ("ur", None), (None, None), ("en", None)]
)
def test_the_language_decides_the_calendar_of_a_bare_year(language: str | None, value: str | None) -> None:
    """1403 is a Jalali year in Persian; elsewhere it may be a lunar one, of 1983."""
    assert parse_date("1403/09/12", language).value == value


def test_a_lunar_date_is_no_day() -> None:
    """The moon may have been seen a day earlier than Umm al-Qura says, or up to three later."""
    assert span("hijri", 1446, 3, 12) == Span(date(2024, 9, 14), date(2024, 9, 18))
    assert span("hijri", 1446, 3, 12).stated() == "2024-09"
    assert span("hijri", 1446, 3, 12).on({0}) == Span(date(2024, 9, 16), date(2024, 9, 16))
    assert span("hijri", 1446, 3, 12).on({4}) is None
    assert span("hijri", 1445, 9, 30).first == date(2024, 4, 8)  # whether it had thirty days, each country knows


def test_spans_of_months_and_years() -> None:
    """Without a day, a date is all days of its month or year, in the Gregorian calendar too."""
    assert span("jalali", 1403, 12, None) == Span(date(2025, 2, 19), date(2025, 3, 20))
    assert span("jalali", 1404, 12, None) == Span(date(2026, 2, 20), date(2026, 3, 20))
    assert span("jalali", 1403, None, None).stated() is None
    assert span("gregorian", 2024, 2, None) == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert span("gregorian", 2024, None, None).stated() == "2024"
    assert span("hijri", 1446, 3, None).stated() == "2024"


@pytest.mark.parametrize(("name", "year"), [("hijri", 1342), ("hijri", 2024), ("jalali", 2024), ("other", 1431)])
def test_years_that_are_not_read(name: str, year: int) -> None:
    """What the tables do not reach, or no calendar here has, is told apart from what cannot be."""
    with pytest.raises(Unknown):
        span(name, year, 1, 1)


@pytest.mark.parametrize(
    ("stated", "local", "language", "told"),
    [
        ("+0500", "2026-01-01", None, "+05:00"),
        ("gmt+5", "2026-01-01", None, "+05:00"),
        ("utc -3", "2026-01-01", None, "-03:00"),
        ("-0000", "2026-01-01", None, "Z"),
        ("GMT", "2026-01-01", None, "Z"),
        ("PKT", "2026-01-01", None, "+05:00"),
        ("IST", "2026-01-01", None, None),
        ("IST", "2026-01-01", "hi", "+05:30"),
        ("IST", "2026-01-01", "en-IE", "+01:00"),
        ("EST", "2026-01-01", "en", None),
        ("EST", "2026-01-01", "en-US", "-05:00"),
        ("Asia/Tehran", "2021-07-03", None, "+04:30"),
        ("Asia/Tehran", "2024-07-03", None, "+03:30"),
        ("Europe/London", "2024-10-27T01:30", None, None),  # it came twice
    ],
)
def test_offsets(stated: str, local: str, language: str | None, told: str | None) -> None:
    """An offset is told where the zone is one and only one."""
    assert offset(stated, datetime.fromisoformat(local), customs_of(language)) == told


@pytest.mark.parametrize("stated", ["+1500", "-1300", "+0560", "gmt+99"])
def test_offsets_that_there_are_not(stated: str) -> None:
    """No place on earth is fifteen hours ahead."""
    with pytest.raises(ValueError, match=r"\d"):
        offset(stated, datetime.fromisoformat("2026-01-01"), customs_of(None))


@pytest.mark.parametrize("language", languages())
def test_the_files_of_words_are_whole(language: str) -> None:
    """Twelve months, seven weekdays, no empty name, and time zones that there are."""
    words = table(language)
    for calendar in ("gregorian", "hijri", "jalali"):
        assert len(words.get(calendar, [[]] * 12)) == 12
        assert all(clean(name) for month in words.get(calendar, ()) for name in month)
    assert len(words.get("weekdays", [[]] * 7)) == 7
    zones = words.get("zones", {})
    for zone in (*zones.get("places", ()), *zones.get("names", ())):
        assert zone == "UTC" or zone[0] in "+-" or ZoneInfo(zone)
    assert all("{}" in phrase for phrase in zones.get("phrases", ()))


def test_no_name_means_two_months_of_a_calendar() -> None:
    """Whatever the language, a name is one month, one weekday, one era: else every date with it would be ambiguous."""
    for first, found in names().items():
        for name in found:
            kinds = [(sense.kind, sense.value[0]) if sense.kind == "m" else sense.kind for sense in name.senses]
            assert len(kinds) == len(set(kinds)), (first, name)


def test_promised_languages_have_their_words() -> None:
    """Those of the region, and the large ones."""
    promised = "ar bn ckb de en es fa fr he hi pa prs ps ru sd tr ug ur"
    assert set(promised.split()) <= set(languages())
