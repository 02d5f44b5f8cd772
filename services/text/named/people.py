"""People in one part of an article: by titles, by given names, and what only one person in the world is called."""

from collections.abc import Callable

from services.text.named.part import Part
from services.text.named.senses import (
    BETWEEN,
    CLITIC,
    FAMILY,
    FAMOUS,
    GIVEN,
    KNOWN,
    MAYBE_GIVEN,
    NAME,
    ORG_LAST,
    PARTICLE,
    SAYING,
    STOP,
    THING,
    TITLE,
    WHO,
    phrase_at,
)

_MOST_WORDS = 4
_MOST_TITLES = 3
_MOST_BETWEEN = 2
_AGES = range(10, 100)


def people(part: Part) -> None:
    """Take all people's names that stand on their own evidence."""
    for number in part.hits:
        flags = part.flags[number]
        if flags & (FAMOUS | TITLE | GIVEN | MAYBE_GIVEN | WHO) and not part.taken[number]:
            for way, bit in _WAYS:
                if flags & bit and way(part, number):
                    break
    if part.senses.language == "en":
        _with_ages(part)


def _by_title(part: Part, number: int) -> bool:
    if part.flags[number] & CLITIC or not _may_be_title(part, number):
        return False
    first, at, enough = number, number, False
    for _ in range(_MOST_TITLES):
        after, says = _title_at(part, at)
        if not after:
            break
        at, enough = after, enough or says
        if not part.words.go_on(at - 1):
            return False
    title_after = at
    if not _may_follow(part, at) and not part.flags[at] & BETWEEN:
        return False
    for _ in range(_MOST_BETWEEN):
        if at < len(part.flags) and part.flags[at] & BETWEEN and not part.flags[at] & NAME and part.words.go_on(at):
            at += 1
    at = _first_known(part, at)
    after = _run(part, at)
    if not _is_name(part, at, after, titled=True, enough=enough):
        return False
    start, end = part.words.span(first, title_after)
    part.take(part.found(at, after, part.analysed.text[start:end]), part.people)
    return True


def _may_follow(part: Part, number: int) -> bool:
    """Tell at a glance whether a name may go on at a word: most often it does not."""
    if number >= len(part.flags):
        return False
    flags = part.flags[number]
    return not flags & STOP and (not flags & KNOWN or bool(flags & (NAME | PARTICLE)))


def _first_known(part: Part, number: int) -> int:
    """Return where a name begins after a title: where nobody knows which words are ordinary, at one known as a name."""
    if part.senses.has_lexicon or number >= len(part.flags) or part.words.words[number].cased:
        return number
    for at in range(number, min(number + _MOST_BETWEEN + 1, len(part.flags))):
        wanted = NAME if at == number else GIVEN
        if part.flags[at] & wanted and not part.flags[at] & (STOP | CLITIC):
            return at
        if part.flags[at] & (STOP | SAYING) or not part.words.go_on(at):
            break
    return len(part.flags)


def _title_at(part: Part, number: int) -> tuple[int, bool]:
    if number >= len(part.flags) or not part.flags[number] & TITLE:
        return 0, False
    for phrase, enough in part.senses.titles.get(part.words.keys[number], ()):
        after = phrase_at(part.words, number, (phrase,))
        if after:
            return after, enough
    return 0, False


def _may_be_title(part: Part, number: int) -> bool:
    return not (part.words.headline_case and part.words.words[number].cased)


def _by_given_name(part: Part, number: int) -> bool:
    if part.words.headline_case and part.words.words[number].cased:
        return False
    if not _may_follow(part, number + 1):
        return False
    after = _run(part, number)
    if not _is_name(part, number, after, titled=False, enough=False):
        return False
    part.take(part.found(number, after), part.people)
    return True


def _famous(part: Part, number: int) -> bool:
    word = part.words.words[number]
    if (word.cased and not word.capital) or part.flags[number] & CLITIC:
        return False
    after = phrase_at(part.words, number, part.senses.famous.get(part.words.keys[number], ()))
    if not after or not part.is_free(number, after):
        return False
    if after - number == 1 and word.cased and _joins_capitals(part, after):
        return False
    part.take(part.found(number, after), part.people)
    return True


def _before_who(part: Part, number: int) -> bool:
    """Take two or three words with capitals before `, who`."""
    return number > 0 and not part.words.go_on(number - 1) and _capitals_before(part, number, ",")


def _with_ages(part: Part) -> None:
    """Take two or three words with capitals before an age between commas."""
    for number, key in enumerate(part.words.keys):
        if len(key) == 2 and key.isdigit() and int(key) in _AGES and part.words.words[number].closes:
            _capitals_before(part, number, ",", then=",")


