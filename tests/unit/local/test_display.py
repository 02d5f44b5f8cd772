"""What arrives, as it is shown."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from rich.console import Console

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script
from schemas.events import Event
from schemas.reasons import PublishedAtReason, Reason
from services.local.display import Lines, LiveTable, plain, show


def _article(number: int = 1, title: str = "ایک خبر", direction: Direction = Direction.RTL) -> Article:
    return Article(
        article_id=f"{number:032x}",
        revision=1,
        title=title,
        subtitle=None,
        text="متن",
        language="ur",
        script=Script.ARABIC,
        direction=direction,
        published_at=None,
        published_at_reason=PublishedAtReason.NOT_STATED,
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        source={"slug": "unknown"},
        document=DocumentRef(document_id=f"{number:032x}", path=f"dir/{number}.txt", name=f"{number}.txt"),
        content_hash="1:" + "0" * 64,
    )


def _rejection(path: str) -> Event:
    data = events.Rejection(
        document_id="0" * 32,
        path=path,
        name=path,
        fingerprint="0" * 64,
        reason=Reason.BINARY,
        detail="the file is not text",
        rejected_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return events.rejected(data)


async def _stream(*several: Event) -> AsyncIterator[Event]:
    for event in several:
        yield event


def _console(*, terminal: bool = False) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, force_terminal=terminal, width=100, color_system=None), out


async def test_a_line_is_printed_for_each_article_that_is_through() -> None:
    """One line an enriched article and a rejected file; none for the steps between."""
    console, out = _console()
    article = _article()
    arrivals = (events.created(article), events.stored(article), events.indexed(article, 1))
    await show(_stream(*arrivals, events.enriched(article, 1, {}), _rejection("x.bin")), Lines(console))
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("enriched")
    assert "ایک خبر" in lines[0]
    assert "dir/1.txt" in lines[0]
    assert lines[1] == "rejected  binary  x.bin: the file is not text"


async def test_the_table_shows_how_far_each_article_has_come() -> None:
    """The furthest step stays, whatever order the steps arrive in."""
    console, out = _console()
    table = LiveTable(console)
    article = _article()
    steps = (events.enriched(article, 1, {}), events.stored(article), events.indexed(article, 1))
    await show(_stream(events.created(article), *steps), table)
    console.print(table.render())
    row = next(line for line in out.getvalue().splitlines() if "1.txt" in line)
    assert "enriched" in row
    assert "published 1  stored 1  indexed 1  enriched 1  rejected 0" in out.getvalue()


async def test_right_to_left_titles_stay_within_their_cell() -> None:
    """A right-to-left title is isolated and set to the right; a left-to-right one is not."""
    console, out = _console()
    table = LiveTable(console)
    rtl, ltr = _article(1), _article(2, "A headline", Direction.LTR)
    await show(_stream(events.created(rtl), events.created(ltr)), table)
    console.print(table.render())
    rows = [line for line in out.getvalue().splitlines() if ".txt" in line]
    assert "\u2067ایک خبر\u2069 │" in rows[0]
    assert "│ \u2068A headline\u2069" in rows[1]


async def test_the_table_keeps_the_latest_only() -> None:
    """Ten thousand articles take no more rows than fit a screen."""
    console, out = _console()
    table = LiveTable(console)
    await show(_stream(*(events.created(_article(number)) for number in range(1, 101))), table)
    console.print(table.render())
    assert "100.txt" in out.getvalue()
    assert "dir/85.txt" not in out.getvalue()
    assert "dir/86.txt" in out.getvalue()
    assert "published 100" in out.getvalue()


async def test_names_cannot_play_with_the_terminal() -> None:
    """Control characters and markup from outside are shown, not obeyed."""
    console, out = _console()
    await show(_stream(_rejection("a\x1b[2J\nb[red]:smile:.txt")), Lines(console))
    assert out.getvalue().count("\n") == 1
    assert "\x1b" not in out.getvalue()
    assert "[red]:smile:.txt" in out.getvalue()
    assert plain("a\u200cb") == "a\u200cb"
    assert plain(None) == "(no title)"
