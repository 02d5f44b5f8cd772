"""Coverage: how much is done by which version of which enricher, in which language."""

from typing import Any

from services.api.coverage import MOST_LANGUAGES, coverage, versions
from services.enrich.answers import made_by


def group(language: str, number: int, summary: str | None) -> dict[str, Any]:
    """Make a group as the server finds it."""
    return {"_id": {"language": language, "made_by": summary}, "n": number}


def test_articles_are_counted_by_state_and_version() -> None:
    """Each article is counted once for each enricher: done, failed or unsupported by a version, or missing."""
    made = {
        "counts": {"version": 1, "state": "done"},
        "places": {"version": 10, "state": "failed"},
        "dates": {"version": 1, "state": "unsupported"},
    }
    groups = [
        group("ur", 5, made_by(made.items())),
        group("ur", 3, "counts:1 places:9"),
        group("ur", 2, None),
        group("en", 7, "counts:2"),
    ]
    told = coverage(groups)
    assert {name: one["version"] for name, one in told.items()} == {"counts": 2, "dates": 1, "places": 10}
    assert told["counts"]["languages"] == {
        "ur": {"done": {"1": 8}, "failed": {}, "unsupported": {}, "missing": 2},
        "en": {"done": {"2": 7}, "failed": {}, "unsupported": {}, "missing": 0},
    }
    assert told["places"]["languages"]["ur"] == {
        "done": {"9": 3},
        "failed": {"10": 5},
        "unsupported": {},
        "missing": 2,
    }
    assert told["dates"]["languages"]["ur"]["unsupported"] == {"1": 5}
    assert told["dates"]["languages"]["en"]["missing"] == 7


def test_rare_languages_are_summed_up() -> None:
    """The answer stays small however many languages there are, and leaves no article out."""
    groups = [group(f"x{number:02}", 1000 - number, "counts:1") for number in range(60)]
    languages = coverage(groups)["counts"]["languages"]
    assert len(languages) == MOST_LANGUAGES + 1
    assert languages["x00"]["done"] == {"1": 1000}
    assert sum(one["done"]["1"] for one in languages.values()) == sum(row["n"] for row in groups)
    assert languages["others"]["done"]["1"] == sum(1000 - number for number in range(MOST_LANGUAGES, 60))


def test_a_summary_of_a_strangers_making_is_passed_over() -> None:
    """What is in no form of ours counts as missing."""
    told = coverage([group("ur", 1, "counts:1 nonsense a:b: mood:? :3"), group("ur", 2, "")])
    assert set(told) == {"counts"}
    assert told["counts"]["languages"]["ur"] == {"done": {"1": 1}, "failed": {}, "unsupported": {}, "missing": 2}


def test_nothing_is_covered_of_nothing() -> None:
    """Without articles there is nothing to tell."""
    assert coverage([]) == {}
    assert versions([], []) == {}


def test_withdrawn_articles_are_not_counted() -> None:
    """Tombstones are rows of the index too, and no articles."""
    assert versions([{"_id": 1, "n": 3}, {"_id": 2, "n": 9}], [{"_id": 1, "n": 3}, {"_id": 2, "n": 4}]) == {"2": 5}
