"""Articles in JSON: which field names people use, and what is made of each."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from schemas.article import Repair, RepairKind, Source
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.limits import Limits, check_size
from services.text.dates import Stated, parse_date
from services.text.language import valid_tag
from services.text.normalise import normalise

TITLE = ("title", "headline", "heading")
SUBTITLE = ("subtitle", "subheadline", "sub_title", "standfirst", "deck", "alternativeheadline")
TEXT = ("text", "body", "content", "articlebody", "article_body", "fulltext", "full_text", "maintext", "paragraphs")
# A description stands in for a text where there is none, as in feeds; beside a text it is often just its beginning.
SUMMARY = ("description", "summary", "abstract", "excerpt", "lead")
DATE = (
    "published_at",
    "published",
    "date_published",
    "datepublished",
    "publication_date",
    "pubdate",
    "date",
    "publishedat",
)
LANGUAGE = ("language", "lang", "inlanguage", "language_code")
URL = ("url", "link", "canonical_url", "canonical", "permalink", "web_url", "mainentityofpage")
GUID = ("guid", "uuid", "uri")
ID = ("id", "_id", "article_id")
SOURCE = ("source", "publisher", "source_name", "site", "site_name", "outlet")

_MAX_URL_CHARS = 2048
_MAX_NAME_CHARS = 200
_MAX_GUID_CHARS = 1024
# Seconds since 1970 that lie between 1973 and 2100: other numbers are years, days, or milliseconds.
_EPOCH_SECONDS = range(100_000_000, 4_102_444_800)


def looks_like_article(value: Mapping[str, Any]) -> bool:
    """Tell whether an object has a field that could be an article's title or text."""
    names = {name.lower() for name in value}
    return any(name in names for name in (*TITLE, *TEXT, *SUMMARY))


def draft_of(value: Any, limits: Limits) -> Draft:
    """Make a draft of one decoded JSON value.

    Raises:
        Refusal: NO_ARTICLE if it is no object, or has neither title nor text; TOO_LARGE.
    """
    if not isinstance(value, Mapping):
        raise Refusal(Reason.NO_ARTICLE, f"expected an object with a title or a text, found {_kind(value)}")
    fields = {name.lower(): field for name, field in value.items()}
    repairs: list[Repair] = []
    title, subtitle = _line(fields, TITLE, repairs), _line(fields, SUBTITLE, repairs)
    text = _prose(fields, TEXT, repairs) or _prose(fields, SUMMARY, repairs)
    if not title and not text:
        raise Refusal(Reason.NO_ARTICLE, f"neither a title nor a text; looked for {', '.join((*TITLE, *TEXT[:4]))}")
    check_size(limits, title, subtitle, text)
    source, stated = source_of(fields), date_of(fields)
    return Draft(
        title=title,
        subtitle=subtitle,
        text=text or "",
        published_at=stated.value,
        published_at_reason=stated.reason,
        language=valid_tag(_string(fields, LANGUAGE)),
        source=source,
        guid=guid_of(fields, source.slug),
        repairs=merged(repairs),
    )


def date_of(fields: Mapping[str, Any]) -> Stated:
    """Read the publication date: a string as `parse_date` does, a number as seconds or milliseconds since 1970."""
    value = next((fields[name] for name in DATE if fields.get(name) is not None), None)
    if value is None:
        named = any(name in fields for name in DATE)
        return Stated(None, PublishedAtReason.EMPTY_LABEL if named else PublishedAtReason.NOT_STATED)
    if isinstance(value, str):
        return parse_date(value)
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value if value in _EPOCH_SECONDS else value // 1000
        if seconds in _EPOCH_SECONDS:
            return Stated(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), None)
    return Stated(None, PublishedAtReason.UNPARSED)


def source_of(fields: Mapping[str, Any]) -> Source:
    """Read the publisher: a name, an address, or an object with either."""
    stated = next((fields[name] for name in SOURCE if fields.get(name)), None)
    inner = {key.lower(): field for key, field in stated.items()} if isinstance(stated, Mapping) else {}
    name = stated if isinstance(stated, str) else _string(inner, ("name", "title", "slug", "id"))
    name = (normalise(name)[0].strip()[:_MAX_NAME_CHARS] or None) if name else None
    url, home = _url(_string(fields, URL)), _url(_string(inner, ("url", "link", "homepage"))) or _url(name)
    return Source(slug=slug_of(None if _url(name) else name, home or url), name=name, url=url)


def publisher(name: str | None, home: str | None, url: str | None) -> Source:
    """Make a source of a publisher's name and address, and of the article's own; its slug is of the host first.

    For formats with both: a host stays the same where a feed's title is "Latest news" today and another tomorrow.
    """
    name = (normalise(name)[0].strip()[:_MAX_NAME_CHARS] or None) if name else None
    home, url = _url(home), _url(url)
    slug = slug_of(None, home or url)
    return Source(slug=slug if slug != Source().slug else slug_of(name), name=name, url=url)


def slug_of(name: str | None, url: str | None = None) -> str:
    """Make a slug `[a-z0-9-]{1,64}` of a publisher's name, else of its host, else `unknown`.

    A name in another script is not transliterated: that would be a guess, and two guesses would be two publishers.
    """
    if name:
        # Not `fold`: slugs are kept in routing keys and identities, and must not move when folding does.
        letters = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
        plain = "".join(char for char in letters if not unicodedata.combining(char))
        if all(char.isascii() for char in plain if char.isalpha()) and (slug := _slug(plain)):
            return slug
    return _slug(_host(url)) or "unknown"


def guid_of(fields: Mapping[str, Any], slug: str) -> str | None:
    """Read the publisher's identifier. A bare `id` counts only together with its publisher: `7` is nobody's alone."""
    guid = _identifier(fields, GUID)
    if guid:
        return guid
    own = _identifier(fields, ID)
    if own is None or "://" in own or own.startswith("urn:"):
        return own
    return f"{slug}:{own}" if slug != "unknown" else None


def merged(repairs: list[Repair]) -> tuple[Repair, ...]:
    """Join the repairs of several fields: one of each kind, with the first one's offset."""
    joined: dict[RepairKind, Repair] = {}
    for repair in repairs:
        known = joined.get(repair.kind)
        joined[repair.kind] = known.model_copy(update={"count": known.count + repair.count}) if known else repair
    return tuple(joined.values())


def _prose(fields: Mapping[str, Any], names: tuple[str, ...], repairs: list[Repair]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            text, found = normalise(value.strip())
            if text := text.strip():
                repairs.extend(found)
                return text
    return None


def _line(fields: Mapping[str, Any], names: tuple[str, ...], repairs: list[Repair]) -> str | None:
    text = _prose(fields, names, repairs)
    return " ".join(text.split("\n")) if text else None


def _string(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((fields[name] for name in names if isinstance(fields.get(name), str) and fields[name].strip()), None)


def _identifier(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 1 << 63 else None
        if isinstance(value, str) and (own := normalise(value)[0].strip()) and len(own) <= _MAX_GUID_CHARS:
            return own
    return None


def _url(value: str | None) -> str | None:
    if value is None:
        return None
    url = normalise(value)[0].strip()
    return url if len(url) <= _MAX_URL_CHARS and not re.search(r"\s", url) and _host(url) else None


def _host(url: str | None) -> str:
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:64].strip("-")


def _kind(value: Any) -> str:
    return {list: "a list", str: "a string", type(None): "null", bool: "true or false"}.get(type(value), "a number")
