"""Matching: each article is compared with its candidates, and a pair noted of each two that tell the same story.

A text that a hundred publishers have is a hundred candidates for the next of them. It is compared with a few of each
story, the likeliest first, and linked to no more than it takes to belong there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.enrich.stories.candidates import Found
from services.enrich.stories.fingerprints import WINDOW_DAYS, comparable, sketch_of, stamp
from services.enrich.stories.groups import Groups
from services.runtime.ports import Row
from services.text.minhash import Sketch, compare
from services.text.same_story import kind_of

LINKS = 2
"""Pairs of an article within its own story, after which no more are looked for there."""
TRIES = 4
"""Comparisons with one story."""
COMPARISONS = 50
"""Comparisons of one article in all."""
MOST_SKETCHES = 100
"""Unpacked at a time: one takes ten times what its row does, and a batch may have a thousand candidates."""
_DIGITS = 4


@dataclass(frozen=True)
class Chosen:
    """Whom an article is to be compared with, the likeliest first."""

    article_id: str
    others: Sequence[str]


def choose(found: Found, stories: Mapping[str, str]) -> list[Chosen]:
    """Choose among the candidates: a few of each story, and of those without one as many as there is room for.

    Args:
        found: the candidates.
        stories: the story of each that has one.
    """
    return [Chosen(article_id, _likeliest(others, stories)) for article_id, others in sorted(found.items())]


def match(
    chosen: Iterable[Chosen], rows: Mapping[str, Row], stories: Mapping[str, str], days: int = WINDOW_DAYS
) -> list[Row]:
    """Compare, and return a row of `pairs` for each two that tell the same story.

    Args:
        chosen: who is to be compared with whom.
        rows: the fingerprints of all of them; whose is missing is passed over.
        stories: the story of each that has one.
        days: that there may be between two, at most.
    """
    groups = Groups()
    for article_id, story in stories.items():
        groups.unite((article_id, f"story {story}"))
    sketches: dict[str, Sketch] = {}
    pairs: dict[str, Row] = {}
    compared: set[tuple[str, str]] = set()
    links: Counter[str] = Counter()
    for one in chosen:
        tries: Counter[str] = Counter()
        for other in one.others:
            key = (min(one.article_id, other), max(one.article_id, other))
            home = groups.of(other)
            enough = links[one.article_id] >= LINKS and home == groups.of(one.article_id)
            if enough or key in compared or tries[home] >= TRIES:
                continue
            compared.add(key)
            tries[home] += 1
            if pair := _pair(rows.get(key[0]), rows.get(key[1]), sketches, days):
                pairs[pair["_id"]] = pair
                links.update(key)
                groups.unite(key)
    return list(pairs.values())


def _likeliest(others: Mapping[str, int], stories: Mapping[str, str]) -> list[str]:
    tries: Counter[str] = Counter()
    likeliest = []
    for other in sorted(others, key=lambda other: (-others[other], other)):
        home = stories.get(other, other)
        tries[home] += 1
        if tries[home] <= TRIES:
            likeliest.append(other)
    return likeliest[:COMPARISONS]


def _pair(one: Row | None, other: Row | None, sketches: dict[str, Sketch], days: int) -> Row | None:
    if one is None or other is None or not comparable(one, other, days):
        return None
    first, second = (_sketch(row, sketches) for row in (one, other))
    likeness = compare(first, second)
    kind = kind_of(likeness)
    if kind is None:
        return None
    return {
        # One row for each two revisions: what is in it never changes, and whether it still counts is told by them.
        "_id": f"{one['_id']}.{stamp(one)}/{other['_id']}.{stamp(other)}",
        "articles": [one["_id"], other["_id"]],
        "stamps": [stamp(one), stamp(other)],
        "kind": kind,
        "shared": likeness.shared,
        "similarity": round(likeness.similarity, _DIGITS),
        "containment": round(likeness.containment, _DIGITS),
        "order": round(likeness.order, _DIGITS),
    }


def _sketch(row: Row, sketches: dict[str, Sketch]) -> Sketch:
    known = sketches.get(row["_id"])
    if known is None:
        if len(sketches) >= MOST_SKETCHES:
            sketches.clear()
        known = sketches[row["_id"]] = sketch_of(row)
    return known
