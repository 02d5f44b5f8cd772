"""Search over a real MongoDB: the index writes, a query finds."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from schemas import events
from schemas.article import Source
from schemas.events import Withdrawal
from services.adapters.mongo import MongoDatabase
from services.search.candidates import BUDGET
from services.search.query import NO_WORDS, SearchQuery, SearchResult, search
from tests.newsroom import START, Newsroom
from tests.newsroom import article as _article
from tests.newsroom import id_of as _id

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"


@pytest.fixture
async def newsroom(mongo_url_db: tuple[str, str]) -> AsyncIterator[Newsroom]:
    """An empty collection with its indexes."""
    database = MongoDatabase(*mongo_url_db)
    room = Newsroom(database)
    await room.stage.setup()
    yield room
    database.close()


async def test_nothing_indexed_yet(mongo_url_db: tuple[str, str]) -> None:
    """A search before the index process ever ran finds nothing, and fails on nothing."""
    database = MongoDatabase(*mongo_url_db)
    assert await search(database, SearchQuery("خبر")) == SearchResult(0, exact=True, hits=[])
    database.close()


@pytest.mark.parametrize("q", ["", "   ", "؟!", "…"])
async def test_a_query_without_words(newsroom: Newsroom, q: str) -> None:
    """What has no word in it finds nothing."""
    await newsroom.index([_article("a", "some words")])
    result = await newsroom.search(q)
    assert (result.hits, result.note) == ([], NO_WORDS)


async def test_a_hit(newsroom: Newsroom) -> None:
    """A hit has all its fields, with a snippet from the stored text."""
    article = _article("a", "One.\n\nThe river rose again.", title="Floods", source=Source(slug="bbc", name="BBC"))
    await newsroom.index([article])
    await newsroom.store([article])
    result = await newsroom.search("RIVER")
    [hit] = result.hits
    assert (result.total, result.exact) == (1, True)
    assert (hit.article_id, hit.title, hit.language, hit.published_at) == (_id("a"), "Floods", "en", None)
    assert hit.snippet == "One. The river rose again."
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["river"]
    assert hit.title_highlights == []
    assert hit.source["slug"] == "bbc"
    assert hit.document["path"] == "a.txt"
    assert hit.score > 0


async def test_the_store_is_behind(newsroom: Newsroom) -> None:
    """An article that is indexed but not yet stored is found, without a snippet."""
    await newsroom.index([_article("a", "the river rose", title="Floods")])
    [hit] = (await newsroom.search("river")).hits
    assert (hit.title, hit.snippet) == ("Floods", "")


async def test_titles_weigh_more(newsroom: Newsroom) -> None:
    """Of articles with the same word, the one that has it in its title comes first."""
    filler = "and many other things of which nothing is to be said here"
    await newsroom.index(
        [
            _article("body", f"river {filler}", title="Weather"),
            _article("title", f"weather {filler}", title="River"),
            _article("subtitle", f"water {filler}", title="Weather", subtitle="River"),
        ]
    )
    assert await newsroom.found("river") == ["title", "subtitle", "body"]


async def test_rare_words_weigh_more(newsroom: Newsroom) -> None:
    """A rare word of the query outweighs a common one, and both together outweigh either."""
    common = [_article(f"c{n}", "the minister spoke at length") for n in range(10)]
    await newsroom.index(
        [*common, _article("rare", "the zeppelin spoke little"), _article("both", "minister zeppelin")]
    )
    assert (await newsroom.found("minister zeppelin"))[:2] == ["both", "rare"]


async def test_equals_come_newest_first_and_pages_do_not_overlap(newsroom: Newsroom) -> None:
    """Equal scores are ordered by time, and pages put together are the whole."""
    await newsroom.index([_article(f"{n:02}", "same", ingested_at=START + timedelta(hours=n)) for n in range(25)])
    pages = [await newsroom.found("same", limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [name for page in pages for name in page] == [f"{n:02}" for n in reversed(range(25))]
    assert (await newsroom.search("same", offset=30)).total == 25


async def test_filters(newsroom: Newsroom) -> None:
    """Language (with its regions), source and time of ingestion narrow the hits and the total."""
    await newsroom.index(
        [
            _article("en", "same", ingested_at=START),
            _article("us", "same", language="en-US", ingested_at=START + timedelta(hours=1)),
            _article("eng", "same", language="eng", ingested_at=START + timedelta(hours=2)),
            _article("bbc", "same", language="ur", source=Source(slug="bbc"), ingested_at=START + timedelta(hours=3)),
        ]
    )
    assert await newsroom.found("same", language="en") == ["us", "en"]
    assert await newsroom.found("same", source="bbc") == ["bbc"]
    assert await newsroom.found("same", since="2026-01-01T01:00:00.000Z", until="2026-01-01T03:00:00.000Z") == [
        "eng",
        "us",
    ]
    assert (await newsroom.search("same", language="ur")).total == 1
    assert await newsroom.found("same", language="e.") == []
    with pytest.raises(ValueError):
        await newsroom.search("same", since="yesterday")


async def test_a_newer_revision_replaces_the_older_and_never_the_other_way(newsroom: Newsroom) -> None:
    """Whatever order revisions arrive in, only the newest is found."""
    first, second = _article("a", "old words"), _article("a", "new words", revision=2)
    await newsroom.index([second])
    await newsroom.index([first])
    await newsroom.index([second, first])
    assert await newsroom.found("old") == []
    assert await newsroom.found("new") == ["a"]
    assert (await newsroom.search("words")).total == 1


async def test_a_withdrawn_article_stays_away(newsroom: Newsroom) -> None:
    """After a withdrawal nothing is found, also when an older revision comes late."""
    article = _article("a", "secret")
    await newsroom.index([article])
    withdrawal = Withdrawal(article_id=_id("a"), revision=2, language="en", source=Source(), withdrawn_at=START)
    told = events.ArticleWithdrawn(**events.created(article).model_dump(exclude={"type", "data"}), data=withdrawal)
    await newsroom.write([told])
    await newsroom.index([article])
    assert (await newsroom.search("secret")).hits == []
    assert (await newsroom.database["search"].find({}))[0]["revision"] == 2


async def test_a_common_word_takes_the_newest(newsroom: Newsroom) -> None:
    """A word in more articles than the budget ranks the newest only, and the total says that it is a lower bound."""
    crowd = [_article(f"{n:04}", "common", ingested_at=START + timedelta(seconds=n)) for n in range(BUDGET + 200)]
    await newsroom.index(crowd)
    result = await newsroom.search("common", limit=3)
    assert (result.total, result.exact) == (BUDGET, False)
    assert [hit.document["name"] for hit in result.hits] == ["1199.txt", "1198.txt", "1197.txt"]
    assert await newsroom.found("unheardof common", limit=1) == ["1199"], "a misspelt word must not hide the others"
    await newsroom.index([_article("rare", "common zeppelin", ingested_at=START - timedelta(days=1))])
    assert (await newsroom.found("common zeppelin", limit=2)) == ["rare", "1199"]


async def test_what_is_new_is_found_at_once(newsroom: Newsroom) -> None:
    """An article is found as soon as it is written, whatever was remembered of its words before."""
    assert (await search(newsroom.database, SearchQuery("zeppelin"))).hits == []
    await newsroom.index([_article("a", "zeppelin")])
    assert (await search(newsroom.database, SearchQuery("zeppelin"))).total == 1


async def test_stop_words(newsroom: Newsroom) -> None:
    """Beside other words they change nothing; alone, they find the newest articles that hold them."""
    harbour = _article("harbour", "The clock of the harbour", ingested_at=START + timedelta(days=1))
    await newsroom.index([harbour, _article("market", "The market of the town"), _article("rain", "Rain again")])
    with_them, without = await newsroom.search("the harbour of"), await newsroom.search("harbour")
    assert [hit.article_id for hit in with_them.hits] == [hit.article_id for hit in without.hits] == [_id("harbour")]
    alone = await newsroom.search("of the")
    assert {hit.article_id for hit in alone.hits} == {_id("harbour"), _id("market")}
    assert not alone.exact


async def test_too_many_words(newsroom: Newsroom) -> None:
    """An article with very many different words is indexed up to the limit and says so."""
    await newsroom.index([_article("a", " ".join(f"w{n}" for n in range(30_000)))])
    row = await newsroom.database["search"].get(_id("a"))
    assert row is not None
    assert (len(row["keys"]), row["truncated"]) == (20_000, True)
    assert await newsroom.found("w19999") == ["a"]
    assert await newsroom.found("w20000") == []


@pytest.mark.parametrize(
    "text", ["$set", "a.b", "$where", "20 فیصد", "\u200cنیم‌فاصله", "𝒻ancy", "😀 smile", "x" * 5000]
)
async def test_odd_words(newsroom: Newsroom, text: str) -> None:
    """Words that look like operators or paths, digits, joiners and endless runs are found like any other."""
    await newsroom.index([_article("a", text)])
    assert await newsroom.found(text) == ["a"]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no ../shared/seeds beside the repository")
@pytest.mark.parametrize("q", ["مںحرف", "منحرف", "داعش", "حكومت", "الرقه"])
async def test_the_real_seed(newsroom: Newsroom, q: str) -> None:
    """The real seed is found by its own misspelling, by the right spelling, and as typed on an Arabic keyboard."""
    [seed] = SEEDS.glob("*.txt")
    article = _article("seed", seed.read_text("utf-8"), language="ur")
    await newsroom.index([article, _article("other", "کوئی اور خبر", language="ur")])
    await newsroom.store([article])
    [hit] = (await newsroom.search(q)).hits
    assert hit.article_id == _id("seed")
    assert 100 < len(hit.snippet) < 300
    assert hit.snippet.strip("…") in " ".join(article.text.split())
