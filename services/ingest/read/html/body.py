"""The article's blocks: what the page itself states, else what trafilatura picks, else where most prose stands."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block, key_of
from services.ingest.read.html.furniture import furniture, is_caption, is_noise, is_rights_line, leads_elsewhere
from services.ingest.read.html.picked import picked_by_trafilatura

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PROSE_TAGS = HEADINGS | {"p", "li", "blockquote", "pre", "dd"}
_MOST_LEFT_OUT = 4
_SHORT_KEY = 30
_WINDOW = 3000
_MIN_STATED = 150
_MIN_PROSE, _MIN_HEADLINE = 25, 15
_MOST_LINKED, _ALL_LINKED = 0.5, 0.9


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
    return _without_detours([blocks[n] for n in sorted(chosen or plain or range(len(blocks)))])


def _pruned(blocks: Sequence[Block], picked: set[int], plain: set[int], dense: set[HtmlElement]) -> set[int]:
    """Leave out what stands around the article by its name, and short lines and links outside of where it stands."""
    kept = {n for n in picked if blocks[n].owner in dense or (n in plain and len(blocks[n].key) >= _MIN_PROSE)}
    kept = {n for n in kept if n in plain or blocks[n].linked > _MOST_LINKED}
    return kept if _letters(blocks, kept) * 2 > _letters(blocks, picked) else picked


def _without_detours(blocks: list[Block]) -> list[Block]:
    """Leave out captions, advertisements, and "Read also" with what it leads to."""
    kept: list[Block] = []
    elsewhere = _lists_of_links(blocks)
    box: set[HtmlElement] = set()
    astray = False
    for block in blocks:
        if leads_elsewhere(block):
            astray, box = True, _box(block, blocks)
            continue
        if block.owner.tag == "li" and block.owner.getparent() in elsewhere:
            continue
        astray = astray and block.linked > _ALL_LINKED
        if not (astray or block.owner in box or is_caption(block) or is_noise(block)):
            kept.append(block)
    return _without_tail(kept)


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Leave out links and lines of rights at the end, unless they are most of it."""
    end = len(blocks)
    while end > 1 and _is_tail(blocks[end - 1]):
        end -= 1
    letters = [len(block.key) for block in blocks]
    return blocks[:end] if sum(letters[:end]) * 2 > sum(letters) else blocks


def _is_tail(block: Block) -> bool:
    return not block.key or block.linked > _ALL_LINKED or is_rights_line(block)


def _lists_of_links(blocks: Sequence[Block]) -> set[HtmlElement | None]:
    """Find lists in which every item is a link with a headline's length: other articles."""
    items = [block for block in blocks if block.owner.tag == "li"]
    others = {b.owner.getparent() for b in items if b.linked <= _ALL_LINKED or len(b.key) < _MIN_HEADLINE}
    return {block.owner.getparent() for block in items} - others


def _box(label: Block, blocks: Sequence[Block]) -> set[HtmlElement]:
    """Return all elements of the box that a label heads, if it is one: a small part of the text."""
    parent = label.owner.getparent()
    inside = set(parent.iter(etree.Element)) if parent is not None else set()
    size = sum(len(block.key) for block in blocks if block.owner in inside)
    return inside if size * 4 <= sum(len(block.key) for block in blocks) else set()


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
