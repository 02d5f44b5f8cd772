"""Stems: one key for the forms of a word, so that خبروں meets خبر. The index keeps them, and a query looks for them.

A language has rules in a file here (`rules`), a Snowball algorithm, or both, the rules first. Light stemming is enough
for news: it takes off number and case, and what is written onto a word (Arabic ال, Hebrew ה), and leaves most of what
makes another word of it. What a language's stems are worth is in `docs/analyser.md`.

A stop word is its own stem and nobody else's: what the index leaves out of a language is its list, and no more.
"""

from collections.abc import Callable, Mapping
from functools import cache

import Stemmer  # type: ignore[import-not-found]  # written in C, without stubs

from services.text.memo import Memo, Room
from services.text.stems.alphabets import WRITTEN, languages_of
from services.text.stems.rules import has_rules, read_rules
from services.text.stop_words import stop_terms

MOST_QUERY_STEMS = 8
"""More than the languages of one script have for a word, so that none of them is missed by the very word it holds."""
LEAST_CHARS = 2
_ROOM = Room()
"""For all languages together."""

_SNOWBALL = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}


def stem(term: str, language: str) -> str:
    """Return the key of a folded term in an article of this language; the term itself where none is known for it.

    Args:
        term: as `tokens.terms` lists it.
        language: BCP 47 tag or `und`.
    """
    stems = _stems(language.partition("-")[0])
    return term if stems is None else stems[term]


def query_stems(term: str, language: str | None = None) -> tuple[str, ...]:
    """List the keys under which the index may hold a folded term of a query, the surest first, each once.

    Args:
        term: as `tokens.terms` lists it.
        language: of the articles looked for; None if any will do. Then the keys are those of each language that is
            written in these letters, and the term itself, which is its key in all other languages.
    """
    if language is not None:
        return (stem(term, language),)
    return _QUERIES[term]


def _query_stems(term: str) -> tuple[str, ...]:
    keys = [stem(term, language) for language in languages_of(term)]
    return tuple(dict.fromkeys([*keys, term]))[:MOST_QUERY_STEMS]


_QUERIES = Memo(_query_stems)


@cache
def _stems(language: str) -> Mapping[str, str] | None:
    """Return a language's stems, remembered; None if nothing is known of it."""
    work = _stemmer(language)
    return None if work is None else Memo(work, _ROOM)


def stemmer(language: str) -> Callable[[str], str] | None:
    """Return what makes the key of a folded term in a language (a BCP 47 tag); None if a term is its own key there.

    It remembers no answers: for who does so himself. For one language it is always the same function.
    """
    return _stemmer(language.partition("-")[0])


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language not in WRITTEN or not (has_rules(language) or language in _SNOWBALL):
        return None
    cut, stops, written = _cutter(language), stop_terms(language), WRITTEN[language]

    def work(term: str) -> str:
        if term in stops or not written.fullmatch(term):
            return term
        found = cut(term)
        return term if found in stops or len(found) < LEAST_CHARS else found

    return work


def _cutter(language: str) -> Callable[[str], str]:
    """Return what takes a word of this language apart: its rules, then Snowball, whichever there are."""
    if language not in _SNOWBALL:
        return read_rules(language).apply
    snowball: Callable[[str], str] = Stemmer.Stemmer(_SNOWBALL[language]).stemWord
    if not has_rules(language):
        return snowball
    rules = read_rules(language)

    def cut(term: str) -> str:
        word = rules.apply(term)
        return word if rules.keeps(word) else snowball(word)

    return cut
