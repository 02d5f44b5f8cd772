"""The feed reader: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, as feedparser reads them; an article an item."""

from collections import Counter
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from schemas.article import Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.elements import parse, recover
from services.ingest.read.format import File, Reader
from services.ingest.read.fragment import line_of_html, text_of_html
from services.ingest.read.limits import Limits, check_count
from services.ingest.read.story import Story, draft_of_story
from services.ingest.read.xml import Prepared, prepare, root_of

_PLAIN = frozenset({None, "text/plain"})
_ROOTS = frozenset({"rss", "feed", "channel"})
_RDF = ("purl.org/rss/", "my.netscape.com/rdf/", "purl.org/net/rss")
_HEAD = 4096


def recognise(raw: bytes) -> bool:
    """Tell a feed by its root; RDF is one where the vocabulary of RSS is named."""
    root = root_of(raw)
    if root is None:
        return False
    if root.name == "RDF":
        head = raw[:_HEAD].translate(None, b"\0").decode("latin-1")
        return any(vocabulary in head for vocabulary in _RDF)
    return root.name.lower() in _ROOTS


def read_feed(file: File, limits: Limits) -> list[Item]:
    """Read the items of a feed. One without title and text is refused alone.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, TOO_LARGE, or NO_ARTICLE if there is no item.
    """
    prepared = _checked(prepare(file))
    parsed = _parsed(prepared.text, file.url)
    entries = [dict(entry) for entry in parsed["entries"]]
    if not entries:
        known = parsed.get("version") or root_of(file.raw)
        raise Refusal(Reason.NO_ARTICLE, "a feed without items") if known else Refusal(Reason.MALFORMED, "not a feed")
    check_count(limits, len(entries))
    feed, atom = dict(parsed["feed"]), str(parsed.get("version") or "").startswith("atom")
    links = [_link(entry, feed) for entry in entries]
    shared = {link for link, count in Counter(links).items() if count > 1}
    return [
        # A link that several items share leads to none of them.
        _item(entry, feed, atom, None if link in shared else link, prepared, limits)
        for entry, link in zip(entries, links, strict=True)
    ]


def _checked(prepared: Prepared) -> Prepared:
    """Bound a feed's depth; if it is not well-formed, say so among the repairs: feedparser reads it all the same."""
    try:
        parse(prepared.text)
    except Refusal as refusal:
        if refusal.reason is not Reason.MALFORMED:
            raise
        recover(prepared.text)  # for its limits: what comes after the first error can be deep, too
        broken = Repair(kind=RepairKind.MARKUP, count=1, offset=0)
        return prepared._replace(repairs=(*prepared.repairs, broken))
    return prepared


def _parsed(text: str, url: str | None) -> Mapping[str, Any]:
    import feedparser  # type: ignore[import-untyped] # it has no types; heavy, and needed in children only

    # As a stream: feedparser would fetch a string that is an address, and open one that is a path.
    stream = BytesIO(text.lstrip("\n").encode())
    headers = {"content-location": url} if url else {}
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever a parser of half-broken feeds may trip over: it is the feed's fault
        raise Refusal(Reason.MALFORMED, f"a feed that cannot be read: {type(error).__name__}") from error
    return parsed


def _item(
    entry: Mapping[str, Any], feed: Mapping[str, Any], atom: bool, link: str | None, prepared: Prepared, limits: Limits
) -> Item:
    try:
        return draft_of_story(_story(entry, feed, atom, link), prepared, limits)
    except Refusal as refusal:
        return refusal


def _story(entry: Mapping[str, Any], feed: Mapping[str, Any], atom: bool, link: str | None) -> Story:
    text, language = _text(entry)
    title = _detail(entry, "title")
    published, updated = entry.get("published"), entry.get("updated")
    if published is None and not atom:
        published, updated = updated, None  # dc:date: the only date that RSS 1.0 has
    source = entry.get("source") or {}
    return Story(
        title=_shown(title, line_of_html),
        text=text,
        authors=_authors(entry) or (_authors(feed) if atom else ()),
        published=published,
        updated=updated,
        language=language or title.get("language") or entry.get("language") or feed.get("language"),
        publisher=_shown(_detail(source, "title"), line_of_html) or _shown(_detail(feed, "title"), line_of_html),
        home=source.get("href") or source.get("link") or feed.get("link"),
        url=link,
        guid=entry.get("id"),
    )


def _text(entry: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the longest form of the text, and its language: the content, else the summary."""
    for content in entry.get("content") or []:
        if text := _shown(content, text_of_html):
            return text, content.get("language")
    summary = _detail(entry, "summary")
    return _shown(summary, text_of_html), summary.get("language")


def _detail(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return of.get(f"{name}_detail") or {"value": of.get(name) or ""}


def _shown(content: Mapping[str, Any], read: Callable[[str], str]) -> str:
    """Read a text construct: plain where it says so, else HTML, also what was in base64 under another type."""
    value = str(content.get("value") or "")
    return value if content.get("type") in _PLAIN else read(value)


def _authors(of: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(author["name"]) for author in of.get("authors") or [] if author.get("name"))


def _link(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    link, base = entry.get("link"), feed.get("link")
    try:
        return urljoin(base, link) if link and base else link
    except ValueError:
        return None


FORMAT = Reader(
    "feed", "a feed", frozenset({".rss", ".atom", ".rdf", ".feed", ".xml"}), recognise, read=read_feed, many=True
)
