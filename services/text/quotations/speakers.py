"""Who said it: the person or organisation that the words around a quotation name as its speaker, or nobody."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.text.analysed import Span
from services.text.named.part import Found, Part
from services.text.named.senses import BETWEEN, CLITIC, SAYING, SUBJECT, TITLE

_MOST_BEFORE, _MOST_AFTER = 16, 14
_NEAR, _FAR = 4, 8
_ENDED = frozenset(".۔؟।")
"""A quotation with one of these at its end is a sentence: what follows it is another."""
_NEXT = re.compile("[:“«„‘]")
_STOPS = re.compile(r"[۔؟?!।\n;؛]|\.(?=[\s\"”»“«]|$)")
_SENTENCE_END = re.compile(r"[۔؟!।\n]")
_SHORT = re.compile(r"(?:^|[\s.])(?:[^\W\d_]|Mrs?|Ms|Drs?|Sens?|Gen|Gov|Rep|डॉ|मि|प्रो)$")
_SHORT_CHARS = 8
_MOST_CHARS = 160
_MOST_REPORTED_CHARS = 600
_OF = frozenset({"كا", "का"})
_THAT = frozenset({"كه", "कि"})
MARKED = frozenset({"ur", "hi"})
"""Languages that mark who said something by a word after the name."""


@dataclass
class Speakers:
    """The speakers in one part of an article."""

    part: Part

    @cached_property
    def named(self) -> Sequence[Found]:
        """People and organisations, in order."""
        return sorted([*self.part.people, *self.part.organisations], key=lambda found: found.first)

    @cached_property
    def _firsts(self) -> Sequence[int]:
        return [found.first for found in self.named]

    def of(self, whole: Span) -> Found | None:
        """Return who said what stands here.

        Args:
            whole: where the quotation stands, with its marks.
        """
        if not self.named:
            return None
        say = _LANGUAGES[self.part.senses.language]
        before = self._before(whole[0])
        after = self._after(whole[1]) if self.part.analysed.text[whole[1] - 2] not in _ENDED else range(0)
        return say(self, before, after)

    def reported(self) -> Iterator[tuple[Found, Span]]:
        """Yield who is reported to have said what, as in X نے کہا کہ …, to the end of the sentence."""
        if self.part.senses.language not in MARKED:
            return
        for found in self.named:
            at = self._statement(found)
            if at:
                start = self.part.words.start(at)
                end = _SENTENCE_END.search(self.part.analysed.text, start, start + _MOST_REPORTED_CHARS)
                if end is not None:
                    yield found, (start, end.start())

    def _statement(self, found: Found) -> int:
        """Return the number of the first word that somebody is reported to have said; 0 if nothing is."""
        flags, keys = self.part.flags, self.part.words.keys
        if found.after >= len(flags) or not (flags[found.after] & SUBJECT or keys[found.after] in _OF):
            return 0
        if not self.part.words.go_on(found.after - 1):
            return 0
        for at in range(found.after + 1, min(found.after + _NEAR, len(flags) - 2)):
            if not self.part.words.go_on(at - 1):
                return 0
            if flags[at] & SAYING:
                return next((that + 1 for that in (at + 1, at + 2) if that + 1 < len(flags) and keys[that] in _THAT), 0)
        return 0

    def _word_at(self, position: int) -> int:
        """Return the number of the first word that begins at a position of the text or after it."""
        words = self.part.words
        number = words.first_of(bisect_left(self.part.analysed.chunk_ends, position))
        while number < len(words) and words.start(number) < position:
            number += 1
        return min(number, len(words))

    def _before(self, position: int) -> range:
        """Return the numbers of the words of the sentence before a position, no more than the last few."""
        left = max(0, position - _MOST_CHARS)
        window = self.part.analysed.text[left:position]
        starts = [match.end() for match in _STOPS.finditer(window) if not _is_short(window, match)]
        after = self._word_at(position)
        first = self._word_at(left + starts[-1]) if starts else 0
        return range(max(first, after - _MOST_BEFORE), after)

    def _after(self, position: int) -> range:
        """Return the numbers of the words of the sentence after a position, no more than the first few."""
        text = self.part.analysed.text
        right = min(len(text), position + _MOST_CHARS)
        stop = next((match for match in _STOPS.finditer(text, position, right) if not _is_short(text, match)), None)
        if stop is not None:
            right = stop.start()
        first = self._word_at(position)
        if _NEXT.search(text, position, right):
            return range(0)  # it leads to what is said next
        return range(first, min(self._word_at(right), first + _MOST_AFTER))

    def within(self, numbers: range) -> Sequence[Found]:
        """Return the names that begin among these words."""
        return self.named[bisect_left(self._firsts, numbers.start) : bisect_left(self._firsts, numbers.stop)]

    def says(self, numbers: range) -> list[int]:
        """Return those of these words that tell of speaking."""
        return [at for at in numbers if self.part.flags[at] & SAYING]


def _is_short(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a stop follows an initial or a title written short, and so ends no sentence."""
    return stop.group() == "." and _SHORT.search(text, max(0, stop.start() - _SHORT_CHARS), stop.start()) is not None


Say = Callable[[Speakers, range, range], Found | None]


