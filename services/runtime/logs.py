"""Structured logs: JSON lines, or colours on a terminal."""

import logging
import sys
from typing import Literal

import orjson
import structlog


def configure(process: str, log_format: Literal["auto", "json", "console"], level: str) -> None:
    """Set structlog up for this process. Drivers' own records pass through the standard library, warnings and up."""
    console = log_format == "console" or (log_format == "auto" and sys.stderr.isatty())
    renderer = structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(_json)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info if not console else _untouched,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    # Their reconnections are logged by our own adapters, once and with a reason.
    for driver in ("aiormq", "aio_pika", "pymongo"):
        logging.getLogger(driver).setLevel(logging.CRITICAL)


def _json(event: structlog.typing.EventDict, **_: object) -> str:
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()


def _untouched(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return event
