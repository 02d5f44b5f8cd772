"""Readers: one file for each format. A reader takes bytes and gives drafts; it does no I/O and knows no clock."""

import traceback
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePath

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import (
    docx,
    feed,
    html,
    json_reader,
    jsonl,
    markdown,
    newsml1,
    newsml_g2,
    nitf,
    pdf,
    plain,
    xml,
)
from services.ingest.read.archives import compressed, tarred, warc, zipped
from services.ingest.read.choose import choose
from services.ingest.read.fields import source_of
from services.ingest.read.format import Container, File, Format, Reader
from services.ingest.read.limits import Budget, Limits
from services.runtime.errors import STOPS

__all__ = ["ENTRY_POINTS", "File", "Limits", "format_of", "formats", "read", "suffixes"]

ENTRY_POINTS = "khabar.formats"
_BUILT_IN: tuple[Format, ...] = (
    plain.FORMAT,
    json_reader.FORMAT,
    jsonl.FORMAT,
    markdown.FORMAT,
    xml.FORMAT,
    feed.FORMAT,
    newsml_g2.FORMAT,
    newsml1.FORMAT,
    nitf.FORMAT,
    html.HTML,
    html.MHTML,
    docx.FORMAT,
    pdf.FORMAT,
    # Archives last: some documents are packed as one.
    warc.FORMAT,
    compressed.GZIP,
    compressed.BZIP2,
    compressed.XZ,
    tarred.FORMAT,
    zipped.FORMAT,
)


@cache
def formats() -> tuple[Format, ...]:
    """Return every format there is; those that others have added come first, so that they can take a suffix over.

    Raises:
        TypeError: an entry point names something that is neither a `Reader` nor a `Container`.
    """
    added = tuple(point.load() for point in entry_points(group=ENTRY_POINTS))
    for each in added:
        if not isinstance(each, Reader | Container):
            raise TypeError(f"entry point of {ENTRY_POINTS} is no Reader or Container: {each!r}")
    return (*added, *_BUILT_IN)


@cache
def suffixes() -> frozenset[str]:
    """Return the suffixes that have a reader, in lower case."""
    return frozenset().union(*(each.suffixes for each in formats()))


def format_of(file: File) -> Format:
    """Tell a file's format. Raises Refusal: TYPE_MISMATCH or UNSUPPORTED_TYPE."""
    return choose(file.name, file.raw, formats(), plain.FORMAT)


def read(file: File, limits: Limits, chosen: Format | None = None) -> list[Item]:
    """Read a file's articles, those of archives in it included.

    Args:
        file: what to read.
        limits: how much of it.
        chosen: its format, if that is known already.

    Returns:
        At least one item: a `Draft` for each article, a `Refusal` for each part of the file that is none.

    Raises:
        Refusal: the whole file cannot be taken.
    """
    items: list[Item] = []
    for item in _items(file, limits, Budget(limits, len(file.raw)), 0, chosen):
        items.append(item)
        if len(items) > limits.max_items:
            raise Refusal(Reason.TOO_LARGE, f"more than {limits.max_items} articles in it: split it")
    if not items:
        raise Refusal(Reason.NO_ARTICLE)
    return items


def _items(file: File, limits: Limits, budget: Budget, depth: int, chosen: Format | None = None) -> Iterator[Item]:
    chosen = chosen or format_of(file)
    if isinstance(chosen, Reader):
        found = chosen.read(file, limits)
        alone = len(found) == 1 and not chosen.many
        for item in found:
            yield _completed(item, chosen, file, alone=alone) if isinstance(item, Draft) else item
    elif isinstance(chosen, Container):
        budget.enter(depth)
        for member in chosen.unpack(file, budget):
            yield from _of_member(member, limits, budget, depth + 1)


def _completed(draft: Draft, reader: Reader, file: File, *, alone: bool) -> Draft:
    """Fill in what the reader need not know. Where a page came from is its address, if it states none itself."""
    source = draft.source
    if file.url and alone and not source.url:
        came = source_of({"url": file.url})
        source = source.model_copy(update={"url": came.url, "slug": came.slug if source.name is None else source.slug})
    return draft._replace(format=reader.name, alone=alone, source=source)


def _of_member(member: File | Refusal, limits: Limits, budget: Budget, depth: int) -> Iterator[Item]:
    """Read a file of an archive. What is wrong with it costs only itself; a bomb costs the whole archive."""
    if isinstance(member, Refusal):
        yield member
        return
    try:
        for item in _items(member, limits, budget, depth):
            inner = f"/{item.member}" if item.member else ""
            yield _within(item, member.name + inner)
    except Refusal as refusal:
        if refusal.reason is Reason.ARCHIVE_BOMB:
            raise
        yield _within(refusal, member.name)
    except (MemoryError, *STOPS):
        raise
    except BaseException as error:  # a fault of ours that this file has brought out: the others go on
        yield Refusal(Reason.PARSER_FAILED, f"{Reason.PARSER_FAILED.meaning}: {_told(error)}", member.name)


def _told(error: BaseException) -> str:
    """Say where a parser failed: a reader has no log."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {PurePath(last.filename).name}:{last.lineno}"


def _within(item: Item, member: str) -> Item:
    if isinstance(item, Draft):
        return item._replace(member=member)
    return Refusal(item.reason, item.detail, member)
