"""Well-known shapes of JSON, flattened: an object's fields under folded names, what is wrapped unwrapped.

Known are schema.org's JSON-LD, ninjs 1 to 3, JSON Feed, WordPress' REST API, the Guardian's and the New York Times',
Elasticsearch's and MongoDB's dumps, and what has the same shapes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from services.text.fold import fold

_VOCABULARY = re.compile(r"^(?:og|dc|dcterms|article|schema|twitter|news)[:.]", re.IGNORECASE)
_PARTING = re.compile(r"[\s_.:@$/-]+")
_MAX_NAME_CHARS = 60
# Where the fields of an article lie one object further in; those of the object itself go first.
_INNER = ("_source", "fields", "attributes", "article", "story", "post", "node")
# Where a value is wrapped: {"rendered": "<p>…"} (WordPress), {"$date": …} (MongoDB), {"main": …} (New York Times).
_VALUE = ("rendered", "@value", "$date", "$oid", "main", "original", "value", "#text", "$t", "__text")
_MAIN_ROLES = frozenset({"", "main", "text", "html", "body", "xhtml", "full"})
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review|Reportage\w*|Opinion\w*|Analysis\w*|Background\w*)$")
_MAX_LEVELS = 4


class Html(str):
    """A string of which its field says that it is HTML."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """Fold a field's name: `Published At`, `published_at`, `publishedAt` and `article:published-at` are one."""
    return _PARTING.sub("", fold(_VOCABULARY.sub("", name[:_MAX_NAME_CHARS])))


def flattened(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's fields by their folded names; of several, the first that is filled."""
    fields: dict[str, Any] = {}
    for level in _levels(value):
        for name, field in level.items():
            known = folded_name(name)
            if fields.get(known) in (None, "", [], {}):
                fields[known] = _unwrapped(known, field)
    _ninjs(fields)
    if "@type" in value or "@context" in value:
        fields.setdefault("headline", fields.get("name"))
    embedded = value.get("_embedded")
    if isinstance(embedded, Mapping) and embedded.get("author"):
        fields["authors"] = embedded["author"]
    return fields


def graph(values: Sequence[Any]) -> list[Any]:
    """Return the articles of a JSON-LD graph, the authors and publishers they refer to put in; all if none is one."""
    known = {each["@id"]: each for each in values if isinstance(each, Mapping) and isinstance(each.get("@id"), str)}
    articles = [each for each in values if isinstance(each, Mapping) and _is_article(each)]
    return [{name: _referred(field, known) for name, field in each.items()} for each in articles] or list(values)


def feed_items(value: Mapping[str, Any]) -> list[Any] | None:
    """Return the items of a JSON Feed, with what the feed says of them all; None if it is none."""
    version, items = value.get("version"), value.get("items")
    if not (isinstance(version, str) and "jsonfeed.org/version" in version and isinstance(items, list)):
        return None
    of_all = {
        "source": {"name": value.get("title"), "url": value.get("home_page_url")},
        "language": value.get("language"),
        "authors": value.get("authors") or value.get("author"),
    }
    return [{**of_all, **item} if isinstance(item, Mapping) else item for item in items]


def _levels(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for _ in range(_MAX_LEVELS):
        yield value
        inner = next((value[name] for name in _INNER if isinstance(value.get(name), Mapping)), None)
        if inner is None:
            return
        value = inner


def _unwrapped(name: str, field: Any) -> Any:
    for _ in range(_MAX_LEVELS):
        if not isinstance(field, Mapping):
            break
        key = next((key for key in _VALUE if key in field), None)
        if key is None:
            return field
        field = Html(field[key]) if key == "rendered" and isinstance(field[key], str) else field[key]
    return Html(field) if isinstance(field, str) and name.endswith("html") else field


def _ninjs(fields: dict[str, Any]) -> None:
    """Put the arrays of ninjs 2 and 3 where ninjs 1 has its fields: `bodies`, `headlines`, `descriptions`."""
    for plural, single in (("headlines", "headline"), ("bodies", "body"), ("descriptions", "description")):
        listed = fields.get(plural)
        if isinstance(listed, list) and single not in fields and (found := _main(listed)):
            fields[single] = found
    subtitle = [each for each in _listed(fields.get("headlines")) if isinstance(each, Mapping) and _role(each) == "sub"]
    if subtitle:
        fields.setdefault("subtitle", subtitle[0].get("value"))


def _main(listed: list[Any]) -> str | None:
    texts = [each for each in listed if isinstance(each, Mapping) and isinstance(each.get("value"), str)]
    best = next((each for each in texts if _role(each) in _MAIN_ROLES), texts[0] if texts else None)
    if best is None:
        return None
    kind = str(next((best[name] for name in best if folded_name(name) == "contenttype"), ""))
    return Html(best["value"]) if "html" in kind else str(best["value"])


def _role(each: Mapping[str, Any]) -> str:
    return str(each.get("role") or "").rpartition(":")[2].lower()


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in _listed(kinds))


def _referred(field: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(field, list):
        return [_referred(each, known) if isinstance(each, Mapping) else each for each in field]
    if isinstance(field, Mapping) and isinstance(field.get("@id"), str):
        return {**known.get(field["@id"], {}), **field}
    return field


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
