"""The folded text: any spelling of a word meets any other, and different words stay apart."""

import pytest

from services.text.fold import fold, fold_with_offsets
from services.text.tokens import terms

MEET = [
    ("حکومت", "حكومت"),  # kaf
    ("پاکستانی", "پاكستاني"),  # yeh
    ("الرقہ", "الرقه"),  # heh goal
    ("الرقہ", "الرقة"),  # teh marbuta
    ("منحرف", "مںحرف"),  # noon ghunna slipped in
    ("أحمد", "احمد"),
    ("مسؤول", "مسوول"),
    ("جائے", "جاۓ"),
    ("مُحَمَّد", "محمد"),
    ("سلام", "ســـلام"),
    ("می‌خواهم", "میخواهم"),
    ("ﻻﮨﻮﺭ", "لاہور"),  # presentation forms
    ("عظمیٰ", "عظمی"),
    ("۲۰۲۶", "2026"),
    ("٢٠٢٦", "२०२६"),
    ("हिन्दी", "हिंदी"),
    ("हँसी", "हंसी"),
    ("ज़रूर", "जरूर"),
    ("İstanbul", "istanbul"),
    ("ISPARTA", "ısparta"),
    ("Straße", "STRASSE"),
    ("Café", "cafe"),
    ("ﬁnance", "finance"),
    ("ёлка", "елка"),
    ("Ｋｈａｂａｒ", "khabar"),
    ("soft\u00adhyphen", "softhyphen"),
]
APART = [
    ("لڑکی", "لڑکے"),  # girl, boys
    ("سړی", "سړې"),
    ("ماء", "ما"),  # water, what
    ("پر", "بر"),
    ("ٹال", "تال"),
    ("май", "маи"),
    ("राम", "रामी"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_meet(one: str, other: str) -> None:
    """Two ways to type one word fold to the same."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_stay_apart(one: str, other: str) -> None:
    """Folding does not make one word of two."""
    assert fold(one) != fold(other)


def test_offsets_lead_back_to_the_authors_letters() -> None:
    """Each folded character knows the faithful character it comes from, dropped and expanded ones included."""
    text = "مُحمد اور हिन्दी ﬁx"
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    start = folded.text.index("محمد")
    assert text[folded.offsets[start] : folded.offsets[start + 3] + 1] == "مُحمد"
    start = folded.text.index("हिंदी")
    assert text[folded.offsets[start] : folded.offsets[start + 4] + 1] == "हिन्दी"
    assert text[folded.offsets[folded.text.index("fi")] :] == "ﬁx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خبر ہے۔اس نے", ["خبر", "هے", "اس", "نے"]),
        ("کےدوران", ["كے", "دوران"]),
        ("20فیصد", ["20", "فيصد"]),
        ("سالہ18", ["ساله", "18"]),
        ("لاعلمIgnorantہیں", ["لاعلم", "ignorant", "هين"]),
        ("بے‌شک", ["بے", "شك"]),
        ("تعاون ، تجارتی", ["تعاون", "تجارتي"]),
        ("covid19 G20", ["covid19", "g20"]),
        ("zero\u200bwidth", ["zero", "width"]),
        ("!؟ ۔۔ — …", []),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    """Terms come in order, without punctuation, parted where a space is certainly missing."""
    assert terms(text, "ur") == expected


def test_terms_are_cut() -> None:
    """A word of a million letters becomes one short term."""
    assert terms("x" * 1_000_000) == ["x" * 64]
