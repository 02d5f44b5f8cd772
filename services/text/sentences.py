"""Sentences, as spans of the faithful text.

sentencex proposes where they end, from rules for many languages. It does not look inside quotation marks and brackets,
where news has sentences too, so it is not shown any; and it knows no Urdu initials, few abbreviations outside English
and no typists who leave out spaces. The rest is here: where more ends are, on which side of one a quotation mark
belongs, and what was no end after all.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import sentencex  # type: ignore[import-untyped]  # it ships no types

from services.text.abbreviations import Abbreviations, abbreviations

_OPENING, _CLOSING, _EITHER = "“‘«‹([{„", "”’»›)]}", "\"'"
_MARKS = _OPENING + _CLOSING + _EITHER
_LAST_MARKS = frozenset(_MARKS)
# An apostrophe inside a word is no mark.
_MARK = re.compile(rf"[{re.escape(_MARKS)}](?:(?<!\w.)|(?!\w))")
# The mark comes first, and then what must stand before it: looking for it alone is several times as fast. No run of
# marks begins where the one before could have begun, so that a long one is read once.
_ENDS = re.compile(
    r"[۔؟।?!.\n](?:"
    r"(?<=[۔؟।])(?<![۔؟।].)[۔؟।!.…]*+(?=[\w“‘«(\"'’”»)])"  # the space after it was left out: ہے۔اس
    r"|(?:(?<=\?)(?<![?!].)\?*+!*+|(?<=!)(?<![?!].)(?:!++|(?<= .)))\s++(?=[^\W\d_])"  # ok? thanks
    r"|(?<=[\u0620-\u06d3]{2}\.)(?=[\u0620-\u06d3]{2})"  # است.او
    r"|(?<=\n)(?=[ \t]{0,8}(?:[-*•·–—▪●]|\d{1,3}[.)۔])\s)"  # the items of a list
    r")",
    re.DOTALL,
)
_WRAPPED_CHARS, _FULL_SHARE = range(40, 101), 0.7
"""How long the longest line of a wrapped paragraph is, and how full all others are but the last. Any other line end was
meant: a heading's, an item's, a paragraph's."""
_WORD = re.compile(r"\w")
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
_STOPS = "۔.؟?!।"
_NUMBER = re.compile(r"\W*\d{1,3}\W*")
_LOOK_BACK_CHARS = 40
# The segmenter's time grows with the square of its text, so it gets no more than this at once.
_PIECE_CHARS = 4_000
_PIECE_ENDS = (("\n\n",), ("۔ ", "؟ ", ". ", "। ", "! ", "? ", "\n"), (" ",))

_Span = tuple[int, int]


def sentences(text: str, language: str = "und") -> list[_Span]:
    """List the span of each sentence, without the white space around it. A line left empty always ends one.

    Args:
        text: faithful text.
        language: BCP 47 tag or `und`.
    """
    primary = "en" if language == "und" else language.partition("-")[0]
    known = abbreviations(primary)
    found: list[_Span] = []
    last: int | None = None  # where the last part with a word in it begins, if there is one
    for piece in _pieces(text):
        for span in _parts(text, piece, primary):
            # A letter most often stands first, and need not be searched for.
            says_something = text[span[0]].isalnum() or _WORD.search(text, *span) is not None
            if found and _continues(text, found[-1], last if says_something else None, span, known):
                found[-1] = (found[-1][0], span[1])
            else:
                found.append(span)
                last = None
            if says_something:
                last = span[0]
    return found


def _pieces(text: str) -> Iterator[_Span]:
    """Cut a text after a paragraph, else after a sentence, else at a space."""
    start = 0
    while len(text) - start > _PIECE_CHARS:
        limit = start + _PIECE_CHARS
        cuts = (max(text.rfind(end, start + 1, limit) + len(end) for end in ends) for ends in _PIECE_ENDS)
        cut = next((cut for cut in cuts if cut > start + 2), limit)
        yield start, cut
        start = cut
    yield start, len(text)


def _parts(text: str, piece: _Span, language: str) -> Iterator[_Span]:
    """Part a piece wherever a sentence may end."""
    start, end = piece
    masked = _MARK.sub(" ", text[start:end])
    proposed = {start + end for end in _segment_ends(language, masked)}
    proposed.update(match.end() for match in _ENDS.finditer(text, start, end))
    proposed.update(_line_ends(text, start, end))
    left = start
    for cut in [*sorted(proposed), end]:
        right, part = cut, text[left:cut].rstrip()
        if cut < end and (text[cut] in _MARKS or part[-1:] in _LAST_MARKS):
            right = _settled(text, left, cut)
            part = text[left:right].rstrip()
        if part:
            after = left + len(part)
            yield after - len(part.lstrip()), after
        left = max(left, right)


