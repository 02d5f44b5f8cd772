"""Title, sub-headline and paragraphs, once everything is gone that is neither."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from schemas.article import Repair, RepairKind
from services.ingest.read.structure.dateline import find_dateline
from services.ingest.read.structure.lexicon import key, letters, lexicon
from services.ingest.read.structure.lines import MAX_DROPPED, Line, dropped, ends_sentence, ends_with_stop, joined
from services.ingest.read.structure.when import is_date

_MAX_TITLE_CHARS = 200
_MAX_STANDFIRST_CHARS = 300
_MAX_SITE_CHARS = 60
_PARAGRAPH_CHARS = 160
"""No text is wrapped at more: a line that is longer is a paragraph."""
_QUESTIONS = tuple("?؟!…")
_CLOSING = "\"'”’»)]›"
_SITE = re.compile(r"\s*[-–—|»:]\s*\S")
_BULLET = re.compile(r"[•●■▪·*+>]\s*|[-–—]\s|\d{1,3}[.)]\s|https?://")
_CAPTION_ENDS = re.compile(r"\s*[:：،,]")
_MAX_SIGNED_WORDS = 5

_Block = list[Line]


class Headings(NamedTuple):
    """What is what."""

    title: str | None
    subtitle: str | None
    paragraphs: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()


def read_headings(
    lines: Sequence[Line],
    *,
    spaced: bool,
    above: int = 0,
    title: str | None = None,
    subtitle: str | None = None,
) -> Headings:
    """Tell title, sub-headline and paragraphs apart.

    Args:
        lines: those of an article, without furniture.
        spaced: whether its paragraphs are parted by empty lines; if not, each line is one.
        above: how many lines stand above a byline or a date label: these are headlines, whatever they end with.
        title: the title, where it is known.
        subtitle: the sub-headline, where it is known.
    """
    blocks = _blocks(lines, spaced)
    repeats: list[Line] = []
    joins: list[Repair] = []
    if title is None:
        blocks, joins = _first_apart(blocks)
        title, blocks, repeats = _take_title(blocks, above)
    if title is not None:
        blocks, again = _without_repeats(blocks, title)
        repeats += again
        if subtitle is None:
            subtitle, blocks = _take_subtitle(blocks, known=above == 2)
    return Headings(
        title,
        subtitle,
        tuple(joined(block) for block in blocks),
        (*joins, *dropped(RepairKind.REPEATED_TITLE, repeats)),
    )


def _blocks(lines: Sequence[Line], spaced: bool) -> list[_Block]:
    """Group lines into paragraphs."""
    blocks: list[_Block] = []
    for line in lines:
        if blocks and spaced and not line.gap and not _is_paragraph_break(blocks[-1][-1].text, line.text):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _is_paragraph_break(line: str, following: str) -> bool:
    return max(len(line), len(following)) > _PARAGRAPH_CHARS and ends_with_stop(line)


def _first_apart(blocks: list[_Block]) -> tuple[list[_Block], list[Repair]]:
    """Part the title from what stands right below it, if the first block begins with one."""
    if not blocks or len(blocks[0]) < 2:
        return blocks, []
    first, second, *rest = blocks[0]
    if not _is_title(first.text):
        return blocks, []
    if not rest and len(blocks) > 1 and _goes_on_small(first.text, second.text):
        join = Repair(kind=RepairKind.UNWRAPPED_LINES, count=1, offset=first.offset + len(first.text))
        return [[first._replace(text=f"{first.text} {second.text}")], *blocks[1:]], [join]
    headlines = not rest and not ends_sentence(second.text) and len(blocks) > 1
    if headlines or len(second.text) > 2 * len(first.text):
        return [[first], [second, *rest], *blocks[1:]], []
    return blocks, []


def _take_title(blocks: list[_Block], above: int) -> tuple[str | None, list[_Block], list[Line]]:
    """Take the title off the first block or two; also return a line that only repeats it."""
    if len(blocks) < 2 or len(blocks[0]) > 1:
        return None, blocks, []
    first = blocks[0][0]
    if _is_with_site(first.text, blocks[1][0].text) and (len(blocks) > 2 or len(blocks[1]) > 1):
        rest = [blocks[1][1:], *blocks[2:]] if len(blocks[1]) > 1 else blocks[2:]
        return blocks[1][0].text, rest, [first]
    certain = above in (1, 2) or (len(blocks) > 2 and _same(first.text, blocks[1][0].text))
    if len(first.text) > _MAX_TITLE_CHARS or not (certain or _is_title(first.text)) or _is_dateline(first.text):
        return None, blocks, []
    return first.text, blocks[1:], []


def _goes_on_small(first: str, second: str) -> bool:
    """Tell a headline over two lines: the second goes on with a small letter."""
    return second[:1].islower() and not ends_sentence(second) and len(first) + len(second) < _MAX_TITLE_CHARS


def _is_title(text: str) -> bool:
    return not ends_sentence(text) or text.rstrip(_CLOSING).endswith(_QUESTIONS)


def _is_dateline(text: str) -> bool:
    found = find_dateline(text, bare=False)
    return found is not None and len(found.dateline.text) + 3 >= len(text)


def _is_with_site(first: str, second: str) -> bool:
    """Tell a title with its site's name behind it, before the title itself."""
    if len(first) <= len(second) or len(second) < 10 or not first.startswith(second):
        return False
    rest = first[len(second) :]
    return len(rest) <= _MAX_SITE_CHARS and len(first) <= MAX_DROPPED and _SITE.match(rest) is not None


def _same(one: str, other: str) -> bool:
    return len(other) <= MAX_DROPPED and letters(one) == letters(other)


def _without_repeats(blocks: list[_Block], title: str) -> tuple[list[_Block], list[Line]]:
    """Drop the title where it is said again at the beginning, if a text remains."""
    repeats: list[Line] = []
    for at in (1, 0):
        if at < len(blocks) and _same(title, blocks[at][0].text):
            rest = [blocks[at][1:]] if len(blocks[at]) > 1 else []
            if rest or len(blocks) > 1:
                repeats.insert(0, blocks[at][0])
                blocks = [*blocks[:at], *rest, *blocks[at + 1 :]]
    return blocks, repeats


def _take_subtitle(blocks: list[_Block], *, known: bool) -> tuple[str | None, list[_Block]]:
    if len(blocks) < 2:
        return None, blocks
    text, following = joined(blocks[0]), joined(blocks[1])
    standfirst = known and len(blocks[0]) == 1 and len(text) <= _MAX_STANDFIRST_CHARS
    if (standfirst or _is_subtitle(text, following)) and not _is_other(text):
        return text, blocks[1:]
    return None, blocks


def _is_subtitle(text: str, following: str) -> bool:
    """A short line without a sentence's end, before something that looks like text."""
    if "\n" in text or len(text) > _MAX_TITLE_CHARS or ends_sentence(text):
        return False
    return ends_sentence(following) or len(following) > 2 * len(text) or _is_dateline(following)


def _is_other(text: str) -> bool:
    """Tell the first item of a list, a date, a caption, or a dateline in a line of its own, from a sub-headline."""
    if _BULLET.match(text) or is_date(text):
        return True
    marker = _CAPTION_ENDS.search(text, 0, 40)
    if marker and key(text[: marker.start()]) in lexicon().captions:
        return True
    if find_dateline(text, bare=False):
        return True
    # "London - Sarah Ali": place and author
    found = find_dateline(text)
    return found is not None and len(text[len(found.dateline.text) :].split()) <= _MAX_SIGNED_WORDS
