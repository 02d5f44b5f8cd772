"""Stop words: the curated lists in `stopwords/`, one a language, as folded terms."""

from functools import cache
from importlib import resources

from services.text.lists import sections
from services.text.tokens import terms

LANGUAGES = ("ar", "en", "fa", "hi", "tr", "ur")
"""Those with a list."""


@cache
def stop_terms(language: str) -> frozenset[str]:
    """Return a language's stop words as folded terms; none where there is no list."""
    primary = language.partition("-")[0]
    file = resources.files("services.text").joinpath("stopwords", f"{primary}.txt")
    if not primary.isalpha() or not file.is_file():
        return frozenset()
    return frozenset(term for words in sections(file).values() for word in words for term in terms(word))


@cache
def any_stop_terms() -> frozenset[str]:
    """Return the stop words of all languages, for a query, whose language nobody knows."""
    return frozenset().union(*(stop_terms(language) for language in LANGUAGES))
