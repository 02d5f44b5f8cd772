"""Queries retyped: in other letters, digits and marks they have the same hits in the same order.

The classes of letters are those by which norm_pairs, the cases of other projects' normalisers, differ: each letter of
one side that stands where the other side has another, both ways.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.quality.conftest import Figures, rows
from tests.quality.known_items import VARIETIES, headlines, hits, newsroom, questions

QUERIES = 12
"""Retyped for each class: those of all that have its letter."""
_LATIN, _ARABIC, _PERSIAN = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_TO_PERSIAN, _TO_ARABIC = str.maketrans(_LATIN, _PERSIAN), str.maketrans(_LATIN + _PERSIAN, _ARABIC * 2)
_MARKS = "\u064e\u064f\u0650\u0651\u0652"


def test_there_are_classes_to_retype(corpus: Path, figures: Figures) -> None:
    """The cases have the letters that keyboards differ by."""
    found = _classes(corpus)
    figures.at_least("norm_pairs: letters to retype", len(found), 20)
    assert {("ی", "ي"), ("ک", "ك"), ("ي", "ی"), ("ك", "ک")} <= found


@pytest.mark.slow
async def test_retyped_queries_have_the_same_hits(
    corpus: Path, figures: Figures, mongo_url_db: tuple[str, str]
) -> None:
    """Whatever class of letters, marks, digits or joiners a query is typed in, its hits stay, and their order."""
    known = [headlines(corpus, variety) for variety in VARIETIES]
    known += [questions(corpus, language) for language in ("ar", "hi")]
    queries = [query for each in known for query, _ in each.queries]
    retyped = list(_retyped(queries, _classes(corpus)))
    before: dict[str, list[str]] = {}
    changed = []
    async with newsroom(mongo_url_db, [item for each in known for item in each.items]) as database:
        for kind, query, other in retyped:
            if query not in before:
                before[query] = await hits(database, query)
            if await hits(database, other) != before[query]:
                changed.append((kind, query, other))
    assert {kind for kind, _, _ in retyped} >= {"marks put", "marks left out", "digits", "joiners left out", "letters"}
    assert all(before.values())
    figures.at_least("retyped queries with the same hits", 1 - len(changed) / len(retyped), 0.99, changed)


def _classes(corpus: Path) -> set[tuple[str, str]]:
    """List which letter stands for which, from cases that differ letter by letter."""
    found = set()
    for pair in rows(corpus / "norm_pairs" / "pairs_dev.jsonl"):
        one, other = (_bare(pair[side]) for side in ("input", "expected"))
        if len(one) == len(other):
            found |= {(a, b) for a, b in zip(one, other, strict=True) if a != b and a.isalpha() and b.isalpha()}
    return found | {(b, a) for a, b in found}


def _bare(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf"))


def _retyped(queries: list[str], classes: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield a kind of change, a query, and the query changed."""
    for one, other in sorted(classes):
        having = [query for query in queries if one in query]
        yield from (("letters", query, query.replace(one, other)) for query in having[:: len(having) // QUERIES + 1])
    changes: dict[str, Callable[[str], str]] = {
        "marks put": lambda query: re.sub(
            r"([بتجدرسعقکلمن])(?=\w)", lambda met: met[1] + _MARKS[len(query) % 5], query
        ),
        "marks left out": lambda query: re.sub("[\u064b-\u0652\u0670\u093c]", "", query),
        "digits": lambda query: query.translate(_TO_PERSIAN),
        "digits, Arabic": lambda query: query.translate(_TO_ARABIC),
        "joiners left out": lambda query: re.sub("[\u200c\u200d\u200e\u200f]", "", query),
    }
    for kind, change in changes.items():
        having = [query for query in queries if change(query) != query]
        yield from ((kind, query, change(query)) for query in having[:: len(having) // (5 * QUERIES) + 1])
