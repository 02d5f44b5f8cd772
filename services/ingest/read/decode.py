"""Bytes to text: by byte order mark, as UTF-8, nearly UTF-8, as declared, by a detector; else refused.

UTF-16 without its mark comes before UTF-8 where the bytes hold control characters, as its own do.
"""

import codecs
import re
from typing import NamedTuple

from schemas.article import Encoding, EncodingEvidence, Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read import wide
from services.ingest.read.encodings import detect

_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])  # without \t\n\v\f\r and escape
_HIGH = bytes(range(128, 256))
_CONTROL_CHARS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_REPLACEMENT = "\ufffd".encode()
_ESCAPE = 0x1B
_WIDE_BYTES = 64  # from which on pairs of bytes are told from single ones without a control character among them
_ADVICE = "save it as UTF-8"
# What no text begins with. https://mimesniff.spec.whatwg.org and each format's own description
_FORMATS = {
    "a picture": rb"\x89PNG|\xff\xd8\xff|GIF8[79]a.{0,8}[\0\x80-\xff]|RIFF....WEBP|II\*\0|MM\0\*|\0\0\x01\0",
    "an MP3": rb"ID3[\x02-\x04]\0|\xff[\xfb\xf3\xf2][\x10-\xef][\0-\x0f\x40-\xff]",
    "sound or film": rb"OggS\0|fLaC\0|RIFF....(?:WAVE|AVI )|\0\0\0.ftyp|\x1aE\xdf\xa3",
    "an archive": rb"\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|PK\x03\x04|\x28\xb5\x2f\xfd",
    "a program": rb"\x7fELF|MZ[\x90\x50]\0|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\0asm",
    "a database": rb"SQLite format 3\0",
    "an old office document": rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "a font": rb"wOF[F2]\0|\0\x01\0\0\0|OTTO\0",
}
_WHAT = tuple(_FORMATS)
_MAGIC = re.compile(b"|".join(b"(%b)" % magic for magic in _FORMATS.values()), re.DOTALL)


class Decoded(NamedTuple):
    """A text, what was repaired to get it, and how its bytes were taken for letters."""

    text: str
    repairs: tuple[Repair, ...]
    encoding: Encoding


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Decode a file's bytes. The byte order mark and broken bytes are listed as repairs.

    Args:
        raw: the bytes.
        declared: the encoding the file or its archive states, unverified. It is believed where the bytes are not
            UTF-8 and read as text in it.

    Raises:
        Refusal: EMPTY (nothing but white space), BINARY, or UNDECODABLE.
    """
    decoded = _decode(raw, declared)
    if not any(char.isprintable() and char != " " for char in decoded.text):
        raise Refusal(Reason.EMPTY)
    return decoded


def _decode(raw: bytes, declared: str | None) -> Decoded:
    if raw.startswith(codecs.BOM_UTF8):
        return _after_mark(raw[len(codecs.BOM_UTF8) :])
    if (marked := wide.marked(raw)) is not None:
        return _wide(marked, EncodingEvidence.BYTE_ORDER_MARK)
    return _unmarked(raw, declared)


def _after_mark(raw: bytes) -> Decoded:
    """Decode what follows UTF-8's mark. Editors put one before text of any encoding, so it is no proof."""
    text, repairs, encoding = _unmarked(raw, None)
    if encoding.name == "utf-8":
        encoding = _told("utf-8", EncodingEvidence.BYTE_ORDER_MARK)
    return Decoded(text, (_MARK, *repairs), encoding)


_MARK = Repair(kind=RepairKind.BYTE_ORDER_MARK, count=1, offset=0)


def _told(name: str, told_by: EncodingEvidence, confidence: float = 1.0) -> Encoding:
    return Encoding(name=name, told_by=told_by, confidence=confidence)


def _broken(count: int, offset: int) -> tuple[Repair, ...]:
    return (Repair(kind=RepairKind.BROKEN_BYTES, count=count, offset=offset),) if count else ()


