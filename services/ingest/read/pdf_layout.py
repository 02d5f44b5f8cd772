"""Paragraphs of a PDF, told by where its lines lie. Pure.

A PDF knows glyphs and places, no paragraphs. Lines belong together while they follow each other at the page's usual
pitch, in one size; a wider gap, another size, or a short last line that ends a sentence ends a paragraph.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_PAGE = re.compile(r"<page ")
_LINE = re.compile(r'<line xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"')
_WIDER = 1.3
"""A pitch this many times the usual one parts paragraphs."""
_OTHER_SIZE = 1.15
_SHORT = 0.88
"""A line that is shorter than this share of the widest in its column may be a paragraph's last."""
_ENDS = tuple(".۔।?؟!…:")
_CLOSING = "\"'”’»)]›“‘"


class Box(NamedTuple):
    """Where a line lies, in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is, which is its letters' size."""
        return self.bottom - self.top


class Line(NamedTuple):
    """A line and where it lies."""

    text: str
    box: Box


def boxes(bbox_layout: str) -> list[list[Box]]:
    """Read the lines' places, page by page, from what `pdftotext -bbox-layout` prints."""
    return [
        [Box(*map(float, match.groups())) for match in _LINE.finditer(page)] for page in _PAGE.split(bbox_layout)[1:]
    ]


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    """Group lines into paragraphs; one may go on from page to page."""
    groups: list[list[str]] = []
    last: Line | None = None
    for page in pages:
        pitch = _usual_pitch(page)
        width = max((line.box.right - line.box.left for line in page), default=0.0)
        for line in page:
            if last is None or _begins(last, line, pitch, width):
                groups.append([])
            groups[-1].append(line.text)
            last = line
    return groups


def _usual_pitch(page: Sequence[Line]) -> float:
    pitches = [after.box.top - before.box.top for before, after in pairwise(page)]
    return median(downward) if (downward := [pitch for pitch in pitches if pitch > 0]) else 0.0


def _begins(last: Line, line: Line, pitch: float, width: float) -> bool:
    """Tell whether a line begins a paragraph."""
    sizes = sorted((last.box.height, line.box.height))
    if sizes[0] <= 0 or sizes[1] / sizes[0] > _OTHER_SIZE:
        return True
    down = line.box.top - last.box.top
    if down <= 0:  # the next column, or the next page
        return _ends_sentence(last.text)
    if down > _WIDER * pitch:
        return True
    return _ends_sentence(last.text) and last.box.right - last.box.left < _SHORT * width


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_ENDS)


def placed(pages: Sequence[Sequence[str]], places: Sequence[Sequence[Box]]) -> list[list[Line]] | None:
    """Put lines and their places together; None where they are not as many, so that the places tell nothing."""
    filled = [[line for line in page if line] for page in pages]
    if [len(page) for page in filled if page] != [len(page) for page in places if page]:
        return None
    beside = iter(page for page in places if page)
    return [[Line(*pair) for pair in zip(page, next(beside), strict=True)] if page else [] for page in filled]
