"""Snippets are pieces of the faithful text, around the words that were looked for."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.highlight import Marker
from services.search.snippet import WIDTH
from services.search.snippet import snippet as cut
from services.search.wanted import Clause, Form
from services.text.tokens import terms

FILLER = "nothing of note happened on that day in the whole of the valley "


def snippet(text: str, weights: Mapping[str, float]) -> str:
    """Cut a snippet for single words."""
    clauses = [Clause((Form((word,)),), words=(word,)) for word in weights]
    return cut(text, Marker(clauses, list(weights.values()), "und")).text


def test_a_short_text_is_shown_whole() -> None:
    """What is no longer than a snippet is not cut."""
    assert snippet("The river rose.\n\nIt fell.", {"river": 1.0}) == "The river rose. It fell."


def test_where_nothing_is_met_the_beginning_is_shown() -> None:
    """An article found by its title shows how its text begins."""
    shown = snippet(FILLER * 20, {"zeppelin": 1.0})
    assert shown.startswith("nothing of note")
    assert shown.endswith("…")
    assert not shown.startswith("…")


def test_the_words_stand_in_the_snippet_as_the_author_wrote_them() -> None:
    """A folded query shows the author's letters, between ellipses."""
    text = f"{FILLER * 9} اتوار کو حکومت نے الرقہ میں {FILLER * 9}"
    shown = snippet(text, dict.fromkeys(terms("حكومت الرقه"), 1.0))
    assert "حکومت نے الرقہ" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_joined_words_are_shown_as_they_were_written() -> None:
    """A word that was run into another is met by itself, and the snippet shows the author's letters around it."""
    text = f"{FILLER * 9} ٹینک اورطیارہ شکن توپیں کارروائیوں کےدوران ہٹائیں {FILLER * 9}"
    for query in ("طیارہ", "دوران", "اور طيارہ", "اورطیارہ", "کے دوران"):
        assert "اورطیارہ شکن توپیں کارروائیوں کےدوران" in snippet(text, dict.fromkeys(terms(query), 1.0)), query


def test_the_place_with_the_most_telling_words_wins() -> None:
    """Different words weigh more than one word often, and a telling word more than a common one."""
    text = f"valley valley valley {FILLER * 8}\n\nthe river took the bridge {FILLER * 8}"
    assert "river took the bridge" in snippet(text, {"valley": 0.2, "river": 2.0, "bridge": 2.0})


@pytest.mark.parametrize("text", ["", " ", "\n\n", "ا" * 5_000, "…"])
def test_texts_without_words_to_cut_at(text: str) -> None:
    """Empty texts and endless words make bounded snippets."""
    assert len(snippet(text, {text[:64] or "a": 1.0})) <= WIDTH + 2


@given(st.text(alphabet="ab حکی\n.", max_size=900), st.sampled_from(["a", "b", "حكي", "ab"]))
def test_a_snippet_is_a_piece_of_the_text(text: str, term: str) -> None:
    """Apart from white space and ellipses a snippet is part of the text, bounded, and shows a word if one is met."""
    shown = snippet(text, {term: 1.0})
    assert shown.strip("…") in " ".join(text.split())
    assert len(shown) <= WIDTH + 2
    if term in terms(re.sub(r"\S{30,}", "", text)):
        assert term in terms(shown)


def test_highlights_are_of_the_snippet() -> None:
    """Spans count from the beginning of what is shown, the ellipsis included, with white space made single."""
    text = f"{FILLER * 9}\n\n  اتوار  کو حکومت  نے الرقہ میں {FILLER * 9}"
    clauses = [Clause((Form((word,)),), words=(word,)) for word in terms("حكومت الرقه")]
    shown = cut(text, Marker(clauses, [1.0, 1.0], "und"))
    assert shown.text.startswith("…")
    assert [shown.text[start:end] for start, end in shown.highlights] == ["حکومت", "الرقہ"]


def test_a_phrase_is_shown_where_it_stands_in_a_row() -> None:
    """Of two places with the same words the snippet shows the one in which they stand in a row."""
    text = f"the news of the sky {FILLER * 8}\n\nas told by Sky News on Sunday {FILLER * 8}"
    clause = Clause((Form(("sky",)),), phrase=("sky", "news"), words=("sky", "news"))
    assert "by Sky News on" in cut(text, Marker([clause], [1.0], "en")).text
