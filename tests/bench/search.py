"""How fast a large collection is indexed and searched, and how near its ranking is to BM25 over all of it.

The collection is filled by two processes before it has its indexes, which are then built at once: that takes a third
of the time. So is what its articles name, places and organisations. Then one worker's and two workers' speed is
measured at that size, new ones that know no word yet, and the same when they have met some words. A mix of queries is
put, one after the other, with nothing remembered at the beginning.
"""

import asyncio
import multiprocessing
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schemas import events
from schemas.article import Article
from services.adapters.mongo import MongoDatabase
from services.enrich.answers import ask
from services.enrich.enricher import Subject
from services.enrich.enrichers.entities import ENTITIES
from services.enrich.enrichers.organisations import ORGANISATIONS
from services.enrich.enrichers.places import PLACES
from services.enrich.handle import Enrich
from services.enrich.merging import row_of
from services.index.handle import Index
from services.runtime.backoff import until_available
from services.runtime.consume import YIELD_EVERY
from services.runtime.lifecycle import spare_collector
from services.runtime.ports import Row
from services.search.candidates import keys_of
from services.search.entities import ENRICHMENTS
from services.search.holding import has_key
from services.search.layout import COLLECTION
from services.search.rank import rank, weighed
from services.search.ranking import score
from services.search.segments import merge
from services.search.statistics import Counts
from services.search.wanted import Wanted
from tests.bench import mixed
from tests.bench.measure import Machine, cpu_s, percentile
from tests.bench.phases import Result
from tests.bench.queries import Asked, Maker
from tests.servers import Servers

NAME = "khabar_bench_search"
WORKERS = 2
BATCH = 200
MEASURED = 4_000
"""Articles that each worker indexes while the clock runs, after the collection was filled."""
QUERIES = 1_500
COMPARED = 150
"""Queries whose best ten are compared with those of an exhaustive search."""
_AHEAD = 2_000
_PLAIN = ("title", "2-4 words", "common word", "2 common words", "rare word")


async def measure(servers: Servers, home: Path, articles: int) -> Result:
    """Index so many articles, search them, and compare."""
    url = servers.mongo.url
    database = MongoDatabase(url, NAME)
    pid = servers.mongo.pid
    assert pid is not None
    machine = Machine([pid])
    try:
        begun = time.monotonic()
        await asyncio.to_thread(_indexed, url, range(articles), WORKERS, filling=True)
        await until_available(Index(database).setup, asyncio.Event())
        await until_available(Enrich(database).setup, asyncio.Event())
        filled = time.monotonic() - begun
        speeds, spent, last = {}, cpu_s(pid), articles
        for workers in (1, WORKERS):
            first, last = last, last + workers * (_AHEAD + MEASURED)
            speeds[workers] = await asyncio.to_thread(_indexed, url, range(first, last), workers)
        spent = cpu_s(pid) - spent
        maker = Maker(articles, random.Random(4))  # noqa: S311 - no secret
        asked = maker.make(QUERIES)
        return {
            "articles": articles,
            "filled_s": round(filled, 1),
            "mongod_ms_an_article": round(spent * 1000 / (last - articles), 2),
            "indexed_s": {f"{workers} workers": round(speed) for workers, (_, speed) in speeds.items()},
            "indexed_new_s": {f"{workers} workers, new": round(speed) for workers, (speed, _) in speeds.items()},
            **_times(await _searched(database, asked, pid)),
            **await _compared(database, asked),
            **await _size(database),  # as of the last checkpoint
            **machine.told(),
        }
    finally:
        database.close()


