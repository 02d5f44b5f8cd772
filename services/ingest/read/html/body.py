"""The article's blocks: what the page itself states, else what trafilatura picks, else where most prose stands."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block, key_of
from services.ingest.read.html.furniture import furniture, without_detours
from services.ingest.read.html.picked import picked_by_trafilatura

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PROSE_TAGS = HEADINGS | {"p", "li", "blockquote", "pre", "dd"}
_MOST_LEFT_OUT = 4
_SHORT_KEY = 30
_WINDOW = 3000
_MIN_STATED = 150
_MIN_PROSE = 25
_MOST_LINKED = 0.5


def article_blocks(root: HtmlElement, blocks: Sequence[Block], stated: str | None) -> list[Block]:
    """Choose the article's blocks, in the page's order.

    Args:
        root: the page; its text cannot be used afterwards (see `picked_by_trafilatura`).
        blocks: all of the page.
        stated: the text of the article as the page's own metadata has it, if it does.
    """
    around = furniture(root)
    plain = {n for n, block in enumerate(blocks) if block.linked <= _MOST_LINKED and block.owner not in around}
    dense = _densest(blocks, plain)
    prose = {n for n in plain if blocks[n].owner in dense}
    picked = picked_by_trafilatura(root, blocks)
    if stated and (found := _stated_places(blocks, stated)):
        chosen = found | {n for n in picked if min(found) < n < max(found) and blocks[n].owner.tag in HEADINGS}
    elif _letters(blocks, picked) * 2 < _letters(blocks, prose):
        chosen = prose
    else:
        chosen = _pruned(blocks, picked, plain, dense) | _between(blocks, picked, prose)
    # Of a page that is too short for rules that weigh, all is taken.
    return without_detours([blocks[n] for n in sorted(chosen or plain or range(len(blocks)))])


def _pruned(blocks: Sequence[Block], picked: set[int], plain: set[int], dense: set[HtmlElement]) -> set[int]:
    """Leave out what stands around the article by its name, and short lines and links outside of where it stands."""
    kept = {n for n in picked if blocks[n].owner in dense or (n in plain and len(blocks[n].key) >= _MIN_PROSE)}
    kept = {n for n in kept if n in plain or blocks[n].linked > _MOST_LINKED}
    return kept if _letters(blocks, kept) * 2 > _letters(blocks, picked) else picked


def _letters(blocks: Sequence[Block], places: set[int]) -> int:
    return sum(len(blocks[n].key) for n in places)


def _stated_places(blocks: Sequence[Block], stated: str) -> set[int]:
    """Find the blocks that a stated text is made of, in order; none unless they are (nearly) all of it."""
    whole = key_of(stated)
    if len(whole) < _MIN_STATED:
        return set()
    found, at, covered = set(), 0, 0
    for n, block in enumerate(blocks):
        key = block.key
        # A short line is met anywhere by chance: it must follow at once.
        window = _WINDOW if len(key) >= _SHORT_KEY else 0
        start = whole.find(key, at, at + len(key) + window) if key else -1
        if start >= 0:
            found.add(n)
            at, covered = start + len(key), covered + len(key)
    return found if covered * 20 >= len(whole) * 19 else set()


def _between(blocks: Sequence[Block], picked: set[int], prose: set[int]) -> set[int]:
    """Find prose that was left out amid what was picked: a few blocks in a row, in the element where most stands."""
    places = sorted(picked)
    return {
        n
        for before, after in pairwise(places)
        if after - before <= _MOST_LEFT_OUT + 1
        for n in range(before + 1, after)
        if n in prose and blocks[n].owner.tag in _PROSE_TAGS
    }


def _densest(blocks: Sequence[Block], plain: set[int]) -> set[HtmlElement]:
    """Find the element in which most prose stands; return it and all in it."""
    scores: Counter[HtmlElement] = Counter()
    for n in plain:
        if len(blocks[n].key) >= _MIN_PROSE:
            for element, share in zip(blocks[n].ancestors(), (3, 3, 2), strict=False):
                scores[element] += share * len(blocks[n].key)
    return set(scores.most_common(1)[0][0].iter(etree.Element)) if scores else set()
