"""What a replay is about: conditions are read strictly, and mean what they say."""

import pytest

from services.cli.conditions import MOST_IDS, read_conditions

VERSIONS = {"counts": 1, "places": 3}


def test_conditions_are_a_query() -> None:
    """Each name narrows what is found, several values of one name widen it, and withdrawn articles are out."""
    words = ["language=ur", "language=pt-BR", "source=bbc", "since=2026-05-01", f"id={'a' * 32}"]
    assert read_conditions(words, "index", {}).query() == {
        "withdrawn": {"$ne": True},
        "language": {"$regex": r"^(ur|pt\-BR)(-|$)"},
        "source.slug": {"$in": ["bbc"]},
        "ingested_at": {"$gte": "2026-05-01T00:00:00.000Z"},
        "_id": {"$in": ["a" * 32]},
    }
    assert read_conditions([], "store", {}).query() == {"withdrawn": {"$ne": True}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frob=1"], "no condition"),
        (["language"], "no condition"),
        (["language="], "no condition"),
        (["since=yesterday"], "ISO 8601"),
        (["since=2026", "since=2027"], "once"),
        (["id=12"], "32 hex digits"),
        (["missing=place"], "there are counts, places"),
        ([f"id={'a' * 32}"] * (MOST_IDS + 1), f"{MOST_IDS} times"),
    ],
)
def test_a_slip_is_told(words: list[str], told: str) -> None:
    """What cannot be meant is refused before anything is sent."""
    with pytest.raises(ValueError, match=told):
        read_conditions(words, "enrich", VERSIONS)


def test_only_enrich_has_enrichers() -> None:
    """What an enricher lacks is no reason to send an article to another consumer."""
    with pytest.raises(ValueError, match="goes with --to enrich"):
        read_conditions(["missing=places"], "index", VERSIONS)


@pytest.mark.parametrize(
    ("word", "version", "state", "lacks"),
    [
        ("missing=places", 3, "done", False),
        ("missing=places", None, "", True),
        ("missing=counts", 3, "done", True),
        ("outdated=places", 2, "done", True),
        ("outdated=places", 3, "done", False),
        ("outdated=places", 4, "done", False),
        ("outdated=places", None, "", False),
        ("failed=places", 3, "failed", True),
        ("failed=places", 3, "unsupported", False),
        ("failed=places", None, "", False),
    ],
)
def test_what_an_article_lacks(word: str, version: int | None, state: str, lacks: bool) -> None:
    """Missing is what was not made of this revision, outdated what an older version made, failed what erred."""
    conditions = read_conditions([word], "enrich", VERSIONS)
    made = {} if version is None else {"places": {"version": version, "revision": 2, "state": state}}
    assert conditions.lacks(2, {"made": made}) is lacks
    if version is not None and word != "missing=counts":
        assert conditions.lacks(3, {"made": made}) is word.startswith("missing"), "it is of another revision"


def test_an_article_that_was_never_enriched_lacks_everything() -> None:
    """Without a row, all is missing; several names of this kind mean any of them."""
    conditions = read_conditions(["missing=places", "outdated=counts"], "enrich", VERSIONS)
    assert conditions.lacks(1, None)
    assert conditions.lacks(1, {"made": {"places": {"version": 3, "revision": 1, "state": "done"}}}) is False
