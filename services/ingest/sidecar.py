"""Sidecars: `NAME.meta.json` or `NAME.meta.yaml` beside a file says better what its metadata is.

Its fields have the names that JSON articles use, and go before what the file says; a text in it is not looked at. How
it is found, and that it is no document of its own, is told in `files.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from schemas.article import Source
from schemas.reasons import PublishedAtReason, Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.fields import draft_of
from services.ingest.read.json_reader import parse
from services.ingest.read.limits import Limits

MOST_BYTES = 256 * 1024


def read_sidecar(raw: bytes, name: str) -> Draft:
    """Read what a sidecar states, as a draft whose text means nothing.

    Raises:
        Refusal: MALFORMED, or what is wrong with its encoding; the detail names the sidecar.
    """
    try:
        return draft_of({**_object(raw, name), "text": "-"}, Limits())
    except Refusal as refusal:
        raise Refusal(refusal.reason, f"its sidecar {name}: {refusal.detail}") from refusal


def override(draft: Draft, stated: Draft) -> Draft:
    """Let what a sidecar states go before what its file says. What tells one article from another it says of one only.

    Args:
        draft: an article of the file.
        stated: what `read_sidecar` answered.
    """
    about_all: dict[str, Any] = {
        "authors": stated.authors or draft.authors,
        "language": stated.language or draft.language,
        "updated_at": stated.updated_at or draft.updated_at,
        "source": _source(draft.source, stated.source, alone=draft.alone),
    }
    if stated.published_at or (not draft.published_at and stated.published_at_reason != PublishedAtReason.NOT_STATED):
        about_all |= {"published_at": stated.published_at, "published_at_reason": stated.published_at_reason}
    if not draft.alone:
        return replace(draft, **about_all)
    return replace(
        draft,
        title=stated.title or draft.title,
        subtitle=stated.subtitle or draft.subtitle,
        guid=stated.guid or draft.guid,
        **about_all,
    )


def _object(raw: bytes, name: str) -> Mapping[str, Any]:
    value = parse(raw).value if name.endswith(".json") else _yaml(decode(raw).text)
    if not isinstance(value, Mapping):
        raise Refusal(Reason.MALFORMED, "it must be an object with fields such as title, date or language")
    return value


def _source(of_file: Source, stated: Source, *, alone: bool) -> Source:
    unknown = stated.slug == Source().slug
    return Source(
        slug=of_file.slug if unknown else stated.slug,
        name=of_file.name if unknown else stated.name,
        url=(stated.url if alone else None) or of_file.url,
    )


def _yaml(text: str) -> Any:
    # Imported here: most files have no sidecar. Values stay as written: a date is read by our own rules.
    import yaml

    class Loader(yaml.BaseLoader):
        """Takes no aliases: a few of them stand for more than any memory holds."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not taken")
            return super().compose_node(parent, index)

    try:
        return yaml.load(text, Loader)  # noqa: S506  the base loader makes text, lists and mappings only
    except (yaml.YAMLError, RecursionError) as error:
        raise Refusal(Reason.MALFORMED, f"not YAML: {' '.join(str(error).split())[:200]}") from error
