"""The PDF reader: poppler's pdftotext, which knows right-to-left text, and then the structure of plain text."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter

from schemas.article import Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.pdf_layout import Box, boxes, paragraphs, placed
from services.ingest.read.pdf_text import is_garbled, pages, without_running_lines
from services.ingest.read.structure import Parts, analyse, analyse_text
from services.ingest.read.structure.lines import MAX_DROPPED, Line
from services.ingest.read.structure.wrapping import join
from services.text.normalise import glyphs_to_letters

PROGRAM = "pdftotext"
_TIME_S = 30
_PASSWORD = b"Incorrect password"
_NOT_ALLOWED = b"Copying of text from this document is not allowed"


def read_pdf(file: File, limits: Limits) -> list[Item]:
    """Read the article of a PDF.

    Raises:
        Refusal: ENCRYPTED, MALFORMED, PARSER_LIMIT, NO_ARTICLE for a scan without text, GARBLED_TEXT where the fonts do
            not say which letters they show (as with most Nastaliq), TOO_LARGE.
    """
    printed, mended = glyphs_to_letters(_run(file.raw))
    check_size(limits, printed)
    lines = pages(printed)
    text = "\n".join(line for page in lines for line in page)
    if not any(char.isalnum() for char in text):
        raise Refusal(Reason.NO_ARTICLE, "there are only pictures in it, no text: have a scan read by a program first")
    if is_garbled(text):
        raise Refusal(Reason.GARBLED_TEXT, "its fonts do not say which letters they show: save it as text or HTML")
    parts, dropped = _parts(lines, boxes(_run(file.raw, "-bbox-layout")))
    return [parts.draft(*filter(None, [mended]), *_boilerplate(dropped))]


def _parts(lines: Sequence[Sequence[str]], places: Sequence[Sequence[Box]]) -> tuple[Parts, list[str]]:
    """Tell the article's parts, by where the lines lie if that can be told; and which lines were left out."""
    if (pages := placed(lines, places)) is None:
        kept, dropped = without_running_lines(lines, str, lambda _: 0.0)
        return analyse_text("\n".join(chain.from_iterable(kept))), dropped
    kept_lines, dropped_lines = without_running_lines(pages, attrgetter("text"), attrgetter("box.top"))
    blocks, joins = join(list(_numbered(paragraphs(kept_lines))))
    parts = analyse([block.text for block in blocks])
    return parts._replace(repairs=(*joins, *parts.repairs)), [line.text for line in dropped_lines]


def _numbered(groups: Sequence[Sequence[str]]) -> Iterator[list[Line]]:
    """Give the lines of paragraphs their offsets in the text they make."""
    offset = 0
    for group in groups:
        lines = []
        for text in group:
            lines.append(Line(text, offset))
            offset += len(text) + 1
        yield lines


def _boilerplate(dropped: Sequence[str]) -> Iterator[Repair]:
    if dropped:
        told = "\n".join(dict.fromkeys(dropped))
        yield Repair(kind=RepairKind.BOILERPLATE, count=len(dropped), offset=0, dropped=told[:MAX_DROPPED])


def _run(raw: bytes, *options: str) -> str:
    """Run pdftotext on the bytes. It gets them through a pipe, and writes no file."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Refusal(Reason.UNSUPPORTED_TYPE, f"{PROGRAM} is missing: install poppler-utils, then touch the file")
    command = [program, *options, "-enc", "UTF-8", "-", "-"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=_TIME_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refusal(Reason.PARSER_LIMIT, f"{PROGRAM} took more than {_TIME_S} s") from None
    if done.returncode:
        raise _failure(done.returncode, done.stderr)
    return done.stdout.decode("utf-8", "replace")


def _failure(code: int, told: bytes) -> Refusal:
    if _PASSWORD in told:
        return Refusal(Reason.ENCRYPTED)
    if _NOT_ALLOWED in told or code == 3:
        return Refusal(Reason.ENCRYPTED, "its author does not allow its text to be copied")
    if code < 0:
        return Refusal(Reason.PARSER_LIMIT, f"{PROGRAM} was ended by signal {-code}: it needed too much, or failed")
    return Refusal(Reason.MALFORMED, f"{PROGRAM} cannot read it: {told.decode(errors='replace').strip()[:200]}")


FORMAT = Reader(
    "pdf", "a PDF document", frozenset({".pdf"}), lambda raw: b"%PDF-" in raw[:1024], certain=True, read=read_pdf
)
