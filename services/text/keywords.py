"""Keywords: the words a text uses most, stop words left out. Simple, and it says no more than that."""

from functools import lru_cache

from services.text.stop_words import stop_terms
from services.text.tokens import spellings, terms_of_word

_MIN_CHARS = 3
_MAX_CHARS_READ = 200_000
_CACHED_WORDS = 1 << 17


def keywords(text: str, language: str = "und", limit: int = 10) -> list[str]:
    """List the most frequent words by folded term, each in the spelling the text uses most.

    Args:
        text: faithful text; its first 200,000 characters are read.
        language: BCP 47 tag or `und`; the stop words are this language's.
        limit: at most so many; words used equally often come in the order of the text.
    """
    uses: dict[str, int] = {}
    usual: dict[str, tuple[int, str]] = {}
    for spelling, times in spellings(text[:_MAX_CHARS_READ]).items():
        if term := _telling_term(spelling, language):
            uses[term] = uses.get(term, 0) + times
            if times > usual.get(term, (0, ""))[0]:
                usual[term] = times, spelling
    return [usual[term][1] for term in sorted(uses, key=uses.__getitem__, reverse=True)[:limit]]


@lru_cache(maxsize=_CACHED_WORDS)
def _telling_term(word: str, language: str) -> str | None:
    """Return the term of a word that could be a keyword. Most could not, and the words of a newspaper repeat."""
    terms = terms_of_word(word, language)
    # A word that folds into several terms is a missing space: it has no spelling of its own.
    if len(terms) != 1 or len(terms[0]) < _MIN_CHARS or terms[0].isdigit() or terms[0] in stop_terms(language):
        return None
    return terms[0]
