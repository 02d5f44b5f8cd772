"""Dates as stated."""

import pytest

from schemas.reasons import PublishedAtReason as Why
from services.text.dates import parse_date


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11", "2026-11"),
        ("2026-11-23T10:00+05:00", "2026-11-23T10:00+05:00"),
        ("2026-11-23T10:00:07.123Z", "2026-11-23T10:00:07Z"),
        ("2026-11-23 10:00", "2026-11-23T10:00"),
        ("2026/11/23", "2026-11-23"),
        ("23/11/2026", "2026-11-23"),
        ("23 نومبر 2026", "2026-11-23"),
        ("۲۳ نومبر، ۲۰۲۶ء", "2026-11-23"),
        ("23 November 2026", "2026-11-23"),
        ("November 23, 2026", "2026-11-23"),
        ("Monday, 23rd Nov. 2026 at 9:05 pm", "2026-11-23T21:05"),
        ("Mon, 23 Nov 2026 10:00:00 +0500", "2026-11-23T10:00:00+05:00"),
        ("23 نوفمبر 2026", "2026-11-23"),
        ("23 تشرين الثاني 2026", "2026-11-23"),
        ("۲۳ نوامبر ۲۰۲۶", "2026-11-23"),
        ("२३ नवंबर २०२६", "2026-11-23"),
        ("23 Kasım 2026 - 10:30", "2026-11-23T10:30"),
        ("29 فروری 2028", "2028-02-29"),
    ],
)
def test_certain_dates_are_read(stated: str, value: str) -> None:
    """A date with one reading is given as ISO 8601, with precision and offset as stated."""
    assert parse_date(stated).value == value
    assert parse_date(stated).reason is None


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("", Why.EMPTY_LABEL),
        (" ، ", Why.EMPTY_LABEL),
        ("yesterday", Why.UNPARSED),
        ("3/4/2026", Why.UNPARSED),  # the third of April, or the fourth of March
        ("1405/09/02", Why.UNPARSED),  # another calendar
        ("23/11/26", Why.UNPARSED),
        ("9" * 10_000, Why.UNPARSED),
        ("2026-13-01", Why.IMPLAUSIBLE),
        ("31 فروری 2026", Why.IMPLAUSIBLE),
        ("2026-11-23T25:00", Why.IMPLAUSIBLE),
        ("0001-01-01", Why.IMPLAUSIBLE),
    ],
)
def test_uncertain_dates_are_not(stated: str, why: Why) -> None:
    """What has several readings, none, or cannot have been is null with its reason."""
    assert (parse_date(stated).value, parse_date(stated).reason) == (None, why)
