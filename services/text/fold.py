"""The folded text: what is compared, so that any spelling of a word meets any other.

Letters are folded one by one (`letters`), joined words are opened (`joined`), and a few spellings depend on their
neighbours:

* ں becomes ن. Typists take one for the other (مںحرف), keyboards without ں write مین and ہین, and many words are written
  either way (جہاں and جہان, زمیں and زمین). The price is a few pairs that differ by it alone: ماں (mother) and مان, دیں
  and دین (religion).
* ء after ا at the end of a word of four letters or more is dropped: علماء and علما are one word, ماء (water) and ما
  (what) are two.
* A Hindi nasal before a consonant of its own row is written out or as a dot: हिन्दी, हिंदी. ये and यी after a vowel are
  written with or without their glide: गये, गए.
"""

import re
from dataclasses import dataclass

from services.text.joined import ARABIC, is_word, open_joined
from services.text.letters import TABLE, fold_letters
from services.text.memo import Memo

# What triggers a rule, what it replaces, and by what. No rule makes a text longer.
_RULES = (
    ("ں", re.compile("ں"), "ن"),
    ("اء", re.compile(r"(?<=\w\wا)ء+(?!\w)"), ""),
    ("्", re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])"), "ं"),
    ("ये", re.compile("(?<=[क-हािीुूेो])ये"), "ए"),
    ("यी", re.compile("(?<=[क-हािीुूेो])यी"), "ई"),
)
# What any of this may happen to. Most other scripts need no more than their letters folded.
_NEIGHBOURS = re.compile(f"[{ARABIC}ے]|[ङञणनम]्|य[ेी]")


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters the index in the faithful text it comes from."""

    text: str
    offsets: tuple[int, ...]
    length: int
    """Of the faithful text."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the faithful text that became this one, marks and joiners after it included."""
        if start == end:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return at, at
        after = self.offsets[end] if end < len(self.offsets) else self.length
        return self.offsets[start], max(after, self.offsets[end - 1] + 1)


def fold(text: str, language: str = "und") -> str:  # noqa: ARG001 - callers name it; `letters` says why it is not used
    """Fold a text for comparison. The order of words does not change; where two were joined there is a space.

    Args:
        text: faithful text (or a query).
        language: BCP 47 tag; today every language shares one table.
    """
    if text.isascii():
        return text.lower()
    folded = text.translate(TABLE)
    # Most texts that come here are one word, and need no more than a look.
    if not _NEIGHBOURS.search(folded) or is_word(folded):
        return folded
    folded = open_joined(folded)
    for trigger, pattern, by in _RULES:
        if trigger in folded:
            folded = pattern.sub(by, folded)
    return folded


def fold_words(text: str) -> str:
    """Fold a text with single spaces between its words. Each word's fold is remembered: for what is short."""
    # A word's fold does not depend on the words around it, and may be empty or two words.
    return " ".join(" ".join(map(_FOLDED.__getitem__, text.split())).split())


def fold_with_offsets(text: str, language: str = "und") -> Folded:  # noqa: ARG001 - as above
    """Fold like `fold`, and remember where each character came from. Slower: for what is shown, not for indexing."""
    pairs = [(letter, index) for index, char in enumerate(text) for letter in fold_letters(char)]
    letters = "".join(letter for letter, _ in pairs)
    folded, offsets = _opened(letters, [index for _, index in pairs], len(text))
    for trigger, pattern, by in _RULES:
        if trigger not in folded:
            continue
        dropped = {at for match in pattern.finditer(folded) for at in range(match.start() + len(by), match.end())}
        folded = pattern.sub(by, folded)
        offsets = [index for at, index in enumerate(offsets) if at not in dropped]
    return Folded(folded, tuple(offsets), len(text))


_FOLDED = Memo(fold)


def _opened(letters: str, offsets: list[int], length: int) -> tuple[str, list[int]]:
    """Open joined words. The space that is put in comes from where the second word begins."""
    opened = open_joined(letters)
    if opened == letters:
        return letters, offsets
    found: list[int] = []
    at = 0
    for letter in opened:
        inserted = at == len(letters) or letter != letters[at]
        found.append(offsets[at] if at < len(offsets) else length)
        at += not inserted
    return opened, found
