"""What is known of each language's letters and commonest words: the TOML files in `profiles/`, a folder a script.

A file says which `language` it is of (a BCP 47 tag), and any of:

* `letters`: those it writes beside the letters every language of the script writes. A letter that stands in another
  file of the folder and not in this one speaks against this language, as do those of `without`.
* `words`: its commonest small words. Marks of vowels are left out in comparison, and ي ى ی, ك ک and ه ہ ھ are taken for
  each other, so one spelling is enough.
* `parts`: pieces of words, with a space where a word begins or ends.
* `variety_of`: the words and parts only tell this variety (Dari) of that language (Persian) from its others, where
  there are at `least` so many; two parts count for a word.
* `family`: no language but several. It is answered as one of its varieties, whose words are its own too, or not at all.
* `sure`: no language that has no file here is taken for it by words alone, so they decide without the model.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from schemas.article import Script

# Which letters typists take for one another: keyboards differ more than languages do.
_ALIKE = {letter: group for group in ("يىی", "كک", "هہھ") for letter in group}
_MOST_SPELLINGS = 64
_FEW = 3
# What is left out of words in comparison: marks of vowels, and the stroke that stretches a word.
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0656\u0657\u065a\u065b\u0670\u0640"
_NO_MARKS = str.maketrans("", "", MARKS)

Languages = tuple[str, ...]
Table = dict[str, Any]


NO_GROUP = 0
"""The place of no languages at all."""


@dataclass
class Varieties:
    """What tells the varieties of one language apart: for each word and part the variety it speaks for."""

    least: int = 0
    words: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profiles:
    """The languages of one script. `groups` lists sets of languages; the tables name a set by its place there."""

    languages: frozenset[str]
    sure: frozenset[str]
    families: frozenset[str]
    groups: list[Languages]
    words: dict[str, int]
    own_letters: dict[str, int]
    not_written: dict[str, int]
    parts: dict[str, int]
    varieties: dict[str, Varieties]


@cache
def own_group(script: Script, language: str) -> int:
    """Return the place of a language alone: of the words that are in no other list. `NO_GROUP` where it has none."""
    groups = profiles_of(script).groups
    return groups.index((language,)) if (language,) in groups else NO_GROUP


@cache
def strange_letters(script: Script, language: str) -> frozenset[str]:
    """Return the letters that another language of the script writes and this one does not."""
    profiles = profiles_of(script)
    return frozenset(letter for letter, group in profiles.not_written.items() if language in profiles.groups[group])


@cache
def profiles_of(script: Script) -> Profiles:
    """Read the profiles of a script; empty ones where it has no folder."""
    folder = resources.files("services.text.language").joinpath("profiles", script.value)
    files = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    tables = [tomllib.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".toml")]
    return _profiles(
        [each for each in tables if "variety_of" not in each], [each for each in tables if "least" in each]
    )


def _profiles(tables: list[Table], varieties: list[Table]) -> Profiles:
    languages = frozenset(table["language"] for table in tables)
    families = frozenset(table["language"] for table in tables if table.get("family"))
    members = [{"language": each["variety_of"], "words": each["words"]} for each in varieties]
    speaking = tables + [each for each in members if each["language"] in families]
    groups: list[Languages] = [()]  # the place of NO_GROUP, so that any other is true
    return Profiles(
        languages=languages,
        sure=frozenset(table["language"] for table in tables if table.get("sure")),
        families=families,
        groups=groups,
        words=_grouped(groups, _each(speaking, "words", _spellings)),
        own_letters=_grouped(groups, _own(tables)),
        not_written=_grouped(groups, _misfits(tables, languages)),
        parts=_grouped(groups, _each(tables, "parts", list)),
        varieties=_varieties(varieties),
    )


def _varieties(tables: list[Table]) -> dict[str, Varieties]:
    found: dict[str, Varieties] = defaultdict(Varieties)
    for table in tables:
        varieties = found[table["variety_of"]]
        varieties.least = table["least"]
        varieties.words |= dict(_each([table], "words", _spellings))
        varieties.parts |= dict(_each([table], "parts", list))
    return dict(found)


def _each(tables: list[Table], key: str, split: Any) -> Iterator[tuple[str, str]]:
    """Yield each thing a table lists under a key, with the table's language."""
    for table in tables:
        yield from ((thing, table["language"]) for thing in split(table.get(key, "")))


def _writers(tables: list[Table]) -> dict[str, set[str]]:
    writers: dict[str, set[str]] = defaultdict(set)
    for letter, tag in _each(tables, "letters", list):
        writers[letter].add(tag)
    return writers


def _own(tables: list[Table]) -> Iterator[tuple[str, str]]:
    """Yield each letter that few languages write, with each of them."""
    for letter, having in _writers(tables).items():
        if len(having) <= _FEW:
            yield from ((letter, tag) for tag in having)


def _misfits(tables: list[Table], languages: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each letter with each language that does not write it."""
    for letter, having in _writers(tables).items():
        yield from ((letter, tag) for tag in languages - having)
    yield from _each(tables, "without", list)


def _grouped(groups: list[Languages], pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Turn pairs of a thing and a language into a table of each thing's set of languages."""
    sets: dict[str, set[str]] = defaultdict(set)
    for thing, tag in pairs:
        sets[thing].add(tag)
    places = {group: at for at, group in enumerate(groups)}
    for having in sets.values():
        group = tuple(sorted(having))
        if group not in places:
            places[group] = len(groups)
            groups.append(group)
    return {thing: places[tuple(sorted(having))] for thing, having in sets.items()}


def _spellings(words: str) -> Iterator[str]:
    """Yield each word as it may be typed."""
    for word in words.translate(_NO_MARKS).split():
        ways = [_ALIKE.get(letter, letter) for letter in word]
        choices = product(*ways)
        yield word
        yield from ("".join(letters) for _, letters in zip(range(_MOST_SPELLINGS), choices, strict=False))
