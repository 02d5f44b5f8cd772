"""Rules of stemming as files that a linguist can edit, one a language, read into steps that are taken in order.

A section of a file is a step: `[prefixes 3]` or `[endings 3]` takes the longest of its entries off, once, if at least
three letters are left; `[endings 3 repeated]` as often as one fits. `entry>other` puts something in its place. A word
after the number tells steps of one kind apart. `[words]` lists what the steps would spoil: `word` is its own stem, and
`form>word` is looked at as if it were that word. Entries are folded like any text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from services.text.fold import fold
from services.text.lists import sections

_WORDS = "words"


@dataclass(frozen=True)
class Step:
    """What is taken off a word at one of its ends."""

    at_end: bool
    least: int
    """Letters (code points) that must be left."""
    repeated: bool
    affixes: Mapping[str, Sequence[tuple[str, str]]]
    """Each entry and what takes its place, mostly nothing, by its outermost letter; the longest first."""

    def apply(self, word: str) -> str:
        """Return the word without."""
        done = self._once(word)
        while self.repeated and len(done) < len(word):
            word, done = done, self._once(done)
        return done

    def _once(self, word: str) -> str:
        if self.at_end:
            for ending, by in self.affixes.get(word[-1:], ()):
                if word.endswith(ending) and len(word) - len(ending) >= self.least:
                    return word[: -len(ending)] + by
        else:
            for prefix, by in self.affixes.get(word[:1], ()):
                if word.startswith(prefix) and len(word) - len(prefix) >= self.least:
                    return by + word[len(prefix) :]
        return word


@dataclass(frozen=True)
class Rules:
    """A language's words that go their own way, and its steps for all others."""

    words: Mapping[str, str]
    steps: tuple[Step, ...]

    def keeps(self, word: str) -> bool:
        """Tell whether a folded word is its own stem."""
        return self.words.get(word) == word

    def apply(self, term: str) -> str:
        """Return the stem of a folded term."""
        word = self.words.get(term)
        if word is None:
            word = term
        elif self.keeps(word):
            return word
        for step in self.steps:
            word = step.apply(word)
        return word


def has_rules(language: str) -> bool:
    """Tell whether there are rules for a language, given as its primary tag."""
    return language.isalpha() and _file(language).is_file()


@cache
def read_rules(language: str) -> Rules:
    """Read a language's rules.

    Raises:
        FileNotFoundError: it has none.
        ValueError: a section has a name that says nothing.
    """
    found = sections(_file(language))
    words = _entries(found.pop(_WORDS, []))
    steps = tuple(_step(name, entries) for name, entries in found.items() if name)
    return Rules({word: by or word for word, by in words.items()}, steps)


def _file(language: str) -> Traversable:
    return resources.files(__name__.rpartition(".")[0]).joinpath(f"{language}.txt")


def _step(name: str, entries: Iterable[str]) -> Step:
    kind, least, *more = name.split()
    if kind not in ("prefixes", "endings"):
        raise ValueError(f"a section of stemming rules is neither prefixes nor endings: {name}")
    at_end = kind == "endings"
    affixes: dict[str, list[tuple[str, str]]] = {}
    for entry, by in sorted(_entries(entries).items(), key=lambda pair: -len(pair[0])):
        affixes.setdefault(entry[-1:] if at_end else entry[:1], []).append((entry, by))
    return Step(at_end, int(least), "repeated" in more, affixes)


def _entries(entries: Iterable[str]) -> dict[str, str]:
    parted = (entry.partition(">") for entry in entries)
    return {fold(entry): fold(by) for entry, _, by in parted}
