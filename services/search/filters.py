"""What narrows a search besides its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.runtime.ports import Query

MOST_OF_A_STORY = 2_000
"""Articles of one story that are looked at."""


@dataclass(frozen=True)
class Filters:
    """What a hit must be besides holding the words; None: anything.

    Times are ISO 8601, UTC where no offset is stated; the first of two is inclusive, the second exclusive.
    """

    language: str | None = None
    """A BCP 47 tag; `en` takes `en-US` too."""
    source: str | None = None
    """The publisher's slug."""
    since: str | None = None
    until: str | None = None
    """Of ingestion."""
    published_since: str | None = None
    published_until: str | None = None
    """Of publication. What states no more than a year or a month was published when that began."""
    place: str | None = None
    """The code of a place the article names, or of the country it is in; see `place`, for it is no fact of the rows."""
    story: Sequence[str] | None = None
    """Ids of articles, the first `MOST_OF_A_STORY` of which are taken."""


def conditions(filters: Filters) -> list[Query]:
    """Make each filter but the place a condition that one index of the rows answers.

    Raises:
        ValueError: a time is none.
    """
    found: list[Query] = []
    if filters.language is not None:
        # A regular expression with a choice in it would be held against every key of the index.
        regions = {"$gte": f"{filters.language}-", "$lt": f"{filters.language}."}
        found.append({"$or": [{"language": filters.language}, {"language": regions}]})
    if filters.source is not None:
        found.append({"source.slug": filters.source})
    if filters.story is not None:
        found.append({"_id": {"$in": list(filters.story)[:MOST_OF_A_STORY]}})
    found += _between("ingested_at", filters.since, filters.until)
    found += _between("published", filters.published_since, filters.published_until)
    return found


def _between(name: str, first: str | None, end: str | None) -> list[Query]:
    bounds = {operator: _moment(text) for operator, text in (("$gte", first), ("$lt", end)) if text is not None}
    return [{name: bounds}] if bounds else []


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
