"""Entities in a query: what a name means by itself, in any language, and what it may not be taken for."""

import pytest

from services.text.entities import MOST_IDS, entities_in
from services.text.places import tables
from services.text.tokens import terms

NATO, UNITED_NATIONS, ISIS = "organisation:nato", "organisation:un", "organisation:isis"


def ids(query: str) -> list[tuple[str, ...]]:
    """Return the ids of each entity that a query names."""
    return [found.ids for found in entities_in(terms(query))]


@pytest.mark.parametrize("name", ["Syria", "سوريا", "سوریه", "Suriye", "सीरिया", "Сирия", "סוריה", "Syrien", "سوریا"])
def test_a_country_is_met_in_any_language(name: str) -> None:
    """A query tells no language, so the names of all of them count."""
    assert ids(name) == [("SY",)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("London", ["geonames:2643743"]),
        ("LONDON", ["geonames:2643743"]),
        ("لاہور", ["geonames:1172451"]),
        ("دمشق", ["geonames:170654"]),
        ("Дамаск", ["geonames:170654"]),
        ("Syrian", ["SY"]),
        ("NATO", [NATO]),
        ("نیٹو", [NATO]),
        ("اقوام متحدہ", [UNITED_NATIONS]),
        ("داعش", [ISIS]),
        ("Turkey", ["TR"]),
        ("مصر", ["EG"]),
    ],
)
def test_names(query: str, expected: list[str]) -> None:
    """Cities, adjectives and well-known organisations are met, in any letter case."""
    assert ids(query) == [tuple(expected)]


@pytest.mark.parametrize("word", ["شام", "Reading", "Nice", "us", "UN", "who", "اور", "قصور", "گیا", "bank", "Khabar"])
def test_what_may_be_something_else_is_no_entity(word: str) -> None:
    """The evening is not Syria, and a word that is a name only in capitals is none: a query has nothing around it."""
    assert ids(word) == []


def test_the_longest_name_counts() -> None:
    """Names do not overlap, and each says which words it is."""
    found = entities_in(terms("the United Nations in New Delhi and سعودی عرب"))
    assert [(each.start, each.end) for each in found] == [(1, 3), (4, 6), (7, 9)]
    assert [each.ids[0] for each in found] == [UNITED_NATIONS, "geonames:1261481", "SA"]
    assert ids("سعودی\u200cعرب") == ids("سعودی عرب") == [("SA",)]


def test_namesakes() -> None:
    """A name of several places stands for each, up to a bound."""
    assert ids("پنجاب") == [("PK-PB", "IN-PB")]
    assert MOST_IDS >= 2


def test_nearly_every_country_is_met_by_its_name_in_english() -> None:
    """But for one whose name is a person's as often, and a few islands that the table calls otherwise."""
    missing = {place.name for place in tables.countries().values() if not ids(place.name) and " and " not in place.name}
    assert missing <= {"Jordan", "Pitcairn", "U.S. Virgin Islands"}, missing
