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
    ("علماء", "علما"),
    ("علماءکا", "علما کا"),
    ("ہیں", "ہین"),  # a keyboard without noon ghunna
    ("गये", "गए"),
    ("नयी", "नई"),
    ("उत्सव\u200d", "उत्सव"),
    ("উৎসব", "উত্সব"),
    ("২০২৬", "2026"),
    ("葛\U000e0100飾", "葛飾"),
    ("رحمٰن", "رحمن"),
    ("کےدوران", "کے دوران"),  # joined words
    ("مگرحال", "مگر حال"),
    ("نشرکی", "نشر کی"),
    ("اورطیارہ", "اور طیارہ"),
    ("کیاگیاہے۔", "کیا گیا ہے۔"),
    ("وزیراعظم", "وزیر اعظم"),
    ("میںنے", "میں نے"),
    ("دلسوختگانپورمیں", "دلسوختگانپور میں"),  # nobody knows the word before میں
    ("20فیصد", "20 فیصد"),
]
WHOLE = """
    اورنگزیب اورکزئی کراچی دوران کردار سردار بازار درخواست تیراکی پروانہ کورنگی زمین چاکو چوراہا مارنا کارروائی کاروان
    بنیادی ڈاکو خاکہ دھماکہ امریکہ رضاکار قراردادوں
    أوروبا كونه المجرمين توافق دورها قرارات
    کودکان اورژانس اورشلیم یادآور هوادار کوچکی توانا
"""
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


@pytest.mark.parametrize("word", WHOLE.split())
def test_words_that_begin_like_others_are_not_opened(word: str) -> None:
    """A word stays whole that begins or ends like one of the words that typists run into their neighbours."""
    assert " " not in fold(word)


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
    ("text", "part", "source"),
    [
        ("نے اورطیارَہ۔", "طياره", "طیارَہ"),
        ("یہ کےدوران ہے", "دوران", "دوران"),
        ("سب علماءِ کرام", "علما", "علماءِ"),
        ("वे गयेथे", "ए", "ये"),
        ("میںنے", "نے", "نے"),
        ("ﬁx", "f", "ﬁ"),
    ],
)
def test_a_part_of_the_folded_text_has_its_source(text: str, part: str, source: str) -> None:
    """A span of the folded text leads to what the author wrote there, marks and dropped letters included."""
    folded = fold_with_offsets(text)
    start = folded.text.index(part)
    left, right = folded.source(start, start + len(part))
    assert text[left:right] == source


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
