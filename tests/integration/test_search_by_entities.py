"""Entities as a field of the search, over a real MongoDB: found by what is named, whatever it is called."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from schemas import events
from schemas.events import Withdrawal
from services.adapters.mongo import MongoDatabase
from services.enrich.handle import Enrich
from services.search.entities import ENRICHMENTS, MOST_NAMING, WEIGHT
from services.search.filters import Filters
from services.search.layout import USUAL_LENGTH, B
from services.search.rank import KNOWN, Ranked, rank
from services.search.ranking import K1, inverse_frequency
from services.search.wanted import Clause, Form, Wanted
from tests.newsroom import START, Newsroom, article, id_of

SYRIA = Wanted((Clause((Form(("syria",)),), words=("syria",), entities=("SY",)),))


@pytest.fixture
async def newsroom(mongo_url_db: tuple[str, str]) -> AsyncIterator[Newsroom]:
    """An empty newsroom with its indexes."""
    database = MongoDatabase(*mongo_url_db)
    room = Newsroom(database)
    await room.stage.setup()
    await Enrich(database).setup()
    yield room
    database.close()


async def told(newsroom: Newsroom, entities: Mapping[str, Mapping[str, Any]], language: str = "en") -> None:
    """Have articles name entities, each so many times, as the enrich process says it."""
    rows = [
        {"_id": id_of(name), "language": language, "enrichments": {"entities": dict(named)}}
        for name, named in entities.items()
    ]
    await newsroom.database[ENRICHMENTS].insert(rows)


async def ranked(newsroom: Newsroom, wanted: Wanted = SYRIA, limit: int = 1_000, **filters: Any) -> Ranked:
    """Rank with nothing remembered."""
    KNOWN.pop(newsroom.database, None)
    return await rank(newsroom.database, wanted, Filters(**filters), 0, limit)


async def scores(newsroom: Newsroom, wanted: Wanted = SYRIA, **filters: Any) -> dict[str, float]:
    """Return the score of each article found, by id."""
    return dict((await ranked(newsroom, wanted, **filters)).page)


async def test_an_article_is_found_in_another_language(newsroom: Newsroom) -> None:
    """`Syria` finds شام where it is the country and not the evening, and shows where; so do its name elsewhere."""
    articles = [
        article("urdu", "بارش ہوئی۔ شام کے صدر نے کہا کہ جنگ ختم ہو گئی۔", title="شامی فوج", language="ur"),
        article("evening", "جمعے کی شام کو بارش ہوئی۔", language="ur"),
        article("german", "Die Regierung in Damaskus schwieg.", language="de"),
    ]
    await newsroom.index(articles)
    await newsroom.store(articles)
    enrich = Enrich(newsroom.database)
    await enrich.write([work for each in articles if (work := enrich.prepare(events.created(each)))])
    for query in ("Syria", "سوريا", "Сирия"):
        result = await newsroom.search(query)
        assert {hit.article_id for hit in result.hits} == {id_of("urdu"), id_of("german")}, query
        assert (result.total, result.exact) == (2, True)
    urdu, german = sorted(result.hits, key=lambda hit: hit.language, reverse=True)
    assert [urdu.snippet[start:end] for start, end in urdu.highlights] == ["شام"]
    assert urdu.title is not None
    assert [urdu.title[start:end] for start, end in urdu.title_highlights] == ["شامی"]
    assert [german.snippet[start:end] for start, end in german.highlights] == ["Damaskus"]
    assert await newsroom.found('"Syria"') == await newsroom.found("title:Syria") == []
    assert await newsroom.found("Syria", place="DE") == []


async def test_naming_counts_half_of_a_word(newsroom: Newsroom) -> None:
    """The score is BM25's over the words and half of how often the entity is named, by the length of the article."""
    await newsroom.index(
        [
            article("word", "syria alone"),
            article("both", "syria again"),
            article("named", "the country there is not called so"),
            article("often", " ".join(["the country"] * 200)),
            article("neither", "nothing"),
        ]
    )
    await told(newsroom, {"both": {"SY": 2}, "named": {"SY": 1, "PK": 9}, "often": {"SY": 40}})
    weight = inverse_frequency(2, 5)

    def expected(words: float, length: int) -> float:
        found = words / (1 - B + B * length / USUAL_LENGTH)
        return weight * found * (K1 + 1) / (found + K1)

    found = await scores(newsroom)
    assert found == {
        id_of("word"): pytest.approx(expected(1, 2), rel=0.001),
        id_of("both"): pytest.approx(expected(1 + 2 * WEIGHT, 2), rel=0.001),
        id_of("named"): pytest.approx(expected(WEIGHT, 7), rel=0.001),
        id_of("often"): pytest.approx(expected(40 * WEIGHT, 400), rel=0.001),
    }


