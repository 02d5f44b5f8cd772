"""Enriching: each revision through every enricher, into the `enrichments` collection."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from schemas import events
from schemas.article import Article
from schemas.events import ArticleCreated, ArticleUpdated, ArticleWithdrawn, Event, Made
from services.enrich.answers import Answer, State, ask, lacking, made_by
from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS, ENRICHERS_VERSION, set_version
from services.enrich.merging import made_of, merging, row_of
from services.enrich.stories import Stories
from services.enrich.stories.fingerprints import WINDOW_DAYS, fingerprint, fingerprint_of
from services.runtime import metrics
from services.runtime.ports import Database, Row
from services.runtime.rows import keep_merged
from services.search.entities import ENRICHMENTS, ENTITIES

YIELD_EVERY = 16
"""Articles enriched before the event loop gets a turn."""
_USUAL = {enricher.name: enricher.version for enricher in ENRICHERS}


@dataclass
class Work:
    """What one event asks to be enriched."""

    event: Event
    fingerprint: Row | None
    """What stories are found by."""
    row: Row | None
    """What is to be written; None until it is known what is there already."""
    article: Article | None = None
    """What is to be enriched; None if it was withdrawn."""
    answers: Sequence[Answer] = field(default=())
    """Those given for this event."""
    is_there: bool = False
    """Whether the row was found as it would be written."""


class Enrich:
    """The `enrichments` collection, and the stories. A `Resuming` stage."""

    name = "enrich"

    def __init__(
        self, database: Database, enrichers: Sequence[Enricher] = ENRICHERS, story_days: int = WINDOW_DAYS
    ) -> None:
        self._enrichments = database[ENRICHMENTS]
        self._enrichers = enrichers
        self._version = set_version(enrichers)
        self._stories = Stories(database, story_days)

    async def setup(self) -> None:
        """Create the indexes."""
        await self._enrichments.ensure_index([("revision", 1)])
        await self._enrichments.ensure_index([("withdrawn", 1)], sparse=True)
        await self._enrichments.ensure_index([("language", 1), ("made_by", 1)])
        await self._enrichments.ensure_index([(f"{ENTITIES}.$**", 1)])
        await self._stories.setup()

    def prepare(self, event: Event) -> Work | None:
        """Enrich the revision an event tells of."""
        if isinstance(event, ArticleCreated | ArticleUpdated):
            subject = Subject(event.data)
            answers = [ask(enricher, subject) for enricher in self._enrichers]
            row = row_of(event.data, self._version, answers)
            return Work(event, fingerprint_of(subject), row, event.data, answers)
        if isinstance(event, ArticleWithdrawn):
            withdrawal = event.data
            key = {"_id": withdrawal.article_id, "revision": withdrawal.revision, "version": ENRICHERS_VERSION}
            return Work(event, fingerprint(event), key | {"withdrawn": True})
        return None

    def resume(self, event: Event) -> Work | None:
        """Leave the enriching to `write`, which does only what was not done before."""
        if isinstance(event, ArticleCreated | ArticleUpdated):
            return Work(event, fingerprint(event), None, event.data)
        return self.prepare(event)

    async def write(self, works: Sequence[Work]) -> None:
        """Put all into their stories first, so that what is enriched is in its story; then merge the answers."""
        await self._stories.put([work.fingerprint for work in works if work.fingerprint is not None])
        await self._complete(works)
        rows = [work.row for work in works if work.row is not None and not work.is_there]
        await keep_merged(self._enrichments, rows, merging)
        _count(answer for work in works for answer in work.answers)

    def report(self, work: Work) -> Event | None:
        """Say what a revision was enriched with; a withdrawal has nothing to enrich."""
        if work.article is None or work.row is None:
            return None
        made = work.row["made"]
        # Khabar's own set, with nothing failed, is known by its number. Any other may have the same number.
        usual = {name: one["version"] for name, one in made.items() if one["state"] != State.FAILED} == _USUAL
        variant = "" if usual and len(made) == len(_USUAL) else made_by(made.items())
        told = {name: _told(one["version"], one["state"]) for name, one in made.items()}
        return events.enriched(work.article, self._version, work.row["enrichments"], told, variant)

    def unfinished(self, work: Work) -> str | None:
        """Name the enrichers that failed just now, with the first one's error."""
        failed = [answer for answer in work.answers if answer.state is State.FAILED]
        if not failed:
            return None
        return f"{' '.join(answer.enricher.name for answer in failed)}: {failed[0].value['error']}"

    async def _complete(self, works: Sequence[Work]) -> None:
        """Look at what is there of these revisions, and have only the enrichers asked that have not answered yet."""
        articles = [(work, work.article) for work in works if work.row is None and work.article is not None]
        if not articles:
            return
        ids = {"_id": {"$in": sorted({article.article_id for _, article in articles})}}
        rows = await self._enrichments.find(ids, fields=["revision", "enrichments", "made", "made_by"])
        there = {row["_id"]: row for row in rows}
        for count, (work, article) in enumerate(articles, 1):
            known = there.get(article.article_id, {})
            work.row, work.answers = self._completed(article, known)
            same = [known.get(name) == work.row[name] for name in ("revision", "made_by")]
            work.is_there = not work.answers and all(same)
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)

    def _completed(self, article: Article, there: Row) -> tuple[Row, Sequence[Answer]]:
        made = made_of(there, article.revision)
        subject = Subject(article)
        answers = [ask(enricher, subject, attempt) for enricher, attempt in lacking(self._enrichers, made)]
        row = row_of(article, self._version, answers)
        row["enrichments"] = {name: there["enrichments"][name] for name in made} | row["enrichments"]
        row["made"] = made | row["made"]
        row["made_by"] = made_by(row["made"].items())
        return row, answers


def enrich(article: Article, enrichers: Sequence[Enricher]) -> dict[str, Any]:
    """Return every enricher's answer under its name; see `answers.ask`."""
    subject = Subject(article)
    return {enricher.name: ask(enricher, subject).value for enricher in enrichers}


@lru_cache(maxsize=1_000)
def _told(version: int, state: Any) -> Made:
    """Return how an answer was made, as events tell it; made once, since there are few different ones."""
    return Made(version=version, state=state)


def _count(answers: Iterable[Answer]) -> None:
    """Count answers and time by enricher, a batch at once: a counter costs as much as a small enricher."""
    states: Counter[tuple[str, str]] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for answer in answers:
        states[answer.enricher.name, answer.state.value] += 1
        seconds[answer.enricher.name] += answer.seconds
    for (name, state), number in states.items():
        metrics.ENRICHMENTS.labels(name, state).inc(number)
    for name, spent in seconds.items():
        metrics.ENRICHER_SECONDS.labels(name).inc(spent)
