"""What a word can be in a language, from the lists in `lists/` (by script) and `words/` (by language)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from services.text.fold import fold
from services.text.lexicon import lexicon
from services.text.lists import sections
from services.text.memo import Memo, Room
from services.text.named.gazetteer import gazetteer
from services.text.named.words import Shape, Words, words_of
from services.text.stop_words import stop_terms
from services.text.tokens import Terms

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
"""Begins a relative clause about a person."""
CLITIC: Final = 32768
"""And, for, with …: its first letter is a word of its own, and what it can be is said of the rest."""
BETWEEN: Final = 65536
THING: Final = 131072
"""What a name before it belongs to is a thing."""
AFTER: Final = 262144
"""A title that stands after a name: Bey, صاحب."""
NAME: Final = GIVEN | MAYBE_GIVEN | FAMILY
HIT: Final = GIVEN | MAYBE_GIVEN | TITLE | FAMOUS | ORGANISATION | ORG_FIRST | ORG_LAST | WHO | AFTER

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
_ROOM = Room()
"""For all languages together."""
_ENDINGS_BY_LAST = {
    last: tuple(each for each in _ENDINGS if each[-1] == last) for last in {each[-1] for each in _ENDINGS}
}

Phrase = tuple[str, ...]
Chunk = tuple[tuple[Shape, ...], tuple[str, ...], tuple[int, ...]]
"""What a chunk holds in a language: the shapes of its words, what they are compared as, and what each can be."""


@dataclass(frozen=True)
class Senses:
    """What the words of a language can be."""

    language: str
    of: Memo[int]
    """The flags of a key."""
    read: Callable[[str, Terms], Chunk]
    """Reads the words of a chunk with these terms."""
    titles: Mapping[str, tuple[Phrase, ...]]
    """By first key, the longest first."""
    enough: frozenset[Phrase]
    """Titles that one unknown word after them is enough of a name for."""
    famous: Mapping[str, tuple[Phrase, ...]]
    org_first: Mapping[str, tuple[Phrase, ...]]
    org_last: Mapping[str, tuple[Phrase, ...]]
    """By last key."""
    loose: frozenset[str]
    """Not of an organisation's name, though they stand before it with a capital."""
    prepositions: frozenset[str]
    """Whoever stands after one does not speak."""
    place_before: frozenset[str]
    """Words after which a name is a place's."""
    told: frozenset[str]
    """Words of speaking before whoever is spoken to."""
    has_lexicon: bool
    """An unknown word is unlikely to be an ordinary one."""
    bare: Memo[str]
    """A key without its clitic."""


_SINGLE: Mapping[str, int] = {"given": GIVEN, "given also words": MAYBE_GIVEN, "family": FAMILY, "particles": PARTICLE}
"""What the single words of a section can be. Compounds are told by their phrases, not by their words."""
_FIRST: Mapping[str, int] = {
    "titles": TITLE,
    "roles": TITLE,
    "famous": FAMOUS,
    "org first": ORG_FIRST,
    "saying": SAYING | KNOWN,
    "subject": SUBJECT | STOP,
    "between": BETWEEN,
    "things": THING,
    "after": AFTER | STOP,
    "relative": WHO,
}
"""What the first word of each phrase of a section can be."""
_LAST: Mapping[str, int] = {"org last": ORG_LAST}
_EACH: Mapping[str, int] = {"not names": STOP, "titles": KNOWN, "roles": KNOWN, "org words": ORG_WORD}
"""What every word of a section can be."""


