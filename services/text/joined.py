"""Joined words: where two were written as one, because the space between them was left out.

Some seams are certain: after ے, which ends every word it is in, and between Arabic letters and other letters or digits
(کےدوران, 20فیصد). Others are looked up. Arabic letters join, so a word that runs into the next shows only after one of
those that do not join to the left (ا د ر و …), and that is where typists leave the space out: مگرحال, اورطیارہ. Such a
word is opened if it is not a word itself and each of its parts is (`lexicon/ur.txt`). The words are Urdu's, for Urdu is
written so; they are few enough that other languages are hardly touched.

The letters here are those of `letters`, before ں becomes ن: ں too ends a word, unless it is a slip (مںحرف).
"""

import re
from itertools import combinations, pairwise

from services.text.lexicon import ENDS, Lexicon, lexicon

ARABIC = "\u0620-\u064a\u066e-\u06d1\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9"
"""Arabic letters, as they stand in a pattern between square brackets; but ے, which ends a word."""
_RUN = re.compile(f"[{ARABIC}]+ے?|ے")
_LEAST_CHARS, _MOST_CHARS, _MOST_CUTS, _MOST_PARTS = 4, 24, 9, 4
"""What is longer, or has more letters that do not join, is left whole: nobody writes so, and it would take long."""

# No other word than میں (in) has these letters at its end after one that does not join, so any word may be before it.
_IN, _LEAST_BEFORE_IN = "ميں", 4


def is_word(letters: str) -> bool:
    """Tell whether these are the folded letters of a word that is known, so that there is nothing to open."""
    return letters in lexicon("ur").known


def open_joined(text: str) -> str:
    """Put a space into each seam.

    Args:
        text: letters as `letters` folds them.
    """
    return _opened(text) if _RUN.fullmatch(text) else _RUN.sub(_parted, text)


def _parted(match: re.Match[str]) -> str:
    """Part a run of Arabic letters within, and from the other letters and digits that it touches."""
    start, end = match.span()
    before, after = match.string[max(start - 1, 0) : start], match.string[end : end + 1]
    # An Arabic letter after it begins a run of its own, which sees to the space.
    right = " " if after.isalnum() and not _RUN.match(after) else ""
    return f"{' ' if before.isalnum() else ''}{_opened(match.group())}{right}"


def _opened(run: str) -> str:
    known = lexicon("ur")
    if not run.startswith(known.openers.get(run[:2], ())) and "ں" not in run:
        return run
    plain = _plain(run)
    if not _LEAST_CHARS <= len(run) <= _MOST_CHARS or plain in known.known:
        return run
    first = next((at for at in range(2, len(run) - 1) if run[at - 1] in ENDS and plain[:at] in known.begins), None)
    cuts = [at for at in range(first or 2, len(run) - 1) if run[at - 1] in ENDS]
    lasts = {at for at in cuts if plain[at:] in known.known}
    if not lasts or len(cuts) > _MOST_CUTS:
        return run
    for number in range(1, min(_MOST_PARTS, len(cuts) + 1)):
        for chosen in combinations(cuts, number):
            if chosen[-1] not in lasts:
                continue
            edges = (0, *chosen, len(run))
            triples = zip(edges, edges[1:], edges[2:], strict=False)
            if all(_is_seam(run[left:at], run[at:right], known) for left, at, right in triples):
                # What is before میں need not be known, and may be joined itself.
                return " ".join(_opened(run[left:right]) for left, right in pairwise(edges))
    return run


def _is_seam(left: str, right: str, known: Lexicon) -> bool:
    if left.endswith("ں"):
        return known.known.issuperset((_plain(left), _plain(right)))
    return known.may_join(_plain(left), _plain(right)) or (right == _IN and len(left) >= _LEAST_BEFORE_IN)


def _plain(word: str) -> str:
    return word.replace("ں", "ن").removesuffix("ء")
