"""Known-item search through the real index, query and MongoDB, beside a plain BM25 in the same run.

The plain rows are bm25s with its own defaults, over tokens parted at white space in lower case, and over bare words
(runs of letters, marks and digits), which is the better of the two. Search must beat both.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

import pytest

from services.text.stop_words import stop_terms
from services.text.tokens import terms
from tests.quality.conftest import Figures
from tests.quality.known_items import (
    VARIETIES,
    Item,
    Known,
    headlines,
    newsroom,
    plain_ranks,
    plain_words,
    questions,
    ranks,
    reciprocal,
    sentences,
    success,
    white_space,
)

PLAIN = {"white space": white_space, "words": plain_words}
CHANCE = 0.04
"""By which the figures of 171 queries differ between two equally good rankings, about."""
QUESTION_FLOORS = {"en": 0.92, "ar": 0.83, "tr": 0.84, "hi": 0.90}


URDU_FORMS = {"یوں": "ی", "یاں": "ی", "وں": "", "یں": "", "ات": "", "ے": "وں", "ہ": "وں", "ت": "توں", "ی": "یوں"}
"""An ending, and what another form of the noun has instead: the longest first."""
LEAST_INFLECTED = 4


@pytest.mark.parametrize("language", QUESTION_FLOORS)
async def test_questions_find_their_paragraph(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str], language: str
) -> None:
    """The first hit for a question is the paragraph that answers it, and more often than with plain BM25."""
    known = questions(corpus, language)
    async with newsroom(mongo_url_db, known.items) as database:
        found = success(await ranks(database, known), 1)
    what = f"xquad {language}: S@1"
    to_beat = _plain(figures, what, known, lambda found: success(found, 1))
    figures.at_least(what, found, QUESTION_FLOORS[language])
    figures.at_least(f"{what} over plain BM25", found - to_beat, 0)


@pytest.mark.slow
async def test_titles_find_their_article_among_all(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str]
) -> None:
    """With all varieties in one collection, an article is among the first ten for its title."""
    known = {variety: headlines(corpus, variety) for variety in VARIETIES}
    async with newsroom(mongo_url_db, [item for each in known.values() for item in each.items]) as database:
        for variety, each in known.items():
            figures.at_least(f"titles among all, {variety}: S@10", success(await ranks(database, each), 10), 0.99)


@pytest.mark.slow
@pytest.mark.parametrize("variety", VARIETIES)
async def test_titles_find_their_article(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str], variety: str
) -> None:
    """With one variety in the collection, an article is among the first ten for its title."""
    known = headlines(corpus, variety)
    async with newsroom(mongo_url_db, known.items) as database:
        figures.at_least(f"titles, {variety}: S@10", success(await ranks(database, known), 10), 0.99)


@pytest.mark.slow
async def test_sentences_find_the_article_they_were_taken_from(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str]
) -> None:
    """A title or a sentence finds the rest of its article, in which it is not: on the whole better than plain BM25."""
    url, name = mongo_url_db
    ours, plains = [], []
    for variety in VARIETIES:
        known = sentences(corpus, variety)
        async with newsroom((url, f"{name}_{variety}"), known.items) as database:
            found = reciprocal(await ranks(database, known))
        what = f"sentences, {variety}: MRR@10"
        ours.append(found)
        plains.append(_plain(figures, what, known, reciprocal))
        figures.at_least(what, found, plains[-1] - CHANCE)
    figures.at_least("sentences, mean of varieties: MRR@10", mean(ours), mean(plains))


async def test_inflected_queries_find_their_article(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str]
) -> None:
    """Urdu titles whose nouns are put into another number or case still find the rest of their article."""
    known = headlines(corpus, "urd")
    without = [Item(item.name, item.language, "", item.text) for item in known.items]
    inflected = Known(without, [(_inflected(query), wanted) for query, wanted in known.queries])
    assert sum(one != other for one, other in zip(known.queries, inflected.queries, strict=True)) > len(without) / 2
    async with newsroom(mongo_url_db, without) as database:
        found = reciprocal(await ranks(database, inflected))
    what = "urd titles inflected: MRR@10"
    figures.at_least(what, found, _plain(figures, what, inflected, reciprocal))


def _plain(figures: Figures, what: str, known: Known, measure: Callable[[Sequence[int]], float]) -> float:
    """Note what plain BM25 does in the same, and return the better of the two."""
    values = {name: measure(plain_ranks(known, tokens)) for name, tokens in PLAIN.items()}
    for name, value in values.items():
        figures.rows.append((f"{what}, plain BM25 over {name}", f"{value:.4g}", "nothing"))
    return max(values.values())


def _inflected(query: str) -> str:
    """Put each noun that ends in a common way into another form, as grammar has it."""
    return " ".join(_other_form(word) for word in query.split())


def _other_form(word: str) -> str:
    if terms(word)[:1] == [] or not stop_terms("ur").isdisjoint(terms(word)) or len(word) < LEAST_INFLECTED:
        return word
    for ending, other in URDU_FORMS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
