"""Fragments of HTML, and elements like it, to paragraphs of text.

A fragment is all content, as in a feed or a field: nothing here guesses what is main. Paragraphs are parted by an empty
line; line breaks, list items and table rows are lines; joiners and no-break spaces stay.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from schemas.reasons import Reason
from services.ingest.draft import Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

# Those of NITF too; its `media` are pictures with captions.
_BLOCKS = frozenset({
    "abstract", "address", "article", "aside", "block", "blockquote", "body", "body.content", "bq", "caption", "center",
    "details", "div", "dl", "fieldset", "figcaption", "figure", "fn", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hl1", "hl2", "hr", "html", "main", "nav", "note", "ol", "p", "pre", "section", "summary", "table",
    "tagline", "ul",
})  # fmt: skip
_LINES = frozenset({"br", "dd", "dt", "li", "tr"})
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset({
    "audio", "button", "canvas", "embed", "head", "iframe", "media", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_SPACE = re.compile(r"[\t\n\r\f][ \t\n\r\f]*| [ \t\n\r\f]+")  # not a lone space: it stays as it is
_RUN = re.compile(r"[\r\f]|[ \t]{2,}")
_TAG = re.compile(r"<[A-Za-z/!?]")
_BREAKING = re.compile(rf"<(?:{'|'.join(sorted(map(re.escape, _BLOCKS | _LINES)))})\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_OPENS = re.compile(
    r"\s*<(?:!doctype|!--|html|body|p|div|h[1-6]|ul|ol|dl|article|section|table|blockquote|figure|span|a|b|strong|em|i|img)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"</(?:p|div|h[1-6]|ul|ol|dl|article|section|table|blockquote|figure)\s*>", re.IGNORECASE)
_MAX_BYTES = 64 * 1024 * 1024


def looks_like_html(text: str) -> bool:
    """Tell whether a text is certainly HTML: it begins with a tag and closes a block."""
    return _OPENS.match(text) is not None and _CLOSES.search(text) is not None


def text_of_html(fragment: str) -> str:
    """Read a fragment of HTML. Without any tag, its line ends count, as people write them in feeds.

    Raises:
        Refusal: PARSER_LIMIT for more than 2,048 levels or 64 MiB.
    """
    if not _TAG.search(fragment):
        return _tidy(html.unescape(fragment))
    if not _BREAKING.search(fragment):
        fragment = _EMPTY_LINE.sub("<p>", fragment)
    root = _parsed(fragment)
    return "" if root is None else text_of(root)


def line_of_html(fragment: str) -> str:
    """Read a fragment of HTML as one line, as titles are. Raises as `text_of_html`."""
    return one_line(text_of_html(fragment))


def one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def text_of(element: _Element) -> str:
    """Read an element of HTML, or of NITF, which is much like it, whatever its namespace."""
    from lxml import etree

    lines = _Lines()
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walk:
        name = str(each.tag).rpartition("}")[2].lower() if event in ("start", "end") else ""
        if event == "start":
            if name in _DROPPED and each is not element:
                walk.skip_subtree()
                continue
            lines.enter(name)
            lines.add(each.text)
        else:
            lines.leave(name)
            if each is not element:
                lines.add(each.tail)
    return lines.text()


class _Lines:
    """Lines of text, an empty one between paragraphs."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._verbatim = 0

    def enter(self, name: str) -> None:
        """Come to the start of an element."""
        if name == "br":
            self._end_line(even_empty=True)
            return
        self._verbatim += name == "pre"
        self._part(name)
        if name in _CELLS:
            self._parts.append("\t")

    def leave(self, name: str) -> None:
        """Come to the end of an element."""
        self._verbatim -= name == "pre"
        if name != "br":
            self._part(name)

    def add(self, text: str | None) -> None:
        """Add a piece of text."""
        if not text:
            return
        if self._verbatim:
            first, *rest = text.split("\n")
            self._parts.append(first)
            for line in rest:
                self._end_line(even_empty=True)
                self._parts.append(line)
        else:
            self._parts.append(_SPACE.sub(" ", text))

    def text(self) -> str:
        """Return all of it."""
        self._end_line()
        return _tidy("\n".join(self._lines))

    def _part(self, name: str) -> None:
        if name in _BLOCKS or name in _LINES:
            self._end_line()
        if name in _BLOCKS and self._lines and self._lines[-1]:
            self._lines.append("")

    def _end_line(self, even_empty: bool = False) -> None:
        line = "".join(self._parts).strip(" \t")
        self._parts.clear()
        if line or even_empty:
            self._lines.append(line)


def _parsed(fragment: str) -> _Element | None:
    from lxml import etree

    raw = fragment.replace("<![CDATA[", "").replace("]]>", "").encode("utf-8", "replace")
    if len(raw) > _MAX_BYTES:
        raise Refusal(Reason.PARSER_LIMIT, "longer HTML than any article has")
    # Its size is bounded here, so that the parser's narrower bounds need not cut articles off.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(b"<div>" + raw + b"</div>", parser)
    except etree.XMLSyntaxError:
        return None
    if parser.error_log.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT]):
        raise Refusal(Reason.PARSER_LIMIT, "HTML nested more deeply than any article")
    return root


def _tidy(text: str) -> str:
    lines = (_RUN.sub(_one_space, line).strip(" \t\r") for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(line if line.strip() else "" for line in lines)).strip("\n")


def _one_space(space: re.Match[str]) -> str:
    return "\t" if "\t" in space[0] else " "
