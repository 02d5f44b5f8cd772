"""Indexing: the terms of each revision, with their frequencies by field, into the collection that is searched."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas import events
from schemas.events import ArticleCreated, ArticleUpdated, ArticleWithdrawn, Event
from services.runtime.ports import Collection, Database, Row
from services.runtime.rows import keep_newest
from services.search.collection import Action, pointer
from services.search.layout import KEYS, search_row, search_tombstone
from services.search.vocabulary import Vocabulary
from services.text.tokens import ANALYSER_VERSION


class Target(Protocol):
    """Where rows go."""

    async def write(self, action: Action) -> None:
        """Have a collection written to, or several."""


@dataclass(frozen=True)
class Work:
    """What one event asks to be indexed."""

    event: Event
    row: Row


class Index:
    """The collections of the index. A `Stage`."""

    name = "index"

    def __init__(self, database: Database, target: Target | None = None) -> None:
        """Write to `target`, or else to wherever the index is."""
        self._database = database
        self._target = target or pointer(database)
        self._vocabulary = Vocabulary(database)

    async def setup(self) -> None:
        """Create the indexes."""
        await self._target.write(create_indexes)
        await self._vocabulary.setup()

    def prepare(self, event: Event) -> Work | None:
        """Make the row an event asks for."""
        if isinstance(event, ArticleCreated | ArticleUpdated):
            return Work(event, search_row(event.data, self._vocabulary.read(event.data)))
        if isinstance(event, ArticleWithdrawn):
            return Work(event, search_tombstone(event.data))
        return None

    async def write(self, works: Sequence[Work]) -> None:
        """Keep the newest of each article, and learn its words."""
        rows = [work.row for work in works]
        await asyncio.gather(
            self._target.write(lambda collection: keep_newest(collection, rows)), self._vocabulary.learn()
        )

    def report(self, work: Work) -> Event | None:
        """Say that a revision can be found; a withdrawal has nothing to find."""
        if isinstance(work.event, ArticleCreated | ArticleUpdated):
            return events.indexed(work.event.data, ANALYSER_VERSION)
        return None


async def create_indexes(search: Collection) -> None:
    """Create the indexes of one collection."""
    await search.ensure_index([(f"{KEYS}.$**", 1)])
    for filtered in ("ingested_at", "published", "language", "source.slug"):
        await search.ensure_index([(filtered, 1)])
    await search.ensure_index([("revision", 1), ("version", 1)])
    await search.ensure_index([("withdrawn", 1)], sparse=True)