async def test_conditions_hold_for_what_is_named_too(newsroom: Newsroom) -> None:
    """Filters, what is excluded, and what is required are asked of an article that is found by an entity."""
    later = START + timedelta(days=1)
    await newsroom.index(
        [
            article("a", "rain in the south", language="ur"),
            article("b", "snow in the south", language="ur", ingested_at=later),
            article("c", "rain in the north", language="en"),
            article("d", "syria and rain", language="en"),
        ]
    )
    await told(newsroom, {"a": {"SY": 3, "PK": 1}, "b": {"SY": 3}}, language="ur")
    await told(newsroom, {"c": {"SY": 1}})

    async def names(wanted: Wanted = SYRIA, **filters: Any) -> set[str]:
        known = {id_of(name): name for name in "abcd"}
        return {known[article_id] for article_id, _ in (await ranked(newsroom, wanted, **filters)).page}

    rain = Clause((Form(("rain",)),), words=("rain",))
    phrase = Clause((Form(("rain", "south")),), phrase=("rain", "in", "the", "south"), words=("rain", "south"))
    assert await names() == {"a", "b", "c", "d"}
    assert await names(language="ur") == {"a", "b"}
    assert await names(language="en") == {"c", "d"}
    assert await names(since=later.isoformat()) == {"b"}
    assert await names(place="PK") == {"a"}
    assert await names(story=[id_of("b"), id_of("c")]) == {"b", "c"}
    assert await names(Wanted(SYRIA.clauses, excluded=(rain,))) == {"b"}
    assert await names(Wanted(SYRIA.clauses, required=(phrase,))) == {"a"}


@pytest.mark.parametrize("place", ["", ".", "a.", ".a", "a..b", "SY.", "$where", "SY.$x", "_id", "نہیں"])
async def test_what_cannot_be_an_id_names_nothing(newsroom: Newsroom, place: str) -> None:
    """Any text may be asked for as a place: it is part of a path to a field, and must not break it."""
    await newsroom.index([article("a", "syria")])
    await told(newsroom, {"a": {"SY": 1}})
    assert await scores(newsroom, place=place) == {}


async def test_what_is_not_indexed_or_withdrawn_is_not_found(newsroom: Newsroom) -> None:
    """The enrich process may be ahead of the index, and an article may be withdrawn."""
    gone = article("gone", "a text")
    await newsroom.index([gone])
    withdrawal = Withdrawal(
        article_id=gone.article_id, revision=2, language="en", source=gone.source, withdrawn_at=START
    )
    await newsroom.write([events.withdrawn(withdrawal)])
    await told(newsroom, {"gone": {"SY": 1}, "early": {"SY": 1}})
    assert await scores(newsroom) == {}


async def test_of_an_entity_that_is_everywhere_those_that_name_it_most(newsroom: Newsroom) -> None:
    """More than the bound are not looked at by the entity alone, and then the total is a lower bound."""
    count = MOST_NAMING + 50
    await newsroom.index([article(f"{n}", "a text") for n in range(count)])
    await told(newsroom, {f"{n}": {"SY": n + 1} for n in range(count)})
    found = await ranked(newsroom)
    assert (found.total, found.exact) == (MOST_NAMING, False)
    assert [article_id for article_id, _ in found.page[:2]] == [id_of(f"{count - 1}"), id_of(f"{count - 2}")]
    await told(newsroom, {"other": {"PK": 1}})
    assert (await ranked(newsroom, Wanted((Clause((Form(("x",)),), entities=("PK",)),)))).exact


@pytest.mark.parametrize("amiss", [{"SY": "many"}, {"SY": None}, {"SY": {"SY": 1}}, {"SY": [1]}, {"SY": 0}, {"SY": -4}])
async def test_what_others_have_written_amiss_does_no_harm(newsroom: Newsroom, amiss: Mapping[str, Any]) -> None:
    """Where there is no number an article is not found by it; beside another entity's it counts nothing."""
    await newsroom.index([article(name, "a text") for name in "abc"])
    await told(newsroom, {"a": {"PK": 2, **amiss}, "b": {"SY": 1}, "c": {"PK": 2}})
    found = await scores(newsroom, Wanted((*SYRIA.clauses, Clause((Form(("pk",)),), words=("pk",), entities=("PK",)))))
    assert found.keys() == {id_of("a"), id_of("b"), id_of("c")}
    assert found[id_of("a")] == found[id_of("c")]
