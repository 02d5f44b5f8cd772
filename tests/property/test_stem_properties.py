"""Stems: whatever the text, its keys are those of its terms, and a query finds each of them."""

import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.search.reading import read_article
from services.text.stems import LEAST_CHARS, MOST_QUERY_STEMS, query_stems, stem
from services.text.tokens import terms
from tests.newsroom import article

LANGUAGES = "ur ar fa fa-AF ps sd ckb ug he hi bn pa tr en de fr ru und"
PIECES = (
    "وں یں ات ے ا ہ ال وال ها ته ان ون ەکان ێک لار נ ים ה ו בל ों ें े ा য়ের গুলি ਾਂ ে s ing ed ies er lar ler in dan "
    "ов ами ий خبر کتاب حملہ ملک میں کے اور וה मन দেশ ਮੁ haus run 20 ۲۰ 1,234"
)
languages = st.sampled_from(LANGUAGES.split())
texts = st.lists(
    st.one_of(st.sampled_from([*PIECES.split(), " "]), st.characters(exclude_categories=["Cs"])), max_size=30
).map("".join)
quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_NAME = regex.compile(r"[\p{L}\p{M}\p{N}]+")


@quick
@given(texts, languages)
def test_reading_for_the_index_is_listing(text: str, language: str) -> None:
    """The quick way to the keys of a text comes to the stems of its terms, in their order."""
    read = read_article(article("a", text, language=language)).text
    found = [term for each, _ in read for term in each.split()]
    assert found == terms(text)
    assert [key for _, keys in read for key in keys.split()] == [stem(term, language) for term in found]


@quick
@given(texts, languages)
def test_a_query_finds_every_key(text: str, language: str) -> None:
    """A term's key in whatever language is among those that a query with the term asks for."""
    for term in terms(text):
        keys = query_stems(term)
        assert stem(term, language) in keys
        assert len(keys) <= MOST_QUERY_STEMS


@quick
@given(texts, languages)
def test_a_key_can_be_a_name_in_a_row(text: str, language: str) -> None:
    """A key is made of letters, marks and digits, like the term, and is no stump of one letter."""
    for term in terms(text):
        key = stem(term, language)
        assert _NAME.fullmatch(key)
        assert key == term or len(key) >= LEAST_CHARS
