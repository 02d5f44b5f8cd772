"""The rows of the `search` collection: what is kept of an article so that it can be found and ranked.

`keys` has one number for each word, under the word's name, and a wildcard index makes each name with its number a key:
as many keys as an article has words, which is what indexing costs. The number is the word's *strength*, all that BM25
must know of a word in an article: how often it stands there, by field, measured against the article's length. The index
keeps a word's articles in the order of it, so that of a common word the strongest are read first, and of equals those
indexed last. Whoever has the word in the title has `IN_TITLE` added, and comes before all others.

The stop words of the article's language are in `stops`, which has no index: they are a tenth of the keys, and nothing
is found by them, but they count a little for the score. A key is made of letters, marks and digits alone, so it can be
a name, and part of a path.

Phrases are looked for in the folded words themselves, `folded_title` and `folded_text`, with a space on both sides of
each word.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from schemas.article import Article
from schemas.events import Withdrawal
from services.runtime.ports import Row
from services.search.reading import Read, Reading, read_article
from services.text.stop_words import unindexed_terms
from services.text.tokens import ANALYSER_VERSION

COLLECTION = "search"
KEYS, STOPS = "keys", "stops"
"""The sub-documents of keys and their strengths: of what the index has, and of stop words."""
FOLDED_TITLE, FOLDED_TEXT = "folded_title", "folded_text"
MOST_TERMS = 20_000
"""Different terms indexed of one article: a row must fit into 16 MB, and its index keys into one transaction."""
MOST_FOLDED = 100_000
"""Words of one article among which phrases are found."""
TITLE_WEIGHT, SUBTITLE_WEIGHT = 3.0, 2.0
"""What one occurrence in these counts. Another weight is another version."""
B, USUAL_LENGTH = 0.75, 300
"""BM25's `b`, and the length in words against which an article's own is held.

The collection's average is usual in its place. It differs by a factor which `K1` and `B` take up, it would move all
strengths whenever it moves, and it tells little where there are many languages.
"""
UNIT = 1000
"""The strength of a word that stands once in an article of the usual length. Strengths are whole numbers, for short
index keys."""
IN_TITLE = 1 << 20


def search_row(article: Article, reading: Reading | None = None) -> Row:
    """Make the row of a revision. `truncated` tells that not all of its words are found.

    Args:
        article: the revision.
        reading: its text as it was read; else it is read here.
    """
    read = reading or read_article(article)
    columns = [_columns(field) for field in (read.title, read.subtitle, read.text)]
    title, subtitle, text = [" ".join(filter(None, terms)) for terms, _ in columns]
    in_title, in_subtitle, in_text = [_counted(keys) for _, keys in columns]
    length = in_title.total() + in_subtitle.total() + in_text.total()
    frequencies = _frequencies(in_title, in_subtitle, in_text)
    ignored = unindexed_terms(article.language)
    stops = {key: frequencies.pop(key) for key in list(filter(ignored.__contains__, frequencies))}
    kept = frequencies if len(frequencies) <= MOST_TERMS else dict(islice(frequencies.items(), MOST_TERMS))
    is_long = in_text.total() > MOST_FOLDED
    if is_long:
        text = " ".join(text.split(" ", MOST_FOLDED)[:MOST_FOLDED])
    return {
        "_id": article.article_id,
        "revision": article.revision,
        "version": ANALYSER_VERSION,
        "ingested_at": article.ingested_at,
        "published": moment(article.published_at),
        "published_at": article.published_at,
        "language": article.language,
        "source": article.source.model_dump(),
        "length": length,
        "truncated": len(kept) < len(frequencies) or is_long,
        "title": article.title,
        "document": article.document.model_dump(),
        KEYS: _strengths(kept, length, in_title),
        STOPS: _strengths(stops, length, in_title),
        FOLDED_TITLE: _spaced(title),
        FOLDED_TEXT: f"{_spaced(subtitle) or ' '}\n{_spaced(text) or ' '}",
    }


def search_tombstone(withdrawal: Withdrawal) -> Row:
    """Make the row of a withdrawn article: nothing to find, but a revision that an older one cannot replace."""
    return {
        "_id": withdrawal.article_id,
        "revision": withdrawal.revision,
        "version": ANALYSER_VERSION,
        "withdrawn": True,
    }


def strength(count: float, length: int) -> int:
    """Return the number that is kept of a word: its weighted count against the article's length, in `UNIT`s."""
    return min(max(round(UNIT * count / (1 - B + B * length / USUAL_LENGTH)), 1), IN_TITLE - 1)


def moment(stated: str | None) -> datetime | None:
    """Return when it was that is stated as ISO 8601, at the earliest; UTC where no offset is stated.

    None where nothing is stated, or nothing that is a date.
    """
    if stated is None:
        return None
    whole = stated + "0001-01-01"[len(stated) :] if len(stated) in (4, 7) else stated
    try:
        found = datetime.fromisoformat(whole)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _frequencies(
    in_title: Mapping[str, int], in_subtitle: Mapping[str, int], in_text: Mapping[str, int]
) -> dict[str, float]:
    """Add the fields up, each by its weight, in the order of the words in the article."""
    headed = {**in_title, **in_subtitle}
    sums: dict[str, float] = {**headed, **in_text}
    for key in headed:
        above = TITLE_WEIGHT * in_title.get(key, 0) + SUBTITLE_WEIGHT * in_subtitle.get(key, 0)
        sums[key] = above + in_text.get(key, 0)
    return sums


def _strengths(frequencies: Mapping[str, float], length: int, in_title: Iterable[str]) -> dict[str, int]:
    # Most words stand once or twice in an article.
    of_count = {count: strength(count, length) for count in set(frequencies.values())}
    found = dict(zip(frequencies, map(of_count.__getitem__, frequencies.values()), strict=True))
    for key in in_title:
        if key in found:
            found[key] += IN_TITLE
    return found


def _columns(field: Sequence[Read]) -> Sequence[Sequence[str]]:
    """Return the terms of a field, chunk by chunk, and the keys."""
    return list(zip(*field, strict=True)) or [(), ()]


def _counted(column: Iterable[str]) -> Counter[str]:
    """Count the keys of a field, in about the order they first come in."""
    counts = Counter(column)
    counts.pop("", None)
    for keys in [keys for keys in counts if " " in keys]:
        times = counts.pop(keys)
        for key in keys.split(" "):
            counts[key] += times
    return counts


def _spaced(words: str) -> str:
    return f" {words} " if words else ""
