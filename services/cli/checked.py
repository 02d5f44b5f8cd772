"""How a checked file looks on a terminal: facts, repairs, and what it says beside what is made of it."""

import difflib
from collections.abc import Iterator
from itertools import zip_longest

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from schemas.article import Direction
from services.cli.printing import isolated
from services.ingest.check import Checked
from services.ingest.draft import Refusal
from services.ingest.journal import State
from services.ingest.normalise import Candidate
from services.ingest.read.decode import decode

MOST_ARTICLES = 20
_AS_LINES = ("plain", "markdown")
"""Formats whose lines can be shown beside the article: in others they are not what a person reads."""
_LEFT, _RIGHT = {"delete": "red", "replace": "yellow"}, {"insert": "green", "replace": "green"}
_COLOURS = {State.PUBLISHED: "green", State.REJECTED: "red"}


def show(checked: Checked) -> None:
    """Print one file."""
    console = Console(highlight=False)
    parts: list[RenderableType] = [_article(candidate) for candidate in checked.candidates[:MOST_ARTICLES]]
    if len(checked.candidates) == 1 and checked.candidates[0].document.format in _AS_LINES:
        parts.append(_side_by_side(checked.raw, checked.candidates[0]))
    if (more := len(checked.candidates) - MOST_ARTICLES) > 0:
        parts.append(Text(f"… and {more} more articles; --json tells all"))
    parts += [_refusal(number, refusal) for number, refusal in checked.refusals[:MOST_ARTICLES]]
    if checked.refusal and not checked.refusals:
        parts.append(Text(f"{checked.refusal.reason}: {isolated(checked.refusal.detail)}", "red"))
    colour = _COLOURS.get(checked.state, "yellow")
    title = f"[{colour}]{checked.state}[/] {_escaped(checked.path)}"
    console.print(Panel(Group(*parts), title=title, title_align="left", border_style=colour))


def _escaped(text: str) -> str:
    return isolated(text).replace("[", "\\[")


def _article(candidate: Candidate) -> Table:
    """Tell the facts of one article."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column()
    for name, value in _facts(candidate):
        if value:
            table.add_row(name, Text(isolated(value)))
    for repair in candidate.repairs:
        dropped = f": {isolated(repair.dropped)}" if repair.dropped else ""
        table.add_row("repaired", Text(f"{repair.kind} × {repair.count} at {repair.offset}{dropped}", "yellow"))
    return table


def _facts(candidate: Candidate) -> Iterator[tuple[str, str | None]]:
    encoding, dateline = candidate.encoding, candidate.dateline
    yield "article", candidate.article_id
    yield "member", candidate.document.member
    yield "format", candidate.document.format
    yield "encoding", f"{encoding.name}, by {encoding.told_by}, {encoding.confidence:.0%}" if encoding else None
    sure = f"{candidate.language_confidence:.0%}"
    yield "language", f"{candidate.language}, {sure}; {candidate.script}, {candidate.direction}"
    for passage in candidate.passages:
        yield "passage", f"{passage.start}-{passage.end}: {passage.language}, {passage.confidence:.0%}"
    yield "title", candidate.title
    yield "subtitle", candidate.subtitle
    yield "authors", ", ".join(candidate.authors)
    yield "dateline", dateline.text if dateline else None
    yield "published", candidate.published_at or f"not known: {candidate.published_at_reason}"
    yield "updated", candidate.updated_at
    yield "source", f"{candidate.source.slug} {candidate.source.url or ''}".strip()
    yield "text", f"{len(candidate.text)} characters in {candidate.text.count(chr(10) * 2) + 1} paragraphs"


def _refusal(number: int, refusal: Refusal) -> Text:
    where = f" {isolated(refusal.member)}" if refusal.member else ""
    return Text(f"item {number}{where}: {refusal.reason}: {isolated(refusal.detail)}", "red")


def _side_by_side(raw: bytes, candidate: Candidate) -> Table:
    """Show the file's lines on the left and the article's on the right, those that differ in colour."""
    theirs = [line.strip() for line in decode(raw).text.splitlines() if line.strip()]
    parts = (candidate.title, candidate.subtitle, candidate.text)
    ours = [line for part in parts if part for line in part.split("\n") if line]
    justify: JustifyMethod = "right" if candidate.direction is Direction.RTL else "left"
    table = Table(expand=True)
    table.add_column("what the file says", justify=justify, ratio=1)
    table.add_column("what is made of it", justify=justify, ratio=1)
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        left = [Text(isolated(line), _LEFT.get(kind, "")) for line in theirs[start:end]]
        right = [Text(isolated(line), _RIGHT.get(kind, "")) for line in ours[begin:stop]]
        for one, other in zip_longest(left, right, fillvalue=""):
            table.add_row(one, other)
    return table
