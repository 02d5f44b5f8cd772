"""What a reader makes of a file: drafts of articles, and refusals of what is none."""

from typing import NamedTuple

from schemas.article import Dateline, Encoding, Repair, Source
from schemas.reasons import PublishedAtReason, Reason


class Refusal(Exception):
    """Verdict: this file, or this item of it, cannot be taken. Raised for a file, yielded for an item."""

    def __init__(self, reason: Reason, detail: str | None = None, member: str | None = None) -> None:
        self.reason = reason
        self.detail = detail or reason.meaning
        self.member = member
        """The path inside the archive of what was refused, if that is where it lies."""
        super().__init__(f"{reason}: {self.detail}")

    def __reduce__(self) -> tuple[type["Refusal"], tuple[Reason, str, str | None]]:
        """Pickle what it was made of: a refusal comes from a child process like any answer."""
        return type(self), (self.reason, self.detail, self.member)


class Draft(NamedTuple):
    """An article as its file states it; not yet identified, validated or dated by Khabar."""

    title: str | None
    text: str
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    dateline: Dateline | None = None
    published_at: str | None = None
    published_at_reason: PublishedAtReason | None = PublishedAtReason.NOT_STATED
    published_text: str | None = None
    """How the date is stated, where it has more than one reading: the language, once it is told, may decide."""
    updated_at: str | None = None
    language: str | None = None
    """The language the file declares, if it does; BCP 47, unverified."""
    source: Source = Source()
    guid: str | None = None
    """The publisher's own identifier, if the file states one. `source.url` identifies too."""
    encoding: Encoding | None = None
    repairs: tuple[Repair, ...] = ()
    format: str | None = None
    """The name of the reader that took it. Filled in by `read`."""
    member: str | None = None
    """The path inside the archive. Filled in by `read`."""
    faithful: bool = False
    """Whether title, sub-headline and text have been through `normalise`, and were only cut into parts since."""
    alone: bool = True
    """Whether its file, or member, holds one article by its nature, so that the path identifies it. By `read`, too."""


Item = Draft | Refusal
