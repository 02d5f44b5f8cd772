"""Which articles a replay is about: conditions such as `language=ur` and `missing=places`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.article import instant
from services.runtime.ports import Query, Row

ARTICLE_ID = re.compile("[0-9a-f]{32}")
LACKS = ("missing", "outdated", "failed")
KNOWN = ("language", "source", "since", "until", "id", *LACKS)
MOST_IDS = 1_000


@dataclass(frozen=True)
class Conditions:
    """What is asked for, by name. A name may be given more than once: any of its values will do."""

    given: Mapping[str, Sequence[str]]
    versions: Mapping[str, int]
    """The newest version of each enricher that is installed here."""

    @property
    def about_enrichers(self) -> bool:
        """Whether an article's row in `enrichments` has to be looked at."""
        return any(name in self.given for name in LACKS)

    def query(self) -> Query:
        """Build the query that finds the articles in the store. Withdrawn ones have nothing to replay."""
        where: dict[str, Any] = {"withdrawn": {"$ne": True}}
        if tags := self.given.get("language"):
            where["language"] = {"$regex": f"^({'|'.join(map(re.escape, tags))})(-|$)"}
        if slugs := self.given.get("source"):
            where["source.slug"] = {"$in": list(slugs)}
        if ids := self.given.get("id"):
            where["_id"] = {"$in": list(ids)}
        bounds = {"$gte": self._moments("since"), "$lt": self._moments("until")}
        if stated := {operator: instant(moments[0]) for operator, moments in bounds.items() if moments}:
            where["ingested_at"] = stated
        return where

    def lacks(self, revision: int, enriched: Row | None) -> bool:
        """Tell whether an article lacks any of what is asked for.

        Args:
            revision: The article's.
            enriched: Its row in `enrichments`, if there is one.
        """
        made = (enriched or {}).get("made") or {}
        here = {name: one for name, one in made.items() if one.get("revision") == revision}
        missing = any(name not in here for name in self.given.get("missing", ()))
        failed = any(here.get(name, {}).get("state") == "failed" for name in self.given.get("failed", ()))
        old = (name for name in self.given.get("outdated", ()) if name in here)
        return missing or failed or any(here[name]["version"] < self.versions[name] for name in old)

    def _moments(self, name: str) -> list[datetime]:
        from services.api.parameters import moment

        return [moment(value) for value in self.given.get(name, ())]


def read_conditions(words: Iterable[str], consumer: str, versions: Mapping[str, int]) -> Conditions:
    """Read conditions.

    Raises:
        ValueError: one of them is none, and what would be.
    """
    given: dict[str, list[str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in KNOWN or not equals or not value:
            raise ValueError(f"{word!r} is no condition: say one of {', '.join(f'{known}=…' for known in KNOWN)}")
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        _check(name, values, consumer, versions)
    conditions = Conditions(given, versions)
    conditions.query()  # a time that is none shows here
    return conditions


def _check(name: str, values: Sequence[str], consumer: str, versions: Mapping[str, int]) -> None:
    if name in ("since", "until") and len(values) > 1:
        raise ValueError(f"{name}= may be said once")
    if name == "id" and (wrong := [value for value in values if not ARTICLE_ID.fullmatch(value)]):
        raise ValueError(f"id={wrong[0]}: an article's id is 32 hex digits")
    if len(values) > MOST_IDS:
        raise ValueError(f"{name}= may be said {MOST_IDS} times")
    if name in LACKS and consumer != "enrich":
        raise ValueError(f"{name}= is about enrichers: it goes with --to enrich")
    if name in LACKS and (unknown := [value for value in values if value not in versions]):
        raise ValueError(f"{name}={unknown[0]}: there is no such enricher; there are {', '.join(sorted(versions))}")
