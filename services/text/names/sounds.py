"""How a word sounds, so that a name in one script meets itself in another: بشار and Bashar, Путин and پیوٹن.

A word is taken apart into sounds (`letters.toml`), each a string of what its letters may stand for. Vowels with the
glides between them are one sound, since scripts differ most in these. Words are kept under their *keys*, their
consonants; what is found under one key is then compared in full by `likeness`, an edit distance whose costs know what
scripts leave out. The idea is that of phonetic codes such as Soundex, with the second step of Freeman, Condon and
Ackerman, "Cross linguistic name matching in English and Arabic" (2006).
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, groupby, islice, product

from schemas.article import Script
from services.text.language.scripts import main_script
from services.text.memo import Memo

MOST_KEYS = 4
LEAST_KEY, LEAST_CHARS, MOST_CHARS = 2, 3, 24
"""A key of fewer sounds fits too many words, and what is longer is no name."""

_SURE = ((5, 0.9), (4, 0.95), (3, 1.0))
"""With so many consonants and from this likeness on, two words are one name (set on parallel news: `make quality`)."""
_MAYBE = ((3, 0.9), (2, 0.95))
"""And these may be: good enough where a neighbour agrees, as in Bashar al-Assad."""

_OPEN = frozenset("AIUwy")
"""Vowels and glides: sounds that run together."""
_FAINT = frozenset("hvwy")
"""Consonants that a script or a typist leaves out, so no key has them but at its beginning."""
_SILENT = "-"
_UNVOWELLED = frozenset({Script.ARABIC, Script.HEBREW, Script.DEVANAGARI, Script.BENGALI, Script.GURMUKHI})
"""Scripts that leave out short vowels, or one of them."""
_ALEF = frozenset({Script.ARABIC, Script.HEBREW})
"""Scripts whose first letter, at the beginning of a word, is written for any vowel."""
_PARALLEL = {Script.BENGALI: 0x980, Script.GURMUKHI: 0xA00}
"""Scripts whose block in Unicode has the order of Devanagari's, which begins at 0x900."""
_DEVANAGARI = 0x900
_ARTICLE = "ال"
_LEAST_AFTER_ARTICLE = 3

_SHORT_VOWEL, _LONG_VOWEL, _OTHER_VOWEL, _FAINT_LOST, _NEAR, _OTHER = 0.1, 0.5, 0.5, 0.25, 0.3, 1.0


def sound_keys(term: str) -> tuple[str, ...]:
    """Return the keys a folded word is kept and looked up under, at most `MOST_KEYS`; none for what is no name.

    Two words can only be alike if they share a key.
    """
    keys = dict.fromkeys([key for reading in _readings(term) for key in _keys(_heard(reading))])
    return tuple(keys)[:MOST_KEYS]


@lru_cache(maxsize=10_000)
def likeness(term: str, other: str) -> float:
    """Tell how alike two folded words of different scripts sound: 1 for the same, 0 for nothing in common.

    Words of one script are not compared: there, another spelling is another name more often than not.
    """
    scripts = main_script(term), main_script(other)
    if scripts[0] == scripts[1]:
        return 0.0
    lenient = tuple(script in _UNVOWELLED for script in scripts)
    pairs = product(map(_sounds, _readings(term)), map(_sounds, _readings(other)))
    return max((_likeness(left, right, lenient) for left, right in pairs if left and right), default=0.0)


def surely_alike(term: str, other: str) -> bool:
    """Tell whether two folded words of different scripts are one name, by their sound alone."""
    return _reaches(term, other, _SURE)


def maybe_alike(term: str, other: str) -> bool:
    """Tell whether two folded words of different scripts may be one name, if those beside them agree."""
    return _reaches(term, other, _SURE + _MAYBE)


def _reaches(term: str, other: str, levels: Sequence[tuple[int, float]]) -> bool:
    if set(sound_keys(term)).isdisjoint(sound_keys(other)):
        return False
    consonants = min(_consonants(_sounds(_readings(word)[-1])) for word in (term, other))
    return any(consonants >= least and likeness(term, other) >= alike for least, alike in levels)


def _consonants(sounds: Sequence[str]) -> int:
    return sum(not _is_open(sound) and sound[0] not in _FAINT for sound in sounds)


def _likeness(left: Sequence[str], right: Sequence[str], lenient: tuple[bool, ...]) -> float:
    return max(0.0, 1 - _distance(left, right, lenient) / max(2, _consonants(left), _consonants(right)))


def _readings(term: str) -> tuple[str, ...]:
    """Return a word, and what it is without the Arabic article, last: الاسد is Assad, but الیگزینڈر is Alexander."""
    rest = term.removeprefix(_ARTICLE)
    return (term, rest) if rest != term and len(rest) >= _LEAST_AFTER_ARTICLE else (term,)


@lru_cache(maxsize=50_000)
def _sounds(term: str) -> tuple[str, ...]:
    """Take a folded word apart, vowels that run together as one sound; nothing if that cannot be done."""
    runs = groupby(_heard(term), key=_is_open)
    return tuple(part for opened, run in runs for part in (["".join(run)] if opened else run))