def _capitals_before(part: Part, number: int, mark: str, then: str = "") -> bool:
    text = part.analysed.text
    if number < 2 or text[part.words.end(number - 1) : part.words.start(number)].strip() != mark:
        return False
    if then and not text.startswith(then, part.words.end(number)):
        return False
    first = number - 1
    while first > 0 and number - first < _MOST_WORDS and part.words.go_on(first - 1) and _is_capital(part, first - 1):
        first -= 1
    if number - first not in (2, 3) or not all(_is_capital(part, at) for at in range(first, number)):
        return False
    if first > 0 and part.words.go_on(first - 1) and part.words.words[first - 1].capital:
        return False
    if any(part.flags[at] & (ORG_LAST | TITLE) for at in range(first, number)) or not part.is_free(first, number):
        return False
    part.take(part.found(first, number), part.people)
    return True


def _is_capital(part: Part, number: int) -> bool:
    return part.words.words[number].capital and part.nameable(number) and not part.words.words[number].upper


def _run(part: Part, first: int) -> int:
    """Return the word before which a name that begins here must end."""
    at = first
    size = 0
    while at < len(part.flags) and size < _MOST_WORDS and (at == first or part.words.go_on(at - 1)):
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
    return at if part.words.words[first].cased or part.senses.has_lexicon else _trimmed(part, first, at)


def _after_family(part: Part, first: int, after: int) -> int:
    """End a run after a family name that no other follows; and after three words, if the fourth is unknown."""
    for at in range(first, after - 1):
        if (
            part.flags[at] & FAMILY
            and not part.flags[at] & (GIVEN | MAYBE_GIVEN)
            and not part.flags[at + 1] & (NAME | PARTICLE)
        ):
            return at + 1
    unknown = after - first == _MOST_WORDS and not part.flags[after - 1] & NAME
    return after - 1 if unknown and not any(flag & PARTICLE for flag in part.flags[first:after]) else after


_SECOND_PARTICLES = frozenset({"der", "den", "la", "le", "ten", "st", "da"})


def _may_be_particle(part: Part, number: int, size: int) -> bool:
    """Tell a particle from the article or preposition of a sentence: von der Leyen, but Peter Martin von der Firma."""
    key = part.words.keys[number]
    if key in _SECOND_PARTICLES and not part.flags[number - 1] & PARTICLE and not part.words.words[number].capital:
        return False
    return part.senses.language != "de" or size < 2


def _may_be_in_name(part: Part, number: int, first: int) -> bool:
    flags = part.flags[number]
    if not part.nameable(number) or part.words.words[number].cased != part.words.words[first].cased:
        return False
    if part.words.words[number].cased:
        if part.words.keys[number].isascii() != part.words.keys[first].isascii():
            return False
        return part.words.words[number].capital and not (flags & TITLE and not flags & NAME)
    if len(part.words.keys[number]) < 2:
        return False
    if flags & NAME:
        return number == first or not flags & CLITIC
    if part.senses.language == "ar" and _is_arabic_word(part, number):
        return False
    return not flags & KNOWN


_WITH_ARTICLE = ("ال", "بال", "وال", "لل", "فال", "كال")
_WITH_PRONOUN = ("ها", "هم", "ته", "تهم", "نا")


def _is_arabic_word(part: Part, number: int) -> bool:
    """Tell an ordinary word by its shape: the article, a pronoun, an ending, a preposition that is written with it."""
    key = part.words.keys[number]
    text = part.analysed.text[part.words.start(number) : part.words.end(number)]
    if key.startswith(_WITH_ARTICLE) or key.endswith(_WITH_PRONOUN) or text.endswith("ة") or "\u064b" in text:
        return True
    return key[0] in "وبلفك" and bool(part.senses.of[key[1:]] & (STOP | KNOWN | GIVEN | TITLE))


_COMPOUNDS = frozenset({"الله", "الدين", "الحق", "الرحمن", "الرحمان", "الاسلام", "العابدين"})


def _ends_compound(part: Part, number: int) -> bool:
    return part.words.keys[number] in _COMPOUNDS


def _trimmed(part: Part, first: int, after: int) -> int:
    """Cut a run where nobody knows which words are ordinary: one may follow a given name."""
    known = [at for at in range(first, after) if part.flags[at] & (NAME | PARTICLE)]
    if not known:
        return after
    last = known[-1] + 1
    lone = len([at for at in known if part.flags[at] & NAME]) == 1
    return min(after, last + 1) if lone and known[0] == first and last == first + 1 else last


def _is_name(part: Part, first: int, after: int, *, titled: bool, enough: bool) -> bool:
    """Tell whether these words are a name, from how many there are and what is known of them."""
    size = after - first
    if size < 1:
        return False
    flags = part.flags[first:after]
    cased = part.words.words[first].cased
    if cased and _joins_capitals(part, after):
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


def _joins_capitals(part: Part, after: int) -> bool:
    """Tell whether a word with a capital goes on from a run, so that it is more than a person: a street, a firm."""
    if after < len(part.flags) and part.words.go_on(after - 1) and not part.words.words[after].upper:
        return part.words.words[after].capital
    return False


_WAYS: tuple[tuple[Callable[[Part, int], bool], int], ...] = (
    (_famous, FAMOUS),
    (_by_title, TITLE),
    (_by_given_name, GIVEN | MAYBE_GIVEN),
    (_before_who, WHO),
)
