"""Metadata that stands apart from a text, in front matter or in a sidecar, and goes before what the text says."""

from collections.abc import Mapping
from typing import Any

from schemas.article import Source
from schemas.reasons import PublishedAtReason
from services.ingest.draft import Draft
from services.ingest.read.fields import draft_of
from services.ingest.read.limits import Limits


def metadata_of(stated: Mapping[str, Any]) -> Draft:
    """Read fields, under the names that JSON articles use, as a draft whose text means nothing.

    Raises:
        Refusal: TOO_LARGE, or that the article was cancelled.
    """
    return draft_of({**stated, "text": "-"}, Limits())


def override(draft: Draft, stated: Draft) -> Draft:
    """Let metadata go before what a file says. What tells one article from another is of a lone article only.

    Args:
        draft: an article of the file.
        stated: what `metadata_of` answered.
    """
    about_all: dict[str, Any] = {
        "authors": stated.authors or draft.authors,
        "language": stated.language or draft.language,
        "updated_at": stated.updated_at or draft.updated_at,
        "source": _source(draft.source, stated.source, alone=draft.alone),
    }
    if stated.published_at or (not draft.published_at and stated.published_at_reason != PublishedAtReason.NOT_STATED):
        names = ("published_at", "published_at_reason", "published_text")
        about_all |= {name: getattr(stated, name) for name in names}
    if not draft.alone:
        return draft._replace(**about_all)
    return draft._replace(
        title=stated.title or draft.title,
        subtitle=stated.subtitle or draft.subtitle,
        guid=stated.guid or draft.guid,
        **about_all,
    )


def _source(of_file: Source, stated: Source, *, alone: bool) -> Source:
    unknown = stated.slug == Source().slug
    return Source(
        slug=of_file.slug if unknown else stated.slug,
        name=of_file.name if unknown else stated.name,
        url=(stated.url if alone else None) or of_file.url,
    )
