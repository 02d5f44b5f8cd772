"""The JSON reader: one article, a list of articles, or an object that holds such a list."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

import orjson

from schemas.article import Encoding, EncodingEvidence, Repair
from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.decode import Decoded, decode
from services.ingest.read.fields import draft_of, has_text, looks_like_article
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits, check_count
from services.ingest.read.outcome import kept
from services.ingest.read.shapes import feed_items, graph

_WRAPPERS = (
    "articles", "items", "entries", "results", "documents", "docs", "news", "posts", "stories", "data", "article",
    "story", "response", "hits", "records", "rows", "value",
)  # fmt: skip
_UTF8 = Encoding(name="utf-8", told_by=EncodingEvidence.UTF8, confidence=1)
_MAX_DIGITS = 4000  # Python refuses to make an integer of many more


def holds_html(raw: bytes) -> bool:
    """Tell whether there may be HTML in any field, which a child parses; a NUL tells of an encoding not looked into."""
    return b"<" in raw or b"\0" in raw or b"\\u003c" in raw or b"\\u003C" in raw


def read_json(file: File, limits: Limits) -> list[Item]:
    """Read the articles of a JSON file. A bad item is refused alone.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, NO_ARTICLE, or TOO_LARGE.
    """
    parsed = parse(file.raw, file.charset)
    values = _articles(parsed.value, limits.max_depth)
    if values is None:
        raise Refusal(Reason.NO_ARTICLE)
    check_count(limits, len(values))
    return kept([draft_or_refusal(parsed._replace(value=value), limits) for value in values])


class Parsed(NamedTuple):
    """A decoded value, how its bytes were taken for letters, and what was repaired for that."""

    value: Any
    encoding: Encoding
    repairs: tuple[Repair, ...] = ()


def parse(raw: bytes, charset: str | None = None) -> Parsed:
    """Decode JSON bytes in any encoding that can be told. Strict, but for lone surrogates, which are mended later.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, or PARSER_LIMIT for nesting deeper than the parser goes.
    """
    try:
        return Parsed(orjson.loads(raw), _UTF8)
    except orjson.JSONDecodeError:
        text, repairs, encoding = _decoded(raw, charset)
    try:
        return Parsed(orjson.loads(text), encoding, repairs)
    except orjson.JSONDecodeError as error:
        # What is never closed is malformed; what is closed, but too deep, may be sound.
        if "depth" in str(error) and text.count("[") + text.count("{") == text.count("]") + text.count("}"):
            raise Refusal(Reason.PARSER_LIMIT, "nested more deeply than any article is") from error
        return Parsed(_leniently(text, f"not JSON: {error}"), encoding, repairs)


def _decoded(raw: bytes, charset: str | None) -> Decoded:
    try:
        return decode(raw, charset)
    except Refusal as refusal:
        if refusal.reason is not Reason.UNDECODABLE:
            raise
        # Where the form is wrong whatever the letters are, that is the better thing to say.
        text = raw.decode("utf-8", "replace")
        try:
            orjson.loads(text)
        except orjson.JSONDecodeError:
            return Decoded(text, (), _UTF8)
        raise


def draft_or_refusal(parsed: Parsed, limits: Limits) -> Item:
    """Make a draft of a value, or return (not raise) why there is none."""
    try:
        draft = draft_of(parsed.value, limits)
    except Refusal as refusal:
        return refusal
    return draft._replace(encoding=parsed.encoding, repairs=(*parsed.repairs, *draft.repairs))


def _articles(value: Any, depth: int) -> list[Any] | None:
    """Find the list of articles in a decoded file."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or depth == 0:
        return None
    if isinstance(listed := value.get("@graph"), list):
        return graph(listed)
    if (items := feed_items(value)) is not None:
        return items
    named = {name.lower(): field for name, field in value.items()}
    inner = next((named[name] for name in _WRAPPERS if isinstance(named.get(name), list | dict)), None)
    # An object with a title, but no text, that holds articles is not one itself: it is what they came in.
    if looks_like_article(value) and (has_text(value) or not _is_list_of_articles(inner)):
        return [value]
    return _articles(inner, depth - 1)


def _is_list_of_articles(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) and looks_like_article(each) for each in value)


def _leniently(text: str, detail: str) -> Any:
    """Decode with the standard parser: it lets lone surrogates and endless numbers through, else it is strict."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise Refusal(Reason.MALFORMED, detail) from error


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _MAX_DIGITS else float("inf")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


FORMAT = Reader("json", "JSON", frozenset({".json", ".jsonld"}), risky=holds_html, read=read_json, many=False)
