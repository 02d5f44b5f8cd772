"""Bytes to text: by byte order mark, as UTF-8, as UTF-8 with a few broken bytes, by a detector; else refused."""

import codecs
import re
from typing import NamedTuple

import chardet

from schemas.article import Encoding, EncodingEvidence, Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.text.language import identify

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])  # without \t\n\v\f\r and escape
_HIGH = bytes(range(128, 256))
_CONTROL_CHARS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DETECTOR_BYTES = 65_536
_DETECTOR_CONFIDENCE = 0.5
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c",
    b"\x7fELF", b"MZ\x90\x00", b"OggS", b"ID3", b"RIFF", b"SQLite format 3\x00", b"Rar!\x1a\x07",
)  # fmt: skip


class Decoded(NamedTuple):
    """A text, what was repaired to get it, and how its bytes were taken for letters."""

    text: str
    repairs: tuple[Repair, ...]
    encoding: Encoding


def decode(raw: bytes, declared: str | None = None) -> Decoded:  # noqa: ARG001
    """Decode a file's bytes. The byte order mark and broken bytes are listed as repairs.

    Args:
        raw: the bytes.
        declared: the encoding the file or its archive states, unverified.

    Raises:
        Refusal: EMPTY (nothing but white space), BINARY, or UNDECODABLE.
    """
    decoded = _decode(raw)
    if not any(char.isprintable() and char != " " for char in decoded.text):
        raise Refusal(Reason.EMPTY)
    return decoded


def _decode(raw: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], encoding)
    if raw.startswith(_MAGIC) or _is_binary(raw):
        return _wide_without_mark(raw)
    return _utf8(raw)


def _marked(raw: bytes, encoding: str) -> Decoded:
    marked = Repair(kind=RepairKind.BYTE_ORDER_MARK, count=1, offset=0)
    if encoding == "utf-8":
        if _is_binary(raw):
            raise Refusal(Reason.BINARY)
        text, repairs, _ = _utf8(raw)
        return Decoded(text, (marked, *repairs), _told("utf-8", EncodingEvidence.BYTE_ORDER_MARK))
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"the byte order mark says {encoding}, but byte {error.start} is none of it"
        raise Refusal(Reason.UNDECODABLE, detail) from error
    _check_prose(text, encoding)
    return Decoded(text, (marked,), _told(encoding, EncodingEvidence.BYTE_ORDER_MARK))


def _told(name: str, told_by: EncodingEvidence, confidence: float = 1.0) -> Encoding:
    return Encoding(name=name, told_by=told_by, confidence=confidence)


def _is_binary(raw: bytes) -> bool:
    """Tell whether more than one byte in fifty is a control character. A few stray ones are repaired later."""
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return (controls > 3 and controls * 50 > len(raw)) or controls * 2 > len(raw)


def _wide_without_mark(raw: bytes) -> Decoded:
    """Decode UTF-16 that lacks its mark: the NULs of its spaces and Latin letters are all in one half of the pairs."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    if len(raw) % 2 == 0 and max(even, odd) * 20 > len(raw) and min(even, odd) * 20 < max(even, odd):
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        text = raw.decode(encoding, "replace")
        if "\ufffd" not in text and not _CONTROL_CHARS.search(text):
            return Decoded(text, (), _told(encoding, EncodingEvidence.ZERO_BYTES, 0.9))
    raise Refusal(Reason.BINARY)


def _utf8(raw: bytes) -> Decoded:
    try:
        return Decoded(raw.decode("utf-8"), (), _told("utf-8", EncodingEvidence.UTF8))
    except UnicodeDecodeError as error:
        broken = error
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd") - raw.count("\ufffd".encode())
    whole = len(text) - text.count("\ufffd") - len(raw.translate(None, _HIGH))
    offset = len(raw[: broken.start].decode("utf-8"))
    repair = Repair(kind=RepairKind.BROKEN_BYTES, count=max(bad, 1), offset=offset)
    lossy = Decoded(text, (repair,), _told("utf-8", EncodingEvidence.DAMAGED_UTF8, 0.8))
    # Whole sequences of several bytes do not happen by chance: where they are many, this is UTF-8 with some damage.
    if whole > 4 * bad:
        return lossy
    try:
        return _detected(raw)
    except Refusal:
        if bad * 100 < len(raw):
            return lossy
        raise


def _detected(raw: bytes) -> Decoded:
    found = chardet.detect(raw[:_DETECTOR_BYTES])
    encoding, confidence, language = found["encoding"], found["confidence"] or 0.0, found["language"]
    if encoding is None:
        raise Refusal(Reason.UNDECODABLE)
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refusal(Reason.UNDECODABLE, f"looks like {encoding}, but is not: save it as UTF-8") from error
    # The detector is seldom sure. It is believed when what it decodes then reads as the language it named.
    if confidence < _DETECTOR_CONFIDENCE and (not language or identify(text).language != language):
        raise Refusal(Reason.UNDECODABLE)
    _check_prose(text, encoding)
    return Decoded(text, (), _told(encoding, EncodingEvidence.DETECTED, round(confidence, 2)))


def _check_prose(text: str, encoding: str) -> None:
    """Refuse what decodes, but into controls: a wrong encoding seldom fails, it yields rubbish."""
    controls = len(_CONTROL_CHARS.findall(text))
    if controls > 3 and controls * 50 > len(text):
        raise Refusal(Reason.UNDECODABLE, f"looks like {encoding}, but makes no text in it: save it as UTF-8")
