"""Which articles are looked at for a query: as many as the budget allows, the most promising first.

The index gives the articles with a key in the order of the key's strength. Every article with a rare key is taken; of
each common one the strongest, for as long as there is room. Those that name an entity come besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.runtime.ports import Query
from services.search.entities import ENRICHMENTS, naming_most
from services.search.holding import form_keys, has_key, holds, is_indexed, is_led_by_keys, is_verified, stands
from services.search.layout import KEYS
from services.search.statistics import Key
from services.search.wanted import Clause, Wanted

BUDGET = 1_000
"""Candidates scored for one query. A row costs the server about 10 µs."""
MOST_SCANNED = 4 * BUDGET
"""Articles that are looked through where there is more to a query than its keys: phrases, filters, what is excluded."""
LEAST_OF_EACH = 100
"""Articles taken of each common key, also where there is no room left."""
MOST_COMMON = 6
"""Common keys of which the strongest articles are taken: the rarest of them."""


@dataclass(frozen=True)
class Source:
    """Where candidates come from: stages that begin a pipeline, and how many of those that meet the conditions."""

    stages: Sequence[Query]
    most: int
    conditions: Sequence[Query]
    """What one of them must meet to be ranked."""
    collection: str | None = None
    """Where the stages begin, if not among the search rows; that is where they end."""


@dataclass(frozen=True)
class Plan:
    """The sources of candidates."""

    sources: Sequence[Source]
    """The first begins among the search rows."""
    complete: bool
    """Whether no article that is wanted was left out, as long as fewer were ranked than any source may give."""
    joined: Sequence[Query] = ()
    """Stages that leave out what does not meet a condition on another collection."""

    def pipeline(self, collection: str) -> list[Query]:
        """Build the beginning of a pipeline that gives each candidate once or, from several sources, more often.

        Args:
            collection: where it is going to be asked.
        """
        first, *others = self.sources
        unions = [
            {"$unionWith": {"coll": source.collection or collection, "pipeline": self._stages(source)}}
            for source in others
        ]
        return [*self._stages(first), *unions]

    def is_exact(self, total: int) -> bool:
        """Tell whether all that are wanted were ranked, if so many were."""
        return self.complete and total < min(source.most for source in self.sources)

    def _stages(self, source: Source) -> list[Query]:
        # Conditions come behind the limit of the source, so that none takes part in the choice of the index.
        met = [{"$match": {"$and": list(source.conditions)}}] if source.conditions else []
        return [*source.stages, *met, *self.joined, *([{"$limit": source.most}] if met or self.joined else [])]


@dataclass(frozen=True)
class _Lead:
    """Clauses one of which every hit holds, so that their keys lead to all of them."""

    clauses: Sequence[Clause]
    keys: Mapping[Key, int]

    @property
    def articles(self) -> int:
        return sum(self.keys.values())


def keys_of(wanted: Wanted) -> list[Key]:
    """List the keys of what is looked for."""
    clauses = (*wanted.required, *wanted.clauses)
    found = ((key, clause.field) for clause in clauses for form in clause.forms for key in form_keys(form))
    return list(dict.fromkeys(found))


def plan(
    wanted: Wanted,
    counts: Mapping[Key, int],
    filters: Sequence[Query],
    passing: Sequence[int],
    joined: Sequence[Query] = (),
    naming: Sequence[Source] = (),
) -> Plan:
    """Choose where the candidates come from.

    Args:
        wanted: the query.
        counts: in how many articles each of its keys is.
        filters: conditions that an index answers.
        passing: how many articles meet each, counted up to `MOST_SCANNED` at least.
        joined: stages that leave out what does not meet a condition on another collection.
        naming: sources of the articles that name its entities; see `naming_entities`.
    """
    leads = [_lead(clauses, counts) for clauses in _alternatives(wanted)]
    best = min(leads, key=lambda lead: lead.articles, default=None)
    narrowest = min(range(len(filters)), key=lambda at: passing[at], default=-1)
    if narrowest >= 0 and _is_narrow(passing[narrowest], best):
        others = [condition for at, condition in enumerate(filters) if at != narrowest]
        chosen = _looked_through(filters[narrowest], [*_conditions(wanted, ()), *others])
    elif best is None:
        chosen = _newest([*_conditions(wanted, ()), *filters])
    else:
        chosen = _led(best, [*_conditions(wanted, best.clauses), *filters], scan=bool(joined))
    return replace(chosen, sources=[*chosen.sources, *naming], joined=joined)


def naming_entities(
    wanted: Wanted, entities: Sequence[str], collection: str, filters: Sequence[Query], language: Sequence[Query]
) -> list[Source]:
    """Make the sources of the articles that name an entity, whatever they call it.

    Args:
        wanted: the query. An article need hold none of its optional clauses, but all that is required.
        entities: those of it that some article names.
        collection: where the search rows are.
        filters: all conditions on a row.
        language: those of them that are on its language.
    """
    conditions = [*map(holds, wanted.required), *_excluding(wanted), *filters]
    return [
        Source(naming_most(entity, entities, collection, language), BUDGET, conditions, ENRICHMENTS)
        for entity in entities
    ]


def _is_narrow(passing: int, best: _Lead | None) -> bool:
    """Tell whether it is better to look through what passes a filter than through what has the keys."""
    return passing < MOST_SCANNED and (best is None or best.articles > max(passing, BUDGET))


def _alternatives(wanted: Wanted) -> list[Sequence[Clause]]:
    """List what may lead: each of these groups has a clause that every hit holds."""
    optional = _telling(wanted)
    return [*((clause,) for clause in wanted.required if is_indexed(clause)), *([optional] if optional else [])]


def _telling(wanted: Wanted) -> Sequence[Clause]:
    """Leave out the optional clauses that are stop words: beside others they only count for the score."""
    return tuple(clause for clause in wanted.clauses if is_indexed(clause))


def _lead(clauses: Sequence[Clause], counts: Mapping[Key, int]) -> _Lead:
    """Take of each form its rarest key."""
    keys: dict[Key, int] = {}
    for clause in clauses:
        for form in clause.forms:
            rarest = min(((key, clause.field) for key in form_keys(form)), key=counts.__getitem__)
            keys[rarest] = counts[rarest]
    return _Lead(clauses, keys)


def _conditions(wanted: Wanted, met: Sequence[Clause]) -> list[Query]:
    """List what a candidate must meet that has one of the keys of the clauses `met`."""
    conditions: list[Query] = []
    for clause in wanted.required:
        conditions += _left(clause) if clause in met else [holds(clause)]
    optional = _telling(wanted) or wanted.clauses
    left = [_left(clause) if clause in met else [holds(clause)] for clause in optional]
    if len(left) == 1:
        conditions += left[0]
    elif any(left):
        conditions.append({"$or": [holds(clause) for clause in optional]})
    return [*conditions, *_excluding(wanted)]


def _excluding(wanted: Wanted) -> list[Query]:
    return [{"$nor": [holds(clause) for clause in wanted.excluded]}] if wanted.excluded else []


def _left(clause: Clause) -> list[Query]:
    """List what must be verified of an article that has a key of this clause."""
    if not is_led_by_keys(clause):
        return [holds(clause)]
    return [stands(clause)] if is_verified(clause) else []


def _led(lead: _Lead, conditions: Sequence[Query], *, scan: bool) -> Plan:
    """Take candidates by the keys of `lead`; more of each common one if there are conditions, or if told to `scan`."""
    rarest_first = sorted(lead.keys, key=lambda key: (lead.keys[key], key))
    rare, spent = _within(rarest_first, lead.keys, BUDGET)
    common = rarest_first[len(rare) :]
    taken = common[:MOST_COMMON]
    room = max((BUDGET - spent) // max(len(taken), 1), LEAST_OF_EACH)
    scanned = max((MOST_SCANNED - spent) // max(len(taken), 1), room) if conditions or scan else room
    sources = [Source(_all_of(rare), BUDGET, conditions)] if rare else []
    sources += [Source(_strongest(key, scanned), room, conditions) for key in taken]
    return Plan(sources, complete=taken == common and all(lead.keys[key] <= scanned for key in taken))


def _within(keys: Sequence[Key], counts: Mapping[Key, int], budget: int) -> tuple[list[Key], int]:
    """Take keys for as long as their articles fit into the budget; return them, and how much of it they take."""
    spent = 0
    for at, key in enumerate(keys):
        if spent + counts[key] >= budget:
            return list(keys[:at]), spent
        spent += counts[key]
    return list(keys), spent


def _all_of(keys: Sequence[Key]) -> list[Query]:
    return [{"$match": {"$or": [has_key(*key) for key in keys]}}, {"$limit": BUDGET}]


def _strongest(key: Key, scanned: int) -> list[Query]:
    order: dict[str, Any] = {f"{KEYS}.{key[0]}": -1}
    return [{"$match": has_key(*key)}, {"$sort": order}, {"$limit": scanned}]


def _looked_through(condition: Query, conditions: Sequence[Query]) -> Plan:
    # There may be some more by now than were counted.
    room = 2 * MOST_SCANNED
    return Plan([Source([{"$match": condition}, {"$limit": room}], room, conditions)], complete=True)


def _newest(conditions: Sequence[Query]) -> Plan:
    """Look through the newest articles: the index knows nothing of what is looked for."""
    stages: list[Query] = [
        {"$match": {"ingested_at": {"$exists": True}}},
        {"$sort": {"ingested_at": -1}},
        {"$limit": MOST_SCANNED},
    ]
    return Plan([Source(stages, BUDGET, conditions)], complete=False)
