"""The large collection of the search benchmark: unlike articles, and queries that find something among them."""

import random
from functools import cache
from pathlib import Path

import pytest

from services.search.layout import search_row
from services.search.wanted import Clause
from tests.bench import corpus, mixed
from tests.bench.queries import MIX, Maker

COUNT = 300


@pytest.fixture(params=["at hand", "generated"], autouse=True)
def texts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Mix the texts there are, and generated ones, which are all there is on a user's machine."""
    if request.param == "generated":
        monkeypatch.setattr(corpus, "NEWS", tmp_path)
    for name in ("_real", "_pools"):  # with nothing remembered of other tests' texts
        monkeypatch.setattr(mixed, name, cache(getattr(mixed, name).__wrapped__))


def test_an_article_depends_on_its_number_alone() -> None:
    """Two processes make the same article of a number, and no two numbers make the same."""
    assert mixed.article(7) == mixed.article(7)
    assert len({mixed.article(number).text for number in range(COUNT)}) == COUNT


def test_a_text_depends_on_its_number_alone() -> None:
    """What is dropped is the same in each run, no two are alike, and on average they are as long as the real ones."""
    made, real = [mixed.text(number) for number in range(len(corpus.texts()))], corpus.texts()
    assert made[7] == mixed.text(7)
    assert len(set(made)) == len(made)
    sizes = [sum(len(text.marked("")) for text in texts) for texts in (made, real)]
    assert 0.95 < sizes[0] / sizes[1] < 1.05


def test_texts_are_mixed_in_every_language() -> None:
    """Each variety there is comes by."""
    assert {mixed.text(number).language for number in range(100)} == {text.language for text in corpus.texts()}


def test_an_article_can_be_asked_for() -> None:
    """In one language, and of a length."""
    articles = [mixed.article(number, "ur", 385) for number in range(20)]
    assert {article.language for article in articles} == {"ur"}
    assert all(385 <= len(article.text.split()) < 600 for article in articles)


def test_the_vocabulary_grows() -> None:
    """Later articles have words that no earlier one has: new names, as in news. Generated ones have few to make of."""
    rows = [search_row(mixed.article(number)) for number in range(COUNT)]
    early = {key for row in rows[: COUNT // 2] for key in row["keys"]}
    new = [len(row["keys"].keys() - early) for row in rows[COUNT // 2 :]]
    assert sum(count > 0 for count in new) > COUNT // 10


def test_the_mix_is_as_stated() -> None:
    """A hundred queries have as many of each kind as the mix says, and each looks for something."""
    assert sum(MIX.values()) == 100
    asked = Maker(COUNT, random.Random(1)).make(100)  # noqa: S311 - no secret
    kinds = [one.kind for one in asked]
    assert {kind: kinds.count(kind) for kind in MIX} == MIX
    assert all(_positive(one.wanted.clauses) or _positive(one.wanted.required) for one in asked)


def _positive(clauses: tuple[Clause, ...]) -> bool:
    return any(form.keys for clause in clauses for form in clause.forms)
