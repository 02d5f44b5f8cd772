"""What feeds and agency formats have in common: a story as its fields are stated, and the draft made of it."""

import re
from dataclasses import dataclass, fields, replace

from schemas.article import Repair
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.fields import merged
from services.ingest.read.fragment import one_line
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.people import authors_of, dateline_of
from services.ingest.read.publisher import publisher
from services.ingest.read.xml import Prepared
from services.text.dates import Stated, parse_date
from services.text.language import valid_tag
from services.text.normalise import normalise

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_MAX_GUID_CHARS = 1024


@dataclass(frozen=True)
class Story:
    """An article as a file of XML states it. Dates are as they stand there."""

    title: str | None = None
    subtitle: str | None = None
    text: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    publisher: str | None = None
    home: str | None = None
    """The publisher's own address."""
    url: str | None = None
    guid: str | None = None

    def over(self, other: "Story") -> "Story":
        """Fill what this one leaves open from another."""
        open_ = {each.name: getattr(other, each.name) for each in fields(self) if not getattr(self, each.name)}
        return replace(self, **open_)


def draft_of_story(story: Story, prepared: Prepared, limits: Limits) -> Draft:
    """Make a draft.

    Raises:
        Refusal: NO_ARTICLE if there is neither a title nor a text, or TOO_LARGE.
    """
    repairs: list[Repair] = []
    title, subtitle = _line(story.title, repairs), _line(story.subtitle, repairs)
    text, found = normalise(story.text or "")
    text = text.strip()
    if not title and not text:
        raise Refusal(Reason.NO_ARTICLE, "neither a title nor a text in it")
    check_size(limits, title, subtitle, text)
    stated, updated = date_as_stated(story.published), date_as_stated(story.updated)
    guid = _line(story.guid, [])
    return Draft(
        title=title,
        subtitle=subtitle,
        text=text,
        authors=authors_of(story.authors),
        dateline=dateline_of(story.dateline),
        published_at=stated.value,
        published_at_reason=stated.reason,
        published_text=stated.text,
        updated_at=updated.value if updated.value != stated.value else None,
        language=valid_tag(story.language),
        source=publisher(story.publisher, story.home, story.url),
        guid=guid if guid and len(guid) <= _MAX_GUID_CHARS else None,
        encoding=prepared.encoding,
        repairs=(*prepared.repairs, *merged([*repairs, *found])),
        faithful=True,
    )


def date_as_stated(text: str | None) -> Stated:
    """Read a date, also in ISO 8601's form without separators, as `20261123T100000+0500`."""
    if text is None:
        return Stated(None, PublishedAtReason.NOT_STATED)
    if match := _COMPACT.fullmatch(text.strip()):
        year, month, day, hour, minute, second, zone = match.groups()
        clock = f"T{hour}:{minute}" + (f":{second}" if second else "") + (zone or "") if hour else ""
        text = f"{year}-{month}-{day}{clock}"
    return parse_date(text)


def _line(text: str | None, repairs: list[Repair]) -> str | None:
    if not text:
        return None
    faithful, found = normalise(text.strip())
    repairs.extend(found)
    return one_line(faithful) or None
