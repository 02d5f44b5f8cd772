"""UTF-16 and UTF-32, with their byte order mark or without."""

import codecs
from typing import NamedTuple

from services.ingest.read.legible import MOST_ODD, odd_share

# UTF-32 first: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_MOST_BROKEN = 1 / 50
_SAMPLE_BYTES = 65_536
_SURE, _LIKELY = 0.95, 0.7
# There are 256 low bytes, and few high ones: an alphabet needs one, Chinese about eighty.
_FEWER = 0.75


class Wide(NamedTuple):
    """Bytes read in pairs or in fours."""

    name: str
    text: str
    broken: int
    """Units that are no characters; each became U+FFFD."""
    first: int
    """The place of the first of them in the text."""
    confidence: float = 1.0

    @property
    def sound(self) -> bool:
        """Whether little of it is broken."""
        return self.broken <= max(1, len(self.text) * _MOST_BROKEN) and self.broken * 2 <= len(self.text)


def marked(raw: bytes) -> Wide | None:
    """Read bytes that begin with a byte order mark, which is left out; None if they do not."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return _read(raw[len(mark) :], name)
    return None


def unmarked(raw: bytes) -> Wide | None:
    """Read bytes as UTF-16 or UTF-32 without a mark, if they can be nothing else.

    The high bytes of a text's letters are few, its low bytes many. What is then read must be legible.
    """
    name = _told_by_bytes(raw[:_SAMPLE_BYTES])
    if name is None:
        return None
    wide = _read(raw, name)
    if not wide.sound or odd_share(wide.text) > MOST_ODD:
        return None
    spaced = any(space in wide.text for space in " \n")
    return wide._replace(confidence=_SURE if spaced else _LIKELY)


def _told_by_bytes(sample: bytes) -> str | None:
    if sample.count(0) * 2 >= len(sample):
        lowest = [set(sample[at::4]) for at in range(4)]
        if lowest[2] == lowest[3] == {0}:
            return "utf-32le"
        if lowest[0] == lowest[1] == {0}:
            return "utf-32be"
    even, odd = len(set(sample[::2])), len(set(sample[1::2]))
    if odd < _FEWER * even:
        return "utf-16le"
    return "utf-16be" if even < _FEWER * odd else None


def _read(raw: bytes, name: str) -> Wide:
    text = raw.decode(name, "replace")
    width = 4 if "32" in name else 2
    genuine = raw.count("\ufffd".encode(name)) if "\ufffd" in text else 0
    broken = max(text.count("\ufffd") - genuine, 1 if len(raw) % width else 0)
    return Wide(name, text, broken, max(text.find("\ufffd"), 0))
