"""Keywords: the words a text uses most, stop words left out. Simple, and it says no more than that."""

from collections import Counter

from services.text.stop_words import stop_terms
from services.text.tokens import spellings, terms_of_word

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
