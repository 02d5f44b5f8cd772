"""Telling HTML by its first bytes."""

import re

import regex

_HEAD_BYTES = 4096
# What may stand before the document type, or before the root of XHTML: an XML prolog and comments.
# `regex`, since `re` of Python before 3.11.5 errs on possessive groups.
_HTML = regex.compile(
    r"\ufeff?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s++html|html)(?=[\s>/])",
    regex.IGNORECASE | regex.DOTALL,
)
_MHTML = re.compile(r"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
# Leading space is all that Latin-1 has of it.
_MIME = re.compile(rb"[\s\x1c-\x1f\x85\xa0]*[!-9;-~]+:[ \t]")


def is_html(raw: bytes) -> bool:
    """Tell a page by its document type or root element. Fragments, which have neither, are told by their names."""
    return b"<" in raw[:_HEAD_BYTES] and _HTML.match(_head(raw)) is not None  # a "<" has this byte in UTF-16, too


def is_mhtml(raw: bytes) -> bool:
    """Tell a message of several related parts, as browsers save pages, by its header."""
    if _MIME.match(raw, 0, _HEAD_BYTES) is None:
        return False
    head = raw[:_HEAD_BYTES].decode("latin-1").replace("\r\n", "\n").lstrip()
    return _MHTML.search(head.partition("\n\n")[0]) is not None


def _head(raw: bytes) -> str:
    head = raw[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head[:2] == b"\xff\xfe" or (head[1:2] == b"\0" and head[:1] != b"\0"):
        encoding = "utf-16-le"
    elif head[:2] == b"\xfe\xff" or (head[:1] == b"\0" and head[1:2] != b"\0"):
        encoding = "utf-16-be"
    else:
        encoding = "latin-1"  # of an encoding that keeps ASCII, no more than ASCII needs to be known here
    return head.decode(encoding, "replace")
