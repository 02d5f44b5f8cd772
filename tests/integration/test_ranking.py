"""Ranking over a real MongoDB: what is found, and in which order, against BM25 worked out beside it."""

import math
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from schemas import events
from schemas.article import Article, Source
from services.adapters.mongo import MongoDatabase
from services.index.handle import Index
from services.search import rank as module
from services.search.candidates import BUDGET, MOST_SCANNED
from services.search.filters import Filters
from services.search.layout import TITLE_WEIGHT, USUAL_LENGTH, B
from services.search.rank import MOST_OF_A_PLACE, Ranked, rank
from services.search.ranking import K1
from services.search.wanted import Clause, Field, Form, Wanted
from services.text.stems import stem
from tests.newsroom import START, article, id_of


def _word(word: str, field: Field = Field.ANY) -> Clause:
    return Clause((Form((stem(word, "en"),)),), field, words=(word,))


def _words(text: str) -> Wanted:
    return Wanted(tuple(map(_word, text.split())))


def _phrase(text: str, field: Field = Field.ANY) -> Clause:
    words = tuple(text.split())
    return Clause((Form(tuple(stem(word, "en") for word in words)),), field, phrase=words, words=words)


class Room:
    """A database and the searches of a test."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self.stage = Index(database)
        self.names: dict[str, str] = {}

    async def index(self, articles: Sequence[Article]) -> None:
        """Index articles."""
        self.names |= {each.article_id: each.document.name.removesuffix(".txt") for each in articles}
        works = [work for each in articles if (work := self.stage.prepare(events.created(each)))]
        await self.stage.write(works)

    async def place(self, names: Sequence[str], *places: tuple[str, str | None]) -> None:
        """Have these articles name places, each with its code and its country's, as the enrich process says it."""
        told = [{"code": code, "country": country} for code, country in places]
        counts = Counter(id_ for place in places for id_ in set(place) if id_)
        rows = [{"_id": id_of(name), "enrichments": {"places": told, "entities": counts}} for name in names]
        await self.database["enrichments"].insert(rows)

    async def rank(self, wanted: Wanted, limit: int = 50, offset: int = 0, **filters: Any) -> Ranked:
        """Rank with nothing remembered."""
        module.KNOWN.pop(self.database, None)
        facets = filters.pop("facets", False)
        return await rank(self.database, wanted, Filters(**filters), offset, limit, facets=facets)

    async def found(self, wanted: Wanted, **filters: Any) -> list[str]:
        """Name what is found, the best first."""
        return [self.names[article_id] for article_id, _ in (await self.rank(wanted, **filters)).page]


@pytest.fixture
async def room(mongo_url_db: tuple[str, str]) -> AsyncIterator[Room]:
    """An empty collection with its indexes."""
    database = MongoDatabase(*mongo_url_db)
    made = Room(database)
    await made.stage.setup()
    yield made
    database.close()


def _bm25(articles: Sequence[Article], words: Sequence[str]) -> dict[str, float]:
    """Work out BM25 over all articles, in the plainest way."""
    fields = {a.article_id: (Counter((a.title or "").split()), Counter(a.text.split())) for a in articles}
    holding = {w: sum(w in title or w in text for title, text in fields.values()) for w in words}
    scores: dict[str, float] = {}
    for article_id, (title, text) in fields.items():
        norm = K1 * (1 - B + B * (title.total() + text.total()) / USUAL_LENGTH)
        for word in words:
            if times := TITLE_WEIGHT * title[word] + text[word]:
                weight = math.log(1 + (len(articles) - holding[word] + 0.5) / (holding[word] + 0.5))
                score = weight * times * (K1 + 1) / (times + norm)
                scores[article_id] = scores.get(article_id, 0.0) + score
    return scores


def _crowd(count: int, words: int = 400) -> list[Article]:
    """Make articles of words as common as those of a language: the second is half as common as the first, and so on."""
    chance = random.Random(11)  # noqa: S311 - no secret
    names = [f"w{n}" for n in range(words)]
    shares = [1 / (n + 1) for n in range(words)]

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(names, shares, k=chance.randint(least, most)))

    return [article(f"{n}", text(5, 120), text(2, 6), ingested_at=START + timedelta(seconds=n)) for n in range(count)]


async def test_within_the_budget_ranking_is_bm25_over_all_articles(room: Room) -> None:
    """Every article that holds a word is found, with the score that BM25 gives it."""
    articles = _crowd(BUDGET - 200)
    await room.index(articles)
    for words in ("w7", "w3 w90", "w200 w201 w202", "w5 w30 w399"):
        expected = _bm25(articles, words.split())
        ranked = await room.rank(_words(words), limit=BUDGET)
        assert (ranked.total, ranked.exact) == (len(expected), True), words
        for article_id, score in ranked.page:
            assert score == pytest.approx(expected[article_id], rel=0.01), words
        best = sorted(expected.values(), reverse=True)
        assert [score for _, score in ranked.page] == pytest.approx(best, rel=0.01), words


