"""Which candidates are compared, and how far a pair is looked for."""

from collections import Counter

from services.enrich.stories.fingerprints import WINDOW_DAYS, comparable, fingerprint
from services.enrich.stories.matching import LINKS, TRIES, choose, match
from services.runtime.ports import Row
from services.runtime.settings import Settings
from services.text.minhash import SKETCH_VERSION
from tests.fixtures.wire import article_id, created, later, withdrawn, words

FLOOD = words(1)


def _row(name: str, report: list[str] | None = None, **changes: object) -> Row:
    row = fingerprint(created(name, FLOOD if report is None else report, **changes))
    assert row is not None
    return row


def test_the_likeliest_of_each_story_are_chosen() -> None:
    """Of a story only a few are compared, those that share most bands; of those without a story each."""
    others = Counter({f"member {number}": number + 1 for number in range(10)} | {"alone": 1, "also alone": 3})
    stories = {f"member {number}": "story" for number in range(10)}
    [one] = choose({"new": others}, stories)
    assert one.others == [*(f"member {number}" for number in range(9, 9 - TRIES, -1)), "also alone", "alone"]


def test_many_copies_in_one_batch_are_linked_by_few_pairs() -> None:
    """A hundred copies that come at once are linked, all of them, by a few comparisons each."""
    rows = {row["_id"]: row for row in (_row(f"copy {number}") for number in range(100))}
    found = {key: Counter({other: 16 for other in rows if other != key}) for key in rows}
    pairs = match(choose(found, {}), rows, {})
    linked = Counter(key for pair in pairs for key in pair["articles"])
    assert linked.keys() == rows.keys()
    assert len(pairs) <= LINKS * len(rows)


def test_a_pair_is_the_same_from_both_sides() -> None:
    """Whichever of two comes later, the same row is kept, and says what was compared."""
    one, other = _row("flood"), _row("copy", revision=3)
    rows = {row["_id"]: row for row in (one, other)}
    first, second = (
        match(choose({a["_id"]: Counter({b["_id"]: 16})}, {}), rows, {}) for a, b in ((one, other), (other, one))
    )
    assert first == second
    [pair] = first
    assert pair["articles"] == sorted([article_id("flood"), article_id("copy")])
    assert sorted(pair["stamps"]) == [f"1.{SKETCH_VERSION}", f"3.{SKETCH_VERSION}"]
    assert pair["kind"] == "copy"


def test_what_is_not_comparable() -> None:
    """Another language, another week and a withdrawn article are no candidates; an undetermined language is one."""
    flood = _row("flood")
    gone = fingerprint(withdrawn("gone"))
    assert gone is not None
    assert comparable(flood, _row("copy", language="en-GB"))
    assert comparable(flood, _row("copy", language="und"))
    assert comparable(flood, _row("copy", published_at="2026-01"))
    assert not comparable(flood, _row("copy", language="de"))
    assert not comparable(flood, _row("copy", ingested_at=later(8)))
    assert comparable(flood, _row("copy", ingested_at=later(8)), days=8)
    assert not comparable(_row("old", published_at="2025-01-01"), _row("new", published_at="2026-01-01T10:00:00Z"))
    assert not comparable(flood, gone)


def test_the_window_is_a_week_unless_set() -> None:
    """The setting's default is the window that is used where none is given."""
    assert Settings.model_fields["story_days"].default == WINDOW_DAYS
