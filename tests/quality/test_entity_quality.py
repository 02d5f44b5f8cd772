"""Search by the name of a place or an organisation, in one language for articles in another, on parallel news.

NTREX-128 has the same news in every variety, so an article should be found in each by an English name if the enrichers
find the thing in the English one. That is silver, not gold: they miss some, and translators leave things out.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import pytest

from services.adapters.mongo import MongoDatabase
from services.enrich.enricher import Subject
from services.enrich.enrichers.entities import ENTITIES
from services.search import widen
from services.search.filters import Filters
from services.search.query import SearchQuery, search
from services.text.entities import organisation_id
from tests.quality.conftest import Figures
from tests.quality.known_items import VARIETIES, article, headlines, newsroom

LEAST_ARTICLES = 2
"""Names of fewer English articles are not asked for."""
RECALL, PRECISION = 0.68, 0.75

Telling = Mapping[str, set[str]]
"""Names in English, each with the articles that should be found by it."""


def _telling(corpus: Path) -> Telling:
    told: dict[str, set[str]] = defaultdict(set)
    for item in headlines(corpus, "eng-US").items:
        subject = Subject(article(item, 0))
        names = {organisation_id(each.id): each.name for each in subject.named.organisations if each.id}
        names |= {found.place.code: found.place.name for found in subject.places}
        for entity in ENTITIES.work(subject).keys() & names.keys():
            told[names[entity]].add(_document(item.name))
    return {name: found for name, found in told.items() if len(found) >= LEAST_ARTICLES}


def _document(name: str) -> str:
    return name.partition(":")[2]


async def _measured(database: MongoDatabase, told: Telling) -> tuple[float, float]:
    """Return recall and precision over all names."""
    right = found = 0
    for name, wanted in told.items():
        hits = (await search(database, SearchQuery(name, Filters(), limit=100))).hits
        found += len(hits)
        right += len(wanted & {_document(hit.document["path"]) for hit in hits})
    return right / sum(map(len, told.values())), right / max(found, 1)


@pytest.mark.slow
async def test_names_in_english_find_articles_in_any_language(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By entities more is found than by words, aliases and sounds alone, in every variety, and little that is wrong."""
    url, database_name = mongo_url_db
    told = _telling(corpus)
    assert len(told) > 20
    by_entities, by_words = {}, {}
    for variety in VARIETIES:
        async with newsroom((url, f"{database_name}_{variety}"), headlines(corpus, variety).items) as database:
            by_entities[variety] = await _measured(database, told)
            with monkeypatch.context() as without:
                without.setattr(widen, "entities_in", lambda _: [])
                by_words[variety] = await _measured(database, told)
        recall, precision = by_words[variety]
        figures.at_least(f"names in English, {variety}: recall", by_entities[variety][0], recall)
        figures.rows.append((f"names in English, {variety}: precision", f"{by_entities[variety][1]:.4g}", "nothing"))
        figures.rows.append((f"names in English, {variety}, by words", f"{recall:.4g}, {precision:.4g}", "nothing"))
    for which, at, least in (("recall", 0, RECALL), ("precision", 1, PRECISION)):
        ours, plain = (mean(found[at] for found in each.values()) for each in (by_entities, by_words))
        figures.at_least(f"names in English, mean of varieties: {which}", ours, least)
        figures.rows.append((f"names in English, mean of varieties, by words: {which}", f"{plain:.4g}", "nothing"))
