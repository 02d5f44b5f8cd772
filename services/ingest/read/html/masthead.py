"""What stands between a page's title and its text: sub-headline, byline, dates. What is read there leaves the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from lxml import etree

from schemas.reasons import PublishedAtReason
from services.ingest.read.html.blocks import Block, key_of
from services.ingest.read.html.furniture import named
from services.ingest.read.html.metadata import BY_WORDS, Head, best, tuned_authors
from services.ingest.read.labels import BARE_LABEL, LABEL, PUBLISHED
from services.text.dates import Stated, parse_date
from services.text.fold import fold

_ABOVE, _OVER = 15, 4
_WHOLE = ("html", "body", "main", "form")
_MAX_CHARS, _MAX_BYLINE_CHARS = 160, 80
_MAX_SUBTITLE_CHARS = 600
_SEPARATORS = " |/-–—·،,"
_SUBTITLE = re.compile(
    r"sub-?(?:title|head|heading|headline)|standfirst|(?<![a-z])deck(?![a-z])|stand-?first|kicker-?text", re.IGNORECASE
)
_LEAD = re.compile(
    r"summary|intro-?text|(?<![a-z])(?:lead|lede|lid|dek|excerpt|abstract|description)(?![a-z])", re.IGNORECASE
)
_DATED = re.compile(r"date|time|publish", re.IGNORECASE)
_BYLINE = re.compile(r"by-?line|(?<![a-z])authors?(?![a-z])", re.IGNORECASE)
_BYLINE_END = re.compile(r"\s+[|/·•]\s+|\n")
_NAME = re.compile(r"name|(?<![a-z])author", re.IGNORECASE)
_BYLINE_BOX = re.compile(r"by-?line", re.IGNORECASE)
# Without a colon these are words like others: "تحریر" also begins the name of a militia.
_SIGNED = re.compile(rf"(?:{BY_WORDS})\s*[:：]|[Bb]y(?:\s+[A-Z][\w.'’-]*){{2,5}}$")
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
    """Read what stands above the text, or was taken for its beginning or end.

    Args:
        blocks: all of the page.
        body: those taken for the article's text; at least one.
        head: what the page says for machines.
        titles: keys of the article's title in all its spellings.

    Returns:
        What was read, and those of `body` that are text.
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
            _ = _read_labels(block, found) or (_DATED.search(named(block.owner)) and _read_times(block, found))
    while len(kept) > 1 and (kept[0].key in titles or _read(kept[0], kept[1], found, head)):
        del kept[0]
    while len(kept) > 1 and _read_labels(kept[-1], found):
        del kept[-1]
    return found, kept


def published(head: Head, found: Masthead) -> Stated:
    """Choose the date: what the head says, else a labelled one, else the only one there is."""
    dates = {each.value for each in found.dated if each.value}
    bare = found.dated if len(dates) <= 1 else [Stated(None, PublishedAtReason.AMBIGUOUS)]
    reasons = [head.published] if head.published.reason is not PublishedAtReason.NOT_STATED else []
    return best([*reasons, *found.published, *bare])


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


def _read(block: Block, following: Block, found: Masthead, head: Head) -> bool:
    """Read one block; return whether it is no part of the text."""
    if _read_labels(block, found) or _read_times(block, found) or _read_byline(block, found, head):
        return True
    if found.subtitle is None and _is_subtitle(block, following, head):
        found.subtitle = " ".join(block.text.split("\n"))
        return True
    return False


def _read_labels(block: Block, found: Masthead) -> bool:
    """Read a line of date labels, such as "Published: 3 May 2024 | Updated: 4 May 2024"."""
    if len(block.text) > _MAX_CHARS:
        return False
    labelled = [(label, parse_date(value), value) for label, value in _labelled(fold(block.text).strip())]
    if not all(_could_be_date(stated, value) for _, stated, value in labelled):
        return False
    for label, stated, _ in labelled:
        (found.published if label in PUBLISHED else found.updated).append(_precise(block, stated, len(labelled)))
    return bool(labelled)


def _could_be_date(stated: Stated, value: str) -> bool:
    """Tell a date that cannot be read from a sentence that begins with "Updated:"."""
    letters, digits = sum(map(str.isalpha, value)), sum(map(str.isdigit, value))
    return stated.reason is not PublishedAtReason.UNPARSED or digits * 2 > letters


def _precise(block: Block, stated: Stated, labels: int) -> Stated:
    """Prefer what the only `time` element of a line with one label says for machines."""
    times = set(_times(block))
    read = parse_date(next(iter(times))) if len(times) == 1 and labels == 1 else stated
    return read if read.value else stated


def _labelled(folded: str) -> list[tuple[str, str]]:
    labels = list(LABEL.finditer(folded))
    if labels and labels[0].start() == 0:
        ends = [*(label.start() for label in labels[1:]), len(folded)]
        return [(a["label"], folded[a.end() : end].strip(_SEPARATORS)) for a, end in zip(labels, ends, strict=True)]
    bare = BARE_LABEL.match(folded)
    # "Published in The Day, March 12th, 2024"
    values = [bare["value"], bare["value"].partition(",")[2].strip()] if bare else []
    value = next((value for value in values if parse_date(value).value), None)
    return [(bare["label"], value)] if bare and value else []


def _read_times(block: Block, found: Masthead) -> bool:
    """Read a line that is a date, in a `time` element or in words."""
    if len(block.text) > _MAX_CHARS:
        return False
    times = [stated for stated in map(parse_date, _times(block)) if stated.value]
    stated = times or [stated for stated in [parse_date(block.text.strip(_SEPARATORS))] if stated.value]
    found.dated.extend(stated)
    return bool(stated)


def _times(block: Block) -> Iterator[str]:
    for run in block.runs:
        element = run.element if run.where == "text" else run.element.getparent()
        while element is not None and element is not block.owner:
            if element.tag == "time" and element.get("datetime"):
                yield element.get("datetime", "")
            element = element.getparent()


def _read_byline(block: Block, found: Masthead, head: Head) -> bool:
    if len(block.text) > _MAX_CHARS:
        return False
    authors = tuned_authors(_names(block) or [_BYLINE_END.split(block.text, maxsplit=1)[0]])
    known = {key_of(name) for name in head.authors}
    if authors and key_of(authors[0]) in known:
        return True
    near = [element for element, _ in zip(block.ancestors(), range(4), strict=False)]
    marked = any(_BYLINE.search(named(element)) for element in near[:2])
    if marked or _SIGNED.match(block.text) or any(_BYLINE_BOX.search(named(element)) for element in near):
        found.authors = found.authors or (authors if len(authors) == 1 and len(block.text) <= _MAX_BYLINE_CHARS else ())
        return True
    return False


def _names(block: Block) -> list[str]:
    """Return the names in a byline that are marked as such, or are links; none if they are several."""
    marked = {
        run.text.strip()
        for run in block.runs
        if run.where == "text" and (run.linked or _NAME.search(named(run.element)))
    }
    return list(marked) if len(marked) == 1 else []


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
