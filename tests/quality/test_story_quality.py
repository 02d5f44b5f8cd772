"""Stories on real news: what is made of a report is told from other reports of the same topic, in 16 varieties."""

import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from services.adapters.mongo import MongoDatabase
from services.enrich.stories import Stories
from services.text.minhash import Likeness, Sketch, compare, sketch
from services.text.same_story import Kind, kind_of
from services.text.shingles import telling
from services.text.tokens import terms
from tests.fixtures.wire import article_id, created
from tests.quality.conftest import Figures, rows
from tests.quality.variants import COPIES, REWRITES, TRIMS, Variant

SAME_EVENT = [
    ("cbsnews.248387", "reuters.218909"),
    ("newsweek.51300", "abcnews.306755"),
    ("reuters.218865", "euronews-en.153797"),
]
"""Documents that tell of one event, looked at by eye: not unrelated, though nobody made one of the other."""
NEIGHBOURS = 5
"""Each document's likest others by TF-IDF are its unrelated articles of the same topic."""
UNSEEN = ("ar", "en", "hi", "tr")
_SENTENCE_END = re.compile(r"(?<=[.!?।؟])\s+")
CLUSTERED = ("urd", "arb", "eng-US")
BATCH = 50


@dataclass(frozen=True)
class News:
    """The documents of one variety."""

    variety: str
    language: str
    names: Sequence[str]
    titles: Sequence[str]
    bodies: Sequence[Sequence[str]]

    @cached_property
    def vocabulary(self) -> list[str]:
        """All words, the frequent ones often."""
        return [word for body in self.bodies for sentence in body for word in sentence.split()]

    @cached_property
    def sketches(self) -> list[Sketch]:
        """The documents' sketches."""
        return [
            sketch(telling(terms("\n".join([title, *body]))))
            for title, body in zip(self.titles, self.bodies, strict=True)
        ]

    def made(self, variant: Variant) -> Iterator[Sketch]:
        """Yield what the variant makes of each document, under its title."""
        chance = random.Random(7)  # noqa: S311 - no secret
        for title, body in zip(self.titles, self.bodies, strict=True):
            yield sketch(telling(terms("\n".join([title, *variant(body, self.vocabulary, chance)]))))

    @cached_property
    def unrelated(self) -> list[tuple[int, int]]:
        """The pairs of each document and its likest others."""
        return sorted({pair for number in range(len(self.names)) for pair in self._neighbours(number)})

    def _neighbours(self, number: int) -> list[tuple[int, int]]:
        mine = self._weights[number]
        others = [other for other in range(len(self.names)) if other != number and not self.same_event(number, other)]
        others.sort(key=lambda other: -sum(mine[term] * self._weights[other].get(term, 0.0) for term in mine))
        return [(min(number, other), max(number, other)) for other in others[:NEIGHBOURS]]

    def event(self, number: int) -> str:
        """Name the event that a document tells of."""
        return next((pair[0] for pair in SAME_EVENT if self.names[number] in pair), self.names[number])

    def same_event(self, one: int, other: int) -> bool:
        """Tell whether two documents tell of one event."""
        return self.event(one) == self.event(other)

    @cached_property
    def _weights(self) -> list[dict[str, float]]:
        counts = [
            Counter(terms("\n".join([title, *body]))) for title, body in zip(self.titles, self.bodies, strict=True)
        ]
        frequency = Counter(term for count in counts for term in count)
        weighted = [
            {term: (1 + math.log(n)) * math.log(len(counts) / frequency[term]) for term, n in count.items()}
            for count in counts
        ]
        norms = [math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0 for weights in weighted]
        return [
            {term: weight / norm for term, weight in weights.items()}
            for weights, norm in zip(weighted, norms, strict=True)
        ]


@pytest.fixture(scope="module")
def news(corpus: Path) -> list[News]:
    """The news of all varieties."""
    found = []
    for file in sorted((corpus / "ntrex_news").glob("*.jsonl")):
        documents = list(rows(file))
        columns = ([document[name] for document in documents] for name in ("doc", "title", "sentences"))
        found.append(News(file.stem, documents[0]["lang"], *columns))
    assert found
    return found


def _source(sentences: Sequence[str], _: Sequence[str], __: random.Random) -> list[str]:
    return list(sentences)


