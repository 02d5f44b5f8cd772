"""What a word can be in a language, from the lists in `lists/` (by script) and `words/` (by language)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from services.text.fold import fold
from services.text.lexicon import lexicon
from services.text.lists import sections
from services.text.memo import Memo
from services.text.named.gazetteer import gazetteer
from services.text.named.words import Words
from services.text.stop_words import stop_terms

GIVEN: Final = 1
MAYBE_GIVEN: Final = 2
"""A given name that is a word too."""
FAMILY: Final = 4
PARTICLE: Final = 8
STOP: Final = 16
"""A function word, or another that no name goes over."""
KNOWN: Final = 32
"""An ordinary word."""
TITLE: Final = 64
"""A title or role begins here, perhaps."""
FAMOUS: Final = 128
ORGANISATION: Final = 256
"""A name of the gazetteer begins here, perhaps."""
ORG_FIRST: Final = 512
ORG_LAST: Final = 1024
ORG_WORD: Final = 2048
SAYING: Final = 4096
SUBJECT: Final = 8192
"""Marks the word before it as who did something (نے)."""
WHO: Final = 16384
CLITIC: Final = 32768
"""And, for, with …: its first letter is a word of its own, and what it can be is said of the rest."""
BETWEEN: Final = 65536
THING: Final = 131072
"""What a name before it belongs to is a thing."""
NAME: Final = GIVEN | MAYBE_GIVEN | FAMILY
HIT: Final = GIVEN | MAYBE_GIVEN | TITLE | FAMOUS | ORGANISATION | ORG_FIRST | ORG_LAST | WHO

SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("ur", "ar", "fa", "ps"), "arabic"),
    **dict.fromkeys(("en", "tr", "de"), "latin"),
    "hi": "devanagari",
    "ru": "cyrillic",
    "he": "hebrew",
    "bn": "bengali",
}
"""The languages there are lists for, and the script their names are written in."""
_CLITICS = frozenset("وفبلك")
_LEAST_AFTER_CLITIC = 3
_ENDINGS = ("ом", "ем", "ым", "ой", "ою", "ей", "ого", "ому", "а", "у", "е", "ы", "и", "ю", "я", "й", "ь", "о")
_LEAST_STEM = 3

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Senses:
    """What the words of a language can be."""

    language: str
    of: Memo[int]
    """The flags of a key."""
    titles: Mapping[str, tuple[tuple[Phrase, bool], ...]]
    """By first key, the longest first; True if one unknown word after it is enough of a name."""
    famous: Mapping[str, tuple[Phrase, ...]]
    org_first: Mapping[str, tuple[Phrase, ...]]
    org_last: Mapping[str, tuple[Phrase, ...]]
    """By last key."""
    loose: frozenset[str]
    """Not of an organisation's name, though they stand before it with a capital."""
    prepositions: frozenset[str]
    """Whoever stands after one does not speak."""
    told: frozenset[str]
    """Words of speaking before whoever is spoken to."""
    normal: Callable[[str], str] | None
    has_lexicon: bool
    """An unknown word is unlikely to be an ordinary one."""
    bare: Memo[str]
    """A key without its clitic."""


