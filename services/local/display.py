"""What arrives, shown as it arrives: a live table on a terminal, else one line an article."""

import unicodedata
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from schemas import events
from schemas.article import Article, Direction
from schemas.events import Event, Progress

_ROWS = 15
_COLUMNS = {"state": None, "language": None, "file": 2, "title": 5}
"""The columns, and the share of the room that is left which each takes."""
_FRAMES_A_SECOND = 4
_RTL_ISOLATE, _FIRST_STRONG_ISOLATE, _END_ISOLATE = "\u2067", "\u2068", "\u2069"
_STATES = ("published", "stored", "indexed", "enriched")
_STYLES = {"published": "yellow", "stored": "cyan", "indexed": "blue", "enriched": "green", "rejected": "red"}


class View(Protocol):
    """Somewhere events are shown."""

    def take(self, event: Event) -> None:
        """Show one event. Never blocks."""


async def show(arrivals: AsyncIterator[Event], view: View) -> None:
    """Show events until there are no more."""
    async for event in arrivals:
        view.take(event)


class Lines:
    """One line for each article that is through, and for each file that was not taken."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def take(self, event: Event) -> None:
        """Print a line if the event ends something."""
        if isinstance(event, events.ArticleEnriched):
            data = event.data
            self._print(f"enriched  {data.language:<8} {data.article_id}  {plain(data.title)}  ({_file(data)})")
        elif isinstance(event, events.DocumentRejected):
            refusal = event.data
            self._print(f"rejected  {refusal.reason}  {plain(refusal.path)}: {plain(refusal.detail)}")

    def _print(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)


@dataclass
class _Row:
    title: str
    file: str
    language: str
    state: str
    rtl: bool = False


class LiveTable:
    """The latest articles, each with how far it has come; redrawn in place.

    Use it as a context manager: it holds the terminal until the block ends.
    """

    def __init__(self, console: Console) -> None:
        self._rows: OrderedDict[str, _Row] = OrderedDict()
        self._counts: Counter[str] = Counter()
        self._live = Live(console=console, get_renderable=self.render, refresh_per_second=_FRAMES_A_SECOND)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def take(self, event: Event) -> None:
        """Bring the table up to date."""
        if isinstance(event, events.DocumentRejected):
            refusal = event.data
            row = _Row(plain(refusal.detail), plain(refusal.path), "", "rejected")
            self._put(refusal.document_id, row)
        elif isinstance(event, events.ArticleCreated | events.ArticleUpdated):
            article = event.data
            rtl = article.direction is Direction.RTL
            row = _Row(plain(article.title), _file(article), article.language, "published", rtl)
            self._put(article.article_id, row)
        elif isinstance(event, events.ArticleStored | events.ArticleIndexed | events.ArticleEnriched):
            self._advance(event.data.article_id, event.type.rpartition(".")[2])

    def render(self) -> RenderableType:
        """Draw the table as it is now."""
        table = Table(expand=True)
        for name, ratio in _COLUMNS.items():
            table.add_column(name, no_wrap=True, ratio=ratio)
        for row in self._rows.values():
            title = Text(_isolated(row.title, rtl=row.rtl), justify="right" if row.rtl else "left")
            table.add_row(Text(row.state, style=_STYLES[row.state]), row.language, Text(row.file), title)
        counts = "  ".join(f"{state} {self._counts[state]}" for state in _STYLES)
        return Group(table, Text(counts))

    def _put(self, key: str, row: _Row) -> None:
        self._counts[row.state] += 1
        self._rows[key] = row
        self._rows.move_to_end(key)
        while len(self._rows) > _ROWS:
            self._rows.popitem(last=False)

    def _advance(self, article_id: str, state: str) -> None:
        self._counts[state] += 1
        row = self._rows.get(article_id)
        # The three consumers finish in any order: the table shows the furthest.
        if row and _STATES.index(state) > _STATES.index(row.state):
            row.state = state


def plain(text: str | None) -> str:
    """Make text from outside safe for a terminal: without control characters, on one line."""
    return "".join("\ufffd" if unicodedata.category(letter) == "Cc" else letter for letter in text or "(no title)")


def _file(data: Article | Progress) -> str:
    return plain(data.document.path)


def _isolated(text: str, *, rtl: bool) -> str:
    """Keep a title's direction from reordering the rest of its row."""
    return (_RTL_ISOLATE if rtl else _FIRST_STRONG_ISOLATE) + text + _END_ISOLATE
