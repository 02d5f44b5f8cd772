"""What comes of reading a date."""

from dataclasses import dataclass, field

from schemas.reasons import PublishedAtReason


@dataclass(frozen=True)
class Stated:
    """A publication date as stated (ISO 8601, no more precise than stated), or why there is none."""

    value: str | None
    reason: PublishedAtReason | None
    text: str | None = field(default=None, compare=False)
    """What was stated, where it has more than one reading: the article's language may decide."""
