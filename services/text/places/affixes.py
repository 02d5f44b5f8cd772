"""What languages write onto a name: a letter before it (Arabic, Hebrew), an ending after it (Russian, Bengali …).

Turkish and English part endings by an apostrophe, which ends a term already.
"""

from collections.abc import Iterator, Mapping

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

_ENDINGS = {language: tuple(ending for ending, _ in endings) for language, endings in _AFTER.items()}


def bare(term: str, language: str) -> Iterator[Reading]:
    """Yield what a term may be without affixes, that with the longest first. Some are no words."""
    prefixes = _BEFORE.get(language, ())
    for prefix in prefixes if term.startswith(prefixes) else ():
        if term.startswith(prefix) and len(term) >= len(prefix) + _LEAST_LEFT:
            yield term[len(prefix) :], len(prefix), 0
    for prefix in _BEFORE_ARTICLE if language == "ar" and term.startswith(_BEFORE_ARTICLE) else ():
        if term.startswith(prefix):
            yield f"ال{term[len(prefix) :]}", len(prefix) - 1, 0
    for ending, instead in _AFTER.get(language, ()) if term.endswith(_ENDINGS.get(language, ())) else ():
        if term.endswith(ending) and len(term) >= len(ending) + _LEAST_LEFT:
            stem = term[: len(term) - len(ending)]
            # A Russian case is part of the word; elsewhere the ending is not part of the name.
            yield stem + instead, 0, 0 if instead or language == "ru" else len(ending)


def has_affixes(language: str) -> bool:
    """Tell whether anything is written onto names in this language."""
    return language in _BEFORE or language in _AFTER
