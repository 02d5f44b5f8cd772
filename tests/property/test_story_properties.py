"""What holds of sketches, groups and stories whatever is put into them."""

import random

from hypothesis import given
from hypothesis import strategies as st

from services.enrich.stories.groups import Groups
from services.enrich.stories.rows import alone, together
from services.text.minhash import compare, sketch
from services.text.same_story import kind_of
from services.text.shingles import telling

WORDS = st.lists(st.sampled_from([f"word{number}" for number in range(30)]), max_size=80)
EDGES = st.lists(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=3), max_size=12)


@given(WORDS, WORDS)
def test_likeness_is_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    """Nothing that is told of two texts depends on which comes first, and all shares are shares."""
    left, right = sketch(telling(one)), sketch(telling(other))
    likeness = compare(left, right)
    assert likeness == compare(right, left)
    shares = (
        likeness.similarity,
        likeness.containment,
        likeness.length,
        likeness.order,
        likeness.spread,
        likeness.start,
    )
    assert all(0 <= share <= 1 for share in shares)
    assert likeness.similarity <= likeness.containment


@given(WORDS)
def test_a_text_is_a_copy_of_itself_or_too_short(report: list[str]) -> None:
    """Every text is wholly like itself; whether that tells anything depends on its length alone."""
    made = sketch(telling(report))
    likeness = compare(made, made)
    if likeness.shared:
        assert (likeness.similarity, likeness.containment, likeness.length, likeness.order) == (1, 1, 1, 1)
    assert kind_of(likeness) in (None, "copy")


@given(EDGES, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(edges: list[list[str]], chance: random.Random) -> None:
    """The same unions in any order make the same groups."""
    shuffled = [chance.sample(edge, len(edge)) for edge in chance.sample(edges, len(edges))]
    groups, others = Groups(), Groups()
    for edge in edges:
        groups.unite(edge)
    for edge in shuffled:
        others.unite(edge)
    assert sorted(groups.lists()) == sorted(others.lists())
    assert all(len({groups.of(key) for key in edge}) == 1 for edge in edges)


FINGERPRINTS = st.lists(
    st.fixed_dictionaries(
        {
            "_id": st.text("0123456789abcdef", min_size=4, max_size=4),
            "language": st.sampled_from(["ur", "en"]),
            "source": st.sampled_from(["one", "two"]),
            "ingested_at": st.sampled_from(["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"]),
            "published_at": st.sampled_from([None, "2025-12-31", "2026-01-01T10:00:00+05:00"]),
        }
    ),
    min_size=2,
    max_size=8,
    unique_by=lambda row: str(row["_id"]),
)


@given(FINGERPRINTS, st.integers(1, 7))
def test_a_story_does_not_depend_on_how_it_grew(rows: list[dict[str, str]], at: int) -> None:
    """Put together at once or out of two halves, it is the same story."""
    halves = [[alone(row) for row in half] for half in (rows[:at], rows[at:]) if half]
    whole = together([story for half in halves for story in half], ["copy"])
    assert together([together(half) for half in reversed(halves)], ["copy"]) == whole
    assert whole["size"] == len(rows)
    assert whole["story_id"] == min(row["_id"] for row in rows)
