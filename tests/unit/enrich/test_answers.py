"""Asking one enricher: states, attempts, and an end for one that hangs."""

import gc
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.enrich import answers as module
from services.enrich import watchdog
from services.enrich.answers import State, ask, lacking, made_by
from services.enrich.enricher import Enricher, Subject
from services.enrich.warm import warm_up
from services.enrich.watchdog import WATCHDOG
from services.runtime.errors import STOPS
from tests.unit.enrich.test_enrichers import _article


def _nothing(_: Subject) -> None:
    """Have nothing to tell."""


def _hang(_: Subject) -> Any:
    while True:
        pass


def _hang_in_re(_: Subject) -> Any:
    import re

    return re.match("(a*)*(a*)*b", "a" * 40)


class PanicException(BaseException):
    """What pyo3 raises where Rust panics, by its name and its base."""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Watch closely, and put the timer away afterwards."""
    monkeypatch.setattr(watchdog, "LIMIT_S", 0.1)
    monkeypatch.setattr(watchdog, "TICK_S", 0.02)
    before = signal.getsignal(signal.SIGALRM)
    WATCHDOG.watch()
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("work", [_hang, _hang_in_re])
def test_an_enricher_that_hangs_is_stopped(watched: None, work: Any) -> None:
    """It fails as if it had erred, nobody who works later is interrupted, and the log tells that it was slow."""
    with capture_logs() as logs:
        answer = ask(Enricher("hanging", 1, work), Subject(_article()))
    assert answer.state is State.FAILED
    assert answer.value["error"].startswith("TookTooLong: hanging was stopped")
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        pass
    assert ask(Enricher("quick", 1, lambda _: 1), Subject(_article())).value == 1
    assert [line["event"] for line in logs] == ["enricher.failed"]


def test_one_that_hangs_time_and_again_is_benched(watched: None) -> None:
    """It fails at once for a while, then it is asked again; one that answers in between starts over."""
    hanging, subject = Enricher("often", 1, _hang), Subject(_article())
    for _ in range(watchdog.STRIKES - 1):
        ask(hanging, subject)
    assert ask(Enricher("often", 1, lambda _: 1), subject).state is State.DONE
    for _ in range(watchdog.STRIKES):
        assert ask(hanging, subject).value["error"].startswith("TookTooLong")
    benched = ask(hanging, subject)
    assert benched.value["error"].startswith("Benched")
    assert benched.seconds < watchdog.LIMIT_S
    WATCHDOG._benched_until["often"] = time.monotonic()
    assert ask(Enricher("often", 1, lambda _: 1), subject).state is State.DONE


def test_the_timer_ends_before_the_process_does() -> None:
    """A process that takes long to put things away ends as it meant to, and not by the watchdog's signal."""
    program = """
import time
from services.enrich import watchdog
class Slow:
    def __del__(self):
        until = time.monotonic() + 3 * watchdog.TICK_S
        while time.monotonic() < until:
            pass
slow = Slow()
watchdog.WATCHDOG.watch()
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_loading_is_done_before_the_first_article(watched: None) -> None:
    """Each enricher has a first turn in every language it knows, with patience, and one that fails stops nothing."""
    loaded: list[str] = []

    def slow_at_first(subject: Subject) -> None:
        if not loaded:
            time.sleep(3 * watchdog.LIMIT_S)
        loaded.append(subject.article.language)

    def broken(_: Subject) -> None:
        raise OSError("its list is missing")

    enrichers = [Enricher("broken", 1, broken), Enricher("slow", 1, slow_at_first, frozenset({"ur", "en"}))]
    try:
        warm_up(enrichers)
    finally:
        gc.unfreeze()
    assert loaded == ["ur", "en"]
    assert WATCHDOG.patience == 1.0
    assert ask(Enricher("hanging", 1, _hang), Subject(_article())).state is State.FAILED


def test_a_panic_costs_the_answer_alone() -> None:
    """An extension's panic, which is no Exception, is an enricher's failure like any other."""

    def panic(_: Subject) -> None:
        raise PanicException("byte index 3 is not a char boundary")

    answer = ask(Enricher("panicking", 1, panic), Subject(_article()))
    assert (answer.state, answer.value["error"]) == (
        State.FAILED,
        "PanicException: byte index 3 is not a char boundary",
    )


@pytest.mark.parametrize("stop", STOPS)
def test_what_stops_the_process_is_let_through(stop: type[BaseException]) -> None:
    """An interrupt or a cancelled task is no failure of the enricher that was at work."""

    def stopped(_: Subject) -> None:
        raise stop

    with pytest.raises(stop):
        ask(Enricher("stopped", 1, stopped), Subject(_article()))


def test_a_slow_one_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes long answers all the same, and the log names it."""
    monkeypatch.setattr(module, "SLOW_S", 0.01)
    with capture_logs() as logs:
        answer = ask(Enricher("slow", 1, lambda _: time.sleep(0.02)), Subject(_article()))
    assert answer.state is State.DONE
    assert answer.seconds >= 0.02
    assert [(line["event"], line["enricher"]) for line in logs] == [("enricher.slow", "slow")]


def test_what_lacks_is_asked_again() -> None:
    """What is missing, failed or of an older version lacks; a failed one of this version is at its next attempt."""
    names = ("done", "newer", "old", "failed", "failed_old", "not_for", "new")
    enrichers = [Enricher(name, 2, _nothing) for name in names]
    made = {
        "done": {"version": 2, "state": "done"},
        "newer": {"version": 3, "state": "done"},
        "old": {"version": 1, "state": "done"},
        "failed": {"version": 2, "state": "failed", "attempts": 3},
        "failed_old": {"version": 1, "state": "failed", "attempts": 3},
        "not_for": {"version": 2, "state": "unsupported"},
    }
    found = [(enricher.name, attempt) for enricher, attempt in lacking(enrichers, made)]
    assert found == [("old", 1), ("failed", 4), ("failed_old", 1), ("new", 1)]


def test_what_was_made_is_summed_up() -> None:
    """Names in order, with their versions, and a mark for what is not done."""
    made = {
        "places": {"version": 2, "state": "failed"},
        "counts": {"version": 1, "state": "done"},
        "dates": {"version": 10, "state": "unsupported"},
    }
    assert made_by(made.items()) == "counts:1 dates:10- places:2!"


@pytest.mark.parametrize("name", ["", "Loud", "a b", "a.b", "$a", "ا", "x" * 41])
def test_a_name_that_cannot_be_a_field_is_refused(name: str) -> None:
    """A name goes into rows, queries and labels: other letters are refused where the enricher is made."""
    with pytest.raises(ValueError, match="name of an enricher"):
        Enricher(name, 1, _nothing)


@pytest.mark.parametrize("version", [0, -1, True, 1.5, 2**31])
def test_a_version_is_a_whole_number(version: Any) -> None:
    """Versions are compared, so they are numbers that both languages of the contract know."""
    with pytest.raises(ValueError, match="version of x"):
        Enricher("x", version, _nothing)