def _heard(term: str) -> list[str]:
    """List the sounds of a folded word; none if it has a letter whose sound is not known, or is too long."""
    if not LEAST_CHARS <= len(term) <= MOST_CHARS:
        return []
    # The first letter tells the script: in a word of two, letters of one have no sound in the other's table.
    table = _TABLES[term[0]]
    if table is None:
        return []
    if table.moved:
        term = "".join([chr(ord(char) - table.moved) if ord(char) > table.moved else char for char in term])
    try:
        heard = list(chain.from_iterable(map(table.sounds.__getitem__, table.cut(term))))
    except KeyError:
        return []
    if table.merges:
        heard = [sound for sound, before in zip(heard, ["", *heard], strict=False) if sound != before]
    if table.has_alef and heard and heard[0] == "A":
        heard[0] = "AIU"  # an initial alef carries any vowel
    return heard


def _is_open(sound: str) -> bool:
    return sound[0] in _OPEN


def _keys(heard: Sequence[str]) -> list[str]:
    """List the first few keys of a word with these sounds, the likeliest first."""
    if not heard:
        return []
    letters = [_AT_FIRST[heard[0]], *map(_INSIDE.__getitem__, heard[1:])]
    spelled = islice(map("".join, product(*filter(None, letters))), MOST_KEYS)
    return [key for key in spelled if len(key) >= LEAST_KEY]


def _key_letters(sound: str, *, first: bool) -> Sequence[str]:
    """List what a sound puts into a key: letters, of which one may be empty; nothing if it is left out for certain."""
    if _is_open(sound):
        # An initial glide may be all there is to hear of a vowel: وینا, Vienna.
        return ("A" if sound[0] in "AIU" else "w" if sound[0] == "w" else "y",) if first else ()
    letters = dict.fromkeys(sound.translate(_MERGED) if first else sound.translate(_MERGED_INSIDE))
    faint = [letter for letter in letters if letter in _FAINT and not first]
    heard = [letter for letter in letters if letter not in faint and letter not in _OPEN]
    return [*heard, ""] if faint and heard else heard


_MERGED = str.maketrans({"p": "b", "v": "w"})
_MERGED_INSIDE = str.maketrans({"p": "b"})
_AT_FIRST = Memo(lambda sound: _key_letters(sound, first=True))
_INSIDE = Memo(lambda sound: _key_letters(sound, first=False))


def _distance(left: Sequence[str], right: Sequence[str], lenient: tuple[bool, ...]) -> float:
    """Return the least cost of turning one row of sounds into the other (Wagner and Fischer 1974)."""
    above = [0.0]
    for sound in right:
        above.append(above[-1] + _lost(sound, lenient[0]))
    for mine in left:
        row = [above[0] + _lost(mine, lenient[1])]
        for at, theirs in enumerate(right, 1):
            changed = above[at - 1] + _changed(mine, theirs)
            row.append(min(changed, above[at] + _lost(mine, lenient[1]), row[-1] + _lost(theirs, lenient[0])))
        above = row
    return above[-1]


def _lost(sound: str, other_is_unvowelled: bool) -> float:
    """Return what it costs that the other word does not have this sound."""
    if sound == "hA":  # an unstressed ending: فاطمه, Fatima
        return 0.0
    if _is_open(sound):
        return _SHORT_VOWEL if len(sound) == 1 and other_is_unvowelled else _LONG_VOWEL
    return _FAINT_LOST if sound[0] in _FAINT else _OTHER


def _changed(mine: str, theirs: str) -> float:
    if not set(mine).isdisjoint(theirs):
        return 0.0
    if _is_open(mine) and _is_open(theirs):
        return _OTHER_VOWEL
    return _NEAR if {mine[0], theirs[0]} in _NEIGHBOURS else _OTHER


_NEIGHBOURS = ({"p", "b"}, {"f", "v"}, {"v", "w"}, {"s", "z"}, {"c", "x"}, {"j", "z"})


@dataclass(frozen=True)
class _Table:
    """How a script's words are heard."""

    cut: Callable[[str], list[str]]
    """Cuts a word into letter groups."""
    sounds: Mapping[str, tuple[str, ...]]
    """For each letter group its sounds, none for what is silent."""
    moved: int
    """By how much its letters stand behind those of the script whose sounds it shares."""
    merges: bool
    """Whether two of a kind are one sound; where short vowels are not written, they may have one between them."""
    has_alef: bool


@cache
def _tables() -> Mapping[Script, _Table]:
    """Return the table of each script that has one."""
    text = resources.files("services.text.names").joinpath("letters.toml").read_text("utf-8")
    read = {name: (_cut_by(table), _sounds_of_groups(table)) for name, table in tomllib.loads(text).items()}
    names = {script: Script.DEVANAGARI.value if script in _PARALLEL else script.value for script in Script}
    return {
        script: _Table(
            *read[name],
            moved=_PARALLEL.get(script, _DEVANAGARI) - _DEVANAGARI,
            merges=script is not Script.ARABIC,
            has_alef=script in _ALEF,
        )
        for script, name in names.items()
        if name in read
    }


_TABLES = Memo(lambda letter: _tables().get(main_script(letter)))
"""By letter, so that a word's table is found at once."""


def _cut_by(groups: Iterable[str]) -> Callable[[str], list[str]]:
    """Return what finds the longest group that is known, or else a single letter."""
    longest_first = sorted(groups, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), "."]), re.DOTALL).findall


def _sounds_of_groups(written: Mapping[str, str | list[str]]) -> Mapping[str, tuple[str, ...]]:
    sounds = {group: [value] if isinstance(value, str) else value for group, value in written.items()}
    return {group: tuple(each for each in values if each != _SILENT) for group, values in sounds.items()}