async def test_beyond_the_budget_the_best_are_near_those_of_bm25(room: Room) -> None:
    """Of words which far more articles hold than are looked at, nearly all of the best ten are found."""
    articles = _crowd(4 * BUDGET)
    await room.index(articles)
    for words, least in (("w0", 10), ("w1", 10), ("w0 w1", 8), ("w2 w3 w5", 8), ("w1 w300", 10)):
        expected = _bm25(articles, words.split())
        tenth = sorted(expected.values(), reverse=True)[9]
        ranked = await room.rank(_words(words), limit=10)
        assert not ranked.exact, words
        met = sum(expected[article_id] >= 0.99 * tenth for article_id, _ in ranked.page)
        assert met >= least, (words, met)


async def test_phrases(room: Room) -> None:
    """The words of a phrase stand in a row, in one field, in any spelling, stop words among them."""
    await room.index(
        [
            article("row", "they saw the white house at dawn"),
            article("apart", "the house was white"),
            article("title", "nothing more", title="White house"),
            article("fields", "house", title="a white"),
            article("longer", "the whitest white houses"),
        ]
    )
    assert set(await room.found(Wanted(required=(_phrase("white house"),)))) == {"row", "title"}
    assert await room.found(Wanted(required=(_phrase("white house", Field.TITLE),))) == ["title"]
    assert await room.found(Wanted(required=(_phrase("saw the white"),))) == ["row"]
    assert set(await room.found(Wanted(clauses=(_phrase("white house"), _word("apart"))))) == {"row", "title"}
    assert set(await room.found(Wanted((_word("white"),), excluded=(_phrase("white house"),)))) == {
        "apart",
        "fields",
        "longer",
    }


async def test_a_phrase_of_stop_words(room: Room) -> None:
    """It is looked for among the newest articles, for the index does not know it."""
    await room.index([article("be", "to be or not to be"), article("other", "be that as it may or not")])
    ranked = await room.rank(Wanted(required=(_phrase("or not to"),)))
    assert [room.names[article_id] for article_id, _ in ranked.page] == ["be"]
    assert not ranked.exact


async def test_stop_words_count_a_little(room: Room) -> None:
    """Beside other words they choose among equals, and find nothing by themselves."""
    await room.index(
        [
            article("without", "near harbour market clock"),
            article("with", "under harbour market clock"),
            article("alone", "under market town clock"),
            *(article(f"{n}", "market town clock tower") for n in range(9)),
        ]
    )
    assert await room.found(_words("under harbour")) == ["with", "without"]
    assert set(await room.found(_words("under"))) == {"alone", "with"}


async def test_title_required_and_excluded(room: Room) -> None:
    """`title:` is about the title alone; all that is required is there, and nothing that is excluded."""
    await room.index(
        [
            article("title", "rain again", title="River rises"),
            article("body", "the river rises rain"),
            article("both", "river snow", title="River falls"),
        ]
    )
    title = _word("river", Field.TITLE)
    assert set(await room.found(Wanted(required=(title,)))) == {"title", "both"}
    assert await room.found(Wanted((_word("rain"),), required=(title,))) == ["title"]
    assert await room.found(Wanted(required=(title,), excluded=(_word("snow"),))) == ["title"]
    assert await room.found(Wanted(required=(_word("rain"), _word("rises")), excluded=(title,))) == ["body"]
    assert await room.found(Wanted(excluded=(title,))) == []
    assert await room.found(Wanted((title, _word("rises")))) == ["title", "both", "body"]


async def test_a_prefix_is_verified(room: Room) -> None:
    """Keys stand for several words: only an article with a word that begins so is found."""
    await room.index([article("begins", "flooding fields"), article("not", "fields inundation")])
    forms = tuple(Form((stem(word, "en"),)) for word in ("flooding", "inundation"))
    clause = Clause(forms, prefix="flood", words=("flood",))
    assert await room.found(Wanted((clause,))) == ["begins"]


async def test_forms_and_names(room: Room) -> None:
    """Any form will do, all the words of a form are needed, and what merely sounds alike counts less."""
    await room.index(
        [
            article("own", "bashar spoke today"),
            article("other", "بشار الاسد today"),
            article("half", "الاسد other day"),
            article("alike", "basher spoke today"),
        ]
    )
    forms = (Form(("bashar",)), Form(("بشار", "الاسد")), Form(("basher",), 0.3))
    found = await room.found(Wanted((Clause(forms, words=("bashar",)),)))
    assert set(found) == {"own", "other", "alike"}
    assert found[-1] == "alike"


async def test_numbers_are_words(room: Room) -> None:
    """A year is looked up like a word: it is a name in the row, not a place in a list."""
    await room.index([article("a", "in 2015 the 0 fell", title="12"), article("b", "in 2016")])
    for word in ("2015", "0", "12"):
        assert await room.found(_words(word)) == ["a"]
    assert await room.found(Wanted(required=(_word("12", Field.TITLE),))) == ["a"]


