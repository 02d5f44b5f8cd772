"""What speaks for and against each language in a text: its small words, its letters, and pieces of words."""

from collections import Counter
from typing import NamedTuple

from schemas.article import Script
from services.text.language.profiles import MARKS, NO_GROUP, Profiles, profiles_of

# What stands between words, or in them where one ends in Persian; then what is left out of words.
_BETWEEN = "\n\t\u200c\u200b\u200e\u200f\u202a\u202b\u202c\ufeff\u00a0.,:;!?()[]«»“”\"'‘’…–—-/،؛؟۔।"
_WITH_CASE = frozenset({Script.LATIN, Script.CYRILLIC})
_APOSTROPHES = "’'"
# A letter says the same the tenth time: a name that comes again and again must not decide.
_MOST_OF_A_LETTER = 4


class Words(NamedTuple):
    """The words of a text, and of those that the profiles have the places of their sets of languages."""

    tokens: list[str]
    groups: list[int]


def rough_words(text: str, script: Script) -> Words:
    """Split a text at white space alone: in a fifth of the time, and most words stand free."""
    return _words(text.lower().split() if script in _WITH_CASE else text.split(), script)


def words_of(text: str, script: Script) -> Words:
    """Split a text into words as the profiles write them."""
    return _words(tokens_of(text, script), script)


def _words(tokens: list[str], script: Script) -> Words:
    return Words(tokens, list(filter(None, map(profiles_of(script).words.get, tokens))))


def tokens_of(text: str, script: Script) -> list[str]:
    """Split a text into words as the profiles write them. An apostrophe stays in a word of a script with case."""
    cased = script in _WITH_CASE
    if cased:
        text = text.replace("’", "'").replace("İ", "i").lower()
    for char in _BETWEEN:
        if not (cased and char in _APOSTROPHES):
            text = text.replace(char, " ")
    for char in "" if cased else MARKS:
        text = text.replace(char, "")
    return text.split()


def word_hits(groups: list[int], profiles: Profiles) -> Counter[str]:
    """Count for each language how many of the words are among its commonest."""
    return _spread(Counter(groups), profiles)


def part_hits(text: str, profiles: Profiles) -> Counter[str]:
    """Count for each language the pieces of words that are typical of it."""
    padded = f" {text} "
    found: Counter[int] = Counter()
    for part, group in profiles.parts.items():
        found[group] += padded.count(part)
    return _spread(found, profiles)


def letter_hits(text: str, profiles: Profiles) -> tuple[Counter[str], Counter[str]]:
    """Count for each language the letters that few others write, and the letters that it does not write itself."""
    own: Counter[int] = Counter()
    strange: Counter[int] = Counter()
    for letter, group in profiles.not_written.items():
        count = min(text.count(letter), _MOST_OF_A_LETTER)
        if count:
            strange[group] += count
            own[profiles.own_letters.get(letter, NO_GROUP)] += count
    return _spread(own, profiles), _spread(strange, profiles)


def _spread(groups: Counter[int], profiles: Profiles) -> Counter[str]:
    found: Counter[str] = Counter()
    for group, count in groups.items():
        for tag in profiles.groups[group]:
            found[tag] = found.get(tag, 0) + count
    return found
