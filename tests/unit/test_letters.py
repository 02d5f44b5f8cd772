"""What a failed message is sent on with. The headers of a message come from outside: anybody can publish one."""

from typing import Any

import pytest

from schemas import topology
from schemas.reasons import DeadReason
from services.runtime.letters import (
    ENTRIES,
    ERROR_CHARS,
    attempts_before,
    dead_letter,
    dead_row,
    may_be_known,
    retry_letter,
)
from services.runtime.ports import Delivery
from tests.contract.examples import every_event

DELAYS_S = (1, 5, 30)


def _delivery(headers: dict[str, Any], redeliveries: int = 0) -> Delivery:
    return Delivery("خبر".encode(), headers, redeliveries, 1)


def test_a_message_waits_longer_each_time_and_then_no_more() -> None:
    """Each attempt has the queue of its delay and counts one more; after the last there is no letter."""
    headers: dict[str, Any] = {}
    for number, delay_s in enumerate(DELAYS_S, 1):
        letter = retry_letter("store", DELAYS_S, _delivery(headers), f"error {number}")
        assert letter is not None
        assert letter.queue == topology.retry_queue("store", delay_s)
        assert letter.body == "خبر".encode()
        assert letter.headers[topology.HEADER_ATTEMPT] == number
        assert [entry.split(" ", 1)[1] for entry in letter.headers[topology.HEADER_HISTORY]] == [
            f"error {attempt}" for attempt in range(1, number + 1)
        ]
        headers = dict(letter.headers)
    assert retry_letter("store", DELAYS_S, _delivery(headers), "the last error") is None
    dead = dead_letter("store", _delivery(headers), DeadReason.ATTEMPTS_EXHAUSTED, "the last error")
    assert dead.queue == topology.dead_queue("store")
    assert dead.headers[topology.HEADER_ATTEMPT] == len(DELAYS_S) + 1
    assert dead.headers[topology.HEADER_REASON] == "attempts_exhausted"
    assert dead.headers[topology.HEADER_HISTORY][-1].endswith(" the last error")


@pytest.mark.parametrize("odd", [None, "3", 2.5, [], {}])
def test_odd_headers_count_as_none(odd: object) -> None:
    """A count that is no number is none, and a history that is no list begins anew."""
    delivery = _delivery({topology.HEADER_ATTEMPT: odd, topology.HEADER_HISTORY: odd and str(odd)})
    assert attempts_before(delivery) == 0
    letter = retry_letter("store", DELAYS_S, delivery, "error")
    assert letter is not None
    assert len(letter.headers[topology.HEADER_HISTORY]) == 1


def test_a_history_is_bounded() -> None:
    """However long the history that came with a message is, the latest entries are kept, and each is cut."""
    delivery = _delivery({topology.HEADER_HISTORY: [f"{number} {'x' * 5_000}" for number in range(50)]})
    history = dead_letter("store", delivery, DeadReason.UNDECODABLE, "now").headers[topology.HEADER_HISTORY]
    assert len(history) == ENTRIES
    assert history[-2].startswith("49 ")
    assert max(map(len, history)) <= 2 * ERROR_CHARS


def test_what_may_have_been_handled_before_is_told_by_three_signs() -> None:
    """Handed out again, retried or replayed; a fresh message has none of these."""
    assert not may_be_known(_delivery({}))
    assert may_be_known(_delivery({}, redeliveries=1))
    assert may_be_known(_delivery({topology.HEADER_ATTEMPT: 1}))
    assert may_be_known(_delivery({topology.HEADER_REPLAY: True}))


def test_only_what_tells_of_a_revision_is_noted() -> None:
    """A dead article has a row under consumer, article and revision; nonsense and rejections have none."""
    told = every_event()
    row = dead_row("index", told["article.created"], DeadReason.ATTEMPTS_EXHAUSTED, "x" * 1_000)
    assert row is not None
    article = told["article.created"].data
    assert row.where == {"_id": f"index/{article.article_id}/{article.revision}"}  # type: ignore[union-attr]  # by its type
    assert isinstance(row.change, dict)
    assert len(row.change["$set"]["detail"]) == ERROR_CHARS
    assert dead_row("index", None, DeadReason.UNDECODABLE, "nonsense") is None
    assert dead_row("index", told["document.rejected"], DeadReason.UNDECODABLE, "no article") is None
