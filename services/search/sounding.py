"""Names by their sound: what a query's words are in other scripts, among the words that are known."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise, product

from schemas.article import Script
from services.search.lookup import Known, Words
from services.search.vocabulary import script_of, sounds_of
from services.search.wanted import Form
from services.text.names.sounds import likeness, maybe_alike, surely_alike

MOST_SOUNDED = 6
"""A query of more words is no name but a headline, and what sounds like its words would only be in the way."""
SOUNDED = (
    *(Script.ARABIC, Script.LATIN, Script.DEVANAGARI, Script.CYRILLIC),
    *(Script.HEBREW, Script.BENGALI, Script.GURMUKHI),
)
"""The scripts in which a name is looked for."""
MOST_ALIKE = 4
"""Words of other scripts that one word stands for, and pairs of them that two stand for."""
WEIGHT = 0.6
"""What merely sounds alike counts so much, times its likeness."""

_Heard = tuple[float, Known]


def sounding(words: Sequence[str], known: Words) -> Mapping[str, Sequence[Form]]:
    """Return for each word the forms that sound like it: words that surely do, and pairs with the next that may.

    Args:
        words: of a query, folded, in order, without stop words and those whose other names are known.
        known: the words that are known.
    """
    if len(words) > MOST_SOUNDED:
        return {}
    keys = {word: [key for script in _other_scripts(word) for key in sounds_of(word, script)] for word in words}
    candidates = known.sounding({key for some in keys.values() for key in some})
    maybe = {word: _maybe(word, chain.from_iterable(candidates[key] for key in keys[word])) for word in words}
    forms = {word: _sure(word, heard) for word, heard in maybe.items()}
    for left, right in pairwise(words):
        for form in _together(maybe[left], maybe[right]):
            forms[left].append(form)
            forms[right].append(form)
    return forms


def _other_scripts(word: str) -> Iterable[Script]:
    own = script_of(word)
    return (script for script in SOUNDED if script is not own) if own in SOUNDED else ()


def _maybe(word: str, candidates: Iterable[Known]) -> list[_Heard]:
    """List what may be the word in another script, the likest first, then the most common."""
    different = {known.word: known for known in candidates}.values()
    found = [(likeness(word, known.word), known) for known in different if maybe_alike(word, known.word)]
    return sorted(found, key=lambda heard: (-heard[0], -heard[1].n, heard[1].word))


def _sure(word: str, heard: Iterable[_Heard]) -> list[Form]:
    sure = [(like, known) for like, known in heard if surely_alike(word, known.word)][:MOST_ALIKE]
    return [Form((key,), _weight(like)) for like, known in sure for key in known.stems]


def _together(left: Sequence[_Heard], right: Sequence[_Heard]) -> list[Form]:
    """Make forms of two words that stand side by side, where each makes the other likelier: Bashar al-Assad."""
    pairs = [
        ((mine[0] + theirs[0]) / 2, mine[1], theirs[1])
        for mine, theirs in product(left[:MOST_ALIKE], right[:MOST_ALIKE])
        if script_of(mine[1].word) is script_of(theirs[1].word)
    ]
    best = sorted(pairs, key=lambda pair: -pair[0])[:MOST_ALIKE]
    return [
        Form(tuple(dict.fromkeys(keys)), _weight(like))
        for like, mine, theirs in best
        for keys in product(mine.stems[:2], theirs.stems[:2])
    ]


def _weight(like: float) -> float:
    return round(WEIGHT * like, 3)