def _indexed(url: str, numbers: range, workers: int, *, filling: bool = False) -> tuple[float, float]:
    """Index articles by so many processes; `filling` if the collection is not to have its indexes yet.

    Returns:
        How many a second: the first `_AHEAD` of each process, and the rest; without the time it takes to make them.
    """
    shares = [numbers[worker::workers] for worker in range(workers)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        new, known = zip(*pool.map(_work, [url] * workers, shares, [filling] * workers), strict=True)
        return sum(new), sum(known)


def _work(url: str, numbers: range, filling: bool) -> tuple[float, float]:
    spare_collector()  # as the index process does
    return asyncio.run(_index(url, numbers, filling))


async def _index(url: str, numbers: range, filling: bool) -> tuple[float, float]:
    """Hand the articles to an index stage in batches, as its consumer does; see `_indexed`."""
    database = MongoDatabase(url, NAME)
    stage = Index(database)
    taken: list[float] = []
    try:
        if not filling:
            await stage.setup()
        for first in range(0, len(numbers), _AHEAD):
            articles = [mixed.article(number) for number in numbers[first : first + _AHEAD]]
            told = list(map(events.created, articles))
            begun = time.monotonic()
            await _handle(stage, told)
            while await merge(database):  # as an index process does every few seconds
                pass
            taken.append(time.monotonic() - begun)
            if filling:
                await database[ENRICHMENTS].insert(list(map(_enriched, articles)))
    finally:
        database.close()
    return min(_AHEAD, len(numbers)) / taken[0], max(len(numbers) - _AHEAD, 0) / (sum(taken[1:]) or 1)


async def _handle(stage: Index, told: Sequence[events.Event]) -> None:
    """Prepare a batch while the one before it is written, as the consumer does."""
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(asyncio.sleep(0))
        for at in range(0, len(told), BATCH):
            works = []
            for count, event in enumerate(told[at : at + BATCH], 1):
                if work := stage.prepare(event):
                    works.append(work)
                if count % YIELD_EVERY == 0:
                    await asyncio.sleep(0)
            await writing
            writing = group.create_task(stage.write(works))


def _enriched(article: Article) -> Row:
    """Make the row of what an article names, by which it is found too."""
    subject = Subject(article)
    return row_of(article, 1, [ask(enricher, subject) for enricher in (PLACES, ORGANISATIONS, ENTITIES)])


async def _size(database: MongoDatabase) -> dict[str, float]:
    [stats] = await database[COLLECTION].aggregate([{"$collStats": {"storageStats": {}}}])
    storage = stats["storageStats"]
    count = storage["count"]
    return {
        "row_bytes": round(storage["avgObjSize"]),
        "stored_bytes": round(storage["storageSize"] / count),
        "index_bytes": round(storage["totalIndexSize"] / count),
    }


@dataclass(frozen=True)
class _Taken:
    """What one query took."""

    kind: str
    ms: float
    cpu_ms: float
    """Of the server, in ticks of the clock: a sum means something, one alone little."""


async def _searched(database: MongoDatabase, asked: Sequence[Asked], pid: int) -> list[_Taken]:
    """Put each query, one after the other."""
    taken = []
    for one in asked:
        begun, spent = time.perf_counter(), cpu_s(pid)
        await rank(database, one.wanted, one.filters, 0, 20, facets=False)
        taken.append(_Taken(one.kind, (time.perf_counter() - begun) * 1000, (cpu_s(pid) - spent) * 1000))
    return taken


def _times(taken: Sequence[_Taken]) -> dict[str, Any]:
    kinds = dict.fromkeys(one.kind for one in taken)
    return {
        **_figures(taken),
        "kinds": {kind: _figures([one for one in taken if one.kind == kind]) for kind in kinds},
    }


def _figures(taken: Sequence[_Taken]) -> dict[str, float]:
    times = [one.ms for one in taken]
    return {
        "queries": len(taken),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p99_ms": round(percentile(times, 0.99), 1),
        "mongod_cpu_ms": round(statistics.fmean(one.cpu_ms for one in taken), 1),
    }


async def _compared(database: MongoDatabase, asked: Sequence[Asked]) -> dict[str, Any]:
    """Tell which share of the ten best by words are among the ten best of a search through all articles."""
    shares: dict[str, list[float]] = {}
    for one in [one for one in asked if one.kind in _PLAIN][:COMPARED]:
        wanted = replace(one.wanted, clauses=tuple(replace(clause, entities=()) for clause in one.wanted.clauses))
        found = await rank(database, wanted, one.filters, 0, 10, facets=False)
        shares.setdefault(one.kind, []).append(await _share(database, wanted, [key for key, _ in found.page]))
    every = [share for found in shares.values() for share in found]
    return {
        "compared": len(every),
        "overlap_at_10": round(statistics.fmean(every), 4),
        "overlaps": {kind: round(statistics.fmean(found), 4) for kind, found in shares.items()},
    }


async def _share(database: MongoDatabase, wanted: Wanted, page: Sequence[str]) -> float:
    """Compare by exact scores: of articles that are as good as each other it does not matter which is found."""
    search = database[COLLECTION]
    keys = keys_of(wanted)
    counts = {key: await search.count(has_key(*key)) for key in keys}
    scored = {"$project": {"score": score(weighed(wanted, Counts(await search.count({}), counts, ())))}}
    holding = {"$match": {"$or": [has_key(*key) for key in keys]}}
    best = await search.aggregate([holding, scored, {"$sort": {"score": -1}}, {"$limit": 10}])
    ours = await search.aggregate([{"$match": {"_id": {"$in": list(page)}}}, scored])
    if not best:
        return 1.0
    least: float = best[-1]["score"]
    return float(sum(row["score"] >= least - 1e-9 for row in ours) / len(best))
