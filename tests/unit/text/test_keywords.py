"""Keywords and the stop words they leave out."""

import pytest

from services.text.keywords import keywords
from services.text.stop_words import any_stop_terms, stop_terms
from services.text.tokens import terms_of


def test_keywords_are_in_the_texts_own_spelling() -> None:
    """Spellings of one word count together, and the commonest is shown; stop words and numbers are left out."""
    text = "حکومت نے کہا کہ حكومت اور حکومت کے اسکول میں اسکول 2026 2026 2026 ہے ہے ہے"
    assert keywords(text, "ur", limit=2) == ["حکومت", "اسکول"]


@pytest.mark.parametrize(
    ("language", "some"),
    [
        ("ur", ["میں", "نے", "سے", "کو", "ہے"]),
        ("ar", ["في", "من", "على"]),
        ("fa", ["در", "از", "که", "می‌شود"]),
        ("hi", ["में", "है", "का"]),
        ("en", ["the", "of", "and"]),
        ("tr", ["ve", "bir", "için"]),
        ("ps", ["په", "کې", "چې"]),
        ("sd", ["۾", "جي", "آهي"]),
        ("ckb", ["لە", "بە", "کە"]),
        ("ug", ["ۋە", "بىلەن", "بۇ"]),
        ("bn", ["এবং", "থেকে", "করে"]),
        ("pa", ["ਦੇ", "ਵਿੱਚ", "ਹੈ"]),
        ("he", ["של", "את", "על"]),
        ("ru", ["что", "не", "на"]),
        ("de", ["der", "die", "und"]),
    ],
)
def test_stop_words_know_the_commonest_words(language: str, some: list[str]) -> None:
    """The words that every text has are never keywords."""
    assert keywords(" ".join(some * 3), language) == []
    assert len(stop_terms(language)) > 100


def test_a_query_keeps_words_that_tell_in_another_language() -> None:
    """A query does not say its language: war is no stop word for German's sake, nor علی for Arabic's على."""
    for language, word in (("de", "war"), ("tr", "kim"), ("ar", "على"), ("fa", "کرد"), ("sd", "جون")):
        (term,) = terms_of(word)
        assert term in stop_terms(language)
        assert term not in any_stop_terms()
    assert {"the", "und", "كي", "के"} <= any_stop_terms()


@pytest.mark.parametrize("word", ["US", "May", "ملا", "بس", "बस", "Kim"])
def test_no_stop_word_folds_onto_a_telling_one(word: str) -> None:
    """A name, a bus, a mullah can be looked for."""
    assert any_stop_terms().isdisjoint(terms_of(word))


def test_languages_without_a_list_have_no_stop_words() -> None:
    """A language without a list is no error, nor is a tag that is no file's name."""
    assert stop_terms("und") == stop_terms("../ur") == frozenset()
    assert keywords("", "und") == []
