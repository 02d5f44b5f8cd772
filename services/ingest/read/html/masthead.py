"""What stands between a page's title and its text: sub-headline, byline, dates. What is read there leaves the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from lxml import etree

from schemas.reasons import PublishedAtReason
from services.ingest.read.html.blocks import Block, key_of
from services.ingest.read.html.furniture import named
from services.ingest.read.html.metadata import Head
from services.ingest.read.people import authors_of
from services.ingest.read.structure.byline import is_post, read_byline
from services.ingest.read.structure.labels import read_labels
from services.ingest.read.structure.when import best, is_date, is_vague, read_date
from services.text.dates import Stated, parse_date

_ABOVE, _OVER = 15, 4
_WHOLE = ("html", "body", "main", "form")
_MAX_CHARS, _MAX_BYLINE_CHARS = 160, 80
_MAX_SUBTITLE_CHARS = 600
_SUBTITLE = re.compile(
    r"sub-?(?:title|head|heading|headline)|standfirst|(?<![a-z])deck(?![a-z])|stand-?first|kicker-?text", re.IGNORECASE
)
_LEAD = re.compile(
    r"summary|intro-?text|(?<![a-z])(?:lead|lede|lid|dek|excerpt|abstract|description)(?![a-z])", re.IGNORECASE
)
_DATED = re.compile(r"date|time|publish", re.IGNORECASE)
_BYLINE = re.compile(r"by-?line|(?<![a-z])authors?(?![a-z])", re.IGNORECASE)
_BYLINE_BOX = re.compile(r"by-?line", re.IGNORECASE)
_BYLINE_END = re.compile(r"\s+[|/·•]\s+|\n")
_NAME = re.compile(r"name|(?<![a-z])author", re.IGNORECASE)
_HEADINGS = frozenset({"h2", "h3", "h4"})


@dataclass
class Masthead:
    """What was read between the title and the text."""

    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: list[Stated] = field(default_factory=list)
    """Under a label that says so."""
    dated: list[Stated] = field(default_factory=list)
    """Without a label."""
    updated: list[Stated] = field(default_factory=list)


def read_masthead(
    blocks: Sequence[Block], body: Sequence[Block], head: Head, titles: set[str]
) -> tuple[Masthead, list[Block]]:
    """Read what stands above the text, or was taken for its beginning.

    Args:
        blocks: all of the page.
        body: those taken for the article's text; at least one.
        head: what the page says for machines.
        titles: keys of the article's title in all its spellings.

    Returns:
        What was read, and `body` without those blocks at its beginning.
    """
    found = Masthead()
    place = {id(block): n for n, block in enumerate(blocks)}
    # Also where the title was taken for a part of the text.
    kept = list(dropwhile(lambda block: block.key in titles, body)) or list(body)
    start = place[id(kept[0])]
    title = _title_place(blocks, start, titles)
    if title is not None:
        for block in blocks[title + 1 : start]:
            _read(block, kept[0], found, head)
        for block in _over(blocks, title):
            if not _read_labels(block, found, head) and _DATED.search(named(block.owner)):
                _read_date(block, found, head)
    while len(kept) > 1 and (kept[0].key in titles or _read_marked(kept[0], kept[1], found, head)):
        del kept[0]
    return found, kept


def published(head: Head, found: Masthead, below: Stated) -> Stated:
    """Choose the date: what the head says, else a labelled one, else the text's own, else the only one there is."""
    dates = {each.value for each in found.dated if each.value}
    bare = found.dated if len(dates) <= 1 else [Stated(None, PublishedAtReason.AMBIGUOUS)]
    return best([head.published, *found.published, below, *bare])


def _title_place(blocks: Sequence[Block], start: int, titles: set[str]) -> int | None:
    """Return where the title stands above the text."""
    above = range(start - 1, max(start - 1 - _ABOVE, -1), -1)
    named_so = next((n for n in above if blocks[n].key in titles), None)
    return named_so if named_so is not None else next((n for n in above if blocks[n].owner.tag == "h1"), None)


def _over(blocks: Sequence[Block], title: int) -> Sequence[Block]:
    """Return the blocks just before the title that stand in one element with it, closer than the page as a whole."""
    near = [each for each, _ in zip(blocks[title].ancestors(), range(4), strict=False) if each.tag not in _WHOLE]
    inside = set(near[-1].iter(etree.Element)) if near else set()
    return [block for block in blocks[max(title - _OVER, 0) : title] if block.owner in inside]


