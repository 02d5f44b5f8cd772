"""Words looked up in the vocabulary: by themselves, by how they begin or end, and by how they sound."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.runtime.ports import Database, Row
from services.search.vocabulary import BY, COLLECTION, read_key, row_key
from services.text.stems import query_stems

MOST_SCANNED = 20_000
"""Words looked through for the most common ones with one beginning or ending: they are read in alphabetical order."""
MOST_HEARD, MOST_SOUNDING = 2_000, 400
"""Words looked through for the most common ones with some sound keys, and how many those are."""
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Known:
    """A word of the vocabulary."""

    word: str
    """Folded."""
    spelling: str
    """As an author wrote it."""
    stems: tuple[str, ...]
    """The keys under which the index keeps it."""
    n: int
    """In about how many articles it is."""
    sounds: tuple[str, ...] = ()
    """The keys of how it sounds."""


class Words:
    """Asks the vocabulary. Everything raises Unavailable."""

    def __init__(self, database: Database) -> None:
        self._words = database[COLLECTION]

    async def known(self, words: Some[str]) -> Mapping[str, Known]:
        """Return those of some words that are known."""
        keys = [row_key(word, key) for word in words for key in query_stems(word)]
        rows = await self._words.find({"_id": {"$in": keys}}) if keys else []
        return {known.word: known for known in _read(rows)}

    async def sounding(self, keys: Some[str]) -> list[Known]:
        """Return words under any of some sound keys, the most common first."""
        pipeline: Sequence[Mapping[str, Any]] = [
            {"$match": {BY: {"$in": list(keys)}}},
            {"$limit": MOST_HEARD},
            {"$sort": {"n": -1, "_id": 1}},
            {"$limit": MOST_SOUNDING},
        ]
        rows = await self._words.aggregate(pipeline) if keys else []
        return _read(rows)

    async def beginning(self, prefix: str, most: int) -> list[Known]:
        """Return the most common words that begin so."""
        return await self._among("_id", prefix, {}, most)

    async def near(self, begin: str, end: str, lengths: tuple[int, int], most: int) -> list[Known]:
        """Return the most common words that begin or end so, of a length within the two, inclusive."""
        length = {"$strLenCP": {"$first": f"${BY}"}}
        fitting: Mapping[str, Any] = {
            "$expr": {"$and": [{"$gte": [length, lengths[0]]}, {"$lte": [length, lengths[1]]}]}
        }
        found = await self._among("_id", begin, fitting, most) + await self._among(BY, end[::-1], fitting, most)
        return list({known.word: known for known in found}.values())

    async def _among(self, name: str, prefix: str, fitting: Mapping[str, Any], most: int) -> list[Known]:
        begins = {"$gte": prefix, "$lt": prefix + _LAST}
        pipeline: Sequence[Mapping[str, Any]] = [
            {"$match": {name: begins if name == "_id" else {"$elemMatch": begins}}},
            {"$limit": MOST_SCANNED},
            {"$match": fitting},
            {"$sort": {"n": -1, "_id": 1}},
            {"$limit": most},
        ]
        return _read(await self._words.aggregate(pipeline))


def _read(rows: Iterable[Row]) -> list[Known]:
    """Put the rows of each word together, in the order of the first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(read_key(row["_id"])[0], []).append(row)
    return [_known(word, some) for word, some in found.items()]


def _known(word: str, rows: Sequence[Row]) -> Known:
    most = max(rows, key=lambda row: row["n"])
    stems = tuple(read_key(row["_id"])[1] for row in rows)
    n = sum(row["n"] for row in rows)
    return Known(word, most.get("spelling", word), stems, n, tuple(most[BY][1:]))
