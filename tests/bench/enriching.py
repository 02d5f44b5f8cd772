"""What an article's enrichment costs, by processor time, in one process: all enrichers, and each. No server is needed.

`python -m tests.bench.enriching` runs this phase alone. Articles are cut to some 400 words. First everything that was
remembered about words is forgotten, and each article comes by once: the last third of them are *new*, as an article is
that comes after a few dozen others. *Warm* is the best of the passes after that. What several enrichers work on (terms,
sentences) is worked out once, and is measured by itself. Both go with what stories are found by, the *sketch*.

A newsroom is in between: each article is new, but comes after thousands. There is not as much real news here, so the
*stream* is mixed of its sentences, with a new name among thirty words.
"""

import asyncio
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.enrich.answers import ask
from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS
from services.enrich.stories.fingerprints import fingerprint_of
from services.runtime.lifecycle import spare_collector
from services.text.columns import forget
from services.text.memo import Memo
from tests.bench import corpus, mixed
from tests.servers import Servers

WORDS = 400
PASSES = 5
_SHARED = ("terms", "term_counts", "firsts", "chunk_ends", "sentences", "word_count")
_MOST_ARTICLES = 60
MET = 2_000
"""Articles of the stream that have come by."""
_STREAM, _STREAMED = "ur", 500
_LOTS = 3
"""Of so many lots of the stream the quickest counts, as of the passes of the other rows: machines are noisy."""


async def measure(servers: Servers, home: Path, passes: int) -> dict[str, Any]:
    """Enrich articles of each language, so many times over."""
    return await asyncio.to_thread(measured, passes)


def measured(passes: int = PASSES) -> dict[str, Any]:
    """Return microseconds an article, by language: new, warm, and each enricher's share of warm."""
    loaded = _memos()  # which the collector does not show any more once it is to spare them
    spare_collector()  # as the enrich process does
    return {
        "languages": {name: _of_language(articles, passes, loaded) for name, articles in _articles()},
        "stream": _of_stream(loaded),
    }


def _memos() -> list[Memo[Any]]:
    return [each for each in gc.get_objects() if type(each) is Memo]  # not isinstance, which asks dead proxies too


def _of_language(articles: Sequence[Article], passes: int, loaded: Sequence[Memo[Any]]) -> dict[str, Any]:
    _forget(loaded)
    _enriched(articles[0])  # loads lists, which happens once in a process' life
    _mean_us(_enriched, articles[: -len(articles) // 3])
    new = _mean_us(_enriched, articles[-len(articles) // 3 :])
    warm = min(_mean_us(_enriched, articles) for _ in range(passes))
    return {
        "articles": len(articles),
        "words": round(sum(len(article.text.split()) for article in articles) / len(articles)),
        "new": new,
        "all": warm,
        "shared": min(_mean_us(_analysed, articles) for _ in range(passes)),
        "sketch": min(_mean_us(fingerprint_of, list(map(_analysed, articles))) for _ in range(passes)),
        "each": {enricher.name: min(_alone_us(enricher, articles) for _ in range(passes)) for enricher in ENRICHERS},
    }


def _of_stream(loaded: Sequence[Memo[Any]]) -> dict[str, Any]:
    """Return microseconds an article of a stream in one language, when many have come by."""
    _forget(loaded)
    made = [mixed.article(number, _STREAM, WORDS - 15) for number in range(MET + _LOTS * _STREAMED)]
    for article in made[:MET]:
        _enriched(article)
    lots = [made[first : first + _STREAMED] for first in range(MET, len(made), _STREAMED)]
    words = sum(len(article.text.split()) for article in made[MET:]) / len(made[MET:])
    spent = [_mean_us(_enriched, lot) for lot in lots]
    return {"language": _STREAM, "met": MET, "words": round(words), "us": min(spent), "most_us": max(spent)}


def _forget(loaded: Sequence[Memo[Any]]) -> None:
    for memo in (*loaded, *_memos()):
        memo.clear()
    forget()


def _enriched(article: Article) -> None:
    """Do for an article what the enrich stage does, but for what is written and told of it."""
    subject = Subject(article)
    for enricher in ENRICHERS:
        ask(enricher, subject)
    fingerprint_of(subject)


def _alone_us(enricher: Enricher, articles: Sequence[Article]) -> float:
    """Return the time of one enricher on articles that were analysed before."""
    subjects = [_analysed(article) for article in articles if enricher.knows(article.language)]
    return _mean_us(enricher.work, subjects) if subjects else 0.0


def _analysed(article: Article) -> Subject:
    subject = Subject(article)
    for name in _SHARED:
        getattr(subject.text, name)
    return subject


def _mean_us(work: Callable[[Any], Any], items: Sequence[Any]) -> float:
    began = time.process_time()
    for item in items:
        work(item)
    return round((time.process_time() - began) / len(items) * 1e6, 1)


def _articles() -> Iterator[tuple[str, Sequence[Article]]]:
    """Yield for each language its articles of some 400 words; generated ones where there is no real news."""
    for file in sorted(corpus.NEWS.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        texts = [(row["title"], text) for row in rows for text in _cut(row["sentences"])]
        yield file.stem, [_article(*each, rows[0]["lang"]) for each in texts[:_MOST_ARTICLES]]
    if not corpus.NEWS.is_dir():
        made = [(text.title, cut) for text in corpus.texts() for cut in _cut(" ".join(text.paragraphs).split(". "))]
        yield "generated", [_article(*each, "ur") for each in made[:_MOST_ARTICLES]]


def _cut(sentences: Sequence[str]) -> Iterator[str]:
    """Yield pieces of some 400 words, in paragraphs of two sentences."""
    piece: list[str] = []
    for sentence in sentences:
        piece.append(sentence)
        if sum(len(each.split()) for each in piece) >= WORDS - 15:
            yield "\n\n".join(" ".join(piece[at : at + 2]) for at in range(0, len(piece), 2))
            piece = []


def _article(title: str, text: str, language: str) -> Article:
    return Article.model_validate(
        {
            "article_id": "a" * 32,
            "revision": 1,
            "title": title,
            "subtitle": None,
            "text": text,
            "language": language,
            "script": Script.ARABIC,
            "direction": Direction.RTL,
            "published_at": "2026-01-05T10:00:00+05:00",
            "published_at_reason": None,
            "ingested_at": "2026-01-05T10:00:00.000Z",
            "source": Source(),
            "document": DocumentRef(document_id="b" * 32, path="a.txt", name="a.txt"),
            "content_hash": f"1:{'0' * 64}",
        }
    )


def main() -> None:
    """Measure, and print the table."""
    from tests.bench import report  # which names this phase's result

    Console(width=180).print(report.enriching({"enriching": measured()}), corpus.describe(), sep="\n")


if __name__ == "__main__":
    main()
