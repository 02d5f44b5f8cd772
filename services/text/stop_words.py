"""Stop words: the curated lists in `stopwords/`, one a language, as folded terms."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from services.text.lists import sections
from services.text.tokens import terms

LANGUAGES = ("ar", "bn", "ckb", "de", "en", "fa", "he", "hi", "pa", "ps", "ru", "sd", "tr", "ug", "ur")
"""Those with a list."""

_ELSEWHERE = "telling elsewhere"
"""The section of words that tell much in another language, so that a query keeps them."""


@cache
def stop_terms(language: str) -> frozenset[str]:
    """Return a language's stop words as folded terms; none where there is no list."""
    return _folded(word for words in _lists(language).values() for word in words)


@cache
def any_stop_terms() -> frozenset[str]:
    """Return what is a stop word in a query, whose language nobody knows: of all languages, unless it tells in one."""
    lists = [_lists(language) for language in LANGUAGES]
    return _folded(word for found in lists for name, words in found.items() if name != _ELSEWHERE for word in words)


@cache
def _lists(language: str) -> Mapping[str, list[str]]:
    primary = language.partition("-")[0]
    file = resources.files("services.text").joinpath("stopwords", f"{primary}.txt")
    return sections(file) if primary.isalpha() and file.is_file() else {}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(term for word in words for term in terms(word))
