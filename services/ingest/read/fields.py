"""Articles in JSON: what is made of each field."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from schemas.article import Repair, RepairKind, Source
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import names
from services.ingest.read.fragment import looks_like_html, text_of_html
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.people import authors_of, dateline_of, held_back
from services.ingest.read.publisher import slug_of as slug_of
from services.ingest.read.publisher import url_of
from services.ingest.read.shapes import Html, flattened, folded_name
from services.text.dates import Stated, parse_date
from services.text.language import valid_tag
from services.text.normalise import normalise

_MAX_NAME_CHARS = 200
_MAX_GUID_CHARS = 1024
# Seconds since 1970 that lie between 1973 and 2100: other numbers are years, days, or milliseconds.
_EPOCH_SECONDS = range(100_000_000, 4_102_444_800)
_MOST_PEOPLE = 50
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?")
_CUT_OFF = re.compile(r"\[\+\d{1,9} chars\]$")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|quot|lt|gt|nbsp|apos|[lr][sd]quo|[nm]dash|hellip);")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:lt|#0*60|#x0*3c);", re.IGNORECASE)
_NO_TEXTS = frozenset({"picture", "photo", "video", "audio", "graphic", "composite", "package", "event", "planning"})


def looks_like_article(value: Mapping[str, Any]) -> bool:
    """Tell whether an object has a field that could be an article's title or text."""
    return has_text(value) or _first(flattened(value), names.TITLE) is not None


def has_text(value: Mapping[str, Any]) -> bool:
    """Tell whether an object has a field that could be an article's text."""
    return _first(flattened(value), (*names.TEXT, *names.SUMMARY)) is not None


def draft_of(value: Any, limits: Limits) -> Draft:
    """Make a draft of one decoded JSON value.

    Raises:
        Refusal: NO_ARTICLE if it is no object, has neither title nor text, or was cancelled by its agency; TOO_LARGE;
            PARSER_LIMIT for HTML that is nested too deeply.
    """
    if not isinstance(value, Mapping):
        raise Refusal(Reason.NO_ARTICLE, f"expected an object with a title or a text, found {_kind(value)}")
    fields = flattened(value)
    _refuse_unpublished(fields)
    repairs: list[Repair] = []
    title, subtitle = _line(fields, names.TITLE, repairs), _line(fields, names.SUBTITLE, repairs)
    text = _prose(fields, names.TEXT, repairs) or _prose(fields, names.SUMMARY, repairs)
    if not title and not text:
        looked_for = ", ".join((*names.TITLE[:3], *names.TEXT[:4]))
        raise Refusal(Reason.NO_ARTICLE, f"neither a title nor a text; looked for {looked_for} and their like")
    check_size(limits, title, subtitle, text)
    source, stated = source_of(fields), date_of(fields)
    updated = date_of(fields, names.UPDATED)
    return Draft(
        title=title,
        subtitle=subtitle,
        text=text or "",
        authors=_authors(fields),
        dateline=dateline_of(_string(fields, ("dateline",))),
        published_at=stated.value,
        published_at_reason=stated.reason,
        published_text=stated.text,
        updated_at=updated.value if updated.value != stated.value else None,
        language=valid_tag(_string(fields, names.LANGUAGE)),
        source=source,
        guid=guid_of(fields, source.slug),
        repairs=merged(repairs),
        faithful=True,
    )


def date_of(fields: Mapping[str, Any], among: tuple[str, ...] = names.DATE) -> Stated:
    """Read a date: a string as `parse_date` does, a number as seconds or milliseconds since 1970.

    Of several fields the first that can be read, else the reason of the first that is filled.
    """
    stated = [(name, fields[name]) for name in map(folded_name, among) if name in fields]
    read = [_date(name, value) for name, value in stated if value is not None and not isinstance(value, bool)]
    if not read:
        return Stated(None, PublishedAtReason.EMPTY_LABEL if stated else PublishedAtReason.NOT_STATED)
    return next((each for each in read if each.value), read[0])


def _date(name: str, value: Any) -> Stated:
    if isinstance(value, str):
        # WordPress says in the name what the value leaves out.
        utc = name.endswith("gmt") and _LOCAL_TIME.fullmatch(value.strip())
        return parse_date(value.strip() + "Z" if utc else value)
    if isinstance(value, int):
        seconds = value if value in _EPOCH_SECONDS else value // 1000
        if seconds in _EPOCH_SECONDS:
            return Stated(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), None)
    return Stated(None, PublishedAtReason.UNPARSED)


def source_of(fields: Mapping[str, Any]) -> Source:
    """Read the publisher: a name, an address, or an object with either."""
    stated = next((value for value in _values(fields, names.SOURCE) if value), None)
    stated = stated[0] if isinstance(stated, list) else stated
    inner = {folded_name(key): field for key, field in stated.items()} if isinstance(stated, Mapping) else {}
    name = stated if isinstance(stated, str) else _string(inner, ("name", "title", "slug", "id"))
    name = (normalise(name)[0].strip()[:_MAX_NAME_CHARS] or None) if name else None
    url, home = _url_of(fields), url_of(_string(inner, ("url", "link", "homepage", "href"))) or url_of(name)
    return Source(slug=slug_of(None if url_of(name) else name, home or url), name=name, url=url)


