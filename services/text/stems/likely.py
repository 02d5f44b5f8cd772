"""Which languages a query is likely in: a query does not say, but its stop words and letters do.

Most keys that other languages have for its words are not met in them, and some are other words there: Persian بازی
(game) is باز (open) by Arabic's rules. So they count less where the query shows its language.
"""

from collections.abc import Collection, Sequence

from services.text.stems import query_stems, stem
from services.text.stems.alphabets import languages_of
from services.text.stop_words import stop_terms

LESS = 0.4
"""How much a key counts that a word has in another language than the query is likely in."""
_NEAR = 0.6
"""A language with so much of the evidence that the likeliest has is likely too."""


def likely_languages(terms: Sequence[str]) -> frozenset[str]:
    """Return the languages whose stop words a query has in it; none where nothing tells.

    Args:
        terms: the query's folded terms, stop words included.
    """
    evidence: dict[str, float] = {}
    for term in terms:
        having = [language for language in languages_of(term) if term in stop_terms(language)]
        for language in having:
            evidence[language] = evidence.get(language, 0.0) + 1 / len(having)
    most = max(evidence.values(), default=0.0)
    return frozenset(language for language, found in evidence.items() if most >= 1 and found >= _NEAR * most)


def weigh_stems(term: str, likely: Collection[str]) -> dict[str, float]:
    """Return the keys of `query_stems`, the surest first, each with how much of a whole occurrence it counts.

    Args:
        term: a folded term of a query.
        likely: what `likely_languages` says of the query.
    """
    sure = [stem(term, language) for language in languages_of(term) if language in likely]
    weights = dict.fromkeys(sure, 1.0)
    for key in query_stems(term):
        weights.setdefault(key, LESS if sure else 1.0)
    return weights
