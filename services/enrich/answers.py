"""Asking enrichers, each by itself: what one of them does wrong costs its own answer alone."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import structlog

from services.enrich.enricher import Enricher, Subject
from services.enrich.watchdog import WATCHDOG, Benched
from services.runtime.errors import STOPS

SLOW_S = 0.25
"""An enricher that takes longer for one article is told of in the log."""
MOST_ATTEMPTS = 1_000
ERROR_CHARS = 300

log = structlog.get_logger()


class State(StrEnum):
    """What became of an enricher's work on one revision."""

    DONE = "done"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    """It does not know the article's language."""


class Answer(NamedTuple):
    """What an enricher says of one revision."""

    enricher: Enricher
    state: State
    value: Any
    seconds: float = 0.0
    attempts: int = 1

    def made(self, revision: int) -> dict[str, Any]:
        """Tell how it was made, as rows keep it beside the value."""
        told: dict[str, Any] = {"version": self.enricher.version, "revision": revision, "state": self.state.value}
        return told | {"attempts": self.attempts} if self.state is State.FAILED else told


def ask(enricher: Enricher, subject: Subject, attempts: int = 1) -> Answer:
    """Ask one enricher.

    The value is `{"error": …}` if it failed, `{"unsupported": language}` if it does not know the article's language.

    Args:
        enricher: Whom to ask.
        subject: What about.
        attempts: How often it will then have been asked, this time included.
    """
    article = subject.article
    if not enricher.knows(article.language):
        return Answer(enricher, State.UNSUPPORTED, {"unsupported": article.language})
    try:
        WATCHDOG.begin(enricher.name)
        state, value = State.DONE, enricher.work(subject)
        seconds = WATCHDOG.end()
    except STOPS:
        raise
    except BaseException as error:  # an enricher's own fault; the row and the log say so
        seconds = WATCHDOG.end()
        told = not isinstance(error, Benched)  # where that comes from was told each time it hung
        log.warning("enricher.failed", enricher=enricher.name, article_id=article.article_id, exc_info=told)
        state, value = State.FAILED, {"error": f"{type(error).__name__}: {error}"[:ERROR_CHARS]}
    if seconds > SLOW_S * WATCHDOG.patience:
        log.warning("enricher.slow", enricher=enricher.name, article_id=article.article_id, seconds=round(seconds, 3))
    return Answer(enricher, state, value, seconds, min(attempts, MOST_ATTEMPTS))


def lacking(enrichers: Sequence[Enricher], made: Mapping[str, Any]) -> list[tuple[Enricher, int]]:
    """List the enrichers that have not done their newest version's work, each with the number of the next attempt.

    Args:
        enrichers: All there are.
        made: What has been made of this revision, by name, as `Answer.made` tells it.
    """
    return [(enricher, _attempt(enricher, made.get(enricher.name))) for enricher in enrichers if _lacks(enricher, made)]


def made_by(made: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Sum up by which versions a revision was enriched, in one text that an index can group by.

    `counts:1 keywords:2- places:1!`: names in order; `!` failed, `-` does not know the language.
    """
    return " ".join(f"{name}:{one['version']}{MARKS[one['state']]}" for name, one in sorted(made))


MARKS: Mapping[str, str] = {State.DONE: "", State.FAILED: "!", State.UNSUPPORTED: "-"}


def _lacks(enricher: Enricher, made: Mapping[str, Any]) -> bool:
    one = made.get(enricher.name)
    return one is None or one["state"] == State.FAILED or one["version"] < enricher.version


def _attempt(enricher: Enricher, one: Mapping[str, Any] | None) -> int:
    again = one is not None and one["state"] == State.FAILED and one["version"] == enricher.version
    return int(one["attempts"]) + 1 if again and one is not None else 1
