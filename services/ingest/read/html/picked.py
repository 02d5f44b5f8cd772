"""Which blocks are the article, as trafilatura sees it.

trafilatura drops joiners, paragraphs that repeat, and the space or the break around some elements. So it only chooses,
and the text is copied from the page: each run of text is numbered by signs that it lets pass (Braille patterns, which
are neither letters, nor space, nor controls), and the numbers that come back are the article.
"""

import logging
import re
from collections.abc import Sequence

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block

_FIRST_SIGN, _SIGNS, _DIGITS = 0x2800, 256, 3
_MAX_ELEMENTS, _MAX_CHARS, _MAX_DEPTH = 15_000, 1_000_000, 100
# Signs of the page's own, and what lxml lets nobody write although it reads it.
_FOREIGN = re.compile("[\u2800-\u28ff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = re.compile("[\u2800-\u28ff]{3}")

# It logs each page in which it finds nothing; here that is told in a refusal.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def picked_by_trafilatura(root: HtmlElement, blocks: Sequence[Block]) -> set[int]:
    """Return the places, in `blocks`, of those whose text is mostly in what trafilatura extracts.

    Args:
        root: the page that `blocks` were cut from. Its text is numbered in place: nobody can read it any more.
        blocks: all of the page.

    Returns:
        The places; none for a page so large that it would take minutes.
    """
    if _is_huge(root) or sum(len(block.text) for block in blocks) > _MAX_CHARS:
        return set()
    _number(blocks)
    # No metadata: its dates are guesses.
    found = trafilatura.bare_extraction(root, include_comments=False, with_metadata=False)
    body = getattr(found, "body", None)
    if body is None:
        return set()
    back = {_value(number) for number in _NUMBER.findall("".join(body.itertext()))}
    picked, number = set(), 0
    for place, block in enumerate(blocks):
        letters = sum(run.letters for at, run in enumerate(block.runs, number) if at in back)
        if letters and letters * 2 >= sum(run.letters for run in block.runs):
            picked.add(place)
        number += len(block.runs)
    return picked


def _is_huge(root: HtmlElement) -> bool:
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        elements += event == "start"
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return elements > _MAX_ELEMENTS or deepest > _MAX_DEPTH


def _number(blocks: Sequence[Block]) -> None:
    number = 0
    for block in blocks:
        for run in block.runs:
            text = _FOREIGN.sub("", getattr(run.element, run.where) or "")
            setattr(run.element, run.where, _signs(number) + text)
            number += 1


def _signs(number: int) -> str:
    return "".join(chr(_FIRST_SIGN + number // _SIGNS**digit % _SIGNS) for digit in range(_DIGITS))


def _value(signs: str) -> int:
    return sum((ord(sign) - _FIRST_SIGN) * _SIGNS**digit for digit, sign in enumerate(signs))
