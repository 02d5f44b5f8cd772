"""Readers: one for each format. A reader takes bytes and gives drafts; it does no I/O and knows no clock."""

from pathlib import PurePath

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.json_reader import read_json
from services.ingest.read.jsonl import read_jsonl
from services.ingest.read.limits import Limits
from services.ingest.read.plain import read_plain

__all__ = ["SUFFIXES", "Limits", "read"]

_PLAIN = frozenset({".txt", ".text"})
_LINES = frozenset({".jsonl", ".ndjson"})
_JSON = frozenset({".json"})
SUFFIXES = _PLAIN | _LINES | _JSON
"""The suffixes that have a reader, in lower case."""

_DOCUMENTS = (
    (b"%pdf-", "a PDF document"),
    (b"pk\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML file"),
    (b"<rss", "a feed"),
    (b"<feed", "a feed"),
)


def read(name: str, raw: bytes, limits: Limits) -> list[Item]:
    """Read a file's articles.

    Args:
        name: the file's name; its suffix, in any case, chooses the reader.
        raw: the file's bytes.
        limits: what is refused as too large.

    Returns:
        At least one item: a `Draft` for each article, a `Refusal` for each part of the file that is none.

    Raises:
        Refusal: the whole file cannot be taken.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise Refusal(Reason.UNSUPPORTED_TYPE, f"no reader takes {suffix or 'files without a suffix'}; known: {known}")
    _check_content(suffix, raw)
    if suffix in _PLAIN:
        return [read_plain(raw, limits)]
    return read_jsonl(raw, limits) if suffix in _LINES else read_json(raw, limits)


def _check_content(suffix: str, raw: bytes) -> None:
    start = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    for magic, what in _DOCUMENTS:
        if start.startswith(magic):
            raise Refusal(Reason.UNSUPPORTED_TYPE, f"named {suffix}, but this is {what}; no reader takes that yet")