def _read(block: Block, following: Block, found: Masthead, head: Head) -> None:
    """Read one block above the text."""
    if len(block.text) > _MAX_CHARS or not (_read_labels(block, found, head) or _read_date(block, found, head)):
        _ = _read_marked(block, following, found, head) or _read_byline(block, found)


def _read_marked(block: Block, following: Block, found: Masthead, head: Head) -> bool:
    """Read one block by what the page calls it; return whether it is, so, no part of the text.

    What only its words tell is left in the text for `structure.analyse`, which lists all that it takes out.
    """
    if len(block.text) <= _MAX_CHARS and (_read_times(block, found) or _read_marked_byline(block, found, head)):
        return True
    if found.subtitle is None and _is_subtitle(block, following, head):
        found.subtitle = " ".join(block.text.split("\n"))
        return True
    return False


def _read_labels(block: Block, found: Masthead, head: Head) -> bool:
    """Read a line of date labels, such as "Published: 3 May 2024 | Updated: 4 May 2024"."""
    labels = read_labels(block.text, head.language)
    if labels is None:
        return False
    exact = [stated for stated in map(parse_date, dict.fromkeys(_times(block))) if stated.value]
    lone = len(labels.published) + len(labels.updated) == 1 and len(exact) == 1
    # What the only `time` element of a line with one label says for machines is more precise.
    found.published += exact if lone and labels.published else labels.published
    found.updated += exact if lone and labels.updated else labels.updated
    if is_date(labels.prefix):
        found.dated.append(read_date(labels.prefix, head.language))
    return True


def _read_date(block: Block, found: Masthead, head: Head) -> bool:
    """Read a line that is a date, in a `time` element or in words."""
    if _read_times(block, found):
        return True
    if is_date(block.text):
        found.dated.append(read_date(block.text, head.language))
        return True
    return is_vague(block.text)


def _read_times(block: Block, found: Masthead) -> bool:
    times = [stated for stated in map(parse_date, _times(block)) if stated.value]
    found.dated += times
    return bool(times)


def _times(block: Block) -> Iterator[str]:
    for run in block.runs:
        element = run.element if run.where == "text" else run.element.getparent()
        while element is not None and element is not block.owner:
            if element.tag == "time" and element.get("datetime"):
                yield element.get("datetime", "")
            element = element.getparent()


def _read_byline(block: Block, found: Masthead) -> bool:
    """Read a byline by its words."""
    authors = read_byline(block.text)
    found.authors = found.authors or authors or ()
    return bool(authors) or (bool(found.authors) and is_post(block.text, below_name=True))


def _read_marked_byline(block: Block, found: Masthead, head: Head) -> bool:
    """Read a byline by the known author in it, or by what the page calls it."""
    marked = _names(block)
    authors = marked or read_byline(block.text) or authors_of([_BYLINE_END.split(block.text, maxsplit=1)[0]])
    if authors and key_of(authors[0]) in {key_of(name) for name in head.authors}:
        return True
    near = [element for element, _ in zip(block.ancestors(), range(4), strict=False)]
    called = any(_BYLINE.search(named(element)) for element in near[:2])
    if called or any(_BYLINE_BOX.search(named(element)) for element in near):
        found.authors = found.authors or (authors if len(block.text) <= _MAX_BYLINE_CHARS else ())
        return True
    return False


def _names(block: Block) -> tuple[str, ...]:
    """Return the names in a byline that are marked as such, or are links; none if they are several."""
    marked = {
        run.text.strip()
        for run in block.runs
        if run.where == "text" and (run.linked or _NAME.search(named(run.element)))
    }
    return authors_of(marked) if len(marked) == 1 else ()


def _is_subtitle(block: Block, following: Block, head: Head) -> bool:
    """Tell a sub-headline: by its name, or as the page's description that stands apart from the text."""
    if len(block.text) > _MAX_SUBTITLE_CHARS:
        return False
    if _SUBTITLE.search(named(block.owner)) or (head.subtitle and block.key == key_of(head.subtitle)):
        return True
    apart = block.owner.tag in _HEADINGS or block.owner.getparent() is not following.owner.getparent()
    if apart and any(
        _LEAD.search(named(element)) for element in (block.owner, block.owner.getparent()) if element is not None
    ):
        return True
    return apart and any(block.key == key_of(each) for each in head.descriptions)
