"""What stands between a page's title and its text: sub-headline, byline, dates. What is read there leaves the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas.reasons import PublishedAtReason
from services.ingest.read.html.blocks import Block, key_of
from services.ingest.read.html.furniture import named
from services.ingest.read.html.metadata import BY_WORDS, Head, best, tuned_authors
from services.ingest.read.labels import BARE_LABEL, LABEL, PUBLISHED
from services.text.dates import Stated, parse_date
from services.text.fold import fold

_ABOVE = 15
_MAX_CHARS = 160
_MAX_SUBTITLE_CHARS = 600
_SEPARATORS = " |/-–—·،,"
_SUBTITLE = re.compile(
    r"sub-?(?:title|head|heading|headline)|standfirst|(?<![a-z])deck(?![a-z])|stand-?first|kicker-?text", re.I
)
_BYLINE = re.compile(r"by-?line|(?<![a-z])authors?(?![a-z])", re.IGNORECASE)
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


def read_masthead(blocks: Sequence[Block], body: Sequence[Block], head: Head) -> tuple[Masthead, list[Block]]:
    """Read what stands above the text, or was taken for its beginning or end; return it, and the text's own blocks."""
    found = Masthead()
    titles = {key_of(title) for title in head.titles}
    place = {id(block): n for n, block in enumerate(blocks)}
    kept = list(body)
    for block in _above(blocks, place[id(body[0])], titles):
        _read(block, kept[0], found, head)
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


def _above(blocks: Sequence[Block], start: int, titles: set[str]) -> Sequence[Block]:
    """Return the blocks from the title down to the text; none where the title is not above it."""
    for n in range(start - 1, max(start - 1 - _ABOVE, -1), -1):
        if blocks[n].owner.tag == "h1" or blocks[n].key in titles:
            return blocks[n + 1 : start]
    return ()


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
    labelled = [(label, parse_date(value)) for label, value in _labelled(fold(block.text).strip())]
    if not any(stated.value for _, stated in labelled) and any(
        stated.reason is not PublishedAtReason.EMPTY_LABEL for _, stated in labelled
    ):
        return False
    for label, stated in labelled:
        (found.published if label in PUBLISHED else found.updated).append(_precise(block, stated, len(labelled)))
    return bool(labelled)


def _precise(block: Block, stated: Stated, labels: int) -> Stated:
    """Prefer what the only `time` element of a line with one label says for machines."""
    times = {time for time in _times(block)}
    read = parse_date(next(iter(times))) if len(times) == 1 and labels == 1 else stated
    return read if read.value else stated


def _labelled(folded: str) -> list[tuple[str, str]]:
    labels = list(LABEL.finditer(folded))
    if labels and labels[0].start() == 0:
        ends = [*(label.start() for label in labels[1:]), len(folded)]
        return [(a["label"], folded[a.end() : end].strip(_SEPARATORS)) for a, end in zip(labels, ends, strict=True)]
    bare = BARE_LABEL.match(folded)
    return [(bare["label"], bare["value"])] if bare and parse_date(bare["value"]).value else []


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
    authors = tuned_authors([block.text])
    known = {key_of(name) for name in head.authors}
    if authors and key_of(authors[0]) in known:
        return True
    near = [element for element, _ in zip(block.ancestors(), range(2), strict=False)]
    if _SIGNED.match(block.text) or any(_BYLINE.search(named(element)) for element in near):
        found.authors = found.authors or authors
        return True
    return False


def _is_subtitle(block: Block, following: Block, head: Head) -> bool:
    """Tell a sub-headline: by its name, or as the page's description that stands apart from the text."""
    if len(block.text) > _MAX_SUBTITLE_CHARS:
        return False
    if _SUBTITLE.search(named(block.owner)) or (head.subtitle and block.key == key_of(head.subtitle)):
        return True
    apart = block.owner.tag in _HEADINGS or block.owner.getparent() is not following.owner.getparent()
    return apart and any(block.key == key_of(each) for each in head.descriptions)