def _wide(found: wide.Wide, told_by: EncodingEvidence) -> Decoded:
    if not found.sound:
        detail = f"the byte order mark says {found.name}, but {found.broken} characters are none of it: {_ADVICE}"
        raise Refusal(Reason.UNDECODABLE, detail)
    controls = len(_CONTROL_CHARS.findall(found.text))
    if controls > 3 and controls * 50 > len(found.text):
        detail = f"the byte order mark says {found.name}, but {controls} characters are controls: {_ADVICE}"
        raise Refusal(Reason.UNDECODABLE, detail)
    mark = (_MARK,) if told_by is EncodingEvidence.BYTE_ORDER_MARK else ()
    repairs = (*mark, *_broken(found.broken, found.first))
    return Decoded(found.text, repairs, _told(found.name, told_by, found.confidence))


def _unmarked(raw: bytes, declared: str | None) -> Decoded:
    if _ESCAPE in raw and (text := _iso_2022(raw)) is not None:
        return Decoded(text, (), _told("iso-2022-jp", EncodingEvidence.DETECTED, 0.95))
    magic = _MAGIC.match(raw)
    if magic is not None and magic.lastindex is not None:
        raise Refusal(Reason.BINARY, f"it begins like {_WHAT[magic.lastindex - 1]}, not like text")
    if _is_binary(raw):
        found = wide.unmarked(raw)
        if found is None:
            raise Refusal(Reason.BINARY, "it is not text: too many of its bytes are control characters")
        return _wide(found, EncodingEvidence.ZERO_BYTES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _no_clean_utf8(raw, len(raw[: error.start].decode("utf-8")), declared)
    if "\ufffd" in text:
        _refuse_if_lost(text)
    return Decoded(text, (), _UTF8)


_UTF8 = _told("utf-8", EncodingEvidence.UTF8)


def _iso_2022(raw: bytes) -> str | None:
    """Decode the Japanese encoding of mails. To the eye it is ASCII, but its escape sequences are certain."""
    if b"\x1b$" not in raw:
        return None
    try:
        return raw.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return None


def _is_binary(raw: bytes) -> bool:
    """Tell whether more than one byte in fifty is a control character. A few stray ones are repaired later."""
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return (controls > 3 and controls * 50 > len(raw)) or (controls > 0 and controls * 2 >= len(raw))


def _refuse_if_lost(text: str) -> None:
    """Refuse text of which someone has already made U+FFFD, more of them than letters."""
    lost = text.count("\ufffd")
    if lost > 3 and lost > sum(map(str.isalpha, text)):
        detail = "looks like an older encoding (windows-1256, say) read as UTF-8 and saved so: "
        raise Refusal(Reason.UNDECODABLE, f"{detail}{lost} letters are lost; take the file from before that")


def _no_clean_utf8(raw: bytes, offset: int, declared: str | None) -> Decoded:
    text = raw.decode("utf-8", "replace")
    gone = text.count("\ufffd")
    bad = max(gone - raw.count(_REPLACEMENT), 1)
    whole = len(text) - gone - len(raw.translate(None, _HIGH))
    confidence = round(max(whole, 1) / (max(whole, 1) + bad), 2)
    lossy = Decoded(text, _broken(bad, offset), _told("utf-8", EncodingEvidence.DAMAGED_UTF8, confidence))
    # Whole sequences of several bytes do not happen by chance: where they are many, this is UTF-8 with some damage.
    if whole > 4 * bad:
        return lossy
    found = detect(raw, declared)
    if found.encoding is not None and found.doubt is None:
        lost = found.text.count("\ufffd")
        return Decoded(found.text, _broken(lost, max(found.text.find("\ufffd"), 0)), found.encoding)
    if bad * 100 < len(raw):
        return lossy
    if len(raw) >= _WIDE_BYTES and (pairs := wide.unmarked(raw)) is not None and not pairs.broken:
        return _wide(pairs, EncodingEvidence.ZERO_BYTES)
    if whole > bad:
        raise Refusal(Reason.UNDECODABLE, f"looks like UTF-8 with {bad} broken characters among {whole}: {_ADVICE}")
    stated = f"neither UTF-8 nor {declared[:40]!r} as declared; " if declared else "not UTF-8; "
    raise Refusal(Reason.UNDECODABLE, f"{stated}{found.doubt}: {_ADVICE}")
