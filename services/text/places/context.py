"""What stands around a name: cues for a place and against it, and the capitals of a longer name."""

from collections.abc import Sequence

from services.text.analysed import Analysed
from services.text.places.candidates import Candidate
from services.text.places.gazetteer import Gazetteer
from services.text.places.words import Cues, Rule
from services.text.stop_words import stop_terms
from services.text.tokens import TERMS

_LONGEST_CUE = 4
_NOTHING: Cues = frozenset()
_PARTS = frozenset(".,;:!?()[]\"“”«»…—–-/|'’")
_SHORT = 3
"""In languages without a list of stop words, capitals on words so short mean nothing."""


def told_by(rule: Rule, terms: Sequence[str], first: int, last: int) -> bool | None:
    """Tell what the words around say by a rule: that it is a place, that it is none, or nothing (None)."""
    before = _before(rule, terms, first)
    after = _after(rule, terms, last)
    if not (before or after):
        return None
    if not rule.not_before.isdisjoint(before) or not rule.not_after.isdisjoint(after):
        return False
    return True if not (rule.before.isdisjoint(before) and rule.after.isdisjoint(after)) else None


def _before(rule: Rule, terms: Sequence[str], first: int) -> Cues:
    """Return what may be a cue before a term; nothing if none ends with the term there, as most often."""
    if not first or _plain(terms[first - 1]) not in rule.beside_before:
        return _NOTHING
    near = [_plain(term) for term in terms[max(first - _LONGEST_CUE, 0) : first]]
    return frozenset(tuple(near[at:]) for at in range(len(near)))


def _after(rule: Rule, terms: Sequence[str], last: int) -> Cues:
    """Return what may be a cue after a term; nothing if none begins with the term there."""
    if last + 1 >= len(terms) or _plain(terms[last + 1]) not in rule.beside_after:
        return _NOTHING
    near = [_plain(term) for term in terms[last + 1 : last + 1 + _LONGEST_CUE]]
    return frozenset(tuple(near[: at + 1]) for at in range(len(near)))


def _plain(term: str) -> str:
    return "#" if term.isdigit() else term


def is_part_of_name(text: Analysed, candidate: Candidate, gazetteer: Gazetteer) -> bool:
    """Tell whether a word with a capital beside it makes it another name: Jack London, Paris Hilton, Boston Globe."""
    if not gazetteer.language.cased or gazetteer.language.nouns_cased:
        return False
    home, last_home = text.home(candidate.first), text.home(candidate.last)
    cues = gazetteer.words.cues
    if home and _runs_on(text, home - 1, cues.before, gazetteer):
        return True
    ends_chunk = candidate.end == text.chunk_ends[last_home]
    return ends_chunk and last_home + 1 < len(text.chunks) and _is_name(text, last_home + 1, cues.after, gazetteer)


def _runs_on(text: Analysed, home: int, cues: Cues, gazetteer: Gazetteer) -> bool:
    return text.chunks[home][-1] not in _PARTS and _is_name(text, home, cues, gazetteer)


def _is_name(text: Analysed, home: int, cues: Cues, gazetteer: Gazetteer) -> bool:
    """Tell whether a word begins with a capital and is neither a stop word nor a cue nor a place itself."""
    chunk = text.chunks[home]
    terms = TERMS[chunk]
    if not terms or not chunk[0].isupper() or terms[0] in stop_terms(gazetteer.key) or (terms[0],) in cues:
        return False
    # A place beside a place is no longer name: Yemen's Hodeidah.
    return len(chunk) > _SHORT and not gazetteer.places(" ".join(terms)) and not gazetteer.places(terms[0])


def is_title_case(text: Analysed) -> bool:
    """Tell whether most words have a capital, as in English headlines, so that capitals say nothing."""
    words = [chunk for chunk in text.chunks if chunk[0].isalpha()]
    return len(words) > 2 and sum(chunk[0].isupper() for chunk in words) > 0.6 * len(words)
