"""What sites put around and into articles: menus, shares, related stories, comments, captions; by tag, name and word.

The words of such lines are data, in `languages/`, as for plain text.
"""

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block
from services.ingest.read.structure.lexicon import folded, key, lexicon

_NAMED = re.compile(
    r"comment|disqus|footer|side-?bar|related|recommend|share|social|newsletter|subscri|promo|bread-?crumb|cookie|consent"
    r"|copyright|most-?read|trending|popular|also-?read|read-?more|read-?also|advert|(?<![a-z])(?:nav|menu|tags?|ads?)(?![a-z])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?<![a-z])(?:wp-)?(?:caption|fig-?caption|photo-?credit|image-?credit)", re.IGNORECASE)
_TAGS = frozenset({"nav", "aside", "footer"})
_NEVER = frozenset({"html", "body", "article", "main"})
_FIGURES_OF_TEXT = frozenset({"table", "tr", "td", "blockquote", "pre"})
_LABEL_CHARS, _PROSE_LETTERS = 60, 60
_MOST_LINKED, _ALL_LINKED = 0.5, 0.9
_MIN_HEADLINE = 15


def furniture(root: HtmlElement) -> set[HtmlElement]:
    """Return the elements that sites put around articles, and all in them."""
    found: set[HtmlElement] = set()
    for element in root.iter(etree.Element):
        if element.getparent() in found or _is_furniture(element):
            found.add(element)
    return found


def in_furniture(element: HtmlElement) -> bool:
    """Tell whether an element is, or stands in, what sites put around articles."""
    return _is_furniture(element) or any(_is_furniture(each) for each in element.iterancestors())


def _is_furniture(element: HtmlElement) -> bool:
    return element.tag not in _NEVER and (element.tag in _TAGS or _NAMED.search(named(element)) is not None)


def named(element: HtmlElement) -> str:
    """Return what an element is called by its page: classes, id and the like."""
    return " ".join(element.get(name, "") for name in ("class", "id", "itemprop", "aria-labelledby"))


def without_detours(blocks: Sequence[Block]) -> list[Block]:
    """Leave out captions, lists of other articles, and "Read also" with what it leads to."""
    kept: list[Block] = []
    lists = _lists_of_links(blocks)
    box: set[HtmlElement] = set()
    astray = False
    for block in blocks:
        if _leads_elsewhere(block):
            astray, box = True, _box(block, blocks)
            continue
        astray = astray and block.linked > _ALL_LINKED
        listed = block.owner.tag == "li" and block.owner.getparent() in lists
        if not (astray or listed or block.owner in box or _is_caption(block)):
            kept.append(block)
    return _without_tail(kept)


def _is_caption(block: Block) -> bool:
    near = [element for element, _ in zip(block.ancestors(), range(4), strict=False)]
    if any(element.tag == "figcaption" or _CAPTION.search(named(element)) for element in near[:3]):
        return True
    tags = {str(element.tag) for element in near}
    return "figure" in tags and not tags & _FIGURES_OF_TEXT


def _leads_elsewhere(block: Block) -> bool:
    """Tell a line such as "Read also: ..." whose rest, if any, is a link."""
    words = lexicon()
    plain = folded(block.text[:_LABEL_CHARS])
    if key(plain) in words.links:
        return True
    if block.linked > _MOST_LINKED:
        return any(plain.startswith(label) for label in words.links)
    return False


def _box(label: Block, blocks: Sequence[Block]) -> set[HtmlElement]:
    """Return the elements of the box that a label heads; none where prose stands in it, too."""
    parent = label.owner.getparent()
    inside = set(parent.iter(etree.Element)) if parent is not None else set()
    prose = any(
        len(block.key) >= _PROSE_LETTERS and block.linked <= _MOST_LINKED
        for block in blocks
        if block is not label and block.owner in inside
    )
    return set() if prose else inside


def _lists_of_links(blocks: Sequence[Block]) -> set[HtmlElement | None]:
    """Find lists in which every item is a link with a headline's length: other articles."""
    items = [block for block in blocks if block.owner.tag == "li"]
    others = {b.owner.getparent() for b in items if b.linked <= _ALL_LINKED or len(b.key) < _MIN_HEADLINE}
    return {block.owner.getparent() for block in items} - others


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Leave out links at the end, unless they are most of it."""
    end = len(blocks)
    while end > 1 and (not blocks[end - 1].key or blocks[end - 1].linked > _ALL_LINKED):
        end -= 1
    letters = [len(block.key) for block in blocks]
    return blocks[:end] if sum(letters[:end]) * 2 > sum(letters) else blocks
