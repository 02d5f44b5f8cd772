"""People in one part of an article: by titles, by given names, and what only one person in the world is called."""

from collections.abc import Callable

from services.text.named.part import Part
from services.text.named.runs import MOST_WORDS, is_name, joins_capitals, run
from services.text.named.senses import (
    AFTER,
    BETWEEN,
    CLITIC,
    FAMOUS,
    GIVEN,
    KNOWN,
    MAYBE_GIVEN,
    NAME,
    ORG_LAST,
    PARTICLE,
    SAYING,
    STOP,
    TITLE,
    WHO,
    phrase_at,
)

_MOST_TITLES = 3
_MOST_BETWEEN = 2
_EVIDENCE = FAMOUS | TITLE | GIVEN | MAYBE_GIVEN | WHO | AFTER
_AGES = range(10, 100)


def people(part: Part) -> None:
    """Take all people's names that stand on their own evidence."""
    all_flags, taken = part.flags, part.taken
    for number in part.hits:
        flags = all_flags[number]
        if flags & _EVIDENCE and not taken[number]:
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
    if at == first or not (_may_follow(part, at) or part.flags[at] & BETWEEN):
        return False
    for _ in range(_MOST_BETWEEN):
        if at < len(part.flags) and part.flags[at] & BETWEEN and part.words.go_on(at) and _may_follow(part, at + 1):
            at += 1
    at = _first_known(part, at, enough=enough)
    after = run(part, at)
    if not is_name(part, at, after, titled=True, enough=enough):
        return False
    start, end = part.words.span(first, title_after)
    part.take(part.found(at, after, part.analysed.text[start:end]), part.people)
    return True


def _may_follow(part: Part, number: int) -> bool:
    """Tell at a glance whether a name may go on at a word: most often it does not."""
    if number >= len(part.flags):
        return False
    flags = part.flags[number]
    return bool(flags & PARTICLE) or (not flags & STOP and (not flags & KNOWN or bool(flags & NAME)))


def _first_known(part: Part, number: int, *, enough: bool) -> int:
    """Return where a name begins after a title: where nobody knows which words are ordinary, at one known as a name."""
    if part.senses.has_lexicon or number >= len(part.flags):
        return number
    if part.words.shapes[number].cased and (enough or part.senses.language != "ru"):  # Президент Мексики is no name
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
    after = phrase_at(part.words, number, part.senses.titles.get(part.words.keys[number], ()))
    return after, tuple(part.words.keys[number:after]) in part.senses.enough


def _may_be_title(part: Part, number: int) -> bool:
    return not (part.words.shapes[number].cased and part.headline_case)


def _by_given_name(part: Part, number: int) -> bool:
    if not _may_follow(part, number + 1) or _is_place(part, number):
        return False
    if part.words.shapes[number].cased and part.headline_case:
        return False
    after = run(part, number)
    if not is_name(part, number, after, titled=False, enough=False):
        return False
    part.take(part.found(number, after), part.people)
    return True


def _is_place(part: Part, number: int) -> bool:
    return number > 0 and part.words.keys[number - 1] in part.senses.place_before and part.words.go_on(number - 1)


def _famous(part: Part, number: int) -> bool:
    word = part.words.shapes[number]
    if (word.cased and not word.capital) or part.flags[number] & CLITIC:
        return False
    after = phrase_at(part.words, number, part.senses.famous.get(part.words.keys[number], ()))
    if not after or not part.is_free(number, after):
        return False
    if after - number == 1 and word.cased and joins_capitals(part, after):
        return False
    part.take(part.found(number, after), part.people)
    return True


def _before_who(part: Part, number: int) -> bool:
    """Take two or three words with capitals before `, who`."""
    return number > 0 and not part.words.go_on(number - 1) and _capitals_before(part, number, ",")


def _with_ages(part: Part) -> None:
    """Take two or three words with capitals before an age between commas."""
    for number, key in enumerate(part.words.keys):
        if len(key) == 2 and key.isdigit() and int(key) in _AGES and part.words.shapes[number].closes:
            _capitals_before(part, number, ",", then=",")


def _capitals_before(part: Part, number: int, mark: str, then: str = "") -> bool:
    text = part.analysed.text
    if number < 2 or text[part.words.end(number - 1) : part.words.start(number)].strip() != mark:
        return False
    if then and not text.startswith(then, part.words.end(number)):
        return False
    first = number - 1
    while first > 0 and number - first < MOST_WORDS and part.words.go_on(first - 1) and _is_capital(part, first - 1):
        first -= 1
    if number - first not in (2, 3) or not all(_is_capital(part, at) for at in range(first, number)):
        return False
    if first > 0 and part.words.go_on(first - 1) and part.words.shapes[first - 1].capital:
        return False
    if any(part.flags[at] & (ORG_LAST | TITLE) for at in range(first, number)) or not part.is_free(first, number):
        return False
    part.take(part.found(first, number), part.people)
    return True


def _is_capital(part: Part, number: int) -> bool:
    return part.words.shapes[number].capital and part.nameable(number) and not part.words.shapes[number].upper


def _before_title(part: Part, number: int) -> bool:
    """Take the known name that a title follows: Ahmet Bey."""
    first = number - 1
    known = number > 0 and part.flags[first] & NAME and part.is_free(first, number) and part.words.go_on(first)
    if not known or not part.capital(first) or not part.capital(number):
        return False
    while first > 0 and part.flags[first - 1] & NAME and part.is_free(first - 1, first) and part.words.go_on(first - 1):
        first -= 1
    start, end = part.words.span(number, number + 1)
    part.take(part.found(first, number, part.analysed.text[start:end]), part.people)
    return True


_WAYS: tuple[tuple[Callable[[Part, int], bool], int], ...] = (
    (_famous, FAMOUS),
    (_by_title, TITLE),
    (_by_given_name, GIVEN | MAYBE_GIVEN),
    (_before_who, WHO),
    (_before_title, AFTER),
)
