"""Bytes to a tree: the encoding a page declares, and parsing that is bounded in depth, size and time."""

import re

import regex
from lxml import etree, html
from lxml.html import HtmlElement

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.decode import Decoded, decode
from services.ingest.read.format import File

MAX_ELEMENTS = 50_000
_MAX_MARKS = 8 * MAX_ELEMENTS  # `<` is also common in scripts
_MAX_ATTRIBUTES = 1_000
_MAX_WORDS = 500_000  # in all tags
_TOO_MANY = f"more than {MAX_ELEMENTS} elements in it: split it"
_PRESCAN_BYTES = 8192
_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_.:-]{2,40})""", re.IGNORECASE)
_PROLOG = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_.:-]{2,40})["']""", re.IGNORECASE)
# A start tag, as HTML's own rules cut it: a quote counts only after `=`. Nothing in it is tried twice.
# `regex`, since `re` of Python before 3.11.5 errs on possessive groups.
_TAG = regex.compile(r"""<[a-z](?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+(?:>|\Z)""", regex.IGNORECASE)
# Browsers, and the extension SingleFile, note where a saved page came from.
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d{1,5}\)|Page saved with SingleFile\s+url:\s*)(https?://\S{1,2000})"
)
_NOTE_CHARS = 8192
_XML_PROLOG = re.compile(r"\s*<\?xml[^>]*>")
# libxml2 stops at these, silently.
_UNPARSED = re.compile("[\x00\ud800-\udfff]")


def decode_page(file: File) -> Decoded:
    """Decode a page by its byte order mark, else by what its archive, its XML prolog or its `meta` declares.

    Raises:
        Refusal: as `decode`.
    """
    return decode(file.raw, file.charset or declared_charset(file.raw))


def declared_charset(raw: bytes) -> str | None:
    """Return the encoding that a page declares near its beginning, unverified."""
    head = raw[:_PRESCAN_BYTES]
    found = _PROLOG.match(head) or _CHARSET.search(head)
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    # A page in which this could be read is in no such encoding; the HTML standard takes it for UTF-8.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def saved_from(text: str) -> str | None:
    """Return the address that a browser noted when it saved the page."""
    found = _SAVED_FROM.search(text, 0, _NOTE_CHARS)
    return found[1] if found else None


def parse(text: str) -> HtmlElement:
    """Parse a page. No entity is expanded but HTML's own, and nothing is fetched.

    Raises:
        Refusal: PARSER_LIMIT for a page that no browser would like, NO_ARTICLE for one without elements.
    """
    _check_tags(text)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    text = _UNPARSED.sub("\ufffd", _XML_PROLOG.sub("", text, count=1))
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Reason.NO_ARTICLE, "there is no element in this page") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise Refusal(Reason.PARSER_LIMIT, "its elements lie in one another thousands of levels deep")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise Refusal(Reason.PARSER_LIMIT, _TOO_MANY)
    return root


def _check_tags(text: str) -> None:
    """Refuse what would take libxml2 minutes (it compares each attribute of a tag with all others) or all memory."""
    if text.count("<") > _MAX_MARKS:
        raise Refusal(Reason.PARSER_LIMIT, _TOO_MANY)
    words = 0
    for tag in _TAG.finditer(text):
        attributes = len(tag[0].split(None, _MAX_ATTRIBUTES)) - 1
        words += attributes
        if attributes >= _MAX_ATTRIBUTES or words > _MAX_WORDS:
            raise Refusal(Reason.PARSER_LIMIT, "its elements have far more attributes than any page has")
