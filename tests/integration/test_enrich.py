"""Enriching over a real MongoDB."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script, Source
from schemas.events import ArticleEnriched, ArticleWithdrawn, Duplicate, Event, Withdrawal
from services.adapters.mongo import MongoDatabase
from services.enrich.enrichers import ENRICHERS_VERSION
from services.enrich.handle import Enrich

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "a" * 32
DOCUMENT = DocumentRef(document_id="b" * 32, path="a.txt", name="a.txt")


def _article(revision: int, text: str) -> Article:
    return Article(
        article_id=KEY,
        revision=revision,
        title="Title",
        subtitle=None,
        text=text,
        language="en",
        script=Script.LATIN,
        direction=Direction.LTR,
        published_at=None,
        published_at_reason=None,
        ingested_at=NOW,
        source=Source(),
        document=DOCUMENT,
        content_hash=f"1:{'0' * 64}",
    )


def _withdrawn(revision: int) -> Event:
    data = Withdrawal(article_id=KEY, revision=revision, language="en", source=Source(), withdrawn_at=NOW)
    envelope = events.created(_article(revision, "")).model_dump(exclude={"type", "data"})
    return ArticleWithdrawn(**envelope, data=data)


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> AsyncIterator[MongoDatabase]:
    """An empty database."""
    database = MongoDatabase(*mongo_url_db)
    yield database
    database.close()


async def _handle(stage: Enrich, *told: Event) -> list[Event | None]:
    works = [work for event in told if (work := stage.prepare(event)) is not None]
    await stage.write(works)
    return [stage.report(work) for work in works]


async def _row(database: MongoDatabase) -> dict[str, Any]:
    [row] = await database["enrichments"].find({})
    return row


async def test_a_revision_is_enriched_and_told_of(database: MongoDatabase) -> None:
    """The row and the event carry the same enrichments."""
    stage = Enrich(database)
    await stage.setup()
    [report] = await _handle(stage, events.created(_article(1, "One two. Three four five.")))
    row = await _row(database)
    assert (row["_id"], row["revision"], row["version"], row["language"]) == (KEY, 1, ENRICHERS_VERSION, "en")
    assert row["enrichments"]["counts"]["words"] == 5
    assert isinstance(report, ArticleEnriched)
    assert report.data.enrichments == row["enrichments"]
    assert report.id == f"{KEY}/1/enriched/{ENRICHERS_VERSION}"


async def test_the_newest_revision_wins(database: MongoDatabase) -> None:
    """An older revision that comes late changes nothing, and is reported all the same."""
    stage = Enrich(database)
    late = events.created(_article(1, "One."))
    await _handle(stage, events.created(_article(2, "One two.")))
    reports = await _handle(stage, late, late)
    assert (await _row(database))["enrichments"]["counts"]["words"] == 2
    assert [report and report.type for report in reports] == ["article.enriched"] * 2


async def test_a_withdrawn_article_keeps_a_tombstone(database: MongoDatabase) -> None:
    """A withdrawal leaves nothing but its revision, says nothing, and a late revision does not undo it."""
    stage = Enrich(database)
    revision = events.created(_article(1, "One."))
    assert await _handle(stage, revision, _withdrawn(2)) != [None, None]
    assert await _handle(stage, _withdrawn(2)) == [None]
    await _handle(stage, revision)
    assert await _row(database) == {"_id": KEY, "revision": 2, "version": ENRICHERS_VERSION, "withdrawn": True}


async def test_other_events_ask_for_nothing(database: MongoDatabase) -> None:
    """A sighting of a known article needs no enriching."""
    copy = Duplicate(article_id=KEY, revision=1, language="en", source=Source(), document=DOCUMENT, seen_at=NOW)
    assert Enrich(database).prepare(events.duplicate(copy)) is None
