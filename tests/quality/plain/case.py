"""A text as it is scraped, and what is to be read in it."""

import textwrap
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """A text and what it holds."""

    text: str
    title: str | None
    body: tuple[str, ...]
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    dateline: tuple[str, str | None, str | None] | None = None
    published: str | None = None
    updated: str | None = None
    reason: str | None = "not_stated"


def page(*lines: str) -> str:
    """Put lines on a page, with empty lines between."""
    return "\n\n".join(lines)


def dated(published: str) -> dict[str, Any]:
    """Expect a date."""
    return {"published": published, "reason": None}


def lead(dateline: str, body: tuple[str, ...], after: str = " ") -> tuple[str, ...]:
    """Begin a body with a dateline."""
    return (dateline + after + body[0], *body[1:])


def head(title: str, furniture: tuple[str, ...], body: tuple[str, ...], **expected: object) -> Case:
    """Make an article with lines between its headline and its body."""
    return Case(page(title, *furniture, *body), title, body, **expected)  # type: ignore[arg-type]  # fields of Case


def line(title: str, body: tuple[str, ...], dateline: tuple[str, str | None, str | None], after: str = " ") -> Case:
    """Make an article that begins with a dateline."""
    whole = lead(dateline[0], body, after)
    return Case(page(title, *whole), title, whole, dateline=dateline)


def wrapped(title: str | None, body: tuple[str, ...], width: int, between: str = "\n\n", **options: object) -> Case:
    """Make an article whose lines were broken at a width."""
    paragraphs = [textwrap.fill(" ".join(body), width, break_on_hyphens=False, **options) for _ in range(2)]  # type: ignore[arg-type]
    whole = (" ".join(body), " ".join(body))
    return Case(between.join([title or "", *paragraphs]).strip("\n"), title, whole)
