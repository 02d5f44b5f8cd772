"""How much is done by which version: of each enricher and language, and of the index.

Each row of `enrichments` sums itself up in `made_by`, such as `counts:1 keywords:2 places:1!`; see
`services/enrich/answers.py`. The server groups these by language, from an index alone: there are few different ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.runtime.ports import Query, Row

MOST_GROUPS = 5_000
"""Different summaries that are looked at, the commonest."""
MOST_LANGUAGES = 20
"""Languages told of one by one, those with the most articles; the rest are summed up."""
MOST_NAMES = 100
"""Enrichers told of."""
REST = "others"
_ONE = re.compile(r"(\w+):(\d{1,10})([!-]?)")
_STATES = {"": "done", "!": "failed", "-": "unsupported"}

COVERAGE: Sequence[Query] = (
    {"$match": {"language": {"$gt": ""}}},  # a tombstone has none
    {"$group": {"_id": {"language": "$language", "made_by": "$made_by"}, "n": {"$sum": 1}}},
    {"$sort": {"n": -1}},
    {"$limit": MOST_GROUPS},
)
VERSIONS: Sequence[Query] = (
    {"$match": {"revision": {"$gte": 1}}},
    {"$group": {"_id": "$version", "n": {"$sum": 1}}},
)
WITHDRAWN_VERSIONS: Sequence[Query] = ({"$match": {"withdrawn": True}}, *VERSIONS[1:])


def coverage(groups: Iterable[Row]) -> dict[str, Any]:
    """Tell, for each enricher and language, how many articles it has done in which version, and how many lack it.

    Args:
        groups: What `COVERAGE` finds.
    """
    rows = [(row["_id"]["language"], _parts(row["_id"].get("made_by")), row["n"]) for row in groups]
    articles: Counter[str] = Counter()
    for language, _, number in rows:
        articles[language] += number
    shown = {language for language, _ in articles.most_common(MOST_LANGUAGES)}
    versions: dict[str, int] = {}
    cells: dict[str, dict[str, dict[str, Counter[str]]]] = {}
    for language, parts, number in rows:
        place = language if language in shown else REST
        for name, version, state in parts:
            versions[name] = max(version, versions.get(name, 0))
            states = cells.setdefault(name, {}).setdefault(place, {})
            states.setdefault(state, Counter())[str(version)] += number
    in_place: Counter[str] = Counter()
    for language, number in articles.items():
        in_place[language if language in shown else REST] += number
    return {
        name: {"version": versions[name], "languages": _languages(cells[name], in_place)}
        for name in sorted(versions)[:MOST_NAMES]
    }


def versions(present: Iterable[Row], withdrawn: Iterable[Row]) -> dict[str, int]:
    """Tell how many articles are in the index by which version of the analyser.

    Args:
        present: What `VERSIONS` finds; it counts those that were withdrawn too.
        withdrawn: What `WITHDRAWN_VERSIONS` finds.
    """
    counts: Counter[str] = Counter()
    for rows, sign in ((present, 1), (withdrawn, -1)):
        for row in rows:
            counts[str(row["_id"])] += sign * row["n"]
    return {version: number for version, number in sorted(counts.items()) if number > 0}


def _languages(cells: Mapping[str, Mapping[str, Counter[str]]], articles: Mapping[str, int]) -> dict[str, Any]:
    return {place: _cell(cells.get(place, {}), number) for place, number in articles.items()}


def _cell(states: Mapping[str, Counter[str]], articles: int) -> dict[str, Any]:
    told = {state: dict(sorted(states.get(state, {}).items())) for state in _STATES.values()}
    return {**told, "missing": articles - sum(sum(counted.values()) for counted in told.values())}


def _parts(made_by: Any) -> list[tuple[str, int, str]]:
    """Read a summary. What is not in its form is of no known enricher."""
    found = map(_ONE.fullmatch, made_by.split()) if isinstance(made_by, str) else ()
    return [(match[1], int(match[2]), _STATES[match[3]]) for match in found if match]
