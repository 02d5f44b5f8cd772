"""The `words` collection, a row for each segment. The index adds and merges them; the api keeps them all in mind.

Which there are is told by their ids, read from the index of these alone.
"""

import asyncio
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from services.runtime.ports import Collection, Database
from services.search.lookup import Words
from services.search.segment import Segment, merged, size_of

COLLECTION = "words"
FULL = 1 << 16
"""Names in a segment that is merged no further: some 3 MB. 2 million words are thirty of these."""
MERGED = 16
"""Segments of about one size that are merged: a name is written anew each time its segment grows sixteenfold."""
_LOOKS = 5


class Segments:
    """All segments of a database, as somebody who looks words up needs them."""

    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]
        self._loaded: dict[str, Segment] = {}
        self._loading = asyncio.Lock()

    async def words(self) -> Words:
        """Return the words that are known now: those of each article that was indexed by now. Raises Unavailable."""
        async with self._loading:
            # What is listed may be merged before it is read; then what it has become is on the next list.
            for _ in range(_LOOKS):
                there = await ids(self._rows)
                await self._load([each for each in there if each not in self._loaded])
                if self._loaded.keys() >= set(there):
                    self._loaded = {each: self._loaded[each] for each in there}
                    break
            return Words(list(self._loaded.values()))

    async def _load(self, wanted: Sequence[str]) -> None:
        for each in wanted:  # one by one: a full one takes some 10 ms, and others have a turn in between
            if row := await self._rows.get(each):
                self._loaded[each] = Segment(row)


_SEGMENTS: WeakKeyDictionary[Database, Segments] = WeakKeyDictionary()


async def known_words(database: Database) -> Words:
    """Return the words that are known now; what was read of them before is kept in mind. Raises Unavailable."""
    if database not in _SEGMENTS:
        _SEGMENTS[database] = Segments(database)
    return await _SEGMENTS[database].words()


async def ids(rows: Collection) -> list[str]:
    """List the segments there are. Raises Unavailable."""
    return [row["_id"] for row in await rows.find({"_id": {"$gt": ""}}, fields=["_id"])]


async def merge(database: Database) -> bool:
    """Merge some segments, if there are enough of about one size; tell whether there were. Raises Unavailable.

    Any number of processes may do so, and die at any point: the merged one is there before the others go.
    """
    collection = database[COLLECTION]
    chosen = choose(await ids(collection))
    if not chosen:
        return False
    where = {"_id": {"$in": chosen}}
    rows = await collection.find(where)
    if rows:  # else another process has merged them
        await collection.insert([await asyncio.to_thread(merged, rows)])
        await collection.delete_all(where)
    return True


def choose(there: Iterable[str]) -> list[str]:
    """Choose what is merged next: the smallest of a size of which there are `MERGED`; nothing if there are not."""
    by_size: dict[int, list[str]] = {}
    for each in sorted(there, key=size_of):
        if size_of(each) < FULL:
            by_size.setdefault(_magnitude(size_of(each)), []).append(each)
    alike = next((some for _, some in sorted(by_size.items()) if len(some) >= MERGED), [])
    total = 0
    chosen: list[str] = []
    for each in alike:
        total += size_of(each)
        if total > FULL and len(chosen) > 1:
            break
        chosen.append(each)
    return chosen


def _magnitude(size: int) -> int:
    """Return how often `MERGED` can be multiplied by itself until it is larger than a size."""
    magnitude = 0
    while size >= MERGED:
        size //= MERGED
        magnitude += 1
    return magnitude
