"""The names on the broker, and how its queues are made."""

import pytest

from schemas import topology
from schemas.topology import Queue

QUEUES = {queue.name: queue for queue in topology.queues()}
QUORUM = [queue for queue in QUEUES.values() if queue.arguments["x-queue-type"] == "quorum"]
RETRY = [queue for queue in QUORUM if ".retry." in queue.name]


def test_names() -> None:
    """A consumer has a main queue, a retry queue for each delay and a dead-letter queue; beside them is the log."""
    own = [
        f"khabar.{consumer}{suffix}"
        for consumer in ("ingest", "store", "index", "enrich")
        for suffix in ("", ".retry.1s", ".retry.5s", ".retry.30s", ".retry.120s", ".dead")
    ]
    assert topology.EXCHANGE == "khabar.events"
    assert sorted(QUEUES) == sorted([*own, "khabar.events.log"])


def test_delays_grow_to_five_attempts() -> None:
    """There are four growing delays: the first attempt and four more."""
    assert len(topology.RETRY_DELAYS_S) == 4
    assert sorted(set(topology.RETRY_DELAYS_S)) == list(topology.RETRY_DELAYS_S)


def test_what_is_pointed_at_is_declared_first() -> None:
    """No queue dead-letters to one that is not there yet, except that retries and main queue form a ring."""
    names = list(QUEUES)
    for queue in QUORUM:
        target = str(queue.arguments.get("x-dead-letter-routing-key", queue.name))
        assert target in QUEUES
        if queue not in RETRY:
            assert names.index(target) <= names.index(queue.name)


@pytest.mark.parametrize("queue", QUORUM, ids=lambda queue: queue.name)
def test_delivery_limit_never_drops(queue: Queue) -> None:
    """A delivery limit is positive (-1 loses messages) and has somewhere to put the message, or is out of reach."""
    limit = int(queue.arguments.get("x-delivery-limit", topology.NO_LIMIT))
    assert limit > 5
    assert "x-dead-letter-exchange" in queue.arguments or limit == topology.NO_LIMIT


@pytest.mark.parametrize("queue", QUORUM, ids=lambda queue: queue.name)
def test_dead_lettering_is_at_least_once(queue: Queue) -> None:
    """Whatever dead-letters does so at least once, which needs reject-publish to be taken."""
    if "x-dead-letter-exchange" in queue.arguments:
        assert queue.arguments["x-dead-letter-strategy"] == "at-least-once"
        assert queue.arguments["x-overflow"] == "reject-publish"
    else:
        assert queue.name.endswith(".dead")


@pytest.mark.parametrize("queue", RETRY, ids=lambda queue: queue.name)
def test_retry_queue_waits_its_one_delay(queue: Queue) -> None:
    """A retry queue has the one TTL of its name and returns to its consumer, through no exchange others see."""
    _, consumer, _, delay = queue.name.split(".")
    assert queue.arguments["x-message-ttl"] == int(delay.removesuffix("s")) * 1000
    assert queue.arguments["x-dead-letter-exchange"] == ""
    assert queue.arguments["x-dead-letter-routing-key"] == f"khabar.{consumer}"


def test_only_retry_queues_expire() -> None:
    """Nothing but a retry queue lets a message go by time, and no queue has a maximum length."""
    for queue in QUORUM:
        assert ("x-message-ttl" in queue.arguments) == (queue in RETRY)
        assert not {"x-max-length", "x-max-length-bytes", "x-expires"} & queue.arguments.keys()


def test_dead_letters_stay() -> None:
    """A dead-letter queue hands nothing on, and looking at it does not use its messages up."""
    for consumer in topology.BINDINGS:
        arguments = QUEUES[topology.dead_queue(consumer)].arguments
        assert "x-dead-letter-exchange" not in arguments
        assert arguments["x-delivery-limit"] == topology.NO_LIMIT


def test_bindings() -> None:
    """Main queues are bound to what their stages handle, the log to all, and retries and dead letters to nothing."""
    revisions = ("article.created.#", "article.updated.#", "article.withdrawn.#")
    assert {name: tuple(queue.topics) for name, queue in QUEUES.items() if queue.topics} == {
        "khabar.events.log": ("#",),
        "khabar.ingest": ("withdrawal.requested.#",),
        "khabar.store": (*revisions, "article.duplicate.#"),
        "khabar.index": revisions,
        "khabar.enrich": revisions,
    }


def test_log_is_a_bounded_stream() -> None:
    """The log is a stream of a set age whose segments have a set size, since only whole segments go."""
    arguments = topology.queues(log_max_age="3h")[0].arguments
    assert arguments["x-queue-type"] == "stream"
    assert arguments["x-max-age"] == "3h"
    assert 0 < int(arguments["x-stream-max-segment-size-bytes"]) <= 500_000_000
