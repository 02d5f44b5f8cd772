"""The faithful text: certain repairs, each of them listed."""

import unicodedata

import pytest

from schemas.article import RepairKind
from services.text.normalise import glyphs_to_letters, normalise


@pytest.mark.parametrize(
    ("raw", "faithful", "kind", "count", "offset"),
    [
        ("\ufeffخبر", "خبر", RepairKind.BYTE_ORDER_MARK, 1, 0),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd", RepairKind.LINE_ENDS, 3, 1),
        ("nul\x00 and \x07bell", "nul and bell", RepairKind.CONTROL_CHARACTERS, 2, 3),
        ("join\ufeffed", "joined", RepairKind.CONTROL_CHARACTERS, 1, 4),
        ("half \ud83d here", "half \ufffd here", RepairKind.LONE_SURROGATE, 1, 5),
        ("pair \ud83d\ude00", "pair \U0001f600", RepairKind.LONE_SURROGATE, 2, 5),
        ("a cafe\u0301 and re\u0301", "a café and ré", RepairKind.UNICODE_NFC, 2, 2),
        ("one  \ntwo\t\nthree", "one\ntwo\nthree", RepairKind.TRAILING_SPACE, 2, 3),
        ("ok\nØ®Ø¨Ø±", "ok\nخبر", RepairKind.DOUBLE_ENCODING, 3, 3),
        ("Ù\x81Ù\x85Ù\x81", "فمف", RepairKind.DOUBLE_ENCODING, 3, 0),
    ],
)
def test_each_repair_is_made_and_listed(raw: str, faithful: str, kind: RepairKind, count: int, offset: int) -> None:
    """A certain flaw is mended, and told with its kind, how often and where first."""
    text, repairs = normalise(raw)
    assert text == faithful
    assert [(repair.kind, repair.count, repair.offset) for repair in repairs] == [(kind, count, offset)]


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",
        "क्‍ष",
        "قیمت \u200f5\u200e ڈالر",
        "مںحرف ہونے",
        "خبر ہے۔اس",
        "كتاب ي",
        "  indented\n\n\napart",
        "one\ttwo",
        "ﷲ ﷺ ﷽ ﷼ ﴾٣﴿ ﹶ",
        "ﺧﺒﺮ ﻻ ﮨﮯ",
        "ﬁn",
    ],
)
def test_what_the_author_wrote_stays(text: str) -> None:
    """Joiners, direction marks, spelling, letters of another keyboard and inner white space are left alone."""
    assert normalise(text) == (text, ())


def test_every_letter_glyph_of_a_pdf_becomes_letters() -> None:
    """Each form of each Arabic letter is mapped as Unicode maps it; words that are one sign stay."""
    for code in range(0xFE80, 0xFEFD):
        text, repair = glyphs_to_letters(chr(code))
        assert text == unicodedata.normalize("NFKC", chr(code))
        assert text.isalpha()
        assert repair is not None
        assert repair.kind is RepairKind.PRESENTATION_FORMS
    assert glyphs_to_letters("ﷲ ﷺ ﷽ ﷼ ﴾٣﴿ ﹶ خبر") == ("ﷲ ﷺ ﷽ ﷼ ﴾٣﴿ ﹶ خبر", None)


def test_what_a_repair_brings_to_light_is_repaired_too() -> None:
    """A control character inside hid a double encoding; the second round is listed like the first."""
    text, repairs = normalise("Ø\x00®Ø¨Ø±")
    assert text == "خبر"
    assert [repair.kind for repair in repairs] == [RepairKind.CONTROL_CHARACTERS, RepairKind.DOUBLE_ENCODING]


def test_long_runs_of_space_take_linear_time() -> None:
    """A megabyte of spaces inside a line is no denial of service."""
    text = "a" + " " * 1_000_000 + "b"
    assert normalise(text) == (text, ())


def test_towers_of_marks_take_linear_time() -> None:
    """A hundred thousand marks on one letter are parted, not sorted; and parted text stays as it is."""
    text, repairs = normalise("a" + "\u0301\u0316" * 50_000 + "\u0344" * 1_000)
    assert repairs[0].kind is RepairKind.UNICODE_NFC
    assert normalise(text) == (text, ())
