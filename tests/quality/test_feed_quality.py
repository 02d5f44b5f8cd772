"""Feeds: feedparser's own tests, which state in a comment what must be found.

What counts: every file of the four folders must end in items or a refusal. Of the well-formed files, the titles and
links of all entries that feedparser itself finds are compared with the articles', the titles as plain text (feedparser
gives HTML). A link without title and text is no article, so where an entry has neither, a title
is put into the file first. Besides, the statements about an entry's title or link are evaluated as they stand.
"""

import ast
import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped] # it has no types
import pytest

from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.fragment import line_of_html
from tests.quality.conftest import Figures

FOLDERS = ("wellformed", "illformed", "encoding", "entities")
_STATED = re.compile(r"entries\[0\](?:\['(title|link)'\]|\.(title|link)) == u?('(?:[^'\\]|\\.)*')")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)\b(?![^>]*/>)[^>]*>", re.IGNORECASE)


def items(raw: bytes) -> list[Item]:
    """Read a feed, from the address that the test states if it does; a refused one has the refusal as its only item."""
    stated = re.search(rb"^Header:\s*Content-Location:\s*(\S+)", raw, re.MULTILINE)
    try:
        return list(read(File("a.xml", raw, stated[1].decode() if stated else None), Limits()))
    except Refusal as refusal:
        return [refusal]


def same(given: str | None, wanted: str) -> bool:
    """Compare a title with feedparser's: as it stands, for what is plain, or read as the HTML that it is."""
    return given in (wanted.strip(), line_of_html(wanted))


def readable(field: str, value: str) -> bool:
    """Tell whether there is something to compare: a link to the web, or a title with a text in it."""
    return bool(re.match("https?://", value) if field == "link" else line_of_html(value))


def cases(folder: Path) -> Iterator[tuple[str, bytes, Any]]:
    """Yield each file with entries: its name, its bytes, and what feedparser makes of them."""
    for path in sorted(folder.rglob("*.xml")):
        raw = path.read_bytes()
        parsed = feedparser.parse(io.BytesIO(raw))
        if parsed.entries:
            if not any(entry.get("title") or entry.get("summary") or entry.get("content") for entry in parsed.entries):
                raw = _ENTRY.sub(lambda start: start[0] + b"<title>Put in</title>", raw)
                parsed = feedparser.parse(io.BytesIO(raw))
            yield path.name, raw, parsed


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def test_every_feed_ends_in_a_verdict(corpus: Path, figures: Figures) -> None:
    """Not one of a thousand feeds, most of them odd, crashes the reader."""
    paths = [path for folder in FOLDERS for path in sorted((corpus / "feeds" / folder).rglob("*.xml"))]
    crashed = []
    for path in paths:
        try:
            items(path.read_bytes())
        except Exception as error:  # whatever it is, it is counted
            crashed.append((path.name, error))
    figures.all_of("feeds handled without a crash", len(paths) - len(crashed), len(paths), crashed)


def test_titles_and_links_are_feedparsers(corpus: Path, figures: Figures) -> None:
    """Titles and links of well-formed feeds are those that feedparser finds."""
    right, total, misses = {"title": 0, "link": 0}, {"title": 0, "link": 0}, list[object]()
    for name, raw, parsed in cases(corpus / "feeds" / "wellformed"):
        found = items(raw)
        for entry, item in zip(parsed.entries, found, strict=False):
            given = {"title": item.title, "link": item.source.url} if isinstance(item, Draft) else {}
            for field in total:
                if readable(field, wanted := entry.get(field, "")):
                    total[field] += 1
                    right[field] += same(given.get(field), wanted)
                    if not same(given.get(field), wanted):
                        misses.append((name, field, wanted, given.get(field)))
    figures.at_least("feeds: titles as feedparser has them", right["title"] / total["title"], 0.95, misses)
    figures.at_least("feeds: links as feedparser has them", right["link"] / total["link"], 0.95, misses)


def test_titles_and_links_are_as_stated(corpus: Path, figures: Figures) -> None:
    """What the files themselves state of an entry's title or link is what the article has."""
    right, total, misses = 0, 0, list[object]()
    for name, raw, _ in cases(corpus / "feeds" / "wellformed"):
        for by_item, by_dot, literal in _STATED.findall(raw.decode("utf-8", "replace")):
            wanted, field = ast.literal_eval(literal), by_item or by_dot
            if readable(field, wanted):
                first = items(raw)[0]
                given = (first.title if field == "title" else first.source.url) if isinstance(first, Draft) else None
                total += 1
                right += same(given, wanted)
                if not same(given, wanted):
                    misses.append((name, field, wanted, given))
    assert total > 20
    figures.at_least("feeds: stated titles and links", right / total, 0.95, misses)