def guid_of(fields: Mapping[str, Any], slug: str) -> str | None:
    """Read the publisher's identifier. A bare `id` counts only together with its publisher: `7` is nobody's alone."""
    guid = _identifier(fields, names.GUID)
    if guid:
        return guid
    own = _identifier(fields, names.ID)
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


def _refuse_unpublished(fields: Mapping[str, Any]) -> None:
    """Refuse what an agency has cancelled, and what is no text, where the fields are those of ninjs."""
    if (status := _string(fields, ("pub_status",))) and (refusal := held_back(status)):
        raise refusal
    kind = (_string(fields, ("type",)) or "").lower()
    if kind in _NO_TEXTS and any(folded_name(name) in fields for name in ("version_created", "pub_status", "standard")):
        raise Refusal(Reason.NO_ARTICLE, f"its type is {kind}: no text")


def _prose(fields: Mapping[str, Any], among: tuple[str, ...], repairs: list[Repair]) -> str | None:
    value = _first(fields, among)
    if value is None:
        return None
    if isinstance(value, Html) or looks_like_html(value):
        text, found = normalise(text_of_html(value).strip())
        found = (*found, Repair(kind=RepairKind.MARKUP, count=1, offset=0))
    else:
        text, found = _without_entities(value.strip())
    if cut := _CUT_OFF.search(text):
        # NewsAPI gives the beginning of a text, and how much there is to it.
        found = (*found, Repair(kind=RepairKind.BOILERPLATE, count=1, offset=cut.start(), dropped=cut[0]))
        text = text[: cut.start()]
    repairs.extend(found)
    return text.strip() or None


def _without_entities(value: str) -> tuple[str, tuple[Repair, ...]]:
    """Normalise a text, and read the entities that a page's source left in it; a text about markup stays as it is."""
    text, found = normalise(value)
    first = _ENTITY.search(text)
    if first is None or _MARKUP.search(text):
        return text, found
    text, count = _ENTITY.subn(lambda entity: html.unescape(entity[0]), text)
    text, again = normalise(text)
    return text, (*found, Repair(kind=RepairKind.MARKUP, count=count, offset=first.start()), *again)


def _line(fields: Mapping[str, Any], among: tuple[str, ...], repairs: list[Repair]) -> str | None:
    text = _prose(fields, among, repairs)
    return " ".join(text.split("\n")) if text else None


def _first(fields: Mapping[str, Any], among: tuple[str, ...]) -> str | None:
    """Return the first field that is filled with text: a string, or a list of paragraphs."""
    for value in _values(fields, among):
        text = _joined(value) if isinstance(value, list) else value
        if isinstance(text, str) and _is_filled(text):
            return text
    return None


def _is_filled(text: str) -> bool:
    """Tell whether anything is left of a text once it is normalised; one letter is enough to know."""
    return any(map(str.isalnum, text)) or bool(normalise(text)[0].strip())


def _joined(parts: list[Any]) -> str | None:
    """Join paragraphs: strings, or blocks with a text in each."""
    if all(isinstance(part, str) for part in parts):
        return "\n\n".join(parts)
    texts = [part.get("text") if isinstance(part, Mapping) and "type" in part else part for part in parts]
    if not any(isinstance(text, str) for text in texts):
        return None
    return "\n\n".join(text for text in texts if isinstance(text, str))


def _authors(fields: Mapping[str, Any]) -> tuple[str, ...]:
    for value in _values(fields, names.AUTHOR):
        if found := authors_of(_people(value)):
            return found
    return ()


def _people(value: Any) -> list[str]:
    """Return the names in a byline: a string, an object with a name, or a list of either."""
    if isinstance(value, str):
        return re.split(r"[;\n]", value)
    if isinstance(value, list):
        return [name for each in value[:_MOST_PEOPLE] if not isinstance(each, list) for name in _people(each)]
    if isinstance(value, Mapping):
        name = _string({folded_name(key): each for key, each in value.items()}, ("name", "full_name", "title"))
        return [name] if name else []
    return []


def _values(fields: Mapping[str, Any], among: tuple[str, ...]) -> Iterator[Any]:
    return (fields[name] for name in map(folded_name, among) if name in fields)


def _string(fields: Mapping[str, Any], among: tuple[str, ...]) -> str | None:
    return next((value for value in _values(fields, among) if isinstance(value, str) and value.strip()), None)


def _identifier(fields: Mapping[str, Any], among: tuple[str, ...]) -> str | None:
    for value in _values(fields, among):
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 else value
        if isinstance(text, str) and (own := normalise(text)[0].strip()) and len(own) <= _MAX_GUID_CHARS:
            return own
    return None


def _url_of(fields: Mapping[str, Any]) -> str | None:
    for value in _values(fields, names.URL):
        stated = value.get("@id") or value.get("url") or value.get("href") if isinstance(value, Mapping) else value
        if isinstance(stated, str) and (url := url_of(stated)):
            return url
    return None


def _kind(value: Any) -> str:
    return {list: "a list", str: "a string", type(None): "null", bool: "true or false"}.get(type(value), "a number")