@cache
def senses(language: str) -> Senses:
    """Read a language's lists.

    Raises:
        KeyError: there are none.
    """
    names = _merged(SCRIPTS[language], *(() if SCRIPTS[language] == "latin" else ("latin",)))
    words = _sections("words", language)
    normal = _stem_russian if language == "ru" else None

    def keys(items: Iterable[str]) -> list[Phrase]:
        return [_phrase(item, normal) for item in items]

    def firsts(section: str) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in keys(words.get(section, ())))

    titles = [(phrase, True) for phrase in keys(words["titles"])] + [(p, False) for p in keys(words["roles"])]
    famous = keys(names["famous"])
    org_first, org_last = keys(words["org first"]), keys(words["org last"])
    flags: dict[str, int] = {}

    def flag(bit: int, firsts: Iterable[str]) -> None:
        for key in firsts:
            flags[key] = flags.get(key, 0) | bit

    for bit, name in ((GIVEN, "given"), (MAYBE_GIVEN, "given also words"), (FAMILY, "family"), (PARTICLE, "particles")):
        flag(bit, (phrase[0] for phrase in keys(names.get(name, ())) if len(phrase) == 1))
    for key, value in flags.items():
        if value & MAYBE_GIVEN:
            flags[key] = value & ~GIVEN
    flag(STOP, (key for phrase in keys((*words["not names"], *names.get("not names", ()))) for key in phrase))
    flag(STOP, (normal(term) if normal else term for term in stop_terms(language)))
    flag(TITLE, (phrase[0] for phrase, _ in titles))
    flag(KNOWN, (key for phrase, _ in titles for key in phrase))
    flag(FAMOUS, (phrase[0] for phrase in famous))
    flag(ORG_FIRST, (phrase[0] for phrase in org_first))
    flag(ORG_LAST, (phrase[-1] for phrase in org_last))
    flag(ORG_WORD, (key for phrase in keys(words.get("org words", ())) for key in phrase))
    flag(SAYING | KNOWN, (phrase[0] for phrase in keys(words["saying"])))
    flag(SUBJECT | STOP, (phrase[0] for phrase in keys(words.get("subject", ()))))
    flag(BETWEEN, (phrase[0] for phrase in keys(words.get("between", ()))))
    flag(THING, (phrase[0] for phrase in keys(words.get("things", ()))))
    if language == "en":
        flag(WHO, ("who", "whose"))
    return Senses(
        language=language,
        of=Memo(_flags_of(language, flags)),
        titles=_by_first(titles, lambda entry: entry[0][0], lambda entry: len(entry[0])),
        famous=_by_first(famous, lambda phrase: phrase[0], len),
        org_first=_by_first(org_first, lambda phrase: phrase[0], len),
        org_last=_by_first(org_last, lambda phrase: phrase[-1], len),
        loose=firsts("loose"),
        prepositions=firsts("prepositions"),
        told=firsts("told"),
        normal=Memo(normal).__getitem__ if normal else None,
        has_lexicon=language == "ur",
        bare=Memo(lambda key: "ال" + key[2:] if key.startswith("لل") else key[1:]),
    )


def phrase_at(words: Words, first: int, phrases: Iterable[Phrase]) -> int:
    """Return after which word a phrase ends that begins at this one, without marks inside; 0 if none does.

    Args:
        words: those of the text.
        first: the word's number.
        phrases: the longest first.
    """
    keys = words.keys
    for phrase in phrases:
        after = first + len(phrase)
        if (len(phrase) == 1 or tuple(keys[first:after]) == phrase) and words.together(first, after):
            return after
    return 0


def _flags_of(language: str, flags: Mapping[str, int]) -> Callable[[str], int]:
    known = lexicon("ur").known if language == "ur" else frozenset[str]()
    gazetted = frozenset(gazetteer(language))

    def of(key: str) -> int:
        found = flags.get(key, 0) | (KNOWN if key in known else 0) | (ORGANISATION if key in gazetted else 0)
        head = key.partition("-")[0]
        if not found and head != key:
            found = flags.get(head, 0) & (GIVEN | MAYBE_GIVEN)
        if not found and language == "ar" and key[:1] in _CLITICS and len(key) > _LEAST_AFTER_CLITIC:
            rest = "ال" + key[2:] if key.startswith("لل") else key[1:]
            found = flags.get(rest, 0) & ~STOP | (ORGANISATION if rest in gazetted else 0)
            found = found | CLITIC if found & HIT else 0
        return found | (STOP if key.isdigit() else 0)

    return of


def key_of(word: str, normal: Callable[[str], str] | None = None) -> str:
    """Return what a word of a list is compared as."""
    key = fold(word).replace(".", "").replace(" ", "")
    return normal(key) if normal else key


def _phrase(item: str, normal: Callable[[str], str] | None) -> Phrase:
    return tuple(key_of(word, normal) for word in item.split("_"))


def _by_first(entries: Iterable[object], first: Callable[..., str], length: Callable[..., int]) -> Mapping[str, tuple]:  # type: ignore[type-arg]
    found: dict[str, list[object]] = {}
    for entry in entries:
        found.setdefault(first(entry), []).append(entry)
    return {key: tuple(sorted(those, key=length, reverse=True)) for key, those in found.items()}


def _sections(folder: str, name: str) -> dict[str, list[str]]:
    return sections(resources.files("services.text.named").joinpath(folder, f"{name}.txt"))


def _merged(*scripts: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for script in scripts:
        for name, words in _sections("lists", script).items():
            found.setdefault(name, []).extend(words)
    return found


def _stem_russian(key: str) -> str:
    """Cut a case ending off, so that all cases of a name are one."""
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM:
            return key[: -len(ending)]
    return key
