"""Dates in running text: where they stand, what they are resolved to, and what is left alone."""

from datetime import date

import pytest

from services.text.analysed import Analysed
from services.text.dates.mentions import MOST_MENTIONS, Mention, mentions
from services.text.dates.prose import prose_languages, prose_of

PUBLISHED = date(2026, 1, 5)


def found(text: str, language: str = "ur", published: date | None = PUBLISHED) -> list[tuple[str, str | None]]:
    """Return the surface and the value of each mention."""
    return [(text[each.start : each.end], each.date) for each in mentions(Analysed(text, language), published)]


def test_a_mention_says_what_it_is() -> None:
    """Offsets, value, calendar, precision, and whether the year was stated."""
    text = "اجلاس 28 دسمبر کو، جنوری 2026 میں اور 1445ھ میں ہوا"
    assert mentions(Analysed(text, "ur"), PUBLISHED) == [
        Mention(6, 14, "2025-12-28", "gregorian", "day", inferred=True),
        Mention(19, 29, "2026-01", "gregorian", "month"),
        Mention(38, 43, "2023-07-18/2024-07-09", "hijri", "year"),
    ]


def test_a_day_without_a_year_is_left_open_without_a_day_of_publication() -> None:
    """The year is never made up: the day stands as ISO 8601 has a day of any year."""
    assert found("on 2 March they met", "en", None) == [("2 March", "--03-02")]
    assert found("on 2 March they met", "en") == [("2 March", "2026-03-02")]
    assert found("2 مئی کو", "ur", None) == [("2 مئی", "--05-02")]
    assert found("2-4 مئی کو", "ur", None) == [("2-4 مئی", "--05-02/--05-04")]
    assert found("۲۲ بهمن", "fa", None) == []
    assert found("29 February was", "en", None) == [("29 February", "--02-29")]
    assert found("30 فروری کو", "ur", None) == []


@pytest.mark.parametrize("text", ["2018 میں", "2 مئی", "یکم مئی", "سوموار", "12/05/2018"])
def test_letters_of_another_keyboard(text: str) -> None:
    """Arabic ي and ك, and Arabic or Persian digits, change nothing."""
    retyped = text.replace("ی", "ي").replace("ک", "ك").translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    assert [value for _, value in found(retyped)] == [value for _, value in found(text)] != []


def test_joined_words_are_no_part_of_a_date() -> None:
    """Where a space is missing, the mention is the date alone."""
    assert found("ایکٹ2017 میں") == [("2017", "2017")]
    assert found("وہ29ستمبر2018کو") == [("29ستمبر2018", "2018-09-29")]


def test_at_most_fifty() -> None:
    """A list of dates is cut, from its beginning."""
    text = " ".join(f"{day % 28 + 1} مئی 2020،" for day in range(200))
    assert len(mentions(Analysed(text, "ur"))) == MOST_MENTIONS
    assert found(text)[0] == ("1 مئی 2020", "2020-05-01")


def test_every_language_has_its_words() -> None:
    """Each table of prose.toml is of a language with a file of names, and its words are known there."""
    for language in prose_languages():
        words = prose_of(language)
        assert {number for month in words.months.values() for _, number in month.months} == set(range(1, 13))


def test_a_language_without_a_table() -> None:
    """It is an error, not an empty answer."""
    with pytest.raises(KeyError):
        mentions(Analysed("2018", "xx"))


@pytest.mark.parametrize("text", ["may-" * 50_000, "2 مئی-" * 20_000, "۲۲" * 50_000, "1/2/" * 50_000, "مارچ " * 50_000])
def test_odd_texts_take_no_time(text: str) -> None:
    """A text of one endless word, or of one word only, is read in a moment and has no dates."""
    assert len(mentions(Analysed(text, "ur"))) <= MOST_MENTIONS
