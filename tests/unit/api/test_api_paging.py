"""Cursors: they name a place in a list, and nothing else."""

import base64
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api import paging
from services.api.paging import Order, Page
from services.api.problems import Problem

ORDER: Order = {"ingested_at": str, "_id": str}


def token(text: bytes) -> str:
    """Encode what a cursor may hold."""
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


@given(
    at=st.datetimes(),
    key=st.text(st.characters(exclude_categories=["Cs"])),
    number=st.integers(-(2**63) + 1, 2**63 - 1),
)
def test_a_cursor_comes_back_as_it_went(at: datetime, key: str, number: int) -> None:
    """A cursor names the row it was made of, of whatever type its sort keys are."""
    order: Order = {"at": datetime, "_id": str, "revision": int}
    cut = paging.cut(Page([{"at": at, "_id": key, "revision": number}, {}], None), order, 1)
    assert cut.next is not None
    decoded = paging._decode(order, cut.next)
    assert decoded[0].replace(tzinfo=None) == at
    assert decoded[1:] == [key, number]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%",
        "a",
        "نہیں",
        token(b"not json"),
        token(b'["one"]'),
        token(b'["one","two","three"]'),
        token(b'[{"$gt":""},"two"]'),
        token(b'["one",2]'),
        token(b'{"a":"b"}'),
        token(b"null"),
        token(b"[" * 400),
    ],
)
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    """What is not a cursor of this list is 400, and reaches no query."""
    with pytest.raises(Problem) as caught:
        paging._after(ORDER, cursor)
    assert caught.value.more == {"parameter": "cursor"}


def test_a_number_too_large_for_the_database_is_refused() -> None:
    """A number of more than 64 bits could not be asked for."""
    with pytest.raises(Problem):
        paging._after({"revision": int}, token(f"[{2**63}]".encode()))


def test_the_last_page_has_no_next() -> None:
    """A list ends where there is nothing more."""
    rows: list[dict[str, Any]] = [{"ingested_at": "x", "_id": "y"}]
    assert paging.cut(Page(rows, None), ORDER, 1).next is None
    assert paging.cut(Page([], None), ORDER, 1) == Page([], None)
