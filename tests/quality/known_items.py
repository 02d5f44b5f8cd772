"""Known items: a query, and the one article that it should find; with a plain BM25 to compare with."""

import hashlib
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bm25s  # type: ignore[import-untyped]  # it says no types

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.adapters.mongo import MongoDatabase
from services.enrich.enrichers.entities import ENTITIES
from services.enrich.enrichers.organisations import ORGANISATIONS
from services.enrich.enrichers.places import PLACES
from services.enrich.handle import Enrich
from services.index.handle import Index
from services.search.filters import Filters
from services.search.query import SearchQuery, search
from tests.quality.conftest import rows

VARIETIES = (
    "arb ben ckb-Arab deu eng-US fas heb hin pan prs pus rus snd-Arab tur uig urd".split()  # noqa: SIM905 - one line
)
DEPTH = 10
"""Hits looked at."""
_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """A text that can be found."""

    name: str
    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Known:
    """Items, and queries each with the name of the item it is about."""

    items: Sequence[Item]
    queries: Sequence[tuple[str, str]]


def questions(corpus: Path, language: str) -> Known:
    """Read the paragraphs of XQuAD and the questions that each answers. The articles' titles, in English, are left."""
    folder = corpus / "xquad_retrieval" / language
    items = [Item(row["id"], language, "", row["text"]) for row in rows(folder / "docs.jsonl")]
    answers = dict(line.split("\t")[0:3:2] for line in (folder / "qrels.tsv").read_text("utf-8").splitlines())
    return Known(items, [(row["query"], answers[row["qid"]]) for row in rows(folder / "queries.jsonl")])


def headlines(corpus: Path, variety: str) -> Known:
    """Read the news articles of a variety, each to be found by its title."""
    found = list(rows(corpus / "ntrex_news" / f"{variety}.jsonl"))
    items = [Item(row["id"], row["lang"], row["title"], "\n".join(row["sentences"])) for row in found]
    return Known(items, [(row["title"], row["id"]) for row in found])


def sentences(corpus: Path, variety: str) -> Known:
    """Read the news articles, each to be found by its title and by two sentences, with all three left out of it."""
    items, queries = [], []
    for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
        said = row["sentences"]
        asked = {len(said) // 3, 2 * len(said) // 3}
        items.append(Item(row["id"], row["lang"], "", "\n".join(s for at, s in enumerate(said) if at not in asked)))
        queries += [(query, row["id"]) for query in (row["title"], *(said[at] for at in sorted(asked)))]
    return Known(items, queries)


def plain_ranks(known: Known, tokens: Callable[[str], list[str]]) -> list[int]:
    """Rank each query's item with BM25 as bm25s has it by default (Lucene's formula, k1 1.5, b 0.75); 0 beyond ten."""
    index = bm25s.BM25()
    index.index([tokens(f"{item.title}\n{item.text}") for item in known.items], show_progress=False)
    held = index.vocab_dict
    found = []
    for query, wanted in known.queries:
        asked = [token for token in tokens(query) if token in held]
        hits = index.retrieve([asked], k=min(DEPTH, len(known.items)), show_progress=False)[0][0] if asked else []
        found.append(_rank([known.items[at].name for at in hits], wanted))
    return found


def white_space(text: str) -> list[str]:
    """Part a text at white space, in lower case: the plainest tokens there are."""
    return text.lower().split()


def plain_words(text: str) -> list[str]:
    """Part a text into runs of letters, marks and digits, in lower case, composed: all that needs no knowledge."""
    return re.findall(
        r"[\w\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u200c\u200d]+", unicodedata.normalize("NFC", text).lower()
    )


@asynccontextmanager
async def newsroom(mongo: tuple[str, str], items: Iterable[Item]) -> AsyncIterator[MongoDatabase]:
    """Index items into a database of their own, and tell what they name, through the real stages."""
    database = MongoDatabase(*mongo)
    told = [events.created(article(item, at)) for at, item in enumerate(items)]
    index, enrich = Index(database), Enrich(database, [PLACES, ORGANISATIONS, ENTITIES])
    await index.setup()
    await enrich.setup()
    await index.write([work for event in told if (work := index.prepare(event))])
    await enrich.write([made for event in told if (made := enrich.prepare(event))])
    yield database
    database.close()


async def hits(database: MongoDatabase, query: str, language: str | None = None) -> list[str]:
    """Search, and name the items found, the best first."""
    found = await search(database, SearchQuery(query, Filters(language=language), limit=DEPTH))
    return [hit.document["path"] for hit in found.hits]


async def ranks(database: MongoDatabase, known: Known) -> list[int]:
    """Rank each query's item: 1 is the best, 0 is none of the first ten."""
    return [_rank(await hits(database, query), wanted) for query, wanted in known.queries]


def success(found: Sequence[int], depth: int) -> float:
    """Return in which part of the queries the item was among the first so many."""
    return sum(0 < rank <= depth for rank in found) / len(found)


def reciprocal(found: Sequence[int]) -> float:
    """Return the mean of one by the rank."""
    return sum(1 / rank for rank in found if rank) / len(found)


def _rank(names: Sequence[str], wanted: str) -> int:
    return names.index(wanted) + 1 if wanted in names else 0


def article(item: Item, at: int) -> Article:
    """Make an article of an item, ingested so many minutes after the first."""
    name = hashlib.sha256(f"{item.language}{item.name}".encode()).hexdigest()[:32]
    return Article(
        article_id=name,
        revision=1,
        title=item.title or None,
        subtitle=None,
        text=item.text,
        language=item.language,
        script=Script.OTHER,
        direction=Direction.LTR,
        published_at=None,
        published_at_reason="not_stated",
        ingested_at=_START + timedelta(minutes=at),
        source=Source(),
        document=DocumentRef(document_id=name, path=item.name, name=item.name),
        content_hash=f"1:{'0' * 64}",
    )
