"""The words around an article, from the data files in `languages/`: of all languages together, folded."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib import resources

from services.text.fold import fold_words

_EDGE = " \t«»‹›<>→←↓↑▶►•●■▪·*#|:：.…۔।,،;؛-–—_=\"'“”‘’()[]{}\u061c"
_DIGITS = re.compile(r"\d+")
_NO_LETTERS = re.compile(r"[\W_]+")
# A line is looked up in one table after the other: enough for the lines of an article.
_remembered = lru_cache(maxsize=512)


@_remembered
def folded(text: str) -> str:
    """Fold a line, with single spaces."""
    return fold_words(text)


@_remembered
def key(text: str) -> str:
    """Return what a line is looked up by: folded, without bullets and stops at its edges, with # for any number."""
    return _DIGITS.sub("#", folded(text).strip(_EDGE))


@_remembered
def compact(text: str) -> str:
    """Return what a name is looked up by: as `key`, but without the spaces and dots that are in it or not.

    AP is A.P. as well, and اے ایف پی is اےایف پی.
    """
    return folded(text).strip(_EDGE).replace(" ", "").replace(".", "").replace("۔", "")


@_remembered
def letters(text: str) -> str:
    """Return what tells whether two lines say the same: folded, without marks and space."""
    return _NO_LETTERS.sub("", folded(text))


@dataclass(frozen=True)
class Lexicon:
    """The sections of the data files; `languages/README.txt` says what each is."""

    published: frozenset[str]
    published_after: frozenset[str]
    updated: frozenset[str]
    updated_after: frozenset[str]
    ago: frozenset[str]
    months: frozenset[str]
    first: frozenset[str]
    date_words: frozenset[str]
    byline: frozenset[str]
    byline_bare: frozenset[str]
    posts: frozenset[str]
    roles: frozenset[str]
    joiners: frozenset[str]
    agencies: frozenset[str]
    agency_words: frozenset[str]
    places: frozenset[str]
    continuations: frozenset[str]
    boilerplate: frozenset[str]
    networks: frozenset[str]
    credits: frozenset[str]
    captions: frozenset[str]
    links: frozenset[str]
    copyright: frozenset[str]
    sections: frozenset[str]
    title: frozenset[str]
    language_of: Mapping[str, str]
    """The language of a date label, where it is a label in one language only."""


_COMPACT = frozenset({"agencies", "places"})


@cache
def lexicon() -> Lexicon:
    """Load the data files, once.

    Raises:
        ValueError: a file has a section that nobody reads; a slip of the pen must not go unnoticed.
    """
    known = {field.name for field in fields(Lexicon)} - {"language_of"}
    languages: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {name: set() for name in known}
    for file in resources.files("services.ingest.read").joinpath("languages").iterdir():
        if not file.name.endswith(".toml"):
            continue
        sections = tomllib.loads(file.read_text("utf-8"))
        if unknown := sections.keys() - known:
            raise ValueError(f"{file.name}: unknown sections {sorted(unknown)}")
        for name, entries in sections.items():
            words[name].update(_looked_up(name, entry) for entry in entries)
        for label in map(key, (*sections.get("published", ()), *sections.get("updated", ()))):
            languages.setdefault(label, set()).add(file.name.removesuffix(".toml"))
    return Lexicon(
        **{name: frozenset(entries - {""}) for name, entries in words.items()},
        language_of={label: min(those) for label, those in languages.items() if len(those) == 1},
    )


def _looked_up(section: str, entry: str) -> str:
    return compact(entry) if section in _COMPACT else key(entry.replace("#", "0"))


def any_of(entries: frozenset[str]) -> str:
    """Return a pattern for any of the entries, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda entry: (-len(entry), entry)))
