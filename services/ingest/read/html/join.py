"""Blocks to text: paragraphs parted by an empty line, the items of a list and the rows of a table by a line end."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block

_MOST_CELL_CHARS = 120
_CELLS = ("td", "th")


def joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        parts += ["" if before is None else _between(before, block), block.text]
    return "".join(parts)


def _between(before: Block, block: Block) -> str:
    """Choose what parts two blocks: cells of a row by a tab, rows and items by a line end, others by an empty line."""
    cells = before.owner is not block.owner and max(len(before.text), len(block.text)) <= _MOST_CELL_CHARS
    if cells and before.owner.tag in _CELLS and block.owner.tag in _CELLS:
        row = _nearest(block, "tr")
        if row is not None and _nearest(before, "tr") is row:
            return "\t"
        if row is not None and (other := _nearest(before, "tr")) is not None and other.getparent() is row.getparent():
            return "\n"
    item, previous = _nearest(block, "li"), _nearest(before, "li")
    if item is not None and previous is not None and item is not previous and item.getparent() is previous.getparent():
        return "\n"
    return "\n\n"


def _nearest(block: Block, tag: str) -> HtmlElement | None:
    return next((element for element, _ in zip(block.ancestors(), range(4), strict=False) if element.tag == tag), None)
