"""The piece of an article's faithful text in which a query's words stand closest together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.search.highlight import Marker, Match, Span
from services.text.analysed import Analysed
from services.text.tokens import terms

WIDTH = 220
"""Characters of text in a snippet, about."""
READ_CHARS = 50_000
_SNAP_CHARS = 24
_ELLIPSIS = "…"
# Part of a paragraph, up to the end of a word.
_PASSAGE = re.compile(r"[^\n]{1,300}\S*")

_Placed = tuple[int, int, Match]


@dataclass(frozen=True)
class Snippet:
    """A piece of a text, with white space made single, and where what was looked for stands in it."""

    text: str
    highlights: list[Span]


def snippet(text: str, marker: Marker) -> Snippet:
    """Cut the most telling piece out of a text; its beginning where nothing is met.

    Args:
        text: faithful text. Its first 50,000 characters are looked at.
        marker: finds what the query looks for.
    """
    # Finding the best passage first is several times faster than placing every word of the text.
    telling = marker.telling(set(text[:READ_CHARS].split()))
    passages = (
        match for match in _PASSAGE.finditer(text, 0, READ_CHARS) if telling.intersection(match.group().split())
    )
    best = max(passages, key=lambda match: marker.weight(marker.find(terms(match.group()))), default=None)
    placed = _placed(text, *best.span(), marker) if best else []
    start, end = _densest(placed, marker) if placed else (0, 0)
    piece = _cut(text, start, end)
    return Snippet(piece, marker.spans(piece))


def _placed(text: str, start: int, end: int, marker: Marker) -> list[_Placed]:
    """Place what is met, by whole chunks."""
    passage = Analysed(text[start:end], marker.language)
    spans, homes = passage.chunk_spans, passage.homes
    return [
        (start + spans[homes[match.first]][0], start + spans[homes[match.last]][1], match)
        for match in marker.find(passage.terms)
    ]


def _densest(placed: Sequence[_Placed], marker: Marker) -> Span:
    """Return the span, no wider than a snippet, whose different words weigh most; of equals the first."""
    windows = (_window(placed[first:]) for first in range(len(placed)))
    best = max(windows, key=lambda window: marker.weight(match for _, _, match in window))
    return best[0][0], max(end for _, end, _ in best)


def _window(placed: Sequence[_Placed]) -> Sequence[_Placed]:
    """Take the first match and those that fit into a snippet with it."""
    start = placed[0][0]
    return [match for match in placed if match[1] <= start + WIDTH] or placed[:1]


def _cut(text: str, start: int, end: int) -> str:
    """Widen a span to a snippet's width, up to whole words, and mark where text was left out."""
    end = min(end, start + WIDTH)
    room = WIDTH - (end - start)
    left = max(min(start - room // 2, len(text) - WIDTH), 0)
    right = min(max(end + room // 2, left + WIDTH), len(text))
    left, right = _snap_left(text, left, start), _snap_right(text, right, end)
    piece = " ".join(text[left:right].split())
    return f"{_ELLIPSIS if left else ''}{piece}{_ELLIPSIS if right < len(text) else ''}"


def _snap_left(text: str, left: int, start: int) -> int:
    if left == 0 or text[left - 1].isspace():
        return left
    words = (at + 1 for at in range(left, min(left + _SNAP_CHARS, start)) if text[at].isspace())
    return next(words, left)


def _snap_right(text: str, right: int, end: int) -> int:
    if right == len(text) or text[right].isspace():
        return right
    words = (at for at in range(right - 1, max(right - _SNAP_CHARS, end - 1), -1) if text[at].isspace())
    return next(words, right)
