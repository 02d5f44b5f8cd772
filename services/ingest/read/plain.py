"""The plain-text reader: title, sub-headline, dateline and paragraphs.

Nothing is lost: each line is in the title, the sub-headline or the text, or is a stray line or a label line, which are
listed in `repairs`. A file of one line is an article whose text is that line: whether it is a headline cannot be told,
and an article without a title is better than one without a text.
"""

from dataclasses import dataclass

from schemas.article import Repair, RepairKind
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.format import File, Reader
from services.ingest.read.labels import BARE_LABEL, LABEL, PUBLISHED
from services.ingest.read.limits import Limits, check_size
from services.text.dates import Stated, parse_date
from services.text.fold import fold
from services.text.normalise import normalise

_STRAY = frozenset({".", "۔", "،", ",", "·"})
_MAX_TITLE_CHARS = 200
_MAX_LABEL_CHARS = 200
_MAX_VAGUE_WORDS = 3  # "Published: yesterday evening"
# Datelines stand near the top or at the very end. Further in, the same words are the author's.
_HEAD_LINES, _TAIL_LINES = 8, 2
_SEPARATORS = " |/-–—·,،"
_CLOSING = "\"'”’»)]›"
_SENTENCE_ENDS = tuple(".۔।॥!?؟…:؛;")
_QUESTIONS = tuple("?؟!")


def read_plain(file: File, limits: Limits) -> list[Item]:
    """Read one article from a plain-text file.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, TOO_LARGE, or NO_ARTICLE where all lines are labels or strays.
    """
    decoded = decode(file.raw, file.charset)
    check_size(limits, decoded.text)
    faithful, repairs = normalise(decoded.text)
    lines, stated, dropped = _without_furniture(faithful)
    blocks = _blocks(lines)
    if not blocks:
        raise Refusal(Reason.NO_ARTICLE if dropped else Reason.EMPTY)
    title, subtitle, body = _parts(blocks)
    draft = Draft(
        title=title,
        subtitle=subtitle,
        text="\n\n".join(body),
        published_at=stated.value,
        published_at_reason=stated.reason,
        encoding=decoded.encoding,
        repairs=(*decoded.repairs, *repairs, *dropped),
    )
    return [draft]


FORMAT = Reader("plain", "plain text", frozenset({".txt", ".text"}), risky=False, read=read_plain)


@dataclass(frozen=True)
class _Line:
    text: str
    offset: int


def _without_furniture(text: str) -> tuple[list[str], Stated, list[Repair]]:
    """Take out stray lines and label lines; read the date off the labels."""
    lines = _numbered(text)
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    near_edge = {*filled[:_HEAD_LINES], *filled[len(filled) - _TAIL_LINES :]}
    stated: list[Stated] = []
    strays: list[_Line] = []
    labels: list[_Line] = []
    kept: list[str] = []
    for at, line in enumerate(lines):
        if line.text.strip() in _STRAY:
            strays.append(line)
        elif at in near_edge and (found := _label_line(line.text)) is not None:
            labels.append(line)
            stated.append(found)
        else:
            kept.append(line.text)
            continue
        kept.append("")
    # One repair a label line: what it said must be there in full.
    repairs = _dropped(RepairKind.STRAY_LINE, strays)
    for line in labels:
        repairs += _dropped(RepairKind.LABEL_LINE, [line])
    return kept, _best(stated), repairs


def _numbered(text: str) -> list[_Line]:
    lines, offset = [], 0
    for line in text.split("\n"):
        lines.append(_Line(line, offset))
        offset += len(line) + 1
    return lines


def _dropped(kind: RepairKind, lines: list[_Line]) -> list[Repair]:
    if not lines:
        return []
    text = "\n".join(line.text.strip() for line in lines)
    return [Repair(kind=kind, count=len(lines), offset=lines[0].offset, dropped=text[:200])]