def _segment_ends(language: str, text: str) -> list[int]:
    """List where the segmenter says that sentences end.

    It takes a space for one byte long, and panics at any other after what may be an initial: `A.` and a no-break space.
    Such a text is shown to it with plain spaces, and is left whole if that does not help.
    """
    for plain in (False, True):
        shown = _WIDE_SPACE.sub(" ", text) if plain else text
        try:
            ends = list(accumulate(map(len, sentencex.segment(language, shown))))
            if ends and ends[-1] == len(shown):
                return ends
            # Now and then it leaves letters out. This takes longer, for it makes an object of each sentence.
            return [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, shown)]
        except BaseException as error:  # a panic is no Exception, and has no class to name
            if type(error).__name__ != "PanicException":
                raise
    return []


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    for paragraph in text[start:end].split("\n\n"):
        if "\n" not in paragraph:
            start += len(paragraph) + 2
            continue
        lines = paragraph.split("\n")
        longest = max(map(len, lines))
        at = start
        for line, following in pairwise(lines):
            at += len(line) + 1
            full = len(line) >= longest * _FULL_SHARE or following[:1].islower()
            if longest not in _WRAPPED_CHARS or not full:
                yield at
        start += len(paragraph) + 2


def _settled(text: str, start: int, cut: int) -> int:
    """Move a cut so that closing marks are before it and opening ones after it."""
    while cut < len(text) and text[cut] in _MARKS and not _opens(text, start, cut):
        cut += 1
    before = cut
    while before > start and (text[before - 1].isspace() or text[before - 1] in _MARKS):
        before -= 1
        if text[before] in _MARKS and _opens(text, start, before):
            cut = before
    return cut


def _opens(text: str, start: int, at: int) -> bool:
    """Tell whether a quotation mark or bracket opens: by the spaces around it, else by its shape, else by the last."""
    left, right = text[max(at - 3, start) : at].rstrip(_MARKS)[-1:], text[at + 1 : at + 4].lstrip(_MARKS)[:1]
    after_space, before_space = not left.strip(), not right.strip()
    if after_space != before_space:
        return after_space
    if text[at] in _EITHER:
        return text.count(text[at], start, at) % 2 == 0
    return text[at] in _OPENING


def _continues(text: str, before: _Span, last: int | None, after: _Span, known: Abbreviations) -> bool:
    """Tell whether there was no end between two parts: at an abbreviation, an initial, or where one has no word.

    Args:
        text: the faithful text.
        before: the sentence so far.
        last: where its last part with a word in it begins; None if either has no word.
        after: the part that may belong to it.
        known: the language's abbreviations.
    """
    gap = text[before[1] : after[0]]
    if "\n" in gap:
        return False
    if last is None or (before[1] - last <= _LOOK_BACK_CHARS and _NUMBER.fullmatch(text, last, before[1])):
        return True
    final = text[before[1] - 1]
    if final in _LAST_MARKS and text[after[0]].islower():
        return True  # "Really?" she asked.
    if final not in "۔.":
        return False
    tail = text[max(before[0], before[1] - _LOOK_BACK_CHARS) : before[1]]
    head = text[after[0] : min(after[1], after[0] + _LOOK_BACK_CHARS)]
    if tail[-2:-1].isdigit() and ((head[0].isdigit() and not gap) or head[0].islower()):
        return True
    return _is_abbreviated(tail, head, known) or _is_initial(tail, head, known)


def _is_abbreviated(tail: str, head: str, known: Abbreviations) -> bool:
    word = tail.rsplit(None, 1)[-1].strip(_MARKS).rstrip(_STOPS).casefold()
    if word in known.times:
        return head.split()[0].strip(_MARKS + ",.;").casefold() in known.after_times
    return word in known.always or (len(word) == 1 and word.isalpha() and not word.isascii())


def _is_initial(tail: str, head: str, known: Abbreviations) -> bool:
    """Tell whether a part ends in an initial that more initials stand before or after: آئی۔ alone may be "she came"."""
    words = tail.rstrip(_STOPS).replace("۔", "۔ ").split()
    if not words or words[-1] not in known.initials:
        return False
    following = head.split("۔")[0].strip() if "۔" in head else ""
    preceding = words[-2] if len(words) > 1 else ""
    return following in known.initials or (preceding.endswith("۔") and preceding[:-1] in known.initials)
