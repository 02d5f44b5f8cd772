"""Which format a file is of."""

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.choose import choose
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits


def _nothing(file: File, limits: Limits) -> list[Item]:
    return []


PLAIN = Reader("plain", "plain text", frozenset({".txt"}), read=_nothing)
PAGE = Reader("page", "a page", frozenset({".page", ".pg"}), lambda raw: raw.startswith(b"<page"), read=_nothing)
SHEET = Reader(
    "sheet", "a sheet", frozenset({".sheet"}), lambda raw: raw.startswith(b"PK"), certain=True, read=_nothing
)
PACK = Reader("pack", "a pack", frozenset({".pack"}), lambda raw: raw.startswith(b"PK"), certain=True, read=_nothing)
FORMATS = (PLAIN, PAGE, SHEET, PACK)


@pytest.mark.parametrize(
    ("name", "raw", "format_"),
    [
        ("a.txt", b"news", PLAIN),
        ("A.TXT", b"news", PLAIN),
        ("a", b"news", PLAIN),
        ("a", b"<page>", PAGE),
        ("a.unknown", b"<page>", PAGE),
        ("a.page", b"<page>", PAGE),
        ("a.page", b"without its mark", PAGE),
        ("a.sheet", b"PK", SHEET),
        ("a.pack", b"PK", PACK),
        ("a", b"PK", SHEET),
    ],
)
def test_a_format_is_chosen_by_bytes_and_name(name: str, raw: bytes, format_: Reader) -> None:
    """What the bytes certainly are and what the name says agree, or one of them has nothing to say."""
    assert choose(name, raw, FORMATS, PLAIN) is format_


@pytest.mark.parametrize(
    ("name", "raw", "reason", "told"),
    [
        ("a.txt", b"<page>", Reason.TYPE_MISMATCH, "this is a page: rename it to .page"),
        ("a.txt", b"PK", Reason.TYPE_MISMATCH, "this is a sheet"),
        ("a.txt", b"{\\rtf1", Reason.TYPE_MISMATCH, "this is an RTF document"),
        ("a.sheet", b"news", Reason.TYPE_MISMATCH, "this is not a sheet"),
        ("a.sheet", b"", Reason.EMPTY, "no text"),
        ("a.xyz", b"news", Reason.UNSUPPORTED_TYPE, "no reader takes .xyz; known: .pack"),
        ("a", b"\x89PNG\r\n", Reason.UNSUPPORTED_TYPE, "this is a picture"),
        ("a.png", b"\x89PNG\r\n", Reason.UNSUPPORTED_TYPE, "this is a picture"),
    ],
)
def test_a_contradiction_says_what_it_is(name: str, raw: bytes, reason: Reason, told: str) -> None:
    """A file under another type's name, or of a type that no reader takes, says so, and what helps."""
    with pytest.raises(Refusal) as refused:
        choose(name, raw, FORMATS, PLAIN)
    assert refused.value.reason is reason
    assert told in refused.value.detail
