"""Where the entities of a query are named in an article: as its author wrote them, to highlight."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.runtime.ports import Database, Row
from services.search.entities import ENRICHMENTS
from services.search.wanted import Clause
from services.text.entities import organisation_id
from services.text.tokens import terms

MOST_WAYS = 20
"""Different ways in which one article names them."""

Ways = Mapping[int, Sequence[tuple[str, ...]]]
"""For clauses, by number, the folded words that name an entity of theirs in one text."""


class Mentions:
    """What the enrich process says of where some articles name which entities."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = {row["_id"]: row.get("enrichments") for row in rows}

    def ways(self, article_id: str, field: str, text: str, clauses: Sequence[Clause]) -> Ways:
        """Return how a field of an article names what the clauses look for; `text` is the field's own text."""
        found: dict[int, dict[tuple[str, ...], None]] = {}
        wanted = {entity: number for number, clause in enumerate(clauses) for entity in clause.entities}
        for ids, mention in self._named(article_id) if wanted else ():
            words = tuple(terms(_whole(text, *_span(mention, field, text))))
            for number in {wanted[each] for each in ids if each in wanted} if words else ():
                found.setdefault(number, {})[words] = None
        return {number: list(words)[:MOST_WAYS] for number, words in found.items()}

    def _named(self, article_id: str) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
        """Yield each mention with the ids of what it names. What others have written amiss is passed over."""
        answers = self._rows.get(article_id)
        for name, ids_of in _FIELDS.items():
            for one in _dicts(answers.get(name) if isinstance(answers, dict) else None):
                yield from ((ids_of(one), mention) for mention in _dicts(one.get("mentions")))


async def read_mentions(database: Database, ids: Sequence[str]) -> Mentions:
    """Read what some articles name. Raises Unavailable."""
    fields = [f"enrichments.{name}" for name in _FIELDS]
    where = {"_id": {"$in": list(ids)}}
    return Mentions(await database[ENRICHMENTS].find(where, fields=fields) if ids else [])


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _span(mention: Mapping[str, Any], field: str, text: str) -> tuple[int, int]:
    """Return where a mention stands in a field's text; nothing of it if that is not in there."""
    start, end = mention.get("start"), mention.get("end")
    if mention.get("field") == field and type(start) is int and type(end) is int and 0 <= start < end <= len(text):
        return start, end
    return 0, 0


def _of_place(place: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(place.get(name)) for name in ("code", "country"))


def _of_organisation(organisation: Mapping[str, Any]) -> tuple[str, ...]:
    return (organisation_id(str(organisation.get("id"))),)


_FIELDS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "places": _of_place,
    "organisations": _of_organisation,
}


def _whole(text: str, start: int, end: int) -> str:
    """Widen a mention to whole words, for a name may have a letter before it or an ending; nothing stays nothing."""
    if start == end:
        return ""
    while start > 0 and not text[start - 1 : start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]
