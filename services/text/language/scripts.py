"""Which script a text is written in, and which way it runs."""

import unicodedata
from bisect import bisect_right
from collections import Counter

from schemas.article import Direction, Script

_LOOKED_AT = 300
# Languages that write no short vowels say the same in fewer letters; and names and brands stand in Latin letters in
# headlines of every script, hardly ever the other way round.
_LATIN_WEIGHT, _LATIN_WEIGHT_IN_SHORT, _SHORT_CHARS = 0.8, 0.6, 300

_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x02AF, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0531, 0x058F, Script.ARMENIAN),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0700, 0x074F, Script.SYRIAC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x0780, 0x07BF, Script.THAANA),
    (0x07C0, 0x07FF, Script.NKO),
    (0x0870, 0x08FF, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x0A00, 0x0A7F, Script.GURMUKHI),
    (0x0A80, 0x0AFF, Script.GUJARATI),
    (0x0B00, 0x0B7F, Script.ORIYA),
    (0x0B80, 0x0BFF, Script.TAMIL),
    (0x0C00, 0x0C7F, Script.TELUGU),
    (0x0C80, 0x0CFF, Script.KANNADA),
    (0x0D00, 0x0D7F, Script.MALAYALAM),
    (0x0D80, 0x0DFF, Script.SINHALA),
    (0x0E00, 0x0E7F, Script.THAI),
    (0x0E80, 0x0EFF, Script.LAO),
    (0x0F00, 0x0FFF, Script.TIBETAN),
    (0x1000, 0x109F, Script.MYANMAR),
    (0x10A0, 0x10FF, Script.GEORGIAN),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1200, 0x139F, Script.ETHIOPIC),
    (0x1780, 0x17FF, Script.KHMER),
    (0x1C50, 0x1C7F, Script.OL_CHIKI),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1C90, 0x1CBF, Script.GEORGIAN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x3040, 0x30FF, Script.JAPANESE),
    (0x3130, 0x318F, Script.HANGUL),
    (0x31F0, 0x31FF, Script.JAPANESE),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xAAE0, 0xAAFF, Script.MEETEI),
    (0xABC0, 0xABFF, Script.MEETEI),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0xFB00, 0xFB06, Script.LATIN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF5A, Script.LATIN),
    (0x20000, 0x323AF, Script.HAN),
)
_STARTS = [start for start, _, _ in _RANGES]
_RIGHT_TO_LEFT = frozenset({Script.ARABIC, Script.HEBREW, Script.SYRIAC, Script.THAANA, Script.NKO})
# A Japanese text is Han letters with kana between them; kana in a Chinese text is a quotation.
_JAPANESE_SHARE = 0.1


class _Codes(dict[str, str]):
    """The code of each letter's script, empty for what is none; worked out when it is first met."""

    def __missing__(self, char: str) -> str:
        script = _script_of(ord(char))
        # Indic vowel signs are marks, and as much of a text as letters are.
        vowel = script is not Script.OTHER and unicodedata.category(char)[0] == "M"
        self[char] = code = script.value if char.isalpha() or vowel else ""
        return code


_SCRIPTS = {script.value: script for script in Script}
_CODES = _Codes()  # plain strings, since an enumeration's members are slow to count


def main_script(text: str) -> Script:
    """Return the script most letters are of. Of a long text some 300 characters, evenly spread, are looked at."""
    spread = text[:: len(text) // _LOOKED_AT + 1]
    codes = set(map(_CODES.__getitem__, letters := dict.fromkeys(spread))) - {""}
    if len(codes) <= 1:  # as in nearly all words
        return _SCRIPTS[codes.pop()] if codes else Script.OTHER
    counts: Counter[str] = Counter()
    for letter in letters:
        counts[_CODES[letter]] += spread.count(letter)
    shares: dict[Script, float] = {Script(code): count for code, count in counts.items() if code}
    kana = shares.get(Script.JAPANESE, 0)
    if kana >= _JAPANESE_SHARE * (shares.get(Script.HAN, 0) + kana):
        shares[Script.JAPANESE] = kana + shares.pop(Script.HAN, 0)
    if Script.LATIN in shares:
        shares[Script.LATIN] *= _LATIN_WEIGHT_IN_SHORT if len(text) < _SHORT_CHARS else _LATIN_WEIGHT
    return max(shares, key=shares.__getitem__)


def direction_of(script: Script) -> Direction:
    """Return the direction a script runs in."""
    return Direction.RTL if script in _RIGHT_TO_LEFT else Direction.LTR


def _script_of(code: int) -> Script:
    at = bisect_right(_STARTS, code) - 1
    return _RANGES[at][2] if at >= 0 and code <= _RANGES[at][1] else Script.OTHER
