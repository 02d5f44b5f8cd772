"""Telling HTML by its first bytes."""

import re

_HEAD_BYTES = 4096
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# What may stand before the document type, or before the root of XHTML: an XML prolog and comments.
_HTML = re.compile(
    r"\ufeff?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s++html|html)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(r"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(r"[!-9;-~]+:[ \t]", re.ASCII)


def is_html(raw: bytes) -> bool:
    """Tell a page by its document type or root element. Fragments, which have neither, are told by their names."""
    return _HTML.match(_head(raw)) is not None


def is_mhtml(raw: bytes) -> bool:
    """Tell a message of several related parts, as browsers save pages, by its header."""
    head = raw[:_HEAD_BYTES].decode("latin-1").replace("\r\n", "\n").lstrip()
    header = head.partition("\n\n")[0]
    return _MIME.match(header) is not None and _MHTML.search(header) is not None


def _head(raw: bytes) -> str:
    head = raw[:_HEAD_BYTES]
    encoding = next((name for mark, name in _WIDE if head.startswith(mark)), None)
    # Of an encoding that keeps ASCII no more than ASCII needs to be known here.
    return head.removeprefix(b"\xef\xbb\xbf").decode(encoding or "latin-1", "replace")
