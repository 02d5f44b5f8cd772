"""The JSON reader: one article, a list of articles, or an object that holds such a list."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import orjson

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.fields import draft_of, looks_like_article
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits, check_count
from services.ingest.read.outcome import kept

_WRAPPERS = ("articles", "items", "entries", "results", "documents", "docs", "news", "posts", "stories", "data")
_MAX_DIGITS = 4000  # Python refuses to make an integer of many more


def read_json(file: File, limits: Limits) -> list[Item]:
    """Read the articles of a JSON file. A bad item is refused alone.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, NO_ARTICLE, or TOO_LARGE.
    """
    values = _articles(parse(file.raw), limits.max_depth)
    if values is None:
        raise Refusal(Reason.NO_ARTICLE)
    check_count(limits, len(values))
    return kept([draft_or_refusal(value, limits) for value in values])


def parse(raw: bytes) -> Any:
    """Decode JSON bytes in any encoding that can be told. Strict, but for lone surrogates, which are mended later.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, or PARSER_LIMIT for nesting deeper than the parser goes.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        text = _decoded(raw)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        # What is never closed is malformed; what is closed, but too deep, may be sound.
        if "depth" in str(error) and text.count("[") + text.count("{") == text.count("]") + text.count("}"):
            raise Refusal(Reason.PARSER_LIMIT, "nested more deeply than any article is") from error
        return _leniently(text, f"not JSON: {error}")


def _decoded(raw: bytes) -> str:
    try:
        return decode(raw).text
    except Refusal as refusal:
        if refusal.reason is not Reason.UNDECODABLE:
            raise
        # Where the form is wrong whatever the letters are, that is the better thing to say.
        text = raw.decode("utf-8", "replace")
        try:
            orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
        raise


def draft_or_refusal(value: Any, limits: Limits) -> Item:
    """Make a draft of a value, or return (not raise) why there is none."""
    try:
        return draft_of(value, limits)
    except Refusal as refusal:
        return refusal


def _articles(value: Any, depth: int) -> list[Any] | None:
    """Find the list of articles in a decoded file."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or depth == 0:
        return None
    if looks_like_article(value):
        return [value]
    inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), list | dict)), None)
    return _articles(inner, depth - 1)


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


FORMAT = Reader("json", "JSON", frozenset({".json"}), risky=False, read=read_json, many=False)
