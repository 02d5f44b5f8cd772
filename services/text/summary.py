"""A summary of whole sentences, chosen from the text: those that speak most of what the text and its title speak of.

The words of a sentence are weighed as the text uses them (the centroid of D. Radev et al., "Centroid-based
summarization of multiple documents", Information Processing & Management 40, 2004), more if the title has them (H. P.
Edmundson, "New Methods in Automatic Extracting", JACM 16, 1969), and the sentence by where it stands: news says first
what matters, and its lead is hard to beat (A. Nenkova, "Automatic text summarization of newswire", AAAI 2005). A
sentence that repeats one already chosen is passed over (maximal marginal relevance, J. Carbonell and J. Goldstein,
SIGIR 1998).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from services.text.analysed import Analysed, Span
from services.text.stop_words import stop_terms

MOST_CHARS = 600
MOST_SENTENCES = 3
_MOST_READ = 60
_LEAST_TERMS, _LEAST_CHARS, _MOST_SENTENCE_CHARS = 5, 25, 500
_ONCE, _TITLE_USES, _SAID = 0.3, 3, 0.7
_FIRST, _FADING = 5, 2
_LENGTH = 0.5
_SAME_SHARE = 0.7
_LONG_WORDS = 12
_CLOSING = "”’“»›)]}\"'"
_ENDS = ("۔", ".", "؟", "?", "!", "।", "…")
# Marks inside a word are no quotation marks: ארה"ב.
_QUOTES = re.compile(r"[\"“”„«»](?:(?<!\w.)|(?!\w))")


class _Sentence(NamedTuple):
    span: Span
    terms: AbstractSet[str]
    telling: AbstractSet[str]
    others: float
    """What its other words weigh."""
    worth: float
    """Of its place, less for a long one."""


def summary(text: Analysed, title: Analysed | None = None, most: int = MOST_CHARS) -> list[Span]:
    """Choose one to three sentences; return their spans, in the order of the text. None if it has no whole sentence.

    Args:
        text: its first sixty sentences are read.
        title: the title, if there is one. A sentence that only repeats it is not chosen.
        most: how many characters the sentences may have in all, with a space between them.
    """
    heads = frozenset(title.terms) if title else frozenset()
    weights = _weights(text, heads)
    left = list(_candidates(text, heads, weights))
    gains = [each.worth * (each.others + sum([weights[term] for term in each.telling])) for each in left]
    chosen: list[_Sentence] = []
    while left and len(chosen) < MOST_SENTENCES:
        number = gains.index(max(gains))
        best, _ = left.pop(number), gains.pop(number)
        start, end = best.span
        if end - start > most or not _is_whole(text.text[start:end]) or any(_repeats(best, each) for each in chosen):
            continue
        chosen.append(best)
        most -= end - start + 1
        if len(chosen) < MOST_SENTENCES:
            for number, each in enumerate(left):  # what is said is not worth saying again
                said = sum([weights[term] for term in each.telling & best.telling])
                gains[number] -= each.worth * _SAID * said
    return sorted(each.span for each in chosen)


def _repeats(one: _Sentence, other: _Sentence) -> bool:
    return len(one.terms & other.terms) > _SAME_SHARE * min(len(one.terms), len(other.terms))


def _weights(text: Analysed, heads: AbstractSet[str]) -> dict[str, float]:
    """Weigh the words that are used more than once, or in the title; stop words left out."""
    stops = stop_terms(text.language)
    weights = {term: times - 1 + _ONCE for term, times in text.term_counts.items() if times > 1 and term not in stops}
    for term in text.term_counts.keys() & heads - stops:
        weights[term] = weights.get(term, _ONCE) + _TITLE_USES
    return weights


def _candidates(text: Analysed, heads: AbstractSet[str], weights: Mapping[str, float]) -> Iterator[_Sentence]:
    words, ends, all_terms, firsts = frozenset(weights), text.chunk_ends, text.terms, text.firsts
    for place, (start, end) in enumerate(text.sentences[:_MOST_READ]):
        if not _LEAST_CHARS <= end - start <= _MOST_SENTENCE_CHARS:
            continue
        # A chunk in which one sentence ends and the next begins, where no space parts them, counts for both.
        first = bisect_right(ends, start)
        last = bisect_left(ends, end, first)
        terms = set(all_terms[firsts[first] : firsts[last + 1]])
        if len(terms) >= _LEAST_TERMS and not terms <= heads:
            telling = terms & words
            others = (len(terms) - len(telling)) * _ONCE
            worth = (1 + _FIRST / (1 + place / _FADING)) / len(terms) ** _LENGTH
            yield _Sentence((start, end), terms, telling, others, worth)


def _is_whole(sentence: str) -> bool:
    """Tell a sentence from a heading, a label and a piece of a quotation.

    It ends as one, or is long: no heading is. Its marks are in pairs.
    """
    if not sentence.rstrip(_CLOSING).endswith(_ENDS) and len(sentence.split()) < _LONG_WORDS:
        return False
    return len(_QUOTES.findall(sentence)) % 2 == 0 and sentence.count("(") == sentence.count(")")