@cache
def senses(language: str) -> Senses:
    """Read a language's lists.

    Raises:
        KeyError: there are none.
    """
    normal = _stem_russian if language == "ru" else None
    lists = _lists(language, normal)
    flags_of = _flags_of(language, _flags(language, lists, normal))
    of = Memo(flags_of, _ROOM)

    def read(chunk: str, terms: Terms) -> Chunk:
        shapes, keys = words_of(chunk, terms)
        if normal:
            keys = tuple(map(normal, keys))
        return shapes, keys, _lone(flags_of(keys[0])) if len(keys) == 1 else tuple(map(flags_of, keys))

    return Senses(
        language=language,
        of=of,
        read=read,
        titles=_by_key([*lists["titles"], *lists["roles"]], 0),
        enough=frozenset(lists["titles"]),
        famous=_by_key(lists["famous"], 0),
        org_first=_by_key(lists["org first"], 0),
        org_last=_by_key(lists["org last"], -1),
        loose=_firsts(lists["loose"]),
        prepositions=_firsts(lists["prepositions"]),
        place_before=_firsts(lists["place before"]),
        told=_firsts(lists["told"]),
        has_lexicon=language == "ur",
        bare=Memo(lambda key: "ال" + key[2:] if key.startswith("لل") else key[1:]),
    )


@cache
def _lone(flags: int) -> tuple[int]:
    """Return what a chunk's only word can be. It is kept once for all words that can be the same."""
    return (flags,)


def _flags(
    language: str, lists: Mapping[str, Sequence[Phrase]], normal: Callable[[str], str] | None
) -> Mapping[str, int]:
    """Return what each word of the lists can be."""
    flags: defaultdict[str, int] = defaultdict(int)
    for section, bit in _SINGLE.items():
        for phrase in lists[section]:
            flags[phrase[0]] |= bit if len(phrase) == 1 else 0
    for key, bits in flags.items():
        flags[key] = bits & ~GIVEN if bits & MAYBE_GIVEN else bits
    for at, bits_of in ((slice(0, 1), _FIRST), (slice(-1, None), _LAST), (slice(None), _EACH)):
        for section, bit in bits_of.items():
            for phrase in lists[section]:
                for key in phrase[at]:
                    flags[key] |= bit
    for term in stop_terms(language):
        flags[normal(term) if normal else term] |= STOP
    for key in gazetteer(language):
        flags[key] |= ORGANISATION
    return dict(flags)


def _lists(language: str, normal: Callable[[str], str] | None) -> Mapping[str, list[Phrase]]:
    """Return the phrases of each section: the language's, its script's, and Latin names, which any text may hold."""
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for folder, name in (("words", language), *(("lists", script) for script in {SCRIPTS[language], "latin"})):
        file = resources.files("services.text.named").joinpath(folder, f"{name}.txt")
        for section, items in sections(file).items():
            found[section] += [tuple(key_of(word, normal) for word in item.split("_")) for item in items]
    return found


def _firsts(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases)


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

    def of(key: str) -> int:
        found = flags.get(key, 0)
        if key in known:
            found |= KNOWN
        if not found and "-" in key:
            found = flags.get(key.partition("-")[0], 0) & (GIVEN | MAYBE_GIVEN)
        if not found and language == "ar" and key[:1] in _CLITICS and len(key) > _LEAST_AFTER_CLITIC:
            rest = "ال" + key[2:] if key.startswith("لل") else key[1:]
            found = flags.get(rest, 0) & ~STOP
            found = found | CLITIC if found & HIT else 0
        if not found and language == "de" and key.endswith("s"):  # the genitive
            found = flags.get(key[:-1], 0) & (GIVEN | FAMILY)
        return found | (STOP if key.isdigit() else 0)

    return of


def key_of(word: str, normal: Callable[[str], str] | None = None) -> str:
    """Return what a word of a list is compared as."""
    key = fold(word).replace(".", "").replace(" ", "")
    return normal(key) if normal else key


def _by_key(phrases: Iterable[Phrase], at: int) -> Mapping[str, tuple[Phrase, ...]]:
    """Sort phrases by the word at a place, the longest first."""
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[at]].append(phrase)
    return {key: tuple(sorted(those, key=len, reverse=True)) for key, those in found.items()}


def _stem_russian(key: str) -> str:
    """Cut a case ending off, so that all cases of a name are one."""
    for ending in _ENDINGS_BY_LAST.get(key[-1:], ()):
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_STEM:
            return key[: -len(ending)]
    return key
