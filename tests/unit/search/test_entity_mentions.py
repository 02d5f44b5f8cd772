"""Mentions of entities: which words of a text are highlighted for them, and that strangers' rows do no harm."""

from typing import Any

import pytest

from services.search.highlight import Marker
from services.search.mentions import MOST_WAYS, Mentions
from services.search.wanted import Clause, Form

SYRIA = Clause((Form(("syria",)),), words=("syria",), entities=("SY",))
PLAIN = Clause((Form(("rain",)),), words=("rain",))
TEXT = "وصل إلى بدمشق، وقال في سوريا."


def _place(*mentions: dict[str, Any], code: str = "SY", country: str | None = "SY") -> dict[str, Any]:
    return {"code": code, "country": country, "mentions": list(mentions)}


def _at(word: str, text: str = TEXT, field: str = "text") -> dict[str, Any]:
    return {"field": field, "start": text.index(word), "end": text.index(word) + len(word)}


def _mentions(*places: Any, organisations: Any = ()) -> Mentions:
    return Mentions([{"_id": "a", "enrichments": {"places": list(places), "organisations": organisations}}])


def test_whole_words_of_the_entity_and_of_what_is_in_it() -> None:
    """A mention is widened to its word, and a city is a mention of its country."""
    mentions = _mentions(_place(_at("سوريا")), _place(_at("دمشق"), code="geonames:170654"))
    ways = mentions.ways("a", "text", TEXT, [PLAIN, SYRIA])
    assert {" ".join(words) for words in ways[1]} == {"سوريا", "بدمشق"}
    marker = Marker([PLAIN, SYRIA], [1.0, 1.0], "ar", ways)
    assert [TEXT[start:end] for start, end in marker.spans(TEXT)] == ["بدمشق", "سوريا"]
    assert mentions.ways("a", "title", TEXT, [SYRIA]) == {}, "of the other field"
    assert mentions.ways("a", "text", TEXT, [PLAIN]) == {}, "not asked for"
    assert mentions.ways("b", "text", TEXT, [SYRIA]) == {}, "of another article"


def test_organisations() -> None:
    """They are known by the list's id."""
    text = "NATO said so."
    nato = Clause((Form(("nato",)),), words=("nato",), entities=("organisation:nato",))
    mentions = _mentions(organisations=[{"id": "nato", "mentions": [_at("NATO", text)]}, {"id": None, "mentions": []}])
    assert mentions.ways("a", "text", text, [nato]) == {0: [("nato",)]}


def test_there_is_a_bound() -> None:
    """An article that names it in very many ways does not make a marker of all of them."""
    text = " ".join(f"w{n}" for n in range(3 * MOST_WAYS))
    mentions = _mentions(_place(*(_at(word, text) for word in text.split())))
    assert len(mentions.ways("a", "text", text, [SYRIA])[0]) == MOST_WAYS


@pytest.mark.parametrize(
    "row",
    [
        None,
        "text",
        {"places": None},
        {"places": {"unsupported": "zh"}},
        {"places": [1, None, {}, {"code": "SY"}, {"code": "SY", "mentions": 3}, {"code": ["SY"], "mentions": [{}]}]},
        {"places": [_place({"field": "text", "start": "0", "end": 3}, {"field": "text"}, {"start": 0, "end": 3})]},
        {
            "places": [
                _place({"field": "text", "start": 10**12, "end": 10**13}, {"field": "text", "start": -3, "end": 2})
            ]
        },
    ],
)
def test_what_others_have_written_amiss_is_passed_over(row: Any) -> None:
    """An outside service may write anything under these names: nothing is highlighted for it, and nothing fails."""
    assert Mentions([{"_id": "a", "enrichments": row}]).ways("a", "text", TEXT, [SYRIA]) == {}
