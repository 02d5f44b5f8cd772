"""Building the index anew beside the old one, and switching when it is whole.

Once the new collection is announced, every article that arrives is written to it as well. So what is stored already is
walked through once, in the order of ids, and then whatever the old index has and the new one lacks is looked for: an
article that was indexed before the announcement and stored after the walk had passed it. Only then is there a switch.
How far the walk has come stands in the row that holds the lease: whoever takes it over goes on from there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

from schemas.reasons import DeadReason
from services.index.handle import Index, Work
from services.index.pointer import Build, PointerRow
from services.runtime.ports import Collection, Database, Row, Update
from services.runtime.stored import ARTICLES, event_of, pages
from services.search.collection import KEPT_S, Action
from services.text.tokens import ANALYSER_VERSION

log = structlog.get_logger()

COMPARED = 1_000
"""Rows of both indexes that are compared at once."""
WAIT_S = 60.0
"""How long the store, or the new index, may be behind with an article that the old index has."""
LOOK_S = 1.0
ERROR_CHARS = 300

Say = Callable[[int, int], Awaitable[None]]
"""Called after each page with how many articles are done, and of how many."""


class Incomplete(Exception):
    """The new index cannot be made whole just now. The old one stays, and the rebuild can be taken up again."""


class Stopped(Exception):
    """The rebuild was asked to stop. It can be taken up again."""


@dataclass(frozen=True)
class Into:
    """One collection, for an `Index` that writes to no other."""

    collection: Collection

    async def write(self, action: Action) -> None:
        """Have it written to."""
        await action(self.collection)


@dataclass
class Rebuild:
    """One run of a rebuild."""

    database: Database
    row: PointerRow
    stop: asyncio.Event
    rest: float = 0.0
    """The pause after a page, as a multiple of what the page took."""
    say: Say | None = None
    left_out: set[str] = field(default_factory=set)
    """Articles that cannot be indexed; few, or something is badly wrong."""

    async def run(self) -> int:
        """Rebuild, and switch; return how many articles are in the new index.

        Raises:
            Busy: another builder is at work.
            Incomplete, Stopped, LostLease, Unavailable: it can be taken up again where it was left.
        """
        total = await self.database[ARTICLES].count({})
        build = await self.row.begin(ANALYSER_VERSION, total)
        log.info("reindex.begun", collection=build.collection, version=ANALYSER_VERSION, after=build.after, total=total)
        new = self.database[build.collection]
        index = Index(self.database, Into(new))
        try:
            await index.setup()
            if not build.ready:
                await self.row.renew(ready=True)
            await asyncio.sleep(2 * KEPT_S)  # from here on, whoever indexes an article writes to both
            await self._walk(index, build, total)
            await self._fill_gaps(index, self.database[build.old], new)
            await self._check(self.database[build.old], new)
            await self.row.switch()
        except Stopped:
            await self.row.release()
            raise
        count = await new.count({})
        log.info("reindex.done", collection=build.collection, articles=count, left_out=len(self.left_out))
        return count

    async def _walk(self, index: Index, build: Build, total: int) -> None:
        done = build.done
        began = time.monotonic()
        async for rows in pages(self.database, {}, build.after):
            await self._index(index, rows)
            done += len(rows)
            await self._go_on(after=rows[-1]["_id"], done=done)
            if self.say:
                await self.say(done, max(done, total))
            await asyncio.sleep(self.rest * (time.monotonic() - began))
            began = time.monotonic()

    async def _fill_gaps(self, index: Index, old: Collection, new: Collection) -> None:
        """Index what the old index has and the new one lacks, waiting for the store if it is behind."""
        after = ""
        while rows := await old.find({"_id": {"$gt": after}}, fields=["revision"], sort=[("_id", 1)], limit=COMPARED):
            await self._go_on()
            wanted = {row["_id"]: row["revision"] for row in rows}
            deadline = time.monotonic() + WAIT_S
            while missing := await self._missing(wanted, new):
                await self._leave_out_unstored(missing)
                if time.monotonic() > deadline:
                    raise Incomplete(f"the store lacks {len(missing)} articles that are indexed, such as {missing[0]}")
                before = missing
                async for page in pages(self.database, {"_id": {"$in": missing}}):
                    await self._index(index, page)
                if await self._missing(wanted, new) == before:
                    await self._go_on()
                    await asyncio.sleep(LOOK_S)
            after = rows[-1]["_id"]

    async def _missing(self, wanted: dict[str, int], new: Collection) -> list[str]:
        """List the articles of which the new index does not have this revision or a later one."""
        rows = await new.find({"_id": {"$in": list(wanted)}}, fields=["revision"])
        there = {row["_id"]: row["revision"] for row in rows}
        return [key for key, number in wanted.items() if there.get(key, 0) < number and key not in self.left_out]

    async def _check(self, old: Collection, new: Collection) -> None:
        """Compare the counts, as a last look at something else than what was done.

        What arrives is written to the old index and then to the new one, so this may be a moment behind.
        """
        deadline = time.monotonic() + WAIT_S
        # Reading the old count first: what has arrived in between can only make the new one larger.
        while (had := await old.count({})) > (has := await new.count({})) + len(self.left_out):
            if time.monotonic() > deadline:
                raise Incomplete(f"the new index has {has} articles, the old one {had}")
            await self._go_on()
            await asyncio.sleep(LOOK_S)

    async def _index(self, index: Index, rows: Sequence[Row]) -> None:
        works: list[Work] = []
        for row in rows:
            try:
                event = event_of(row)
                work = index.prepare(event)
            except Exception as error:  # the index process would give this article up, and so do we
                await self._leave_out(row, error)
                continue
            works += [work] if work else []
            await asyncio.sleep(0)
        await index.write(works)

    async def _leave_out_unstored(self, missing: Sequence[str]) -> None:
        """Give those up that the store has given up: there is nothing they could be indexed from."""
        where = {"consumer": "store", "article_id": {"$in": missing}}
        dead = await self.database["dead_letters"].find(where, fields=["article_id", "revision"])
        stored = await self.database[ARTICLES].find({"_id": {"$in": missing}}, fields=["revision"])
        there = {row["_id"]: row["revision"] for row in stored}
        for letter in dead:
            if there.get(letter["article_id"], 0) < letter["revision"]:
                row = {"_id": letter["article_id"], "revision": letter["revision"]}
                await self._leave_out(row, LookupError("the store does not have it"))

    async def _leave_out(self, row: Row, error: Exception) -> None:
        """Note that an article is given up, as the consumer does: rest is told from there."""
        told = f"{type(error).__name__}: {error}"[:ERROR_CHARS]
        log.error("reindex.left_out", article_id=row["_id"], error=told)
        self.left_out.add(row["_id"])
        noted = {"consumer": "index", "article_id": row["_id"], "revision": row["revision"], "detail": told}
        change = {"$set": noted | {"reason": DeadReason.ATTEMPTS_EXHAUSTED.value}, "$currentDate": {"died_at": True}}
        key = f"index/{row['_id']}/{row['revision']}"
        await self.database["dead_letters"].update([Update({"_id": key}, change, upsert=True)])

    async def _go_on(self, **progress: object) -> None:
        if self.stop.is_set():
            raise Stopped
        await self.row.renew(**progress)
