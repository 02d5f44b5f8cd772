"""Runs of words that may be one person's name: where they end, and whether they are one."""

from services.text.named.part import Part
from services.text.named.senses import (
    BETWEEN,
    CLITIC,
    FAMILY,
    GIVEN,
    KNOWN,
    MAYBE_GIVEN,
    NAME,
    PARTICLE,
    STOP,
    THING,
    TITLE,
)

_WORDS_SURE = 2
_LEAST_ORIGIN = 5
MOST_WORDS = 4
"""Of a name, its particles not counted."""
_SECOND_PARTICLES = frozenset({"der", "den", "la", "le", "ten", "st", "da"})
_WITH_ARTICLE = ("ال", "بال", "وال", "لل", "فال", "كال")
_WITH_PRONOUN = ("ها", "هم", "ته", "تهم", "نا")
_COMPOUNDS = frozenset({"الله", "الدين", "الحق", "الرحمن", "الرحمان", "الاسلام", "العابدين"})


def run(part: Part, first: int) -> int:
    """Return the word before which a name that begins here must end."""
    at = first
    size = 0
    while at < len(part.flags) and size < MOST_WORDS and (at == first or part.words.go_on(at - 1)):
        flags = part.flags[at]
        particle = flags & PARTICLE and at > first and _may_be_particle(part, at, size)
        if not particle and not _may_be_in_name(part, at, first):
            break
        if part.taken[at]:
            break
        size += not particle
        at += 1
    while (
        at > first
        and part.flags[at - 1] & PARTICLE
        and not part.flags[at - 1] & NAME
        and not _ends_compound(part, at - 1)
    ):
        at -= 1
    if at == first:
        return first
    at = _after_family(part, first, at)
    return at if part.words.shapes[first].cased or part.senses.has_lexicon else _trimmed(part, first, at)


def _after_family(part: Part, first: int, after: int) -> int:
    """End a run after a family name that no other follows; and after three words, if the fourth is unknown."""
    for at in range(first, after - 1):
        if (
            part.flags[at] & FAMILY
            and not part.flags[at] & (GIVEN | MAYBE_GIVEN)
            and not part.flags[at + 1] & (NAME | PARTICLE)
        ):
            return at + 1
    german = part.senses.language == "de" and after - first > _WORDS_SURE
    if german and not part.flags[first + _WORDS_SURE] & (NAME | PARTICLE):
        return first + _WORDS_SURE  # nouns have capitals too
    unknown = after - first == MOST_WORDS and not part.flags[after - 1] & NAME
    return after - 1 if unknown and not any(flag & PARTICLE for flag in part.flags[first:after]) else after


def _may_be_particle(part: Part, number: int, size: int) -> bool:
    """Tell a particle from the article or preposition of a sentence: von der Leyen, but Peter Martin von der Firma."""
    key = part.words.keys[number]
    if key in _SECOND_PARTICLES and not part.flags[number - 1] & PARTICLE and not part.words.shapes[number].capital:
        return False
    return part.senses.language != "de" or size < 2


def _may_be_in_name(part: Part, number: int, first: int) -> bool:
    flags = part.flags[number]
    if not part.nameable(number) or part.words.shapes[number].cased != part.words.shapes[first].cased:
        return False
    if part.words.shapes[number].cased:
        if part.words.keys[number].isascii() != part.words.keys[first].isascii():
            return False
        return part.words.shapes[number].capital and not (flags & TITLE and not flags & NAME)
    if len(part.words.keys[number]) < 2:
        return False
    if flags & NAME:
        return number == first or not flags & CLITIC
    if part.senses.language == "ar" and _is_arabic_word(part, number):
        return number > first and _is_origin(part, number)
    return not flags & KNOWN


def _is_arabic_word(part: Part, number: int) -> bool:
    """Tell an ordinary word by its shape: the article, a pronoun, an ending, a preposition that is written with it."""
    key = part.words.keys[number]
    text = part.analysed.text[part.words.start(number) : part.words.end(number)]
    if key.startswith(_WITH_ARTICLE) or key.endswith(_WITH_PRONOUN) or text.endswith("ة") or "\u064b" in text:
        return True
    return key[0] in "وبلفك" and bool(part.senses.of[key[1:]] & (STOP | KNOWN | GIVEN | TITLE))


def _is_origin(part: Part, number: int) -> bool:
    """Tell whether an Arabic word is made like a family name of an origin, الصفدي, and is no nationality."""
    key = part.words.keys[number]
    return key.startswith("ال") and key.endswith("ي") and len(key) > _LEAST_ORIGIN and not part.flags[number] & BETWEEN


def _ends_compound(part: Part, number: int) -> bool:
    return part.words.keys[number] in _COMPOUNDS


def _trimmed(part: Part, first: int, after: int) -> int:
    """Cut a run where nobody knows which words are ordinary: one may follow a given name."""
    sure = GIVEN | FAMILY | PARTICLE
    known = [at for at in range(first, after) if part.flags[at] & (sure if at > first + 1 else NAME | PARTICLE)]
    if part.senses.language == "ar" and known and after > known[-1] + 1 and _is_origin(part, after - 1):
        return after
    if not known:
        return after
    last = known[-1] + 1
    lone = len([at for at in known if part.flags[at] & NAME]) == 1
    return min(after, last + 1) if lone and known[0] == first and last == first + 1 else last


def is_name(part: Part, first: int, after: int, *, titled: bool, enough: bool) -> bool:
    """Tell whether these words are a name, from how many there are and what is known of them."""
    size = after - first
    if size < 1:
        return False
    flags = part.flags[first:after]
    cased = part.words.shapes[first].cased
    if cased and joins_capitals(part, after):
        return False
    sure = sum(1 for flag in flags if flag & (GIVEN | FAMILY))
    if titled:
        knows = cased or part.senses.has_lexicon
        if size == 1:
            return bool(sure) or (enough and knows and not flags[0] & (KNOWN | MAYBE_GIVEN))
        return knows or bool(sure) or any(flag & NAME for flag in flags)
    if size == 1 or _belongs_to_thing(part, after):
        return False
    if flags[0] & GIVEN:
        return True
    plain = part.senses.has_lexicon and not flags[0] & KNOWN
    return bool(flags[0] & MAYBE_GIVEN) and (sure > 0 or (plain and not flags[1] & MAYBE_GIVEN))


def _belongs_to_thing(part: Part, after: int) -> bool:
    return after < len(part.flags) and bool(part.flags[after] & THING) and part.words.go_on(after - 1)


def joins_capitals(part: Part, after: int) -> bool:
    """Tell whether a word with a capital goes on from a run, so that it is more than a person: a street, a firm."""
    if after < len(part.flags) and part.words.go_on(after - 1) and not part.words.shapes[after].upper:
        return part.words.shapes[after].capital
    return False
