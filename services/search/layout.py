"""The rows of the `search` collection: what is kept of an article so that it can be found and ranked.

`terms` carries the multikey index. The stop words of the article's language are left out of it: they are a fifth of the
keys, which are what indexing costs, and nothing is found by them. `frequencies` holds all terms as names, because the
server finds a name in a sub-document several times faster than it searches an array (2,000 candidates, 3 terms: 40 ms
against 98), and one number for all fields, because looking in each field's own takes twice as long. A term is made of
letters, marks and digits alone, so it can be a name, and part of a path.
"""

from itertools import islice

from schemas.article import Article
from schemas.events import Withdrawal
from services.runtime.ports import Row
from services.text.stop_words import stop_terms
from services.text.tokens import ANALYSER_VERSION, count_terms

COLLECTION = "search"
MOST_TERMS = 20_000
"""Different terms indexed of one article: a row must fit into 16 MB, and its index keys into one transaction."""
TITLE_WEIGHT, SUBTITLE_WEIGHT = 3, 2
"""How often a word of these counts that stands once in them. Another weight is another `ANALYSER_VERSION`."""


def search_row(article: Article) -> Row:
    """Make the row of a revision. `truncated` tells that words beyond `MOST_TERMS` are not found."""
    fields = [(weight, count_terms(text)) for weight, text in _weighted_fields(article)]
    frequencies: dict[str, int] = {}
    for weight, found in fields:
        for term, count in found.items():
            frequencies[term] = frequencies.get(term, 0) + weight * count
    kept = dict(islice(frequencies.items(), MOST_TERMS))
    ignored = stop_terms(article.language)
    return {
        "_id": article.article_id,
        "revision": article.revision,
        "version": ANALYSER_VERSION,
        "terms": [term for term in kept if term not in ignored],
        "frequencies": kept,
        "length": sum(sum(found.values()) for _, found in fields),
        "truncated": len(kept) < len(frequencies),
        "title": article.title,
        "language": article.language,
        "source": article.source.model_dump(),
        "document": article.document.model_dump(),
        "published_at": article.published_at,
        "ingested_at": article.ingested_at,
    }


def search_tombstone(withdrawal: Withdrawal) -> Row:
    """Make the row of a withdrawn article: nothing to find, but a revision that an older one cannot replace."""
    return {
        "_id": withdrawal.article_id,
        "revision": withdrawal.revision,
        "version": ANALYSER_VERSION,
        "withdrawn": True,
    }


def _weighted_fields(article: Article) -> list[tuple[int, str]]:
    return [(TITLE_WEIGHT, article.title or ""), (SUBTITLE_WEIGHT, article.subtitle or ""), (1, article.text)]
