"""Query parameters: what is taken, and that a slip is told."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from multidict import MultiDict

from services.api.parameters import AskedArticles, AskedDocuments, AskedSearch, DocumentState, moment, parse
from services.api.problems import Problem
from services.ingest.journal import State


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T10:00:00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01T10:00:00Z", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01T10:00:00+05:00", datetime(2026, 5, 1, 5, tzinfo=UTC)),
        ("2026-05-01T10:00:00 05:00", datetime(2026, 5, 1, 5, tzinfo=UTC)),
        ("2026-05-01 10:00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_moment_is_iso_8601_and_utc_unless_it_says_otherwise(text: str, expected: datetime) -> None:
    """Dates and times are taken with and without an offset, also one whose plus sign the URL has eaten."""
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00", "1e9", "2026-05-01T"])
def test_what_is_no_moment_is_an_error(text: str) -> None:
    """Anything else is an error and never some other time."""
    with pytest.raises(ValueError, match="ISO 8601"):
        moment(text)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ([("limit", "0")], "limit"),
        ([("limit", "1001")], "limit"),
        ([("limit", "many")], "limit"),
        ([("limit", "1"), ("limit", "2")], "limit"),
        ([("langauge", "ur")], "langauge"),
        ([("langauge", "")], "langauge"),
        ([("language", "Urdu!")], "language"),
        ([("source", "$ne")], "source"),
        ([("since", "today")], "since"),
        ([("text", "perhaps")], "text"),
        ([("cursor", "x" * 501)], "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(query: list[tuple[str, str]], parameter: str) -> None:
    """Unknown, repeated and unusable parameters are 400, and the problem names the parameter."""
    with pytest.raises(Problem) as caught:
        parse(AskedArticles, MultiDict(query))
    assert caught.value.status == 400
    assert caught.value.more == {"parameter": parameter}
    assert caught.value.detail.startswith(f"{parameter}: ")
    assert "\n" not in caught.value.detail


def test_a_missing_parameter_is_named() -> None:
    """A search without words, or with none in them, says that `q` is missing."""
    for query in ([], [("q", "")]):
        with pytest.raises(Problem) as caught:
            parse(AskedSearch, MultiDict(query))
        assert caught.value.detail == "q: is missing"


def test_an_empty_parameter_is_not_given() -> None:
    """A form sends its empty fields too; they ask for nothing."""
    asked = parse(AskedArticles, MultiDict([("language", ""), ("limit", "")]))
    assert asked == AskedArticles()


def test_the_states_are_those_of_the_journal() -> None:
    """Files can be asked for by every state there is."""
    assert set(get_args(DocumentState)) == {state.value for state in State}
    assert parse(AskedDocuments, MultiDict([("state", "rejected"), ("reason", "empty")])).reason == "empty"
