"""Keywords: the words a text uses most, stop words left out. Simple, and it says no more than that."""

from collections import Counter

from services.text.memo import Memo
from services.text.stop_words import stop_terms
from services.text.tokens import terms_of, words_in

_MIN_CHARS = 3
_MAX_CHARS_READ = 200_000


_Word = tuple[str, str]
"""A word that could be a keyword: its folded term, and its spelling."""


def keywords(text: str, language: str = "und", limit: int = 10) -> list[str]:
    """List the most frequent words by folded term, each in the spelling the text uses most.

    Args:
        text: faithful text; its first 200,000 characters are read.
        language: BCP 47 tag or `und`; the stop words are this language's.
        limit: at most so many; words used equally often come in the order of the text.
    """
    chunks = Counter(text[:_MAX_CHARS_READ].split())
    counted = [(word, times) for chunk, times in chunks.items() for word in _TELLING[chunk]]
    stops = stop_terms(language)
    uses: dict[str, int] = {}
    for (term, _), times in counted:
        if term not in stops:
            uses[term] = uses.get(term, 0) + times
    most = sorted(uses, key=uses.__getitem__, reverse=True)[:limit]
    return _usual_spellings(most, counted)


def _usual_spellings(terms: list[str], counted: list[tuple[_Word, int]]) -> list[str]:
    usual: dict[str, dict[str, int]] = {term: {} for term in terms}
    for (term, spelling), times in counted:
        if term in usual:
            usual[term][spelling] = usual[term].get(spelling, 0) + times
    return [max(spellings, key=spellings.__getitem__) for spellings in usual.values()]


def _telling(chunk: str) -> tuple[_Word, ...]:
    """List the words in what stands between white space that could be keywords."""
    words = ((terms_of(word), word) for word in words_in(chunk))
    # A word that folds into several terms is a missing space: it has no spelling of its own.
    return tuple(
        (terms[0], word)
        for terms, word in words
        if len(terms) == 1 and len(terms[0]) >= _MIN_CHARS and not terms[0].isdigit()
    )


_TELLING = Memo(_telling)
