"""What is known of each language's letters and commonest words: the TOML files in `profiles/`, a folder a script.

A file says which `languages` it is of, and any of:

* `letters`: those it writes beside the letters every language of the script writes. A letter that stands in another
  file of the folder and not in this one speaks against this language, as do those of `without`.
* `words`: its commonest small words. Marks of vowels are left out in comparison, and ي ى ی, ك ک and ه ہ ھ are taken for
  each other, so one spelling is enough.
* `parts`: pieces of words, with a space where a word begins or ends.
* `variety_of`: the words tell a variety of that language (Dari of Persian), nothing else.
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


@dataclass(frozen=True)
class Profiles:
    """The languages of one script. `groups` lists sets of languages; the tables name a set by its place there."""

    languages: frozenset[str]
    sure: frozenset[str]
    groups: list[Languages]
    words: dict[str, int]
    own_letters: dict[str, int]
    not_written: dict[str, int]
    parts: dict[str, int]
    varieties: dict[str, dict[str, str]] = field(default_factory=dict)


@cache
def own_words(script: Script, language: str) -> frozenset[str]:
    """Return the words of a language that are in no other list of its script."""
    profiles = profiles_of(script)
    return frozenset(word for word, group in profiles.words.items() if profiles.groups[group] == (language,))


@cache
def profiles_of(script: Script) -> Profiles:
    """Read the profiles of a script; empty ones where it has no folder."""
    folder = resources.files("services.text.language").joinpath("profiles", script.value)
    if not folder.is_dir():
        return _profiles([], {})
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    tables = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return _profiles([table for table in tables if "variety_of" not in table], _varieties(tables))


def _profiles(tables: list[dict[str, Any]], varieties: dict[str, dict[str, str]]) -> Profiles:
    languages = frozenset(tag for table in tables for tag in table["languages"])
    writers: dict[str, set[str]] = defaultdict(set)
    for tag, letter in _each(tables, "letters", list):
        writers[letter].add(tag)
    groups: list[Languages] = []
    return Profiles(
        languages=languages,
        sure=frozenset(tag for table in tables if table.get("sure") for tag in table["languages"]),
        groups=groups,
        words=_grouped(groups, ((word, tag) for tag, word in _each(tables, "words", _spellings))),
        own_letters=_grouped(groups, _own(writers)),
        not_written=_grouped(groups, _misfits(tables, writers, languages)),
        parts=_grouped(groups, ((part, tag) for tag, part in _each(tables, "parts", list))),
        varieties=varieties,
    )


def _varieties(tables: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Give for each language that has varieties each telling word's variety."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table in tables:
        if "variety_of" in table:
            found[table["variety_of"]] |= dict.fromkeys(_spellings(table["words"]), table["languages"][0])
    return dict(found)


def _each(tables: list[dict[str, Any]], key: str, split: Any) -> Iterator[tuple[str, str]]:
    for table in tables:
        for piece in split(table.get(key, "")):
            for tag in table["languages"]:
                yield tag, piece


def _own(writers: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield each letter that few languages write, with each of them."""
    for letter, having in writers.items():
        if len(having) <= _FEW:
            yield from ((letter, tag) for tag in having)


def _misfits(
    tables: list[dict[str, Any]], writers: dict[str, set[str]], languages: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield each letter with each language that does not write it."""
    for letter, having in writers.items():
        yield from ((letter, tag) for tag in languages - having)
    yield from ((letter, tag) for tag, letter in _each(tables, "without", list))


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
