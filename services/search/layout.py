"""The rows of the `search` collection: what is kept of an article so that it can be found and ranked.

`terms` carries the multikey index. `frequencies` holds one sub-document a field, term to count, because the server
looks a name up in one several times faster than it searches an array (2,000 candidates, 3 terms: 40 ms against 98).
A term is made of letters, marks and digits alone, so it may be a field name and part of a path.
"""

from collections import Counter
from itertools import islice

from schemas.article import Article
from schemas.events import Withdrawal
from services.runtime.ports import Row
from services.text.tokens import ANALYSER_VERSION, terms

COLLECTION = "search"
MOST_TERMS = 20_000
"""Different terms indexed of one article: a row must fit into 16 MB, and its index keys into one transaction."""


def search_row(article: Article) -> Row:
    """Make the row of a revision. `truncated` tells that words beyond `MOST_TERMS` are not found."""
    fields = {
        "title": Counter(terms(article.title or "")),
        "subtitle": Counter(terms(article.subtitle or "")),
        "body": Counter(terms(article.text)),
    }
    unique = dict.fromkeys(term for counts in fields.values() for term in counts)
    kept = dict.fromkeys(islice(unique, MOST_TERMS))
    return {
        "_id": article.article_id,
        "revision": article.revision,
        "version": ANALYSER_VERSION,
        "terms": list(kept),
        "frequencies": {name: _only(counts, kept) for name, counts in fields.items()},
        "length": sum(counts.total() for counts in fields.values()),
        "truncated": len(kept) < len(unique),
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


def _only(counts: Counter[str], kept: dict[str, None]) -> dict[str, int]:
    return dict(counts) if len(kept) < MOST_TERMS else {term: n for term, n in counts.items() if term in kept}
