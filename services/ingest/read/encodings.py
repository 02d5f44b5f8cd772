"""Encodings from before Unicode: their names, and which of them a file's bytes are in.

The detector ranks encodings by letter pairs of the languages that use them; each is then read, and what is illegible
(see `legible`) loses. A declared encoding is one more witness: it wins where its reading is about as good as the best.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.article import Encoding, EncodingEvidence
from services.ingest.read.legible import MOST_ODD, is_reversed, odd_share
from services.text.language import identify

# Python's name -> the WHATWG's, or what comes next to it (https://encoding.spec.whatwg.org/#names-and-labels). Of
# encodings that read some bytes alike, the first is named.
_WEB = {
    "cp1252": "windows-1252", "cp1256": "windows-1256", "cp1251": "windows-1251", "cp1254": "windows-1254",
    "cp1255": "windows-1255", "cp1253": "windows-1253", "cp1250": "windows-1250", "cp1257": "windows-1257",
    "cp1258": "windows-1258", "cp874": "windows-874", "iso8859-2": "iso-8859-2", "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6", "iso8859-7": "iso-8859-7", "iso8859-8": "iso-8859-8", "iso8859-15": "iso-8859-15",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "gb18030": "gb18030", "big5hkscs": "big5", "cp932": "shift_jis",
    "euc_jis_2004": "euc-jp", "cp949": "euc-kr",
}  # fmt: skip
_RARE = {
    "cp866": "ibm866", "mac-cyrillic": "x-mac-cyrillic", "mac-roman": "macintosh", "mac-turkish": "x-mac-turkish",
    "cp437": "ibm437", "cp720": "ibm720", "cp737": "ibm737", "cp850": "ibm850", "cp852": "ibm852", "cp855": "ibm855",
    "cp857": "ibm857", "cp862": "ibm862",
}  # fmt: skip
_MAC_ARABIC = {"mac-arabic": "x-mac-arabic", "mac-farsi": "x-mac-farsi"}
_DECLARED_ONLY = {
    f"iso8859-{part}": f"iso-8859-{part}" for part in (3, 4, 10, 13, 14, 16)
} | {"mac-greek": "x-mac-greek", "mac-latin2": "x-mac-ce"}  # fmt: skip
_NAMES = _WEB | _RARE | _MAC_ARABIC | _DECLARED_ONLY
# What the label says is less than what those mean by it who write it. The same spec.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932",
    "shift_jis_2004": "cp932", "shift_jisx0213": "cp932", "euc_jp": "euc_jis_2004", "euc_kr": "cp949",
    "iso8859-8-i": "iso8859-8", "iso8859-8-e": "iso8859-8", "iso8859-6-i": "iso8859-6",
    "iso8859-6-e": "iso8859-6", "windows-874": "cp874", "dos-874": "cp874",
    "logical": "iso8859-8", "visual": "iso8859-8",
}  # fmt: skip

_WINDOW_BYTES = 65_536
_LONG_ASCII, _KEPT_ASCII = re.compile(rb"[\x00-\x7f]{300,}"), 100
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_HIGH = bytes(range(128, 256))
# Weights of what is known beforehand: few files are in the rare ones, and most declarations are true.
_RARE_WEIGHT, _DECLARED_WEIGHT = 0.75, 1.5
_UNKNOWN_SCORE = 0.1  # of a declared encoding that the detector has no model of
_ODD_WEIGHT = 1 / MOST_ODD
_CANDIDATES = 10
# Measured: with a certainty of 0.8 and more, 5,600 of 5,600 readings were right (tests/quality/test_encodings.py).
_LETTERS = 10
_ENOUGH, _ALMOST, _LEAST, _SURE = 0.2, 0.05, 0.03, 0.8
_MOST_BROKEN = 1 / 500


class Reading(NamedTuple):
    """Bytes read in one encoding."""

    codec: str
    text: str
    """Of the bytes that tell something, 64 KiB at most."""
    score: float
    language: str | None
    """The language whose letter pairs they have, as the detector says."""


class Verdict(NamedTuple):
    """The best reading there is, if any, and whether it is good enough."""

    text: str
    encoding: Encoding | None
    """None if nothing can be read."""
    doubt: str | None
    """Why it is not to be believed, for people; None if it is."""


def codec_of(label: str | None) -> str | None:
    """Return Python's name of the encoding that a label means, as the web understands it; None if it is unknown."""
    name = (label or "").strip(" \t\r\n\"'").lower()
    for spelling in (name, name.removeprefix("x-")):
        try:
            found = codecs.lookup(spelling).name if len(spelling) < 40 and spelling.isascii() else ""
        except (LookupError, ValueError):
            found = spelling.replace("iso-8859", "iso8859")
        found = _MEANT.get(found, found)
        if found in _NAMES:
            return found
    return None


def detect(raw: bytes, declared: str | None = None) -> Verdict:
    """Read bytes that are no Unicode.

    Args:
        raw: the bytes, some of which are beyond ASCII.
        declared: the encoding's label the file or its archive states, unverified.
    """
    wanted = codec_of(declared)
    readings = sorted(_readings(_window(raw), wanted), key=lambda each: each.score, reverse=True)
    for best in readings:
        text = _text(raw, best.codec)
        if text is not None:
            same = [each for each in readings if each.text == best.text]
            encoding = _encoding(best, same, readings, wanted)
            return Verdict(text, encoding, _doubt(best, same, encoding))
    return Verdict("", None, "it is in no encoding that is known here")


