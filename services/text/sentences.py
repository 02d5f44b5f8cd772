"""Sentences, as spans of the faithful text."""

import re
from collections.abc import Iterator

import sentencex  # type: ignore[import-untyped]  # it ships no types

# The full stop and the question mark of Urdu end a sentence also where the space after them was left out.
_UNSPACED_END = re.compile(r"(?<=\w[۔؟])(?=\w)")
# The names of Latin letters, as in پی۔ٹی۔آئی۔: an initial, not a sentence.
_LETTER_NAMES = "اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو"
_INITIALS = frozenset(_LETTER_NAMES.split())
_ABBREVIATIONS = frozenset({"د", "डॉ", "श्री", "प्रो"})
_LOOK_BACK_CHARS = 40
# The segmenter's time grows with the square of its text, so it gets no more than this at once.
_PIECE_CHARS = 4_000
_PIECE_ENDS = (("\n\n",), ("۔ ", "؟ ", ". ", "। ", "! ", "? ", "\n"), (" ",))
_STOPS = "۔.؟?!।"


def sentences(text: str, language: str = "und") -> list[tuple[int, int]]:
    """List the span of each sentence, without the white space around it.

    Args:
        text: faithful text.
        language: BCP 47 tag or `und`.
    """
    rules = "en" if language == "und" else language.partition("-")[0]
    found: list[tuple[int, int]] = []
    for piece in _pieces(text):
        for boundary in sentencex.get_sentence_boundaries(rules, text[slice(*piece)]):
            for span in _split(text, piece[0] + boundary["start_index"], piece[0] + boundary["end_index"]):
                if found and _continues(text, found[-1], span):
                    found[-1] = (found[-1][0], span[1])
                else:
                    found.append(span)
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text after a paragraph, else after a sentence, else at a space."""
    start = 0
    while len(text) - start > _PIECE_CHARS:
        limit = start + _PIECE_CHARS
        cuts = (max(text.rfind(end, start + 1, limit) + len(end) for end in ends) for ends in _PIECE_ENDS)
        cut = next((cut for cut in cuts if cut > start + 2), limit)
        yield start, cut
        start = cut
    yield start, len(text)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [match.start() for match in _UNSPACED_END.finditer(text, start, end)]
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        part = text[left:right]
        if stripped := part.strip():
            begin = left + len(part) - len(part.lstrip())
            yield begin, begin + len(stripped)


def _continues(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Tell whether `before` ended at an initial or an abbreviation, so that `after` belongs to it."""
    if "\n" in text[before[1] : after[0]]:
        return False
    start = max(before[0], before[1] - _LOOK_BACK_CHARS)
    words = text[start : before[1]].rstrip(_STOPS).replace("۔", " ").split()
    if not words or text[before[1] - 1] not in "۔.":
        return False
    if words[-1] in _ABBREVIATIONS:
        return True
    following = text[after[0] : min(after[1], after[0] + _LOOK_BACK_CHARS)].split("۔")[0].strip()
    # آئی۔ may be "she came", the end of a sentence, so the last word alone is not enough.
    return words[-1] in _INITIALS and (following in _INITIALS or _INITIALS.issuperset(words))
