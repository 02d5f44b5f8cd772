"""Who wrote it, from where, and whether it may be told: what bylines, datelines and statuses say."""

import re
from collections.abc import Iterable

from schemas.article import Dateline
from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.fragment import one_line
from services.text.normalise import normalise

_DATELINE = re.compile(
    # As in: Rome, 3 May (ANSA) -
    r"(?P<place>[^\d(),،]{1,100}?)\s*(?:[,،][^()]*)?(?:\((?P<agency>[^()]{1,100})\))?[\s:—–-]*"
)
_BY = re.compile(r"by\s+", re.IGNORECASE)
_MOST_AUTHORS, _MAX_AUTHOR_CHARS, _MAX_DATELINE_CHARS = 50, 200, 200
_HELD_BACK = frozenset({"canceled", "cancelled", "killed", "withheld", "embargoed"})


def authors_of(stated: Iterable[str]) -> tuple[str, ...]:
    """Tidy the names of authors: each once, in order, without "By"; an address alone is no name."""
    lines = (one_line(normalise(name.strip())[0]) for name in stated)
    found = dict.fromkeys(_BY.sub("", line, count=1).strip(" ,;") if _BY.match(line) else line for line in lines)
    return tuple(name for name in found if len(name) <= _MAX_AUTHOR_CHARS and _is_name(name))[:_MOST_AUTHORS]


def dateline_of(text: str | None) -> Dateline | None:
    """Read a dateline that is stated as such, and the place and the agency in it if it has the usual form."""
    line = one_line(normalise(text or "")[0])
    if len(line) > _MAX_DATELINE_CHARS or not any(char.isalpha() for char in line):
        return None
    usual = _DATELINE.fullmatch(line)
    place, agency = (usual["place"].strip(), usual["agency"]) if usual else (None, None)
    return Dateline(text=line, place=place or None, agency=agency.strip() or None if agency else None)


def held_back(status: str | None) -> Refusal | None:
    """Return the refusal of what its agency has cancelled or holds back; None for any other status."""
    code = re.split(r"[:/#]", status or "")[-1].strip().lower()
    if code not in _HELD_BACK:
        return None
    detail = f"its agency says that it is {code}; if it was published before, withdraw it: khabar withdraw"
    return Refusal(Reason.NO_ARTICLE, detail)


def _is_name(name: str) -> bool:
    return any(char.isalpha() for char in name) and not re.search(r"://|^\S+@\S+$", name)
