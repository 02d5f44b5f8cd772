"""Boilerplate: lines of the page around an article. A line is dropped only as a whole, and only if it is short."""

import re
from functools import cache

from services.ingest.read.structure.lexicon import any_of, compact, folded, key, lexicon
from services.ingest.read.structure.lines import ends_with_stop

_MAX_CHARS = 160
_SENTENCE_CHARS = 80
_MAX_CREDIT_WORDS = 8
_PIECES = re.compile(r"\s*[|•·●▪]\s*|\s{2,}|\t|\s+/\s+")
_CRUMBS = re.compile(r"\s*[>»›/|→]\s*")
_MARKER_ENDS = re.compile(r"\s*(?:[:：|»›،,]|[-–—]{1,2}(?=\s))\s*")
_CREDIT_OWNERS = ("getty images", "afp", "reuters", "epa", "shutterstock", "istock", "alamy", "pa media", "ap", "ani")
_OWNER = re.compile(rf"(?:{'|'.join(_CREDIT_OWNERS)})\b")
_TOKEN = re.compile(r"[^\s|•·,،/-]+")
_DATED = re.compile(r"©\s*\d{4}|\d{4}\s*©")


def is_boilerplate(line: str, *, head: bool = False, tail: bool = False) -> bool:
    """Tell whether a whole line is the page's and not the author's.

    Args:
        line: a line without space around it.
        head: whether it is the first of the article: there, "Read also: …" may be a title.
        tail: whether it is one of the last: there, notices of rights stand.
    """
    if len(line) > _MAX_CHARS or (len(line) > _SENTENCE_CHARS and not tail and ends_with_stop(line)):
        return False
    plain = key(line)
    if plain in lexicon().boilerplate:
        return True
    if _is_notice(plain, line, tail):
        return True
    if len(plain) <= 60 and (_is_row_of_buttons(plain) or _are_all_known(line)):
        return True
    marker, value = _split(line)
    if marker is None:
        return _joined_credit(plain) and not ends_with_stop(line)
    return _is_credit(line, marker, value) or (not head and _is_link(marker, value))


def _is_notice(plain: str, line: str, tail: bool) -> bool:
    if line.startswith(("©", "(c) ", "(C) ")):
        return True
    return tail and (_DATED.search(line) is not None or _rights().search(plain) is not None)


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().copyright))


def _is_row_of_buttons(plain: str) -> bool:
    tokens = _TOKEN.findall(plain)
    networks = lexicon().networks
    return len(tokens) > 1 and len(set(tokens)) > 1 and networks.issuperset(tokens)


def _are_all_known(line: str) -> bool:
    """Tell a row of phrases that are boilerplate each: "Share | Print | Comments (5)"."""
    pieces = [key(piece) for piece in _PIECES.split(line)]
    words = lexicon()
    return len(pieces) > 1 and all(piece in words.boilerplate or piece in words.networks for piece in pieces)


def _is_credit(line: str, marker: str, value: str) -> bool:
    """Tell "Photo: Ali/AFP". A caption ends like a sentence, or is longer: it is the author's."""
    return marker in lexicon().credits and 1 <= len(value.split()) <= _MAX_CREDIT_WORDS and not ends_with_stop(line)


def _joined_credit(plain: str) -> bool:
    """Tell a credit that lost its space or comma: "تصویر کا ذریعہGetty Images"."""
    found = _OWNER.search(plain)
    return found is not None and plain[: found.start()].strip(" ,،:/") in lexicon().credits


def _is_link(marker: str, value: str) -> bool:
    return marker in lexicon().links and bool(value) and not ends_with_stop(value.rstrip("?؟!"))


def _split(line: str) -> tuple[str | None, str]:
    found = _MARKER_ENDS.search(line, 0, 40)
    return (key(line[: found.start()]), line[found.end() :]) if found else (None, "")


def is_section(line: str) -> bool:
    """Tell the name of a site's section, or a trail of them: "World", "ہوم / پاکستان"."""
    if len(line) > 80:
        return False
    words = lexicon()
    return all(folded(piece) in words.sections or key(piece) in words.sections for piece in _CRUMBS.split(line))


def is_agency(line: str) -> bool:
    """Tell a line that names an agency and nothing else."""
    return len(line) <= 40 and compact(line) in lexicon().agencies
