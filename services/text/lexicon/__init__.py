"""Word lists, one a language, as files that a linguist can edit. Folded, and with the forms their words take.

A list need not be complete. It serves to tell where words were joined, not to check spelling.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product

from services.text.letters import fold_letters
from services.text.lists import sections

ENDS = frozenset("ادڈذرڑزژوءےں")
"""Letters that do not join to the left, and so hide a missing space."""

_SHORT_HEAD_CHARS, _LEAST_CHARS, _LONG_CHARS = 2, 3, 4


@dataclass(frozen=True)
class Lexicon:
    """The words of a language, as folded letters (ں as ن)."""

    known: frozenset[str]
    """All words, in all their forms: none of them is opened."""
    heads: frozenset[str]
    """Short words that are run into the next."""
    tails: frozenset[str]
    """Short words that are run into the one before."""
    particles: frozenset[str]
    """All short words."""
    content: frozenset[str]
    """All others, without most of their forms."""
    participles: frozenset[str]
    """Forms of verbs that other verbs and conjunctions follow."""
    begins: frozenset[str]
    """All that may stand first."""
    openers: Mapping[str, tuple[str, ...]]
    """Those of them that end in one of `ENDS`, by their first two letters: most words begin with none of them."""

    def may_join(self, left: str, right: str) -> bool:
        """Tell whether typists run these two into one, rather than that the two are there by chance."""
        if left in self.heads:
            # A head of two letters begins many words by chance: کودکان is no کو دکان.
            more = 0 if len(left) > _SHORT_HEAD_CHARS else _SHORT_HEAD_CHARS
            follows = right in self.particles and len(right) >= _SHORT_HEAD_CHARS + more
            return follows or self._is_content(right, _LEAST_CHARS + more)
        if right in self.tails:
            chained = left in self.tails and len(left) > _SHORT_HEAD_CHARS
            return chained or left in self.participles or self._is_content(left, _LEAST_CHARS)
        return all(self._is_content(word, _LONG_CHARS) for word in (left, right))

    def _is_content(self, word: str, least: int) -> bool:
        return len(word) >= least and word in self.content


@cache
def lexicon(language: str) -> Lexicon:
    """Read a language's list.

    Raises:
        FileNotFoundError: there is none.
    """
    lists = sections(resources.files(__name__).joinpath(f"{language}.txt"))
    heads, tails, others, words = (lists[name] for name in ("heads", "tails", "particles", "words"))
    stems, verb_endings, noun_endings = (lists[name] for name in ("verbs", "verb endings", "noun endings"))
    nouns = [form for noun in words for form in _forms(noun, noun_endings)]
    particles = _folded([*heads, *tails, *others])
    content = _folded(_with(words, ("", "وں", "یں")))
    participles = {form for form in _folded(_with(stems, ("تا", "یا", "ا"))) if len(form) >= _LONG_CHARS}
    begins = _folded([*heads, *tails]) | content | participles
    return Lexicon(
        known=particles | content | _folded(_with(stems, ("", *verb_endings))) | _folded(nouns),
        heads=_folded(heads),
        tails=_folded(tails),
        particles=particles,
        content=content,
        participles=frozenset(participles),
        begins=begins,
        openers=_openers(begins),
    )


def _openers(begins: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in begins:
        if word[-1] in ENDS:
            found[word[:2]].append(word)
    return {first: tuple(words) for first, words in found.items()}


def _with(stems: Iterable[str], endings: Iterable[str]) -> list[str]:
    return [stem + ending for stem, ending in product(stems, endings)]


def _forms(noun: str, endings: Iterable[str]) -> Iterator[str]:
    """Yield a noun, and it in the plural and the oblique case."""
    yield noun
    stem = noun[:-1] if noun[-1] in "اہ" and len(noun) > 3 else noun
    yield from (stem + ending for ending in endings)
    if noun.endswith("ی"):
        yield from (noun[:-1] + ending for ending in ("یاں", "یوں"))
    if noun[-1] in "اوہ":
        yield from (noun + ending for ending in ("ؤں", "ئی", "ئے", "ئیں"))


def _folded(words: Iterable[str]) -> frozenset[str]:
    folded = (fold_letters(word).replace("ں", "ن").removesuffix("ء") for word in words)
    return frozenset(word for word in folded if "ے" not in word[:-1])
