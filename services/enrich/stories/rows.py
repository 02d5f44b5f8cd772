"""The rows of `stories`: made of single articles, put together here or in the server, with the same outcome."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.runtime.ports import Query, Row

_SETS = ("articles", "languages", "sources", "kinds")


def alone(fingerprint: Row) -> Row:
    """Make the story of one article."""
    return {
        "articles": [fingerprint["_id"]],
        "languages": [fingerprint["language"]],
        "sources": [fingerprint["source"]],
        "kinds": [],
        "first": fingerprint["ingested_at"],
        "last": fingerprint["ingested_at"],
        # The server compares such pairs by their first field, then by their second.
        "lead": {"at": fingerprint["published_at"] or fingerprint["ingested_at"], "article_id": fingerprint["_id"]},
    }


def together(stories: Sequence[Row], kinds: Iterable[str] = ()) -> Row:
    """Make one story of several."""
    sets: dict[str, set[str]] = {name: {value for story in stories for value in story[name]} for name in _SETS}
    sets["kinds"].update(kinds)
    return _named(
        {name: sorted(values) for name, values in sets.items()}
        | {
            "first": min(story["first"] for story in stories),
            "last": max(story["last"] for story in stories),
            "lead": min((story["lead"] for story in stories), key=lambda lead: (lead["at"], lead["article_id"])),
        }
    )


def adding(story: Row) -> list[Query]:
    """Return the update that adds a story to the row that it is applied to."""
    change: dict[str, Any] = {name: {"$setUnion": [f"${name}", story[name]]} for name in _SETS}
    change |= {"first": {"$min": ["$first", story["first"]]}, "last": {"$max": ["$last", story["last"]]}}
    change["lead"] = {"$min": ["$lead", story["lead"]]}
    return [{"$set": change}, {"$set": {"size": {"$size": "$articles"}, "story_id": {"$min": "$articles"}}}]


def same(one: Row, other: Row) -> bool:
    """Tell whether two rows say the same; the order in its sets is the server's own affair, and so is `_id`."""
    return _comparable(one) == _comparable(other)


def _named(story: Row) -> Row:
    return story | {"size": len(story["articles"]), "story_id": story["articles"][0]}


def _comparable(row: Row) -> Row:
    return {name: sorted(value) if name in _SETS else value for name, value in row.items() if name != "_id"}
