"""What becomes of a batch: fingerprints are kept, candidates compared, pairs kept, and stories put right."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.events import Event
from services.enrich.stories.candidates import candidates
from services.enrich.stories.clusters import MOST_ARTICLES, PAIRS, Clusters
from services.enrich.stories.fingerprints import COLLECTION, WINDOW_DAYS, fingerprint, stamp
from services.enrich.stories.matching import choose, match
from services.runtime.ports import Database, Row
from services.runtime.rows import keep_first, keep_newest


class Stories:
    """The `fingerprints`, `pairs` and `stories` collections. The articles of a pair are at most so many days apart."""

    def __init__(self, database: Database, days: int = WINDOW_DAYS) -> None:
        self._fingerprints = database[COLLECTION]
        self._pairs = database[PAIRS]
        self._clusters = Clusters(database)
        self._days = days

    async def setup(self) -> None:
        """Create the indexes."""
        await self._fingerprints.ensure_index([("bands", 1)])
        await self._clusters.setup()

    async def take(self, told: Sequence[Event]) -> None:
        """Put the articles of a batch into stories, or take them out; see `put`."""
        await self.put([row for event in told if (row := fingerprint(event))])

    async def put(self, rows: Sequence[Row]) -> None:
        """Put articles into stories, or take them out, by their fingerprints; safe to repeat, in any order.

        Raises:
            Unavailable: MongoDB cannot be used, or the same stories were changed by others all the time.
        """
        new, again = await self._keep(rows)
        old = await self._pairs.find({"articles": {"$in": again}}) if again else []
        linked = await self._link(new)
        outdated = await self._outdated([*old, *linked.pairs])
        apart = await self._clusters.part([*linked.merged, *outdated.articles])
        if left := sorted({*apart, *outdated.articles}):
            # They had no more pairs than it took to hold together what was their story.
            rows = await self._fingerprints.find({"_id": {"$in": left}}, limit=MOST_ARTICLES)
            await self._clusters.part((await self._link(rows)).merged)
        if outdated.pairs:
            # Last, as whoever does this again after a crash is told by them that there is something to do.
            await self._pairs.delete_all({"_id": {"$in": outdated.pairs}})

    async def _keep(self, rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
        """Keep the newest fingerprint of each article.

        Returns:
            Those that were kept, or had been before, and the articles of which there had been one already.
        """
        latest: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: row["revision"]):
            latest[row["_id"]] = row
        again = sorted(await self._fingerprints.insert(list(latest.values())))
        if again:
            await keep_newest(self._fingerprints, [latest[key] for key in again])
            here = {"_id": {"$in": again}}
            for kept in await self._fingerprints.find(here, fields=["revision", "version"]):
                if stamp(kept) != stamp(latest[kept["_id"]]):
                    del latest[kept["_id"]]
        return list(latest.values()), again

    async def _link(self, rows: Sequence[Row]) -> "_Linked":
        """Find pairs, keep them, and put their articles together."""
        found = await candidates(self._fingerprints, rows)
        others = {other for likely in found.values() for other in likely}
        if not others:
            return _Linked([], [])
        homes = await self._clusters.homes(others.union(found))
        chosen = choose(found, homes)
        known = {row["_id"]: row for row in rows}
        missing = sorted({other for one in chosen for other in one.others} - known.keys())
        known |= {row["_id"]: row for row in await self._fingerprints.find({"_id": {"$in": missing}})}
        pairs = match(chosen, known, homes, self._days)
        await keep_first(self._pairs, pairs)
        return _Linked(pairs, await self._clusters.join(pairs, known))

    async def _outdated(self, pairs: Sequence[Row]) -> "_Outdated":
        """Find out which pairs are none any more, since an article was revised or withdrawn, perhaps just now.

        Who revises an article looks for its pairs afterwards, and who notes a pair looks for revisions afterwards: one
        of the two sees what the other has written.
        """
        if not pairs:
            return _Outdated([], [])
        ids = sorted({key for pair in pairs for key in pair["articles"]})
        kept = await self._fingerprints.find({"_id": {"$in": ids}}, fields=["revision", "version"])
        stamps = {row["_id"]: stamp(row) for row in kept}
        outdated = [pair for pair in pairs if [stamps.get(key) for key in pair["articles"]] != pair["stamps"]]
        return _Outdated([key for pair in outdated for key in pair["articles"]], [pair["_id"] for pair in outdated])


@dataclass(frozen=True)
class _Linked:
    """What came of looking for pairs."""

    pairs: Sequence[Row]
    merged: Sequence[str]
    """Articles of stories that became one."""


@dataclass(frozen=True)
class _Outdated:
    """Pairs that are none any more."""

    articles: Sequence[str]
    pairs: Sequence[str]
