"""How many stated dates are read, and that none is invented: rows written by hand, and what others' libraries write.

CLDR (through Babel), hijridate and jdatetime are independent of the names in `services/text/dates/words/`; their order,
punctuation and small words certainly are.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Literal

import jdatetime  # type: ignore[import-untyped]  # it has no stubs
from babel.dates import format_date
from hijridate import Gregorian

from services.text.dates import parse_date
from tests.quality.conftest import Figures
from tests.quality.conftest import rows as rows_of

TABLE = Path(__file__).with_name("dates.tsv")
LOCALES = (
    "ar", "ar_DZ", "ar_EG", "ar_LB", "ar_MA", "ar_SA", "az", "bn", "bn_IN", "ckb", "de", "de_AT", "el", "en", "en_GB",
    "en_IN", "en_PK", "en_US", "es", "es_MX", "fa", "fa_AF", "fr", "fr_CA", "gu", "he", "hi", "id", "it", "ja", "kn",
    "ko", "ku", "ml", "mr", "ms", "nb", "ne", "nl", "pa", "pa_Arab", "pl", "ps", "pt", "pt_PT", "ro", "ru", "sd", "so",
    "sv", "sw", "ta", "te", "tr", "ug", "uk", "ur", "ur_IN", "uz", "zh",
)  # fmt: skip
HIJRI_LANGUAGES: tuple[Literal["ar", "bn", "en", "tr"], ...] = ("ar", "bn", "en", "tr")
DAYS = tuple(date(2024, month, day) for month in range(1, 13) for day in (1, 12, 29))


def rows() -> Iterator[tuple[str, str | None, str]]:
    """Yield text, language and what must come of it, as the table has them."""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            text, language, expected = line.split("\t")
            yield text, language or None, expected


def read(text: str, language: str | None) -> str:
    """Return the value, or the reason."""
    stated = parse_date(text, language)
    return stated.value or str(stated.reason)


def test_the_table(figures: Figures) -> None:
    """Each row is read as it says."""
    table = list(rows())
    misses = [(*row, read(row[0], row[1])) for row in table if read(row[0], row[1]) != row[2]]
    figures.all_of("dates: rows of the table", len(table) - len(misses), len(table), misses)


def test_gregorian_dates_as_cldr_writes_them(figures: Figures) -> None:
    """Each month, in each language, in the three formats with a month's name or an unmistakable order."""
    total, misses = 0, []
    for locale, day, width in product(LOCALES, DAYS, ("medium", "long", "full")):
        text = format_date(day, width, locale=locale)
        total += 1
        if read(text, locale) != day.isoformat():
            misses.append((locale, text, read(text, locale)))
    figures.at_least("dates: of CLDR's Gregorian ones", 1 - len(misses) / total, 0.999, misses)


def test_a_month_and_year_as_cldr_writes_them(figures: Figures) -> None:
    """A month without a day stays one."""
    total, misses = 0, []
    for locale, month in product(("ar", "bn", "de", "en", "fa_AF", "fr", "hi", "ru", "tr", "ur"), range(1, 13)):
        text = format_date(date(2024, month, 1), "LLLL y", locale=locale)
        total += 1
        if read(text, locale) != f"2024-{month:02d}":
            misses.append((locale, text, read(text, locale)))
    figures.all_of("dates: CLDR's months and years", total - len(misses), total, misses)


def test_jalali_dates_as_jdatetime_writes_them(figures: Figures) -> None:
    """Every day of a leap year, in words, in numbers, and with its weekday."""
    total, misses = 0, []
    for more, shape in product(range(366), ("%d %B %Y", "%Y/%m/%d", "%A %d %B %Y")):
        day = date(2024, 3, 20) + timedelta(more)
        text = jdatetime.date.fromgregorian(date=day, locale="fa_IR").strftime(shape)
        total += 1
        if read(text, "fa") != day.isoformat():
            misses.append((text, read(text, "fa")))
    figures.all_of("dates: jdatetime's Jalali ones", total - len(misses), total, misses)


def test_hijri_dates_as_hijridate_writes_them(figures: Figures) -> None:
    """The month, or year, that is certain by every moon; with its weekday, the day."""
    total, misses = 0, []
    for language, more in product(HIJRI_LANGUAGES, range(0, 708, 3)):
        day = date(2023, 7, 20) + timedelta(more)
        hijri = Gregorian.fromdate(day).to_hijri()
        text = f"{hijri.day} {hijri.month_name(language)} {hijri.year}"
        alone, with_weekday = read(text, language), read(f"{hijri.day_name(language)} {text}", language)
        total += 1
        days = [(day + timedelta(moon)).isoformat() for moon in (-1, 0, 1, 2, 3)]
        agreed = next((days[0][:size] for size in (7, 4) if len({each[:size] for each in days}) == 1), "ambiguous")
        if (alone, with_weekday) != (agreed, day.isoformat()):
            misses.append((text, alone, with_weekday))
    figures.all_of("dates: hijridate's Hijri ones", total - len(misses), total, misses)


def test_no_prose_is_a_date(figures: Figures, corpus: Path) -> None:
    """In news of sixteen varieties no title and no sentence is taken for a date."""
    articles = [article for path in sorted((corpus / "ntrex_news").glob("*.jsonl")) for article in rows_of(path)]
    lines = [line for article in articles for line in (article["title"], *article["sentences"])]
    taken = [line for line in lines if parse_date(line).value]
    figures.all_of("dates: lines of prose that are none", len(lines) - len(taken), len(lines), taken)


def test_speed(figures: Figures) -> None:
    """A date takes well under a millisecond, and a line that is none less."""
    parse_date("1 December 2024")
    dates = [text for text, _, expected in rows() if expected[0].isdigit()]
    prose = ["وزیراعظم نے کہا ہے کہ 2024 کے دوران ملک میں 15 نئے منصوبے شروع کیے جائیں گے", "A short headline"]
    for what, texts, ceiling in (("a date", dates, 400), ("a line of prose", prose, 200)):
        taken = min(_seconds(texts) for _ in range(5)) / len(texts) * 1e6
        figures.at_most(f"dates: µs for {what}", taken, ceiling)


def _seconds(texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        parse_date(text, "ur")
    return time.process_time() - start
