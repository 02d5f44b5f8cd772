"""Words and their spans."""

import itertools
import time
import unicodedata

import pytest

from services.text.tokens import MARKS, term_spans, terms, terms_of, words, words_in


def test_words_keep_vowel_signs_and_joiners() -> None:
    """A word is not split at a Devanagari vowel sign, an Arabic mark or a joiner."""
    text = "हिन्दी की क़िताब، می‌خواهم مُحمد۔"
    assert [text[start:end] for start, end in words(text)] == ["हिन्दी", "की", "क़िताब", "می‌خواهم", "مُحمد"]


def test_spans_carry_the_same_terms_as_the_index() -> None:
    """Highlighting sees each term that the index keeps, at the author's letters, joined words apart."""
    text = "یہ کےدوران 20فیصد Straße اورطیارَہ"
    spans = list(term_spans(text, "ur"))
    assert [term for _, _, term in spans] == terms(text, "ur")
    shown = ["یہ", "کے", "دوران", "20", "فیصد", "Straße", "اور", "طیارَہ"]
    assert [text[start:end] for start, end, _ in spans] == shown


def test_a_number_is_met_however_its_digits_are_written_and_grouped() -> None:
    """Marks between groups do not count, in any digits; a point, a list of numbers, a date keep their parts."""
    written = ["1234567", "1,234,567", "12,34,567", "۱٬۲۳۴٬۵۶۷", "١٬٢٣٤٬٥٦٧", "१२,३४,५६७"]
    assert [terms(number) for number in written] == [["1234567"]] * len(written)
    assert terms("(20,000فیصد) ٪۲۰") == ["20000", "فيصد", "20"]
    assert terms("1.234 1,2,3 2018,2019 24.11.2026 1,234,5678") == (
        ["1", "234", "1", "2", "3", "2018", "2019", "24", "11", "2026", "1234", "5678"]
    )
    text = "۱٬۲۳۴ اور (1,234.5)"
    assert [(text[start:end], term) for start, end, term in term_spans(text)] == [
        ("۱٬۲۳۴", "1234"),
        ("اور", "اور"),
        ("1,234", "1234"),
        ("5", "5"),
    ]


def test_a_long_row_of_numbers_takes_bounded_time() -> None:
    """Digits and marks without a space are read once, not from each of them to the end."""
    began = time.process_time()
    terms("22," * 100_000)
    assert time.process_time() - began < 5


def test_a_query_that_is_not_composed_meets_what_is() -> None:
    """Some keyboards and clipboards take letters apart; й is a letter, not и with a mark."""
    assert terms(unicodedata.normalize("NFD", "май café 한국 آؤ")) == terms("май café 한국 آؤ")


def test_many_words_that_look_joined_take_bounded_time() -> None:
    """Words made of letters that do not join are given up on, not tried in every way."""
    endings = ["".join(letters) for letters in itertools.product("ادرزو", repeat=5)]
    text = " ".join(f"اور{'ادرزو' * times}{ending}" for times in range(4) for ending in endings)
    began = time.process_time()
    terms(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("word", ["خبر", "می‌رود", "हिन्दी", "news", "مگرحال", "2026", "1,234", "don't", "۲٫۸"])
def test_marks_around_a_word_are_none_of_its_terms(word: str) -> None:
    """A word has the same terms and is as many words with marks around it, all of which part words."""
    assert not set(MARKS) & set("".join(terms(MARKS)))
    for mark in MARKS:
        assert terms_of(f"{mark}{word}") == terms_of(f"{word}{mark}") == terms_of(word)
        assert words_in(f"{mark}{word}{mark}") == words_in(word)
