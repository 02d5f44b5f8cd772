"""Keywords and the stop words they leave out."""

import pytest

from services.text.analysed import Analysed
from services.text.keywords import MOST_KEYWORDS, keywords, keywords_of
from services.text.stop_words import any_stop_terms, stop_terms, unindexed_terms
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
        assert term not in unindexed_terms(language), "what a query looks for is in the index"
    assert {"the", "und", "كي", "के"} <= any_stop_terms()


@pytest.mark.parametrize("word", ["US", "May", "ملا", "بس", "बस", "Kim"])
def test_no_stop_word_folds_onto_a_telling_one(word: str) -> None:
    """A name, a bus, a mullah can be looked for."""
    assert any_stop_terms().isdisjoint(terms_of(word))


def test_languages_without_a_list_have_no_stop_words() -> None:
    """A language without a list is no error, nor is a tag that is no file's name."""
    assert stop_terms("und") == stop_terms("../ur") == frozenset()
    assert keywords("", "und") == []


def test_phrases_take_the_place_of_their_words() -> None:
    """Two words that are mostly used together are one keyword; a mark between them parts them."""
    text = "North Korea said so. North Korea again, and North Korea once more. Paper, ink. Paper, ink."
    found = keywords(text, "en")
    assert found[0] == "North Korea"
    assert not {"North", "Korea", "Paper, ink"} & set(found)
    assert {"Paper", "ink"} <= set(found)


def test_no_near_repeats() -> None:
    """Forms of one word are one keyword."""
    found = keywords("شام شام شام شامی شامی حکومت حکومت حکومتی حکومتوں", "ur")
    assert found == ["شام", "حکومت"]


def test_words_of_the_title_count_more() -> None:
    """What the title says goes before what is used as often in the text."""
    text = Analysed("Wheat, maize, beans. Wheat, maize, beans.", "en")
    assert keywords_of(text, limit=1) == ["Wheat"]
    assert keywords_of(text, Analysed("About beans", "en"), limit=1) == ["beans"]


def test_vowel_signs_at_the_end_are_kept() -> None:
    """A keyword in Hindi or Bengali ends in the sign its author wrote."""
    assert keywords("विधानसभा की विधानसभा में", "hi") == ["विधानसभा"]


def test_at_most_ten_and_of_one_endless_word() -> None:
    """The list is bounded, and a text without white space is read in a moment."""
    assert len(keywords(" ".join(f"word{chr(97 + n)}{chr(97 + n)}" for n in range(26)), "en")) == MOST_KEYWORDS
    assert len(keywords("alpha-beta,gamma-" * 20_000, "en")) <= MOST_KEYWORDS


def test_dates_are_no_keywords() -> None:
    """When something happened is told by the dates; an endless word is no keyword either."""
    assert keywords("Bridge closed in September, September, September on Monday, Monday", "en", limit=2) == [
        "Bridge",
        "closed",
    ]
    assert keywords(f"{'x' * 5000} {'x' * 5000} river river", "en", limit=2) == ["river"]
