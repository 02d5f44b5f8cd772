"""Stories as the api answers them, over a real MongoDB."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from schemas.events import ArticleCreated, Event
from services.adapters.mongo import MongoDatabase
from services.api import stories as api_stories
from services.api.answers.stories import Stories as StoriesAnswer
from services.api.answers.stories import StoryAnswer
from services.api.parameters import AskedStories
from services.api.problems import Problem
from services.enrich.stories import Stories
from services.search.story import article_ids
from tests.fixtures.wire import article_id, changed, created, later, withdrawn, words

FLOOD, QUAKE = words(1), words(2)
IDS = {name: article_id(name) for name in ("flood", "copy", "trim", "quake", "beben", "rewrite")}


class Newsroom:
    """A database with articles, stored and put into stories."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self._stories = Stories(database)

    async def take(self, *told: Event) -> None:
        """Store articles, and put them into stories."""
        await self.database["articles"].insert(
            [event.data.row() for event in told if isinstance(event, ArticleCreated)]
        )
        await self._stories.take(told)

    async def list(self, **asked: Any) -> Any:
        """Ask for stories; the answer is what the description says."""
        answer = await api_stories.list_stories(self.database, AskedStories(**asked))
        StoriesAnswer.model_validate(answer)
        return answer

    async def get(self, story_id: str) -> Any:
        """Ask for one."""
        answer = await api_stories.get_story(self.database, story_id)
        StoryAnswer.model_validate(answer)
        return answer


@pytest.fixture
async def newsroom(mongo_url_db: tuple[str, str]) -> AsyncIterator[Newsroom]:
    """Two stories, and an article alone."""
    newsroom = Newsroom(MongoDatabase(*mongo_url_db))
    await Stories(newsroom.database).setup()
    await newsroom.take(
        created("flood", FLOOD, published_at="2026-01-01"),
        created("copy", ["reporter", *FLOOD], ingested_at=later(1)),
        created("trim", FLOOD[:40], ingested_at=later(2), source={"slug": "daily", "name": "Daily", "url": None}),
        created("quake", QUAKE, language="de-AT", ingested_at=later(3)),
        created("beben", QUAKE, language="de", ingested_at=later(3)),
        created("alone", words(3)),
    )
    yield newsroom
    newsroom.database.close()


async def test_stories_are_listed_by_their_newest_article(newsroom: Newsroom) -> None:
    """Each has the title of what was published first, and says what it holds; an article alone is no story."""
    answer = await newsroom.list()
    quake, flood = answer["items"]
    assert answer["next"] is None
    assert flood == {
        "story_id": min(IDS[name] for name in ("flood", "copy", "trim")),
        "title": "flood",
        "size": 3,
        "kinds": ["copy", "trim"],
        "languages": ["en"],
        "sources": ["daily", "unknown"],
        "first": "2026-01-01T12:00:00.000Z",
        "last": "2026-01-03T12:00:00.000Z",
    }
    assert (quake["size"], quake["languages"]) == (2, ["de", "de-AT"])


async def test_filters_and_pages(newsroom: Newsroom) -> None:
    """Stories are narrowed by language, publisher and the time of their newest article, and paged without a gap."""
    sizes = {}
    for name, asked in {
        "de": {"language": "de"},
        "ur": {"language": "ur"},
        "daily": {"source": "daily"},
        "since": {"since": "2026-01-04"},
        "until": {"until": "2026-01-04"},
    }.items():
        sizes[name] = [story["size"] for story in (await newsroom.list(**asked))["items"]]
    assert sizes == {"de": [2], "ur": [], "daily": [3], "since": [2], "until": [3]}
    page = await newsroom.list(limit=1)
    rest = await newsroom.list(limit=1, cursor=page["next"])
    assert [story["size"] for story in [*page["items"], *rest["items"]]] == [2, 3]
    assert rest["next"] is None


async def test_a_story_tells_why_its_articles_were_matched(newsroom: Newsroom) -> None:
    """Its articles come in the order of publication; each pair has its kind, its numbers, and words of both texts."""
    story = await newsroom.get(IDS["trim"])
    assert [member["title"] for member in story["members"]] == ["flood", "copy", "trim"]
    pairs = {frozenset(pair["articles"]): pair for pair in story["pairs"]}
    trim = pairs[frozenset((IDS["flood"], IDS["trim"]))]
    assert (trim["kind"], trim["containment"], trim["order"]) == ("trim", pytest.approx(1, abs=0.06), 1)
    assert " ".join(FLOOD[:10]) in trim["phrases"][0]
    assert [pair["similarity"] for pair in story["pairs"]] == sorted(
        (pair["similarity"] for pair in story["pairs"]), reverse=True
    )


async def test_an_old_id_leads_to_the_story_of_today(newsroom: Newsroom) -> None:
    """Any article's id finds its story, so an id that was the story's once does; what is in none is 404."""
    before = await newsroom.get(IDS["flood"])
    await newsroom.take(created("rewrite", changed(FLOOD, 4)))
    after = await newsroom.get(before["story_id"])
    assert after["size"] == 4
    assert await newsroom.get(IDS["rewrite"]) == after
    for unknown in (article_id("alone"), "0" * 32, "…"):
        with pytest.raises(Problem, match="no story"):
            await newsroom.get(unknown)


async def test_the_articles_of_a_story_are_found(newsroom: Newsroom) -> None:
    """For a search in a story its articles' ids are listed, up to a limit."""
    flood = sorted(IDS[name] for name in ("flood", "copy", "trim"))
    assert await article_ids(newsroom.database, flood[0], 10) == flood
    assert await article_ids(newsroom.database, flood[2], 2) == flood[:2]
    assert await article_ids(newsroom.database, article_id("alone"), 10) == []


async def test_what_is_withdrawn_is_told_no_more(newsroom: Newsroom) -> None:
    """A withdrawn article is in no answer, and a story of one is none."""
    await newsroom.take(withdrawn("beben"), withdrawn("flood"))
    [story] = (await newsroom.list())["items"]
    assert (story["size"], story["title"]) == (2, "copy")
    assert IDS["flood"] not in str(await newsroom.get(IDS["copy"]))
