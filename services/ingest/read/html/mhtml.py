"""A page that a browser saved as one file: MIME, with the page first and its pictures after it."""

import email
import email.policy
from email.message import Message

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.format import File

_MOST_PARTS = 10_000


def page_of(file: File) -> File:
    """Return the page in it, with its address and the encoding that is stated.

    Raises:
        Refusal: MALFORMED where there is none, PARSER_LIMIT where its parts are too many or lie too deep.
    """
    if file.raw.count(b"\n--") > _MOST_PARTS:
        raise Refusal(Reason.PARSER_LIMIT, f"more than {_MOST_PARTS} parts in it")
    try:
        message = email.message_from_bytes(file.raw.lstrip(), policy=email.policy.compat32)
        part = next((each for each in message.walk() if each.get_content_type() in _PAGES), None)
    except RecursionError as error:
        raise Refusal(Reason.PARSER_LIMIT, "its parts lie in one another too deep") from error
    raw = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(raw, bytes):
        raise Refusal(Reason.MALFORMED, "there is no HTML page in it")
    url = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
    return File(file.name, raw, url or file.url, part.get_content_charset())


_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return "".join(str(value).split()) if value else None
