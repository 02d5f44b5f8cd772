"""Keywords: the words a text uses most, stop words left out. Simple, and it says no more than that."""

from collections import Counter
from functools import cache
from importlib import resources

from services.text.tokens import spellings, terms, terms_of_word

_MIN_CHARS = 3
_MAX_CHARS_READ = 200_000


def keywords(text: str, language: str = "und", limit: int = 10) -> list[str]:
    """List the most frequent words by folded term, each in the spelling the text uses most.

    Args:
        text: faithful text; its first 200,000 characters are read.
        language: BCP 47 tag or `und`; the stop words are this language's.
        limit: at most so many; words used equally often come in the order of the text.
    """
    ignored = stop_terms(language)
    uses: Counter[str] = Counter()
    usual: dict[str, tuple[int, str]] = {}
    for spelling, times in spellings(text[:_MAX_CHARS_READ]).items():
        found = terms_of_word(spelling, language)
        # A word that folds into several terms is a missing space: it has no spelling of its own.
        if len(found) == 1 and found[0] not in ignored and len(found[0]) >= _MIN_CHARS and not found[0].isdigit():
            uses[found[0]] += times
            if times > usual.get(found[0], (0, ""))[0]:
                usual[found[0]] = times, spelling
    return [usual[term][1] for term, _ in uses.most_common(limit)]


@cache
def stop_terms(language: str) -> frozenset[str]:
    """Return a language's stop words as folded terms; none where there is no list."""
    primary = language.partition("-")[0]
    file = resources.files("services.text").joinpath("stopwords", f"{primary}.txt")
    if not primary.isalpha() or not file.is_file():
        return frozenset()
    lines = file.read_text("utf-8").splitlines()
    return frozenset(term for line in lines if not line.startswith("#") for term in terms(line))
