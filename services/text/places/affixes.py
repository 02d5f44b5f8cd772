"""What languages write onto a name: a letter before it (Arabic, Hebrew), an ending after it (Russian, Bengali …).

Turkish and English part endings by an apostrophe, which ends a term already.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from services.text.tokens import terms

Reading = tuple[str, int, int]
"""A term without its affixes, and how many folded letters were taken from its front and its end."""

_BEFORE: Mapping[str, tuple[str, ...]] = {
    "ar": ("وب", "ول", "وك", "فب", "و", "ب", "ل", "ك", "ف"),
    "he": ("וב", "ול", "ומ", "וה", "שב", "של", "שה", "מה", "כש", "ו", "ב", "ל", "מ", "ה", "ש", "כ"),
}
_BEFORE_ARTICLE = ("لل", "ولل", "فلل")
"""Before these the article ال loses its first letter."""
_LEAST_LEFT = 2


def _endings(written: str) -> tuple[tuple[str, str], ...]:
    """Read endings: `a` takes a away, `a>b` puts b in its place."""
    pairs = (each.partition(">") for each in written.split())
    return tuple(("".join(terms(ending)) or ending, instead) for ending, _, instead in pairs)


_AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ru": _endings(
        "ии>ия ию>ия ией>ия е>а ы>а и>а у>а ой>а ей>я и>я ю>я е>я а> у> е> ом> ы> ов> ам> ах> "
        "и>ь ью>ь я>ь ю>ь е>ь ем>ь "
        "я>й ю>й е>й ем>й"
    ),
    "de": _endings("s"),
    "fa": _endings("ای>ا وی>و"),
    "ps": _endings("ې>ه ه> و>"),
    "ckb": _endings("یدا دا یش ی ش"),
    "ug": _endings("نىڭكى نىڭ دىكى تىكى دىن تىن نى غا گە قا كە دا دە تا تە لىقلار لىكلەر لىق لىك نىڭدىكى"),
    "bn": _endings("য়ের েরও ের রও র য়ও য় তেও তে েও ে কেও কে ও ই"),
}


class _Affix(NamedTuple):
    """What may be taken off a term at one end."""

    written: str
    instead: str
    """What stood in its place."""
    letters: int
    """How many folded letters are not part of the name."""
    least: int
    """A term that is shorter does not have it."""


def _by_letter(affixes: Iterable[_Affix], at: int) -> Mapping[str, Sequence[_Affix]]:
    """Sort affixes by their first or last letter, in their order: most terms have no affix with theirs."""
    found: dict[str, list[_Affix]] = {}
    for affix in affixes:
        found.setdefault(affix.written[at], []).append(affix)
    return found


def _before(language: str) -> Iterator[_Affix]:
    for prefix in _BEFORE.get(language, ()):
        yield _Affix(prefix, "", len(prefix), len(prefix) + _LEAST_LEFT)
    for prefix in _BEFORE_ARTICLE if language == "ar" else ():
        yield _Affix(prefix, "ال", len(prefix) - 1, 0)


def _after(language: str) -> Iterator[_Affix]:
    for ending, instead in _AFTER.get(language, ()):
        # A Russian case is part of the word; elsewhere the ending is not part of the name.
        letters = 0 if instead or language == "ru" else len(ending)
        yield _Affix(ending, instead, letters, len(ending) + _LEAST_LEFT)


class Affixes:
    """What one language writes onto a name."""

    def __init__(self, language: str) -> None:
        self._before = _by_letter(_before(language), 0)
        self._after = _by_letter(_after(language), -1)

    def __bool__(self) -> bool:
        return bool(self._before or self._after)

    def bare(self, term: str, known: Container[str]) -> list[Reading]:
        """List what a known term may be: itself first, then without affixes, that with the longest first."""
        found = [(term, 0, 0)] if term in known else []
        for written, instead, letters, least in self._before.get(term[:1], ()):
            if term.startswith(written) and len(term) >= least and (left := instead + term[len(written) :]) in known:
                found.append((left, letters, 0))
        for written, instead, letters, least in self._after.get(term[-1:], ()):
            if term.endswith(written) and len(term) >= least and (left := term[: -len(written)] + instead) in known:
                found.append((left, 0, letters))
        return found

    def endless(self, term: str) -> dict[str, int]:
        """Return a term as it is written and without what is after it, each with how many letters that is."""
        found = {term: 0}
        for written, instead, letters, least in self._after.get(term[-1:], ()):
            if term.endswith(written) and len(term) >= least:
                found.setdefault(term[: -len(written)] + instead, letters)
        return found
