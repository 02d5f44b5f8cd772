"""Enrichers that others add, through entry points of the group `khabar.enrichers`.

They are strangers' code: one that cannot be loaded, or whose name is taken, is told of and left out, and what one
answers is looked at before it goes into a row with the others' answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import orjson
import structlog

from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS

ENTRY_POINTS = "khabar.enrichers"
MOST = 50
"""Enrichers of a process. They name metrics and fields, so there must be an end."""
MOST_BYTES = 1024 * 1024
"""The longest answer, as JSON: a row holds them all, and ends at 16 MB."""
DEEPEST = 40
"""How deep an answer may be nested; MongoDB takes 100, the row and the event included."""
_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS

log = structlog.get_logger()


def installed_enrichers() -> tuple[Enricher, ...]:
    """Return every enricher there is: those that come with Khabar first, then what others have added, by name."""
    known = {enricher.name: enricher for enricher in ENRICHERS}
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: (point.name, point.value))
    for point in points:
        try:
            added = _loaded(point, known)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of Rust's, or a module that means to leave, too
            told = f"{type(error).__name__}: {error}"
            log.error("enricher.left_out", entry_point=point.name, value=point.value, error=told)  # noqa: TRY400  one line
        else:
            known[added.name] = replace(added, work=_checked(added))
            log.info("enricher.added", enricher=added.name, version=added.version, value=point.value)
    return tuple(known.values())


def _loaded(point: EntryPoint, known: Mapping[str, Enricher]) -> Enricher:
    if len(known) >= MOST:
        raise ValueError(f"there are {MOST} already")
    enricher = point.load()
    if not isinstance(enricher, Enricher):
        raise TypeError(f"it is no Enricher but {type(enricher).__name__}")
    if not callable(enricher.work):
        raise TypeError("its work cannot be called")
    if enricher.languages is not None and not all(isinstance(tag, str) for tag in enricher.languages):
        raise TypeError("its languages are no tags")
    if enricher.name in known:
        raise ValueError(f"there is an enricher named {enricher.name} already")
    return enricher


def _checked(enricher: Enricher) -> Any:
    """Have the answer go through JSON, so that nothing else gets into a row."""

    def work(subject: Subject) -> Any:
        told = orjson.dumps(enricher.work(subject), option=_PLAIN)
        if len(told) > MOST_BYTES:
            raise ValueError(f"the answer has {len(told)} bytes; at most {MOST_BYTES} are kept")
        if b"\\u0000" in told:
            raise ValueError("the answer has a zero character in it")
        answer = orjson.loads(told)
        if _depth(answer) > DEEPEST:
            raise ValueError(f"the answer is nested deeper than {DEEPEST}")
        return answer

    return work


def _depth(answer: Any) -> int:
    level: Sequence[Any] = [answer]
    depth = 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [part for whole in level for part in _parts(whole)]
    return depth


def _parts(whole: Any) -> Sequence[Any]:
    if isinstance(whole, dict):
        return list(whole.values())
    return whole if isinstance(whole, list) else ()
