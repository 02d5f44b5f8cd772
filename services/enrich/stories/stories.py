"""What becomes of a batch: fingerprints are kept, candidates compared, pairs kept, and stories put right."""

from collections.abc import Sequence

from schemas.events import Event
from services.enrich.stories.candidates import candidates
from services.enrich.stories.clusters import MOST_ARTICLES, PAIRS, Clusters
from services.enrich.stories.fingerprints import COLLECTION, fingerprint, stamp
from services.enrich.stories.matching import choose, match
from services.runtime.ports import Database, Row
from services.runtime.rows import keep_first, keep_newest


class Stories:
    """The `fingerprints`, `pairs` and `stories` collections."""

    def __init__(self, database: Database) -> None:
        self._fingerprints = database[COLLECTION]
        self._pairs = database[PAIRS]
        self._clusters = Clusters(database)

    async def setup(self) -> None:
        """Create the indexes."""
        await self._fingerprints.ensure_index([("bands", 1)])
        await self._clusters.setup()

    async def take(self, told: Sequence[Event]) -> None:
        """Put the articles of a batch into stories, or take them out; safe to repeat, in any order.

        Raises:
            Unavailable: MongoDB cannot be used, or the same stories were changed by others all the time.
        """
        rows = [row for event in told if (row := fingerprint(event))]
        new, again = await self._keep(rows)
        doubtful = await self._link(new)
        apart = await self._clusters.part([*again, *doubtful])
        if apart:
            # Its articles had no more pairs than it took to hold together what it was.
            left = await self._fingerprints.find({"_id": {"$in": apart}}, limit=MOST_ARTICLES)
            await self._clusters.part(await self._link(left))

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

    async def _link(self, rows: Sequence[Row]) -> list[str]:
        """Find pairs, keep them, and put their articles together; return articles whose stories may hold too much."""
        found = await candidates(self._fingerprints, rows)
        others = {other for likely in found.values() for other in likely}
        if not others:
            return []
        homes = await self._clusters.homes(others.union(found))
        chosen = choose(found, homes)
        known = {row["_id"]: row for row in rows}
        missing = sorted({other for one in chosen for other in one.others} - known.keys())
        known |= {row["_id"]: row for row in await self._fingerprints.find({"_id": {"$in": missing}})}
        pairs = match(chosen, known, homes)
        await keep_first(self._pairs, pairs)
        return [*await self._clusters.join(pairs, known), *await self._outdated(pairs)]

    async def _outdated(self, pairs: Sequence[Row]) -> list[str]:
        """List the articles that were revised or withdrawn while they were put into stories.

        Who did it may have looked for their stories too early. One of the two sees what the other has written.
        """
        if not pairs:
            return []
        stamps = {key: at for pair in pairs for key, at in zip(pair["articles"], pair["stamps"], strict=True)}
        here = {"_id": {"$in": sorted(stamps)}}
        rows = await self._fingerprints.find(here, fields=["revision", "version", "withdrawn"])
        return [row["_id"] for row in rows if row.get("withdrawn") or stamp(row) != stamps[row["_id"]]]