def _encoding(best: Reading, same: list[Reading], readings: list[Reading], declared: str | None) -> Encoding:
    """Name the encoding, say by what it was told, and how much better its reading is than the next other one."""
    rival = next((each.score for each in readings if each.text != best.text), 0.0)
    sure = best.score**4 / (best.score**4 + rival**4) if best.score else 0.0
    codecs_alike = [each.codec for each in same]
    if declared is not None and declared in codecs_alike:
        codec, told_by = declared, EncodingEvidence.DECLARED
    else:
        codec, told_by = min(codecs_alike, key=list(_NAMES).index), EncodingEvidence.DETECTED
    return Encoding(name=_NAMES[codec], told_by=told_by, confidence=round(sure, 2))


def _doubt(best: Reading, same: list[Reading], encoding: Encoding) -> str | None:
    if is_reversed(best.text):
        return f"looks like {encoding.name} in visual order, its lines stored from left to right"
    if best.score <= 0:
        return f"looks like {encoding.name}, but makes no text in it"
    if encoding.told_by is EncodingEvidence.DECLARED or _is_enough(best, same, encoding.confidence):
        return None
    return f"looks like {encoding.name}, but not surely: there is too little of it, or it is in no language known here"


def _is_enough(best: Reading, same: list[Reading], confidence: float) -> bool:
    """Tell whether there are words enough, that score high, or stand alone, or are in the language they score in."""
    letters = sum(map(len, _WORD.findall(best.text)))
    if letters < _LETTERS or best.score < _LEAST:
        return False
    if best.score >= _ENOUGH or (best.score >= _ALMOST and confidence >= _SURE):
        return True
    return identify(best.text).language in {each.language for each in same}


def _readings(raw: bytes, declared: str | None) -> Iterator[Reading]:
    """Read bytes in each encoding that they could be in."""
    sample = _TAG.sub(b" ", raw)  # tags are no prose, and may name an encoding
    ranked = [*_ranked(sample, declared)[:_CANDIDATES], *_as_mac_arabic(sample)]
    if declared and all(codec != declared for codec, _, _ in ranked):
        ranked.append(_declared(sample, declared))
    legible: dict[str, float] = {}
    for codec, score, language in ranked:
        text = _text(raw, codec)
        if text is None:
            continue
        if text not in legible:
            legible[text] = max(0.0, 1 - _ODD_WEIGHT * odd_share(text))
        weight = (1 if codec in _WEB else _RARE_WEIGHT) * (_DECLARED_WEIGHT if codec == declared else 1)
        yield Reading(codec, text, score * weight * legible[text], language)


def _window(raw: bytes) -> bytes:
    """Take 64 KiB, with long runs of ASCII shortened to their ends: nothing is told by them."""
    return _LONG_ASCII.sub(lambda run: run[0][:_KEPT_ASCII] + b"\n" + run[0][-_KEPT_ASCII:], raw)[:_WINDOW_BYTES]


def _ranked(sample: bytes, declared: str | None) -> list[tuple[str, float, str | None]]:
    # Imported here: it is large, and most files are UTF-8.
    import chardet

    asked = [*_WEB, *_RARE, *([declared] if declared in _DECLARED_ONLY else [])]
    found = chardet.detect_all(
        sample, ignore_threshold=True, include_encodings=asked, compat_names=False, empty_input_encoding="cp1252"
    )
    return [(each["encoding"], each["confidence"], each["language"]) for each in found if each["encoding"]]


def _declared(sample: bytes, declared: str) -> tuple[str, float, str | None]:
    """Rank the declared encoding, which the detector has passed over: without the bytes that it lacks."""
    sound = sample.decode(declared, "ignore").encode(declared, "ignore")
    again = _ranked(sound, declared) if sound != sample else []
    return next((each for each in again if each[0] == declared), (declared, _UNKNOWN_SCORE, None))


def _as_mac_arabic(sample: bytes) -> list[tuple[str, float, str | None]]:
    """Rank Mac Arabic, of which the detector has no model, by what the same letters score in windows-1256."""
    import chardet

    letters = sample.decode("mac-arabic", "replace").encode("cp1256", "ignore")
    only = "cp1256"
    found = chardet.detect(
        letters, include_encodings=[only], compat_names=False, no_match_encoding=only, empty_input_encoding=only
    )
    if found["language"] is None:
        return []
    # The two differ in their digits only.
    codec = "mac-farsi" if found["language"] in ("fa", "ur") else "mac-arabic"
    return [(codec, found["confidence"], found["language"])]


def _text(raw: bytes, codec: str) -> str | None:
    """Decode, with a few broken bytes if need be."""
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        text = raw.decode(codec, "replace")
    beyond = len(raw) - len(raw.translate(None, _HIGH))
    return text if text.count("\ufffd") <= beyond * _MOST_BROKEN else None
