"""Stand-ins for what colleagues build: replaced by `services.text.stems`, `services.text.names` and `search.rank`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from services.runtime.ports import Database
from services.search.layout import COLLECTION
from services.search.ranking import BUDGET, Plan, pipeline, plan, score, weights
from services.search.statistics import Statistics
from services.search.wanted import Wanted
from services.text.stop_words import any_stop_terms

STAND_IN = True
FACETS = ("language", "source", "place", "day")


def stem(term: str, language: str) -> str:  # noqa: ARG001 - the signature of `services.text.stems.stem`
    """Return the key under which the index keeps a folded word."""
    return term


def query_stems(term: str, language: str | None = None) -> tuple[str, ...]:  # noqa: ARG001 - as above
    """Return all keys under which an index may hold a folded word."""
    return (term,)


@dataclass(frozen=True)
class Equivalent:
    """A name that stands in a query, and what else the thing is called."""

    start: int
    end: int
    others: tuple[tuple[str, ...], ...]


NAMES = {("sky", "news"): (("اسكايي", "نيوز"),), ("اسكايي", "نيوز"): (("sky", "news"),), ("داعش",): (("isis",),)}


def equivalents(words: Sequence[str]) -> list[Equivalent]:
    """Return the names in a query."""
    return [
        Equivalent(start, start + len(name), others)
        for name, others in NAMES.items()
        for start in range(len(words) - len(name) + 1)
        if tuple(words[start : start + len(name)]) == name
    ]


def sound_keys(term: str) -> tuple[str, ...]:  # noqa: ARG001 - the signature of `services.text.names.sounds`
    """Return the keys a folded word is kept under for its sound."""
    return ()


def surely_alike(term: str, other: str) -> bool:
    """Tell whether two folded words of different scripts are one name, by their sound alone."""
    return likeness(term, other) == 1


def maybe_alike(term: str, other: str) -> bool:
    """Tell whether two folded words of different scripts may be one name, if those beside them agree."""
    return likeness(term, other) == 1


def likeness(term: str, other: str) -> float:
    """Tell how alike two folded words sound, 0 to 1."""
    return float(term == other)


@dataclass(frozen=True)
class Filters:
    """What narrows a search."""

    language: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    published_since: str | None = None
    published_until: str | None = None
    place: str | None = None
    story: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Ranked:
    """A page of what was found."""

    total: int
    exact: bool
    page: Sequence[tuple[str, float]]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


KNOWN: WeakKeyDictionary[Database, Statistics] = WeakKeyDictionary()


async def rank(
    database: Database,
    wanted: Wanted,
    filters: Filters,
    offset: int,
    limit: int,
    *,
    facets: bool = False,  # noqa: ARG001 - as above
) -> Ranked:
    """Rank by single words alone; no phrases, nothing required or excluded."""
    words = [*wanted.clauses, *wanted.required]
    asked = list(dict.fromkeys(form.keys[0] for clause in words for form in clause.forms if len(form.keys) == 1))
    if not asked:
        return Ranked(0, exact=True, page=[])
    statistics = KNOWN.setdefault(database, Statistics(database[COLLECTION]))
    frequencies, totals = await statistics.read(asked)
    telling = weights(frequencies, totals.articles)
    stop_words_alone = any_stop_terms().issuperset(asked)
    chosen = Plan((), None, complete=False, unindexed=asked) if stop_words_alone else plan(frequencies)
    when = {"$gte": filters.since, "$lt": filters.until}
    moments = {op: _moment(text) for op, text in when.items() if text is not None}
    narrow: dict[str, Any] = {"source.slug": filters.source} if filters.source else {}
    if filters.language:
        narrow["language"] = {"$regex": f"^{re.escape(filters.language)}(-|$)"}
    most = max(min(offset + limit, 2 * BUDGET), 1)
    since = {"ingested_at": moments} if moments else {}
    found = await database[COLLECTION].aggregate(pipeline(chosen, score(telling, totals), since, narrow, most))
    total = found[0]["total"] if found else 0
    page = [(row["_id"], row["score"]) for row in (found[0]["top"] if found else [])[offset : offset + limit]]
    return Ranked(total, chosen.complete and total < BUDGET, page)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
