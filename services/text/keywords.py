"""Keywords: the words and phrases that say most about what a text is about.

A word tells much if it is used often here, comes early, stands in the title, and is rare in the language at large. No
frequencies of words come with Khabar. Stop words are left out; of the rest, long words are taken to be rarer than short
ones (the law of abbreviation: G. K. Zipf, "Human Behavior and the Principle of Least Effort", 1949). That early words
count more is after R. Campos et al., "YAKE! Keyword extraction from single documents using multiple local features",
Information Sciences 509 (2020); that a phrase takes the place of words that are mostly used in it is after the C-value
of K. Frantzi et al., "Automatic recognition of multi-word terms", International Journal on Digital Libraries 3 (2000).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from services.text.alike import COMMON_CHARS, alike, bare
from services.text.analysed import Analysed
from services.text.dates.prose import date_terms
from services.text.phrases import LEAST_USES, Phrase, phrases_in, spelling
from services.text.stop_words import stop_terms

MOST_KEYWORDS = 10
_MOST_CHARS_READ = 200_000
_MIN_CHARS = 3
_TITLE_USES, _SUBTITLE_USES = 2, 1
_ONE_USE = 0.5
"""Taken from the number of uses: words of one use, of which there are many, are worth less than half of two."""
_EARLY, _EARLY_WORDS = 2, 40
_LEAST, _LONG, _MOST = 0.5, 10, 1.3
_CANDIDATES = 40
_PHRASE_SHARE, _PHRASE_FIRST = 0.5, 1.001


def keywords(text: str, language: str = "und", limit: int = MOST_KEYWORDS) -> list[str]:
    """List the keywords of a text that has no title, as `keywords_of`; its first 200,000 characters are read."""
    return keywords_of(Analysed(text[:_MOST_CHARS_READ], language), limit=limit)


def keywords_of(
    text: Analysed, title: Analysed | None = None, subtitle: Analysed | None = None, limit: int = MOST_KEYWORDS
) -> list[str]:
    """List the keywords of an article, the most telling first, each in a spelling it uses.

    Args:
        text: the text.
        title: the title, whose words count more.
        subtitle: the sub-headline, likewise.
        limit: at most so many.
    """
    parts = [part for part in (text, title, subtitle) if part]
    uses, scores = _words(text, title, subtitle)
    phrases = phrases_in(parts, uses)
    ranked: dict[Phrase, float] = {(term,): score for term, score in scores.items()}
    for phrase, times in phrases.items():
        # A phrase stands for the words that are mostly used in it, and goes before them.
        mostly = [scores[term] for term in phrase if times >= uses[term] * _PHRASE_SHARE]
        if mostly:
            ranked[phrase] = max(mostly) * _PHRASE_FIRST
    best = sorted(ranked, key=ranked.__getitem__, reverse=True)[:_CANDIDATES]
    return _chosen(best, uses, phrases, parts, limit)


def _words(
    text: Analysed, title: Analysed | None, subtitle: Analysed | None
) -> tuple[dict[str, int], dict[str, float]]:
    """Return how often each word is used that may be a keyword, and what it scores."""
    counts = dict(text.term_counts)
    for part, weight in ((subtitle, _SUBTITLE_USES), (title, _TITLE_USES)):
        for term in dict.fromkeys(part.terms) if part else ():
            counts[term] = counts.get(term, 0) + weight
    stops = _left_out(text.language)
    # Words of one use, which are most of them, are looked at only where nothing else is.
    for least in (LEAST_USES, 1):
        uses: dict[str, int] = {}
        scores: dict[str, float] = {}
        for place, (term, used) in enumerate(counts.items()):
            if used >= least and term not in stops and len(term) >= _MIN_CHARS and not term.isdecimal():
                early = 1 + _EARLY / (1 + place / _EARLY_WORDS)
                uses[term] = used
                scores[term] = (used - _ONE_USE) * early * min(_LEAST + len(term) / _LONG, _MOST)
        if len(uses) >= MOST_KEYWORDS:
            break
    return uses, scores


@lru_cache(maxsize=256)
def _left_out(language: str) -> frozenset[str]:
    """Return the words that are no keywords: stop words, and when something happened."""
    return stop_terms(language) | date_terms(language.partition("-")[0])


def _chosen(
    best: Sequence[Phrase],
    uses: Mapping[str, int],
    phrases: Mapping[Phrase, int],
    parts: Sequence[Analysed],
    limit: int,
) -> list[str]:
    """Choose from candidates, the best first, without near repeats."""
    # What is chosen, by the letters that forms of one word share.
    said: dict[str, list[tuple[str, Phrase]]] = {}
    found: list[str] = []
    for candidate in best:
        if len(found) >= limit:
            break
        beside = [each for term in candidate for each in said.get(bare(term)[:COMMON_CHARS], ())]
        if beside and _is_said(candidate, beside, uses, phrases):
            continue
        if written := spelling(candidate, parts):
            found.append(written)
            for term in candidate:
                said.setdefault(bare(term)[:COMMON_CHARS], []).append((term, candidate))
    return found


def _is_said(
    candidate: Phrase, beside: Sequence[tuple[str, Phrase]], uses: Mapping[str, int], phrases: Mapping[Phrase, int]
) -> bool:
    """Tell whether something chosen says already what a candidate does."""
    return any(
        alike(term, other) and _says_all(chosen, term, candidate, uses, phrases)
        for term in candidate
        for other, chosen in beside
    )


def _says_all(
    chosen: Phrase, term: str, candidate: Phrase, uses: Mapping[str, int], phrases: Mapping[Phrase, int]
) -> bool:
    """Tell whether a candidate with this term says little beside a chosen one with a form of it."""
    if len(candidate) > 1:
        return len(chosen) > 1
    return len(chosen) == 1 or term not in chosen or phrases[chosen] >= uses[term] * _PHRASE_SHARE
