"""Candidates: the articles that share a band with one that has come in."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from services.runtime.ports import Collection, Row

CANDIDATES = 50
"""Rows read for each article of a batch, on average."""
LEAST_ROWS = 200
READS = 4
"""Of a band that thousands share only some are read. Whoever found none is asked for again, by itself."""

Found = dict[str, Counter[str]]
"""For each article its candidates, with the number of bands they share."""


async def candidates(fingerprints: Collection, rows: Sequence[Row]) -> Found:
    """Find the candidates of each row."""
    found: Found = {row["_id"]: Counter() for row in rows}
    asked = [row for row in rows if row.get("bands")]
    for _ in range(READS):
        if not asked:
            break
        owners = _owners(asked)
        limit = max(CANDIDATES * len(asked), LEAST_ROWS)
        # The server reads band by band in the order of the hashes, so what a limit leaves out is left out by chance.
        read = await fingerprints.find({"bands": {"$in": sorted(owners)}}, fields=["bands"], limit=limit)
        for row in read:
            for band in row.get("bands", ()):
                for owner in owners.get(band, ()):
                    if owner != row["_id"]:
                        found[owner][row["_id"]] += 1
        if len(read) < limit:
            break
        asked = [row for row in asked if not found[row["_id"]]]
    return found


def _owners(rows: Sequence[Row]) -> dict[int, list[str]]:
    owners: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        for band in row["bands"]:
            owners[band].append(row["_id"])
    return owners
