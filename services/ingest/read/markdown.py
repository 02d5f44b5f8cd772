"""The Markdown reader: front matter, headings, and text without its marks.

Not a renderer: a document of news has headings, paragraphs, lists, quotations, emphasis, links and pictures. What a
mark says is kept (a list keeps its bullets, code its letters); what is only a mark is counted in one repair.
"""

import re
from dataclasses import dataclass, field

from schemas.article import Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.format import File, Reader
from services.ingest.read.front_matter import split_front_matter
from services.ingest.read.inline_marks import Marks, plain
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.metadata import metadata_of, override
from services.ingest.read.structure import analyse
from services.text.normalise import normalise

_MAX_TITLE_BLOCK = 3
_MAX_ALTERNATIVES = 200

_LINE_END = re.compile("\r\n?")
_HARD_BREAK = re.compile(r"(?<=\S)(?: {2,}|\\)$", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+|$)(?P<text>.*)")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-{2,})")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_REFERENCE = re.compile(r" {0,3}\[[^\]^\n][^\]\n]{0,200}\]:\s+\S+")


@dataclass
class _Document:
    """The blocks of a document as they are found."""

    marks: Marks = field(default_factory=lambda: Marks(room=_MAX_ALTERNATIVES))
    blocks: list[str] = field(default_factory=list)
    first_heading: int | None = None
    """The index of the first heading of level one."""
    open: list[str] = field(default_factory=list)
    """The lines of the paragraph that is being read."""

    def close(self) -> None:
        """End the paragraph."""
        if self.open and (text := plain("\n".join(self.open), self.marks).strip()):
            self.blocks.append(text)
        self.open = []

    def heading(self, text: str, level: int) -> None:
        """Add a heading."""
        self.marks.count += 1
        self.open = [text]
        before = len(self.blocks)
        self.close()
        if level == 1 and self.first_heading is None and len(self.blocks) > before:
            self.first_heading = before


def read_markdown(file: File, limits: Limits) -> list[Item]:
    """Read one article from a Markdown file.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, TOO_LARGE, or NO_ARTICLE where nothing is left but marks and furniture.
    """
    decoded = decode(file.raw, file.charset)
    check_size(limits, decoded.text)
    text = _LINE_END.sub("\n", decoded.text)
    # Two spaces at the end of a line break it, as a backslash does; what follows would strip them.
    text, breaks = _HARD_BREAK.subn("\\\\", text)
    faithful, repairs = normalise(text)
    front, body = split_front_matter(faithful)
    stated = metadata_of(front)
    document = _document(body)
    title, blocks = _title(stated.title, document)
    parts = analyse(blocks, title=title, subtitle=stated.subtitle, language=stated.language, wrapped=not breaks)
    if not parts.body and not parts.title:
        raise Refusal(Reason.NO_ARTICLE)
    marked = _marked(document.marks, len(faithful) - len(body))
    draft = parts.draft(*decoded.repairs, *repairs, *marked, encoding=decoded.encoding)
    return [override(draft, stated)]


def _document(body: str) -> _Document:
    """Read the blocks of a document, line by line."""
    document = _Document()
    fence = ""
    for line in _without_comments(body, document.marks).split("\n"):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                _close_code(document)
                fence = ""
            else:
                document.open.append(line)
        elif opening := _FENCE.match(line):
            document.close()
            document.marks.count += 1
            fence = opening[1]
        else:
            _read_line(document, line)
    if fence:
        _close_code(document)
    document.close()
    return document


def _close_code(document: _Document) -> None:
    """End a block of code: its letters are no marks."""
    if code := "\n".join(document.open).strip("\n"):
        document.blocks.append(code)
    document.open = []


def _read_line(document: _Document, line: str) -> None:
    if not line.strip():
        return document.close()
    if quote := _QUOTE.match(line):
        document.marks.count += 1
        line = line[quote.end() :]
        if not line.strip():
            return document.close()
    if heading := _HEADING.fullmatch(line):
        document.close()
        return document.heading(heading["text"].strip().rstrip("#").strip(), len(heading["marks"]))
    if len(document.open) == 1 and (under := _UNDERLINE.fullmatch(line)):
        return document.heading(document.open[0], 1 if under["mark"][0] == "=" else 2)
    if _RULE.fullmatch(line) or _is_table_rule(line) or _REFERENCE.match(line):
        document.marks.count += 1
        return document.close() if not _is_table_rule(line) else None
    document.open.append(line.removesuffix("\\"))
    return None


def _is_table_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|:- \t")


def _without_comments(body: str, marks: Marks) -> str:
    """Drop HTML comments; one that never ends is text."""
    pieces: list[str] = []
    end = 0
    while (start := body.find("<!--", end)) >= 0 and (close := body.find("-->", start + 4)) >= 0:
        pieces.append(body[end:start])
        marks.count += 1
        end = close + 3
    return "".join([*pieces, body[end:]])


def _title(title: str | None, document: _Document) -> tuple[str | None, list[str]]:
    """Take the title from the front matter, else off the first heading of level one, if that is near the top."""
    at = document.first_heading
    if title or at is None or at >= _MAX_TITLE_BLOCK or len(document.blocks) < 2:
        return title, document.blocks
    return document.blocks[at], [*document.blocks[:at], *document.blocks[at + 1 :]]


def _marked(marks: Marks, offset: int) -> list[Repair]:
    if not marks.count:
        return []
    dropped = "\n".join(marks.alternatives) or None
    return [Repair(kind=RepairKind.MARKUP, count=marks.count, offset=offset, dropped=dropped)]


FORMAT = Reader("markdown", "Markdown", frozenset({".md", ".markdown"}), risky=lambda _: False, read=read_markdown)
