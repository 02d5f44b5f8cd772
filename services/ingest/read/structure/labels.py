"""Date labels: "Published: … | Updated: …", with or without values, colons and each other."""

import re
from dataclasses import dataclass
from functools import cache

from schemas.reasons import PublishedAtReason
from services.ingest.read.structure.lexicon import any_of, folded, lexicon
from services.ingest.read.structure.lines import ends_with_stop
from services.ingest.read.structure.when import is_date, is_vague, read_date
from services.text.dates import Stated

_MAX_VAGUE_WORDS = 3  # "Published: yesterday evening"
_MAX_LABEL_WORDS, _MAX_LABEL_CHARS = 6, 100
_SENTENCE_CHARS = 100
_DATED = re.compile(r"[\d:：]")
_SEPARATORS = " |/-–—·•●,،("


@dataclass(frozen=True)
class Labels:
    """What the labels of a line state."""

    published: tuple[Stated, ...] = ()
    updated: tuple[Stated, ...] = ()
    prefix: str = ""
    """What stands before the first label, folded."""
    waiting: str = ""
    """The last label, if no value follows it: the next line may be its value."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon()
    label = any_of(words.published | words.updated)
    after = any_of(words.published_after | words.updated_after)
    return (
        re.compile(rf"(?:^|(?<=[\s|/:،,•·(–—-]))(?P<label>{label})(?=[\s:：|]|$)\s*(?P<colon>[:：]?)"),
        re.compile(rf"\s(?P<after>{after})$"),
    )


def read_labels(line: str, language: str | None = None) -> Labels | None:
    """Read a line that has date labels and nothing else, but for a prefix; None if it is not one."""
    if len(line) > _SENTENCE_CHARS and ends_with_stop(line):
        return None
    if not _DATED.search(line) and len(line.split()) > _MAX_LABEL_WORDS:
        return None
    plain = folded(line)
    label, after = _patterns()
    if (found := after.search(plain)) and is_date(value := plain[: found.start()].strip(_SEPARATORS)):
        return _of([(found["after"], value)], "", language)
    matches = list(label.finditer(plain))
    if not matches:
        return None
    ends = [*(match.start() for match in matches[1:]), len(plain)]
    pairs = [
        (match["label"], plain[match.end() : end].strip(_SEPARATORS)) for match, end in zip(matches, ends, strict=True)
    ]
    several = len(pairs) > 1
    for match, (_, value) in zip(matches, pairs, strict=True):
        if not _holds(match, value, several):
            return None
    return _of(pairs, plain[: matches[0].start()].strip(_SEPARATORS), language)


def _holds(match: re.Match[str], value: str, several: bool) -> bool:
    """Tell a label from the author's sentence that begins with the same word."""
    if not value:
        return bool(match["colon"]) or several
    if is_date(value) or is_vague(value):
        return True
    if not match["colon"]:
        return False
    # A date that cannot be read (of an unknown calendar, say) is still one.
    if read_date(value).reason is not PublishedAtReason.UNPARSED:
        return True
    if match["label"] in lexicon().published and len(value.split()) <= _MAX_VAGUE_WORDS and value[-1] not in ".۔।":
        return True
    return sum(char.isdigit() for char in value) * 2 > sum(char.isalpha() for char in value)


def _of(pairs: list[tuple[str, str]], prefix: str, language: str | None) -> Labels:
    words = lexicon()
    stated = [(label, read_date(value, language or words.language_of.get(label))) for label, value in pairs]
    return Labels(
        tuple(date for label, date in stated if label in words.published or label in words.published_after),
        tuple(date for label, date in stated if label in words.updated or label in words.updated_after),
        prefix,
        "" if pairs[-1][1] else pairs[-1][0],
    )


def lone_label(line: str) -> str | None:
    """Return the label that a line consists of, without a colon, if it is one."""
    if len(line) > _MAX_LABEL_CHARS:
        return None
    plain = folded(line).strip(_SEPARATORS)
    words = lexicon()
    return plain if plain in words.published or plain in words.updated else None


def value_of(label: str, line: str, language: str | None = None) -> Labels | None:
    """Read a line as the value of the label on the line before; None if it is no date."""
    if not is_date(line) and not is_vague(line):
        return None
    return _of([(label, folded(line).strip(_SEPARATORS))], "", language)