def _auc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often a right pair scores above a wrong one; a tie is half."""
    wins = sum((one > other) + (one == other) / 2 for one in right for other in wrong)
    return wins / (len(right) * len(wrong))


def _similarity(likeness: Likeness) -> float:
    return likeness.similarity


def _containment(likeness: Likeness) -> float:
    return likeness.containment


@pytest.mark.parametrize(
    ("what", "variants", "score", "floor"),
    [
        ("copies", COPIES, _similarity, 0.98),
        ("trims", TRIMS, _containment, 0.98),
        ("rewrites", REWRITES, _similarity, 0.90),
    ],
)
def test_they_are_told_from_other_articles_of_the_topic(
    news: list[News],
    figures: Figures,
    what: str,
    variants: dict[str, Variant],
    score: Callable[[Likeness], float],
    floor: float,
) -> None:
    """In each variety, what was made of a document is liker to it than the documents nearest to it are."""
    for one in news:
        wrong = [score(compare(one.sketches[first], one.sketches[second])) for first, second in one.unrelated]
        right = [
            score(compare(source, made))
            for variant in variants.values()
            for source, made in zip(one.sketches, one.made(variant), strict=True)
        ]
        figures.at_least(
            f"{one.variety}: {what} against the {NEIGHBOURS} nearest others, AUC", _auc(right, wrong), floor
        )


@pytest.mark.parametrize(
    ("kind", "name", "variant", "found", "told"),
    [
        *(("copy", name, variant, 0.99, 0.97) for name, variant in COPIES.items()),
        *(("trim", name, variant, 0.95, 0.92) for name, variant in TRIMS.items()),
        *(("rewrite", name, variant, 0.95, 0.9) for name, variant in REWRITES.items()),
    ],
)
def test_they_are_found_and_told_apart(
    news: list[News], figures: Figures, kind: Kind, name: str, variant: Variant, found: float, told: float
) -> None:
    """Of all varieties' documents, what was made of them shares a band with them, is linked, and is what it is."""
    linked: Counter[Kind | None] = Counter()
    for one in news:
        for source, made in zip(one.sketches, one.made(variant), strict=True):
            is_candidate = not set(source.bands).isdisjoint(made.bands)
            linked[kind_of(compare(source, made)) if is_candidate else None] += 1
    total = linked.total()
    figures.at_least(f"{name}: found, of {total}", 1 - linked[None] / total, found, linked)
    figures.at_least(
        f"{name}: of those found, told to be a {kind}", linked[kind] / (total - linked[None]), told, linked
    )


def test_distinct_articles_are_not_linked(news: list[News], figures: Figures) -> None:
    """Of all pairs of documents that tell of different events none would be linked, whether candidates or not."""
    false, total = [], 0
    for one in news:
        for first, second in itertools.combinations(range(len(one.names)), 2):
            if not one.same_event(first, second):
                total += 1
                if kind := kind_of(compare(one.sketches[first], one.sketches[second])):
                    false.append((one.variety, one.names[first], one.names[second], kind))
    figures.at_most(f"distinct articles linked, of {total} pairs", len(false), 0, false)


@pytest.mark.parametrize("language", UNSEEN)
def test_short_texts_that_the_thresholds_were_not_chosen_by(corpus: Path, figures: Figures, language: str) -> None:
    """Of an encyclopaedia's paragraphs, five of one subject each, none are linked; what is made of them is found."""
    documents = list(rows(corpus / "xquad_retrieval" / language / "docs.jsonl"))
    bodies = [_SENTENCE_END.split(document["text"]) for document in documents]
    one = News(language, language, [document["id"] for document in documents], [""] * len(documents), bodies)
    linked = [pair for pair in itertools.combinations(one.sketches, 2) if kind_of(compare(*pair))]
    figures.at_most(f"xquad {language}: paragraphs linked, of {len(documents)}", len(linked), 0, linked)
    variants = (COPIES | TRIMS | REWRITES).values()
    pairs = [pair for variant in variants for pair in zip(one.sketches, one.made(variant), strict=True)]
    found = [pair for pair in pairs if not set(pair[0].bands).isdisjoint(pair[1].bands) and kind_of(compare(*pair))]
    figures.at_least(f"xquad {language}: of {len(pairs)} made of them, found", len(found) / len(pairs), 0.93)


@pytest.mark.parametrize("variety", CLUSTERED)
async def test_clusters_are_whole_and_pure(
    news: list[News], figures: Figures, mongo_url_db: tuple[str, str], variety: str
) -> None:
    """Every document with all that is made of it, mixed, in batches: a story has all of one and of no other."""
    [one] = [one for one in news if one.variety == variety]
    chance = random.Random(11)  # noqa: S311 - no secret
    told, names = [], []
    for number, (title, body) in enumerate(zip(one.titles, one.bodies, strict=True)):
        for what, variant in ({"source": _source} | COPIES | TRIMS | REWRITES).items():
            name = f"{number} {what}"
            names.append((number, name))
            told.append(created(name, [title, *variant(body, one.vocabulary, chance)], language=one.language))
    chance.shuffle(told)
    database = MongoDatabase(*mongo_url_db)
    try:
        stories = Stories(database)
        await stories.setup()
        for at in range(0, len(told), BATCH):
            await stories.take(told[at : at + BATCH])
        found = await database["stories"].find({})
    finally:
        database.close()
    document_of = {article_id(name): number for number, name in names}
    documents = [Counter(document_of[key] for key in story["articles"]) for story in found]
    events = [Counter(one.event(number) for number in group.elements()) for group in documents]
    pure = sum(group.most_common(1)[0][1] for group in events) / sum(group.total() for group in events)
    whole = sum(max((group[number] for group in documents), default=0) for number in range(len(one.names))) / len(told)
    figures.at_least(f"{variety}: purity of {len(found)} stories, by event", pure, 0.99, events)
    figures.at_least(f"{variety}: articles in one story with all else of their document", whole, 0.97)
