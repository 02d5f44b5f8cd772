"""Highlights: what made an article be found, where it stands, in the author's letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search import highlight
from services.search.highlight import Marker
from services.search.wanted import Clause, Form
from services.text.tokens import terms


def shown(text: str, *clauses: Clause, language: str = "und") -> list[str]:
    """Return the pieces of a text that are highlighted."""
    return [text[start:end] for start, end in Marker(clauses, [1.0] * len(clauses), language).spans(text)]


def word(key: str, *others: str) -> Clause:
    """Make the clause of a word, with other forms of it."""
    return Clause(tuple(Form((form,)) for form in (key, *others)), words=(key,))


def test_words_in_the_authors_letters() -> None:
    """Any spelling is met, without the marks around it; each word by itself."""
    assert shown("The RIVER, the river’s bank.", word("river")) == ["RIVER", "river"]
    assert shown("حُکومت نے «حکومت» کہا۔", word("حكومت")) == ["حُکومت", "حکومت"]
    assert shown("نیم‌فاصله", word(*terms("نیمفاصله"))) == ["نیم‌فاصله"]


def test_words_that_were_run_together() -> None:
    """Of two words in one chunk only the one that was looked for is marked."""
    assert shown("اورطیارہ شکن کےدوران", word("طياره"), word("دوران")) == ["طیارہ", "دوران"]


def test_forms_of_other_scripts() -> None:
    """Other names and sounds are forms like any: one word by itself, several where they stand in a row."""
    clause = Clause((Form(("داعش",)), Form(("islamic", "state")), Form(("isis",), 0.5)), words=("داعش",))
    text = "ISIS, or Islamic State, or داعش; the state is no Islamic republic."
    assert shown(text, clause) == ["ISIS", "Islamic State", "داعش"]


def test_stems_are_of_the_articles_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are stemmed as they were when the article was indexed."""
    monkeypatch.setattr(highlight, "stem", lambda term, language: term.removesuffix("s") if language == "en" else term)
    assert shown("rivers and the river", word("river"), language="en") == ["rivers", "river"]
    assert shown("rivers and the river", word("river"), language="fr") == ["river"]


def test_phrases() -> None:
    """A phrase is marked as one, where it stands in a row, and its words alone are not."""
    clause = Clause((Form(("sky",)),), phrase=("sky", "news"), words=("sky", "news"))
    assert shown("News of Sky News: sky, news", clause) == ["Sky News", "sky, news"]
    assert shown("the sky and the news", clause) == []


def test_beginnings() -> None:
    """Every word that begins so is marked, whole."""
    assert shown("governs Government misgovern", Clause((), prefix="govern")) == ["governs", "Government"]


def test_what_overlaps_is_joined() -> None:
    """A word in a phrase is marked once."""
    phrase = Clause((Form(("sky",)),), phrase=("sky", "news"), words=("sky", "news"))
    assert shown("Sky News today", phrase, word("news"), Clause((), prefix="to")) == ["Sky News", "today"]


@given(
    st.text(alphabet="ab حکی\u200c\u064e.\n", max_size=60), st.lists(st.sampled_from(["a", "ab", "حكي"]), max_size=3)
)
def test_spans_are_in_order_within_the_text(text: str, keys: list[str]) -> None:
    """Spans lie within the text, in order, apart, and hold a word that was looked for."""
    spans = Marker([word(key) for key in keys], [1.0] * len(keys), "und").spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(set(terms(text[start:end])) & set(keys) for start, end in spans)
    assert bool(spans) == bool(set(terms(text)) & set(keys))
