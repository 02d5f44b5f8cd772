"""What a page states of itself as JSON-LD (schema.org): broken, nested, doubled or not."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

from services.ingest.read.html.blocks import key_of

Node = Mapping[str, Any]

_MAX_CHARS = 2_000_000
_MAX_NODES = 2_000
_WRAPPING = re.compile(
    r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://)?\s*(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_DECODER = json.JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
ARTICLES = ("Article", "Posting", "Report")
"""How the types of schema.org that are articles end."""


def nodes_of(root: HtmlElement) -> list[Node]:
    """Return every object that the page states, outermost first. Scripts that are no JSON are passed over."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            nodes.extend(_flat(_loaded(script.text or "")))
    return nodes[:_MAX_NODES]


def article_of(nodes: Sequence[Node], titles: Sequence[str], url: str | None) -> Node:
    """Choose the article that the page is about among those it tells of; an empty object where that is not certain.

    Args:
        nodes: all objects of the page.
        titles: what the page is called, in its head and its headings.
        url: the page's own address, if known.
    """
    articles = [node for node in nodes if any(kind.endswith(ARTICLES) for kind in _kinds(node))]
    if len(articles) <= 1:
        return articles[0] if articles else {}
    keys = [key for key in map(key_of, titles) if key]
    for node in articles:
        headline = key_of(string_of(node, "headline", "name") or "")
        if headline and any(headline in key or key in headline for key in keys):
            return node
    return next((node for node in articles if url and url in urls_of(node)), {})


def string_of(node: Node, *names: str) -> str | None:
    """Return the first of these fields that is a text, without the entities that some writers leave in."""
    for name in names:
        for value in _each(node.get(name)):
            if isinstance(value, str) and value.strip():
                return _ENTITY.sub(lambda entity: html.unescape(entity[0]), value).strip()
    return None


def names_of(node: Node, *fields: str) -> list[str]:
    """Return the names of the persons or organisations in the first of these fields that has any."""
    for field in fields:
        names = []
        for value in _each(node.get(field)):
            name = string_of(value if isinstance(value, Mapping) else {"name": value}, "name")
            names += [name] if name else []
        if names:
            return names
    return []


def urls_of(node: Node) -> list[str]:
    """Return the addresses that an object gives as its own."""
    page = node.get("mainEntityOfPage")
    stated = (node.get("url"), page.get("@id") if isinstance(page, Mapping) else page, node.get("@id"))
    return [value.strip() for value in stated if isinstance(value, str)]


def _loaded(script: str) -> Any:
    text = _WRAPPING.sub("", script[:_MAX_CHARS]).strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            # What follows, a comma or a semicolon, is left alone.
            return _DECODER.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: Any, depth: int = 0) -> Iterator[Node]:
    if isinstance(value, list):
        for each in value[:_MAX_NODES]:
            yield from _flat(each, depth + 1) if depth < 5 else ()
    elif isinstance(value, Mapping):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _flat(value.get(name), depth + 1) if depth < 5 else ()


def _kinds(node: Node) -> list[str]:
    return [kind.rpartition("/")[2] for kind in _each(node.get("@type")) if isinstance(kind, str)]


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
