"""Stems: the forms of a word have one key, and other words and names keep their own."""

from importlib import resources
from itertools import combinations

import pytest

from services.text.stems import LEAST_CHARS, MOST_QUERY_STEMS, query_stems, stem
from services.text.stems.alphabets import languages_of
from services.text.stems.rules import read_rules
from services.text.stop_words import LANGUAGES, stop_terms
from services.text.tokens import terms

# On each line forms of one word.
ONE = {
    "ur": """خبر خبریں خبروں
        حملہ حملے حملوں
        لڑکا لڑکے لڑکوں
        لڑکی لڑکیاں لڑکیوں
        بچہ بچے بچوں
        ملک ممالک ملکوں
        وزیر وزراء وزیروں
        اطلاع اطلاعات
        جنگجو جنگجوؤں
        امریکہ امریکا""",
    "ar": """كتاب الكتاب والكتاب بالكتاب للكتاب كتابها
        مدرسة المدرسة مدرسته
        مهندس المهندسين مهندسون المهندسات""",
    "fa": "کتاب کتاب‌ها کتابها کتاب‌های کتاب‌هایی",
    "ps": "فعالیت فعالیتونه فعالیتونو",
    "ckb": "وڵات وڵاتەکە وڵاتەکان وڵاتان",
    "ug": "مەكتەپ مەكتەپلەر مەكتەپتە مەكتەپنىڭ",
    "he": "ממשלה הממשלה בממשלה לממשלה",
    "hi": "ख़बर ख़बरें ख़बरों\nलड़का लड़के लड़कों\nलड़की लड़कियाँ लड़कियों",
    "bn": "সরকার সরকারের সরকারকে",
    "pa": "ਮੁੰਡਾ ਮੁੰਡੇ",
    "tr": "öğretmen öğretmenler öğretmenlerin öğretmende öğretmenden öğretmene",
    "en": "run runs running\nminister ministers\npolicy policies",
    "de": "Häuser Häusern\nMinister Ministern Ministers",
    "ru": "министр министра министры министров\nсчёт счета счет",
}
# Words and names that no two of may have one key.
OTHERS = {
    "ur": "لڑکا لڑکی عمر عمران طاہر طاہرہ خالد خالدہ عباس عباسی صدیق صدیقی ہار ہارون ہما ہمایوں شاہ شاہین نور نورین "
    "علی عالی گجر گجرات خیر خیرات بحر بحرین رانا رانی حسن حسین سلیم سلمان قانون خون جنون دین دنیا کتا کتاب",
    "ar": "علي علم عالم خالد خالدة لبنان لبن عمر عمران سلمان سليم ليبيا قلب كلب كتب كتاب مصر مصير",
    "fa": "دختر دخت عمر عمران احمد احمدی کریم کریمی مادر ماد شیر شتر تهران ایران",
    "ps": "عمر عمران سړی ښځه کور ګور",
    "he": "משה דוד שלום ישראל ירושלים",
    "hi": "लड़का लड़की कल कला काल काला राज राजा दिन दीन राम",
    "tr": "kalem kelime okul okur Ankara Antalya Ahmet Ahmed",
    "en": "important import university universe general generate organ organise news new "
    "William Williams policy police",
    "de": "Merkel Merz Haus Hass Berlin Bern",
    "ru": "Путин путь министр минута Москва Минск",
}


def _key(word: str, language: str) -> str:
    (term,) = terms(word)
    return stem(term, language)


@pytest.mark.parametrize("language", ONE)
def test_forms_of_a_word_have_one_key(language: str) -> None:
    """Number, case, and what is written onto a word, do not keep its forms apart."""
    for line in ONE[language].splitlines():
        assert len({_key(word, language) for word in line.split()}) == 1, line


@pytest.mark.parametrize("language", OTHERS)
def test_other_words_and_names_have_other_keys(language: str) -> None:
    """What merely looks like another word's form is left alone; a name is not made into another name."""
    met = [pair for pair in combinations(OTHERS[language].split(), 2) if len({_key(it, language) for it in pair}) == 1]
    assert met == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_word_is_its_own_stem_and_nobody_elses(language: str) -> None:
    """What the index leaves out of a language is its list, and no more: willing is not lost with will."""
    stops = stop_terms(language)
    assert all(stem(stop, language) == stop for stop in stops)
    assert stem("willing", "en") == "willing"
    endings = ["s", "ing", "ون", "ين", "ه", "ا", "ها", "ات", "ों", "े", "ы", "ами", "ים", "lar", "ের"]
    others = [stop + ending for stop in stops for ending in endings if stop + ending not in stops]
    assert [word for word in others if stem(word, language) in stops] == []


@pytest.mark.parametrize("term", ["2026", "20", "covid19", "g20", "sky", "скай", "中国", "x", "ہ", ""])
def test_digits_other_scripts_and_short_words_are_left(term: str) -> None:
    """An article's numbers, and words in another script, come to no harm."""
    assert stem(term, "ur") == stem(term, "ar") == stem(term, "he") == stem(term, "und") == term
    assert len(term) < 3 or stem(term[:2], "en") == term[:2]


@pytest.mark.parametrize("language", ONE)
def test_a_query_asks_for_the_key_in_any_language(language: str) -> None:
    """Whatever language a word was indexed in, a query with it in any of its forms has that key, and few others."""
    for word in ONE[language].split():
        (term,) = terms(word)
        keys = query_stems(term)
        assert stem(term, language) in keys
        assert term in keys, "articles in a language that is not stemmed"
        assert query_stems(term, language) == (stem(term, language),)
        assert len(set(keys)) == len(keys) <= MOST_QUERY_STEMS


def test_letters_spare_a_word_the_stems_of_other_languages() -> None:
    """A word with a letter that a language does not have is not stemmed by its rules."""
    assert languages_of("ٹينك") == ["ur"]
    assert "ar" not in languages_of("پاكستان")
    assert languages_of("g20") == languages_of("2026") == []
    assert stem("پاكستاني", "ar") == "پاكستاني"


def test_rules_are_well_formed() -> None:
    """Every file of rules is read; entries are folded; a word that others are looked at as is kept or stemmed on."""
    files = [file.name for file in resources.files("services.text.stems").iterdir() if file.name.endswith(".txt")]
    assert len(files) > 10
    for name in files:
        rules = read_rules(name.removesuffix(".txt"))
        assert rules.words or rules.steps
        for step in rules.steps:
            assert step.least >= LEAST_CHARS
            affixes = [affix for those in step.affixes.values() for affix in those]
            assert affixes
            assert all(len(by) <= len(entry) for entry, by in affixes)
        again = {by for by in rules.words.values() if rules.words.get(by, by) != by}
        assert again == set(), "one step, not two"
