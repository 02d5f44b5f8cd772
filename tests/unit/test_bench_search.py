"""The large collection of the search benchmark: unlike articles, and queries that find something among them."""

import random

from services.search.layout import search_row
from services.search.wanted import Clause
from tests.bench import mixed
from tests.bench.queries import MIX, Maker

COUNT = 300


def test_an_article_depends_on_its_number_alone() -> None:
    """Two processes make the same article of a number, and no two numbers make the same."""
    assert mixed.article(7) == mixed.article(7)
    assert len({mixed.article(number).text for number in range(COUNT)}) == COUNT


def test_the_vocabulary_grows() -> None:
    """Later articles have words that no earlier one has: new names, as in news."""
    rows = [search_row(mixed.article(number)) for number in range(COUNT)]
    early = {key for row in rows[: COUNT // 2] for key in row["keys"]}
    new = [len(row["keys"].keys() - early) for row in rows[COUNT // 2 :]]
    assert sum(count > 0 for count in new) > COUNT // 4


def test_the_mix_is_as_stated() -> None:
    """A hundred queries have as many of each kind as the mix says, and each looks for something."""
    assert sum(MIX.values()) == 100
    asked = Maker(COUNT, random.Random(1)).make(100)  # noqa: S311 - no secret
    kinds = [one.kind for one in asked]
    assert {kind: kinds.count(kind) for kind in MIX} == MIX
    assert all(_positive(one.wanted.clauses) or _positive(one.wanted.required) for one in asked)


def _positive(clauses: tuple[Clause, ...]) -> bool:
    return any(form.keys for clause in clauses for form in clause.forms)
