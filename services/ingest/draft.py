"""What a reader makes of a file: drafts of articles, and refusals of what is none."""

from dataclasses import dataclass, field

from schemas.article import Repair, Source
from schemas.reasons import PublishedAtReason, Reason


class Refusal(Exception):
    """Verdict: this file, or this item of it, cannot be taken. Raised for a file, yielded for an item."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        self.reason = reason
        self.detail = detail or reason.meaning
        super().__init__(f"{reason}: {self.detail}")


@dataclass(frozen=True)
class Draft:
    """An article as its file states it, in faithful text; not yet identified, validated or dated by Khabar."""

    title: str | None
    text: str
    subtitle: str | None = None
    published_at: str | None = None
    published_at_reason: PublishedAtReason | None = PublishedAtReason.NOT_STATED
    language: str | None = None
    """The language the file declares, if it does; BCP 47, unverified."""
    source: Source = field(default_factory=Source)
    guid: str | None = None
    """The publisher's own identifier, if the file states one. `source.url` identifies too."""
    repairs: tuple[Repair, ...] = ()


Item = Draft | Refusal
