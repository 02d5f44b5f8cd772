"""An index made by an old analyser, for tests of how it is rebuilt."""

import asyncio
from typing import Any

from schemas import events
from schemas.events import Event, Withdrawal
from services.adapters.mongo import MongoDatabase
from services.index.handle import Index
from services.index.pointer import PointerRow
from services.index.rebuild import Rebuild
from services.search.collection import KEY, POINTERS
from services.search.query import SearchQuery, search
from services.store.handle import Store
from tests.newsroom import START, article

OLD_VERSION = 1


class OldIndex:
    """A store, an index made by an old analyser, and the rebuilds of a test."""

    def __init__(self, database: MongoDatabase) -> None:
        self.database = database
        self.store = Store(database)
        self.index = Index(database)
        self.stop = asyncio.Event()

    async def setup(self, count: int) -> None:
        """Store and index articles."""
        await self.store.setup()
        await self.index.setup()
        await self.arrive(*(self.article(number) for number in range(count)))
        await self.database["search"].update_all({}, {"$set": {"version": OLD_VERSION}})

    def article(self, number: int, revision: int = 1) -> Event:
        """Return the event of an article."""
        return events.created(article(f"{number:05}", f"river word{number} edition{revision}", revision=revision))

    def withdrawal(self, number: int, revision: int = 2) -> Event:
        """Return the event that withdraws an article."""
        gone = article(f"{number:05}", "")
        data = Withdrawal(
            article_id=gone.article_id,
            revision=revision,
            language="en",
            source=gone.source,
            withdrawn_at=START,
        )
        return events.withdrawn(data)

    async def arrive(self, *told: Event, stored: bool = True) -> None:
        """Have events come to the index, and, unless it is behind, to the store."""
        if stored:
            await self.store.write([work for event in told if (work := self.store.prepare(event))])
        await self.index.write([row for event in told if (row := self.index.prepare(event))])

    def rebuild(self, holder: str = "test") -> Rebuild:
        """Make a rebuild."""
        return Rebuild(self.database, PointerRow(self.database, holder), self.stop)

    async def found(self, q: str) -> set[str]:
        """Search."""
        result = await search(self.database, SearchQuery(q, limit=1000))
        return {hit.article_id for hit in result.hits}

    async def row(self) -> dict[str, Any]:
        """Return the row that says where the index is."""
        return await self.database[POINTERS].get(KEY) or {}

    async def names(self) -> set[str]:
        """List the collections of the index."""
        return {name for name in await self.database._database.list_collection_names() if name.startswith("search")}

    async def versions(self) -> set[int]:
        """List the versions in the index that is searched."""
        return {row["version"] for row in await self.database[(await self.row())["current"]].find({})}
