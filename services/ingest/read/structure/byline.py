"""Bylines: who wrote it, in a line of its own near the head, or at the very end after a dash."""

import re
from functools import cache

from services.ingest.read.structure.lexicon import any_of, compact, folded, key, lexicon
from services.ingest.read.structure.lines import ends_with_stop

_MAX_CHARS = 120
_MAX_NAME_WORDS = 5
_MARKER_ENDS = re.compile(r"\s*[:：،,/]\s*|\s+[-–—]\s+")
_PARTS = re.compile(r"\s*[،,;؛|/&•·]\s*|\s+[-–—]\s+")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*")
_DASH = re.compile(r"[-–—―]{1,2}\s*(?=\S)")
_PARTICLES = frozenset(
    ("al", "el", "bin", "bint", "ibn", "abu", "von", "van", "der", "den", "de", "da", "di", "du", "la", "ul", "ur")
)


def read_byline(line: str, *, first: bool = False) -> tuple[str, ...] | None:
    """Read the names in a byline; None if the line is none.

    Args:
        line: a whole line near the head of an article.
        first: whether it is the first, where "Report: …" may be a title, so that only "By …" is believed.
    """
    if len(line) > _MAX_CHARS or "\n" in line:
        return None
    marked = _bare(line) or (None if first else _marked(line))
    if marked and (names := _names(marked)):
        return names
    return None if first else _office(line)


def is_post(line: str, *, below_name: bool = False) -> bool:
    """Tell "Role: BBC News" and "Edited by: …"; right below a name, also "BBC security correspondent"."""
    if len(line) > _MAX_CHARS or ends_with_stop(line):
        return False
    split = _MARKER_ENDS.search(line, 0, 40)
    if split and key(line[: split.start()]) in lexicon().posts:
        return len(line[split.end() :].split()) <= 2 * _MAX_NAME_WORDS
    if not below_name:
        return False
    words = key(line).split()
    return len(words) <= _MAX_NAME_WORDS and not lexicon().agency_words.isdisjoint(words)


def read_signature(line: str) -> tuple[str, ...] | None:
    """Read the last line of a text: a dash and an office or an agency, or a byline with its marker."""
    if len(line) > _MAX_CHARS:
        return None
    if dash := _DASH.match(line):
        signed = line[dash.end() :]
        return (signed,) if _is_office(signed) else _office(signed)
    return _names(marked) or None if (marked := _marked(line)) else None


def _office(line: str) -> tuple[str, ...] | None:
    """Read "Staff Reporter", "BBC News, London", "Ahmed Khan | Staff Reporter", "علی احمد (نامہ نگار)"."""
    words = lexicon()
    if _is_office(line):
        return (line.strip(" -–—|*()[]"),)
    parts = _parts(line)
    if len(parts) < 2 or not any(_is_office(part) for part in parts):
        return None
    rest = [part for part in parts if not _is_office(part) and compact(part) not in words.places]
    if not rest:
        return (parts[0],) if _is_office(parts[0]) else None
    # Letters without case give no sign of a name, so there the office must be a person's, or stand before the name.
    if len(rest) > 1 or not _is_name(rest[0]):
        return None
    if rest[0] == parts[0]:
        return (rest[0],) if _is_cased(rest[0]) or any(key(part) in words.roles for part in parts) else None
    return (rest[0],) if len(parts) == 2 and len(rest[0].split()) <= 3 else None


def _is_office(part: str) -> bool:
    words = lexicon()
    return key(part) in words.roles or compact(part) in words.agencies


def _marked(line: str) -> str | None:
    """Return what follows "Author:"; a marker needs a colon, a comma, a slash or a dash after it."""
    split = _MARKER_ENDS.search(line, 0, 40)
    if split is None or ends_with_stop(line) or key(line[: split.start()]) not in lexicon().byline:
        return None
    return line[split.end() :]


@cache
def _bare_marker() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(lexicon().byline_bare)})(?=[\s:：])")


@cache
def _first_words() -> tuple[str, ...]:
    return tuple({marker.split()[0] for marker in lexicon().byline_bare})


def _bare(line: str) -> str | None:
    """Return what follows "By", if it begins like names do."""
    # Hardly any line begins so, which its first word tells, unless that is nothing but marks.
    first = folded(line[:40].partition(" ")[0])
    if first and not first.startswith(_first_words()):
        return None
    if not (marker := _bare_marker().match(folded(line[:40]))):
        return None
    rest = line.split(None, len(marker[0].split()))[len(marker[0].split()) :]
    value = rest[0].lstrip(" :：") if rest else ""
    return value if value and not ends_with_stop(value.rstrip("s")) else None


def _parts(line: str) -> list[str]:
    inner = _BRACKETED.sub(r" | \1 | ", line)
    return [part for part in (part.strip(" *_") for part in _PARTS.split(inner)) if part]


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(lexicon().joiners)})\s+", re.IGNORECASE)


def _names(value: str) -> tuple[str, ...]:
    """Split names; none at all if one of the parts cannot be a name, an office or a place."""
    words = lexicon()
    offices: list[str] = []
    names: list[str] = []
    for part in (name for piece in _parts(value) for name in _joiner().split(piece)):
        if _is_office(part):
            offices.append(part)
        elif names and compact(part) in words.places:
            continue
        elif _is_name(name := _without_place(part)):
            names.append(name)
        else:
            return ()
    return tuple(names or offices[:1])


def _without_place(part: str) -> str:
    """Cut "in Islamabad" off a name."""
    name, found, place = part.rpartition(" in ")
    return name if found and place[:1].isupper() else part


def _is_cased(text: str) -> bool:
    return any(char.islower() or char.isupper() for char in text)


def _is_name(part: str) -> bool:
    tokens = part.split()
    if (
        not 1 <= len(tokens) <= _MAX_NAME_WORDS
        or any(char.isdigit() or char in ":!?/" for char in part)
        or part[-1] in "۔।:؟?!"
    ):
        return False
    if _is_cased(part):
        return all(token[:1].isupper() or token.lower() in _PARTICLES or "'" in token for token in tokens) and any(
            token[:1].isupper() for token in tokens
        )
    return lexicon().continuations.isdisjoint(key(token) for token in tokens)


def is_cased_name(text: str) -> bool:
    """Tell "Ahmed Khan": two to four words with capitals. Letters without case give no such sign."""
    return 2 <= len(text.split()) <= 4 and _is_cased(text) and _is_name(text) and text.replace(" ", "").isalpha()
