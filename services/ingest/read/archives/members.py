"""What zip and tar have in common: which of their members are taken, and under what name."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.files import ignored, shown
from services.ingest.read.format import File
from services.ingest.read.limits import Budget

_CHUNK = 256 * 1024
_FURNITURE = frozenset({b"__MACOSX", b"Thumbs.db", b"desktop.ini"})
_DRIVE = re.compile(rb"[A-Za-z]:")


class Kind(Enum):
    """What a member is."""

    FILE = auto()
    FOLDER = auto()
    OTHER = auto()
    """A link or a device."""


@dataclass(frozen=True)
class Member:
    """A member as an archive lists it."""

    path: bytes
    kind: Kind
    read: Callable[[Budget], bytes]
    """Unpack it. Raises Refusal."""


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


def unpack(members: Sequence[Member], budget: Budget) -> Iterator[File | Refusal]:
    """Yield the files among members. Of several under one name the last is taken, as when they are unpacked.

    What lies in a folder beside articles without being one (dot files, a Mac's or Windows' own) is passed over.
    """
    last = {_place(member): number for number, member in enumerate(members) if member.kind is Kind.FILE}
    links = {_place(member) for member in members if member.kind is Kind.OTHER}
    for number, member in enumerate(members):
        if member.kind is Kind.FOLDER or _passed_over(member):
            continue
        name = shown(_place(member) or member.path)
        try:
            _refuse_unsafe(member, links)
            _refuse_replaced(number, last[_place(member)])
            yield File(name, member.read(budget))
        except Refusal as refusal:
            if refusal.reason is Reason.ARCHIVE_BOMB:
                raise
            yield Refusal(refusal.reason, refusal.detail, name)


def read_all(stream: Readable, budget: Budget) -> bytes:
    """Read to the end, counting on the budget. Raises Refusal: ARCHIVE_BOMB; and what the stream raises."""
    whole = bytearray()
    while chunk := stream.read(_CHUNK):
        budget.spend(len(chunk))
        whole += chunk
    return bytes(whole)


def _place(member: Member) -> bytes:
    """Return its path without what changes nothing: `./` and double slashes."""
    return b"/".join(part for part in member.path.split(b"/") if part not in (b"", b"."))


def _leads_out(member: Member) -> bool:
    path, parts = member.path, _place(member).split(b"/")
    return path.startswith(b"/") or b"\\" in path or bool(_DRIVE.match(path)) or b".." in parts or parts == [b""]


def _passed_over(member: Member) -> bool:
    place = _place(member)
    return not _leads_out(member) and (ignored(place) or not _FURNITURE.isdisjoint(place.split(b"/")))


def _refuse_unsafe(member: Member, links: set[bytes]) -> None:
    if member.kind is Kind.OTHER:
        raise Refusal(Reason.UNSAFE_PATH, "this is a link or a device, not a file")
    if _leads_out(member):
        raise Refusal(Reason.UNSAFE_PATH, "its path leads out of the archive, or is no path: pack it anew")
    parts = _place(member).split(b"/")
    if any(b"/".join(parts[:depth]) in links for depth in range(1, len(parts))):
        raise Refusal(Reason.UNSAFE_PATH, "it lies behind a link in the archive")


def _refuse_replaced(number: int, last: int) -> None:
    if number != last:
        raise Refusal(Reason.MALFORMED, "a later file in the archive has the same name, and is taken instead")
