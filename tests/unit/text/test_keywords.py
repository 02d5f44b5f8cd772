"""Keywords and the stop words they leave out."""

import pytest

from services.text.keywords import keywords
from services.text.stop_words import stop_terms


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
    ],
)
def test_stop_words_know_the_commonest_words(language: str, some: list[str]) -> None:
    """The words that every text has are never keywords."""
    assert keywords(" ".join(some * 3), language) == []
    assert len(stop_terms(language)) > 100


def test_languages_without_a_list_have_no_stop_words() -> None:
    """A language without a list is no error, nor is a tag that is no file's name."""
    assert stop_terms("und") == stop_terms("../ur") == frozenset()
    assert keywords("", "und") == []