async def test_filters_with_few_and_with_many(room: Room) -> None:
    """Filters hold whichever way the candidates come: by the word or by the filter."""
    many = [
        article(
            f"{n}",
            "common" if n % 2 else "common other",
            language=("en", "en-US", "ur", "eng")[n % 4],
            source=Source(slug=f"s{n % 7}"),
            ingested_at=START + timedelta(minutes=n),
            published_at=f"2026-02-0{1 + n % 8}T00:00+05:00",
            published_at_reason=None,
        )
        for n in range(BUDGET + 400)
    ]
    await room.index(many)
    await room.index([article("placed", "common", language="fa")])
    await room.place(["placed"], ("geonames:163808", "SY"), ("IQ", "IQ"))

    async def check(passes: Callable[[int], bool], **filters: Any) -> None:
        wanted = {f"{n}" for n in range(len(many)) if passes(n)}
        ranked = await room.rank(_words("common other"), limit=2 * BUDGET, **filters)
        assert {room.names[article_id] for article_id, _ in ranked.page} == wanted, filters
        assert ranked.exact, filters

    await check(lambda n: n % 4 < 2, language="en")
    await check(lambda n: n % 7 == 3, source="s3")
    await check(lambda n: n % 7 == 3 and n % 4 == 2, source="s3", language="ur")
    await check(lambda n: 100 <= n < 130, since="2026-01-01T01:40:00Z", until="2026-01-01T02:10:00Z")
    await check(lambda n: n % 8 == 1, published_since="2026-02-01T19:00:00Z", published_until="2026-02-02T00:00")
    await check(lambda n: n in (3, 5), story=[id_of("3"), id_of("5"), id_of("none")])
    for code in ("SY", "IQ", "geonames:163808"):
        assert await room.found(_words("common"), place=code) == ["placed"]
    assert await room.found(_words("common"), place="XX") == []
    assert await room.found(_words("common"), story=[]) == []
    with pytest.raises(ValueError):
        await room.rank(_words("common"), published_since="soon")


async def test_a_place_that_many_articles_name(room: Room) -> None:
    """Of a place that is everywhere in the news, the candidates are asked whether they name it."""
    count = MOST_OF_A_PLACE + 400
    await room.index([article(f"{n}", "common" if n % 3 else "common rare") for n in range(count)])
    await room.place([f"{n}" for n in range(count) if n != 6], ("PK", "PK"))
    await room.place(["6"], ("IN", "IN"))
    ranked = await room.rank(_words("rare"), limit=count, place="PK")
    assert {room.names[article_id] for article_id, _ in ranked.page} == {f"{n}" for n in range(0, count, 3) if n != 6}
    assert ranked.exact
    assert (await room.rank(_words("common"), place="PK")).total == BUDGET


async def test_a_filter_that_many_pass(room: Room) -> None:
    """Where neither words nor filters leave few, the strongest that pass are ranked, and the total says so."""
    crowd = [article(f"{n}", "common", language="en" if n % 2 else "ur") for n in range(2 * MOST_SCANNED + 300)]
    await room.index(crowd)
    ranked = await room.rank(_words("common"), language="en")
    assert (ranked.total, ranked.exact) == (BUDGET, False)
    assert all(int(room.names[article_id]) % 2 for article_id, _ in ranked.page)


async def test_facets(room: Room) -> None:
    """They count those that were ranked, by each value, the most common first."""
    await room.index(
        [
            article("1", "same", source=Source(slug="bbc"), published_at="2026-02-03T10:00", published_at_reason=None),
            article("2", "same", source=Source(slug="bbc"), published_at="2026-02", published_at_reason=None),
            article("3", "same", language="ur", source=Source(slug="aaj")),
            article("4", "other"),
        ]
    )
    await room.index([article("5", "same")])
    await room.place(["5"], ("SY", "SY"), ("SY", "SY"), ("IQ", "IQ"))
    ranked = await room.rank(_words("same"), limit=1, facets=True)
    assert (ranked.total, len(ranked.page)) == (4, 1)
    assert ranked.facets == {
        "language": {"en": 3, "ur": 1},
        "source": {"bbc": 2, "aaj": 1, "unknown": 1},
        "place": {"SY": 1, "IQ": 1},
        "day": {"2026-02-03": 1, "2026-02": 1, "2026-01-01": 2},
    }
    assert (await room.rank(_words("nothing"), facets=True)).facets["language"] == {}
    assert (await room.rank(_words("same"))).facets == {}


async def test_pages_are_of_one_order(room: Room) -> None:
    """Pages put together are the whole, each article once, also where more are found than are ranked."""
    await room.index(_crowd(3 * BUDGET))
    whole = (await room.rank(_words("w0 w1 w50"), limit=400)).page
    pages = [(await room.rank(_words("w0 w1 w50"), limit=40, offset=at)).page for at in range(0, 400, 40)]
    assert [hit for page in pages for hit in page] == list(whole)
    assert len({article_id for article_id, _ in whole}) == 400
    assert (await room.rank(_words("w0"), limit=10, offset=10 * BUDGET)).page == []