def _label_line(line: str) -> Stated | None:
    """Read a line made of date labels and nothing else; None if it is not one."""
    if len(line) > _MAX_LABEL_CHARS:
        return None
    folded = fold(line).strip()
    values = _labelled(folded)
    if not values or not all(_could_be_date(label, value) for label, value in values):
        return None
    published = [parse_date(value) for label, value in values if label in PUBLISHED]
    if published:
        return _best(published)
    # The time of an update is not the time of publication.
    filled = any(value for _, value in values)
    return Stated(None, PublishedAtReason.NOT_STATED if filled else PublishedAtReason.EMPTY_LABEL)


def _labelled(folded: str) -> list[tuple[str, str]]:
    """Split a line into labels and what follows each. Without a colon, only a date makes a word a label."""
    labels = list(LABEL.finditer(folded))
    if labels and labels[0].start() == 0:
        ends = [*(label.start() for label in labels[1:]), len(folded)]
        return [
            (label["label"], folded[label.end() : end].strip(_SEPARATORS))
            for label, end in zip(labels, ends, strict=True)
        ]
    bare = BARE_LABEL.match(folded)
    if bare is None or parse_date(bare["value"]).value is None:
        return []
    return [(bare["label"], bare["value"])]


def _could_be_date(label: str, value: str) -> bool:
    """Tell a date that cannot be read (a Hijri one, say) from a sentence that begins with "Updated:"."""
    if not value or parse_date(value).reason is not PublishedAtReason.UNPARSED:
        return True
    if label in PUBLISHED and len(value.split()) <= _MAX_VAGUE_WORDS:
        return True
    letters = sum(char.isalpha() for char in value)
    return sum(char.isdigit() for char in value) * 2 > letters


_PREFERENCE = (
    None,
    PublishedAtReason.IMPLAUSIBLE,
    PublishedAtReason.AMBIGUOUS,
    PublishedAtReason.UNPARSED,
    PublishedAtReason.EMPTY_LABEL,
    PublishedAtReason.NOT_STATED,
)


def _best(stated: list[Stated]) -> Stated:
    """Choose the first date, else the most telling reason."""
    nothing = Stated(None, PublishedAtReason.NOT_STATED)
    return min([*stated, nothing], key=lambda each: _PREFERENCE.index(each.reason))


def _blocks(lines: list[str]) -> list[list[str]]:
    """Group lines into paragraphs at empty lines; without empty lines between, each line is one."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    return [[line] for line in blocks[0]] if len(blocks) == 1 else blocks


def _parts(blocks: list[list[str]]) -> tuple[str | None, str | None, list[str]]:
    """Tell title, sub-headline and paragraphs apart."""
    paragraphs = ["\n".join(block).strip() for block in blocks]
    first = [line.strip() for line in blocks[0]]
    if len(first) > 1 and _heads(first):
        paragraphs = [first[0], "\n".join(first[1:]), *paragraphs[1:]]
    if len(paragraphs) < 2 or not _is_title(paragraphs[0]):
        return None, None, paragraphs
    if len(paragraphs) > 2 and _is_subtitle(paragraphs[1], paragraphs[2]):
        return paragraphs[0], paragraphs[1], paragraphs[2:]
    return paragraphs[0], None, paragraphs[1:]


def _heads(first: list[str]) -> bool:
    """Tell whether a first paragraph of several lines begins with a title rather than being wrapped text."""
    if _ends_sentence(first[0]):
        return False
    return (len(first) == 2 and not _ends_sentence(first[1])) or len(first[1]) > 2 * len(first[0])


def _is_title(paragraph: str) -> bool:
    if "\n" in paragraph or len(paragraph) > _MAX_TITLE_CHARS:
        return False
    return not _ends_sentence(paragraph) or paragraph.rstrip(_CLOSING).endswith(_QUESTIONS)


def _is_subtitle(paragraph: str, following: str) -> bool:
    """A short line without a sentence's end, before something that looks like text."""
    if "\n" in paragraph or len(paragraph) > _MAX_TITLE_CHARS or _ends_sentence(paragraph):
        return False
    return _ends_sentence(following) or len(following) > 2 * len(paragraph)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
