"""What plain text says about itself: title, sub-headline, byline, dateline, dates; and what is only furniture.

Every format whose blocks are text can use it. Nothing is lost: each line is in the title, the sub-headline or the body,
or it is shown in full in a repair. The words are data, one file a language: see `languages/README.txt`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.article import Dateline, Encoding, Repair
from schemas.reasons import PublishedAtReason
from services.ingest.draft import Draft
from services.ingest.read.structure.dateline import Found, find_dateline
from services.ingest.read.structure.furniture import Furniture, take_furniture
from services.ingest.read.structure.headings import read_headings
from services.ingest.read.structure.lines import Line, lines_of, without_strays
from services.ingest.read.structure.when import read_date
from services.ingest.read.structure.wrapping import unwrap
from services.text.dates import Stated

_SUMMARY_CHARS = 300

__all__ = ["Parts", "analyse", "analyse_text"]


class Parts(NamedTuple):
    """The parts of an article."""

    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    dateline: Dateline | None
    """It stands in the body, too."""
    stated: Stated
    """The publication date, or why there is none."""
    updated: str | None
    body: tuple[str, ...]
    """Paragraphs. One may have several lines."""
    repairs: tuple[Repair, ...]

    def draft(self, *repairs: Repair, encoding: Encoding | None = None, faithful: bool = False) -> Draft:
        """Make a draft of the parts; `repairs` were made before these. `faithful` is as in `Draft`."""
        return Draft(
            title=self.title,
            subtitle=self.subtitle,
            text="\n\n".join(self.body),
            authors=self.authors,
            dateline=self.dateline,
            published_at=self.stated.value,
            published_at_reason=self.stated.reason,
            published_text=self.stated.text,
            updated_at=self.updated,
            encoding=encoding,
            repairs=(*repairs, *self.repairs),
            faithful=faithful,
        )


def analyse(
    blocks: Sequence[str],
    *,
    title: str | None = None,
    subtitle: str | None = None,
    language: str | None = None,
    wrapped: bool = False,
) -> Parts:
    """Analyse blocks of text, as readers of HTML, DOCX or PDF find them.

    Args:
        blocks: paragraphs, headings and other lines, in order, in faithful text.
        title: the title, if the format states one; where the blocks begin with it, it is not said twice.
        subtitle: the sub-headline, if the format states one.
        language: BCP 47, if the format states one; it decides how dates are read.
        wrapped: whether lines in a block may be one paragraph; they are joined where that is certain. Else they stay.

    Returns:
        The parts. Offsets of repairs are code points in the blocks joined by empty lines.
    """
    lines, repairs = without_strays(lines_of("\n\n".join(blocks)))
    lines, joins = unwrap(lines) if wrapped else (lines, [])
    return _analyse(lines, [*repairs, *joins], True, title, subtitle, language)


def analyse_text(text: str, *, language: str | None = None) -> Parts:
    """Analyse plain text, whose paragraphs may have been wrapped.

    Args:
        text: faithful text.
        language: BCP 47, if it is known.

    Returns:
        The parts. Offsets of repairs are code points in the text.
    """
    lines, repairs = without_strays(lines_of(text))
    lines, joins = unwrap(lines)
    spaced = any(line.gap for line in lines[1:])
    return _analyse(lines, [*repairs, *joins], spaced, None, None, language)


def _analyse(
    lines: list[Line],
    repairs: list[Repair],
    spaced: bool,
    title: str | None,
    subtitle: str | None,
    language: str | None,
) -> Parts:
    furniture = take_furniture(lines, language, titled=title is not None)
    headings = read_headings(
        furniture.lines,
        spaced=spaced,
        above=furniture.above,
        title=title or furniture.title,
        subtitle=subtitle,
    )
    found = _dateline(headings.paragraphs)
    return Parts(
        title=headings.title,
        subtitle=headings.subtitle,
        authors=tuple(furniture.authors),
        dateline=found.dateline if found else None,
        stated=_stated(furniture, found, language),
        updated=next((each.value for each in furniture.updated if each.value), None),
        body=headings.paragraphs,
        repairs=(*repairs, *furniture.repairs, *headings.repairs),
    )


def _dateline(paragraphs: Sequence[str]) -> Found | None:
    """Find the dateline in the first paragraph, or in the second, below a summary, if it names an agency."""
    if not paragraphs:
        return None
    found = find_dateline(paragraphs[0])
    if found is None and len(paragraphs) > 1 and len(paragraphs[0]) <= _SUMMARY_CHARS:
        found = find_dateline(paragraphs[1], bare=False)
    return found


def _stated(furniture: Furniture, found: Found | None, language: str | None) -> Stated:
    """Choose the date of publication: the labels', else the full date of the dateline, else why there is none.

    A dateline tells when a text was written. Where it has a year and the page says nothing of publication, that day is
    taken; a day without a year is never completed.
    """
    stated = furniture.stated
    if stated.reason is PublishedAtReason.NOT_STATED and not furniture.updated and found and found.date:
        written = read_date(found.date, language)
        return written if written.value else stated
    return stated
