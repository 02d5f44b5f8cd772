"""XML without its dangers: no parser here sees a DTD, no entity is fetched or grows, size and depth are bounded.

The DTD is cut off and entities are put in as text before anything is parsed, so external entities (XXE), billion laughs
and quadratic blow-up have nothing to work with, in lxml as in feedparser. What breaks files most often is mended on the
way, and listed: bare ampersands, entities of HTML, control characters.
"""

import re
from html.entities import html5
from typing import NamedTuple
from xml.sax.saxutils import escape

import regex

from schemas.article import Encoding, Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import MIB, Limits

# A prolog, and a DTD in it. Possessive, and each unclosed part ends the match: linear on whatever bytes. By
# `regex`, since `re` of Python before 3.11.5 errs on possessive groups.
_PROLOG = regex.compile(r"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+", regex.DOTALL)
_DOCTYPE = regex.compile(
    r"""<!DOCTYPE(?:[^\[\]<>"']|"[^"]*"|'[^']*')*+"""
    r"""(?:\[(?P<subset>(?:<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>|"[^"]*"|'[^']*'|<(?!!--|\?)|[^\]"'<])*+)\]\s*)?>""",
    regex.DOTALL | regex.IGNORECASE,
)
_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._:-]{0,39})["']""")
_START_TAG = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)([^>]*)")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_REFERENCE = re.compile(r"&(?:#(\d{1,9});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z_][\w.-]{0,60});)?")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = str.maketrans("\x0b\x0c", "\n\n")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LOOKS = (4096, MIB)
# What no XML begins with, in any encoding: a letter, say. Most files are told by it, several times each.
_NO_BEGINNING = re.compile(rb"[^<\s\0\x1c-\x1f\x85\xa0\xef\xfe\xff]")
_MOST_ENTITY_CHARS = 100
_MOST_EXPANDED_CHARS = MIB

KNOWN = "rss, feed, rdf:RDF, channel, newsItem, newsMessage, NewsML, nitf"


class Root(NamedTuple):
    """The first element of a document: its name without a prefix, and its namespace or ""."""

    name: str
    namespace: str


class Prepared(NamedTuple):
    """A document that is safe to parse: without declaration and DTD, its entities put in."""

    text: str
    repairs: tuple[Repair, ...]
    encoding: Encoding


def root_of(raw: bytes) -> Root | None:
    """Tell the root element by the first bytes, in any encoding whose markup is ASCII; None if this is no XML."""
    if _NO_BEGINNING.match(raw):
        return None
    for length in _LOOKS:
        head = raw[:length].translate(None, b"\0")  # without its NULs, UTF-16 and UTF-32 markup is ASCII
        for mark in _MARKS:
            head = head.removeprefix(mark)
        text = head.decode("latin-1")
        at = _end_of_prolog(text)[0]
        if tag := _START_TAG.match(text, at):
            prefix, name, attributes = tag.groups()
            return Root(name, _namespace(prefix, attributes))
        if not text.startswith("<", at) and at < len(text):
            return None
    return None


def prepare(file: File) -> Prepared:
    """Decode a document and make it safe to parse.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED if there is no element in it, or PARSER_LIMIT if its entities
            expand to more than a MiB.
    """
    declared = _DECLARED.search(file.raw[:1024].translate(None, b"\0"))
    decoded = decode(file.raw, declared[1].decode("ascii") if declared else file.charset)
    text, controls = _without_controls(decoded.text)
    end, entities = _end_of_prolog(text)
    first = _START_TAG.search(text, end)
    if first is None:
        raise Refusal(Reason.MALFORMED, "no XML: there is no element in it")
    # The line ends stay, so that the parser's line numbers are the file's.
    lines = "\n" * text.count("\n", 0, first.start())
    mender = _Mender(entities)
    body = mender.mend(text[first.start() :])
    repairs = [*decoded.repairs, *controls]
    if mender.mended:
        repairs.append(Repair(kind=RepairKind.MARKUP, count=mender.mended, offset=first.start()))
    return Prepared(lines + body, tuple(repairs), decoded.encoding)


def _namespace(prefix: str | None, attributes: str) -> str:
    name = f"xmlns:{re.escape(prefix)}" if prefix else "xmlns"
    bound = re.search(rf"""(?<![\w:]){name}\s*=\s*["']([^"']*)""", attributes)
    return bound[1] if bound else ""


def _end_of_prolog(text: str) -> tuple[int, dict[str, str] | None]:
    """Find where the prolog ends, and the short plain entities that its DTD declares; None if there is no DTD."""
    at: int = 0
    entities: dict[str, str] | None = None
    while True:
        prolog = _PROLOG.match(text, at)
        at = prolog.end() if prolog else at
        doctype = _DOCTYPE.match(text, at)
        if doctype is None:
            return at, entities
        entities = entities or {}
        for name, double, single in _ENTITY.findall(doctype["subset"] or ""):
            value = double or single
            if len(value) <= _MOST_ENTITY_CHARS and not re.search("[<%&]", re.sub(r"&#\w+;", "", value)):
                entities.setdefault(name, value)
        at = doctype.end()


def _without_controls(text: str) -> tuple[str, list[Repair]]:
    """Drop the characters that XML forbids: one of them would cost the whole document."""
    text = text.translate(_BREAKS) if "\x0b" in text or "\x0c" in text else text
    first = _CONTROLS.search(text)
    if first is None:
        return text, []
    text, count = _CONTROLS.subn("", text)
    return text, [Repair(kind=RepairKind.CONTROL_CHARACTERS, count=count, offset=first.start())]


class _Mender:
    """Puts entities in as text, and counts what is no reference, or one that no declaration covers."""

    def __init__(self, entities: dict[str, str] | None) -> None:
        self._entities = entities or {}
        self._has_dtd = entities is not None
        self._expanded = 0
        self.mended = 0

    def mend(self, text: str) -> str:
        """Mend all references outside CDATA sections."""
        first, *rest = text.split("<![CDATA[")
        parts = [_REFERENCE.sub(self._put, first)]
        for each in rest:
            inside, end, outside = each.partition("]]>")
            parts.append("<![CDATA[" + inside + end + _REFERENCE.sub(self._put, outside))
        return "".join(parts)

    def _put(self, reference: re.Match[str]) -> str:
        decimal, hexadecimal, name = reference.groups()
        if name in _OWN:
            return reference[0]
        if name in self._entities:
            return self._declared(name)
        if decimal or hexadecimal:
            return self._character(int(decimal) if decimal else int(hexadecimal, 16))
        if name and (character := html5.get(f"{name};")):
            # A DTD that is not read, of RSS 0.91 or NITF, declares these.
            self.mended += not self._has_dtd
            return escape(character)
        self.mended += 1
        return "&amp;" + reference[0][1:]

    def _declared(self, name: str) -> str:
        value = self._entities[name]
        self._expanded += len(value)
        if self._expanded > _MOST_EXPANDED_CHARS:
            raise Refusal(Reason.PARSER_LIMIT, "its entities expand to more text than any article has")
        return value

    def _character(self, code: int) -> str:
        if code < 0x80 or code > 0x9F:
            if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
                return f"&#{code};"
            self.mended += 1
            return "" if code < 32 else "\ufffd"
        # As HTML reads them: who writes &#146; means the apostrophe that windows-1252 has there.
        self.mended += 1
        return bytes([code]).decode("windows-1252", "ignore")


def read_other(file: File, limits: Limits) -> list[Item]:  # noqa: ARG001 - it is a reader like the others
    """Say what an XML file is that no reader takes.

    Raises:
        Refusal: always: EMPTY, BINARY, UNDECODABLE, MALFORMED, or UNSUPPORTED_TYPE with its root element.
    """
    prepare(file)
    root = root_of(file.raw)
    if root is None:
        raise Refusal(Reason.MALFORMED, "no XML: it does not begin with an element")
    raise Refusal(Reason.UNSUPPORTED_TYPE, f"an XML file whose root is <{root.name[:60]}>; known: {KNOWN}")


FORMAT = Reader("xml", "an XML document", frozenset({".xml"}), read=read_other)
"""Comes before the formats that share its suffix: an `.xml` that none of them recognises is explained here."""