def _marked(speakers: Speakers, before: range, after: range) -> Found | None:
    """X نے کہا: “…”, “…” X نے کہا, X کا کہنا ہے “…”."""
    for numbers in (before, after):
        for found in reversed(speakers.within(numbers)):
            following = range(found.after + 1, numbers.stop)
            says = speakers.says(following[:_FAR])
            if found.after not in numbers or not says:
                continue
            if numbers is after and says[0] + 1 in numbers and speakers.part.words.keys[says[0] + 1] in _THAT:
                continue
            if speakers.part.flags[found.after] & SUBJECT or speakers.part.words.keys[found.after] in _OF:
                return found
    return None


def _verb_first(speakers: Speakers, before: range, after: range) -> Found | None:
    """وقال X: «…», «…» قال X."""
    for numbers in (before, after):
        says = speakers.says(numbers if numbers is before else numbers[:2])
        if says:
            near = speakers.within(range(says[-1] + 1, min(says[-1] + 1 + _FAR, numbers.stop)))
            if near and _leads_to(speakers, says[-1] + 1, near[0]):
                return near[0]
    return None


def _leads_to(speakers: Speakers, first: int, found: Found) -> bool:
    """Tell whether only titles and what goes with them stand before a name: وقال الرئيس الأمريكي X."""
    flags, keys = speakers.part.flags, speakers.part.words.keys
    between = range(first, found.first)
    return not flags[found.first] & CLITIC and all(
        flags[at] & (TITLE | BETWEEN) or keys[at].startswith(("ال", "ה")) for at in between
    )


def _verb_last(speakers: Speakers, before: range, after: range) -> Found | None:
    """X گفت: «…», «…» X گفت; X, "…" dedi; "…" diyen X."""
    said_before = speakers.says(before)
    named = [found for found in speakers.within(before) if not _declined(speakers, found)]
    if said_before and named:
        opening = named[0]
        if _opens_clause(speakers, before, opening) and said_before[-1] - opening.after < _FAR <= _FAR + len(named):
            return opening
    if speakers.says(after[:1]):
        if named and named[-1].after == before.stop and not speakers.part.words.go_on(before.stop - 1):
            return named[-1]
        near = speakers.within(after[1:3])
        return near[0] if near else None
    near = speakers.within(after[:_NEAR])
    said_after = speakers.says(after[:_FAR])
    return near[0] if len(near) == 1 and said_after and said_after[0] == near[0].after else None


def _declined(speakers: Speakers, found: Found) -> bool:
    """Tell whether a Turkish name has an ending, so that it is not who speaks; or a preposition stands before it."""
    keys = speakers.part.words.keys
    return speakers.part.analysed.text.startswith(("'", "’"), found.span[1]) or (
        found.first > 0 and keys[found.first - 1] in speakers.part.senses.prepositions
    )


def _opens_clause(speakers: Speakers, numbers: range, found: Found) -> bool:
    between = range(numbers.start, found.first)
    return all(speakers.part.flags[at] & TITLE for at in between) or len(between) <= 1


def _either(speakers: Speakers, before: range, after: range) -> Found | None:
    """X said: “…”, “…,” said X, “…,” X said, X, the chairman, said: “…”."""
    keys = speakers.part.words.keys
    if tuple(keys[at] for at in after[:2]) == ("according", "to"):
        near = speakers.within(after[2:4])
        return near[0] if near else None
    for numbers, nearest in ((after, 0), (before, -1)):
        says = speakers.says(numbers)
        if not says:
            continue
        near = [found for found in speakers.within(numbers) if _adjoins(speakers, found, says[nearest])]
        if near:
            people = [found for found in near if found in speakers.part.people] or near
            # Who stands before the word says it, whoever is named behind it: Clark said May's plan is “…”.
            return ([found for found in people if found.after <= says[nearest]] or people)[nearest]
    return None


def _adjoins(speakers: Speakers, found: Found, said: int) -> bool:
    """Tell whether a name and a word of speaking stand together, a title between them, or what explains the name."""
    words, flags = speakers.part.words, speakers.part.flags
    if found.after <= said:
        if (
            found.first > 0
            and words.go_on(found.first - 1)
            and words.keys[found.first - 1] in speakers.part.senses.prepositions
        ):
            return False
        if found.after == said or (found.after == said - 1 and words.go_on(said - 1)):
            return words.go_on(found.after - 1) or _explained(speakers, found, said)
        return _explained(speakers, found, said)
    if words.keys[said] in speakers.part.senses.told:
        return False
    between = range(said + 1, found.first)
    return len(between) < _NEAR and all(flags[at] & TITLE for at in between)


def _explained(speakers: Speakers, found: Found, said: int) -> bool:
    """Tell whether commas part a name from the word of speaking, and nobody else is named: X, its head, said."""
    words = speakers.part.words
    commas = speakers.part.analysed.text.startswith(",", found.span[1]) and not words.go_on(said - 1)
    others = [other for other in speakers.within(range(found.after, said)) if other in speakers.part.people]
    return commas and said - found.after > 0 and not others


_LANGUAGES: Mapping[str, Say] = {
    **dict.fromkeys(("ur", "hi"), _marked),
    **dict.fromkeys(("ar", "he"), _verb_first),
    **dict.fromkeys(("fa", "ps", "tr", "bn"), _verb_last),
    **dict.fromkeys(("en", "de", "ru"), _either),
}
