"""Later mentions: a name that was found once is met again wherever it stands, a person's family name by itself too."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from services.text.named.part import Found, Part
from services.text.named.senses import FAMILY, KNOWN, MAYBE_GIVEN, PARTICLE, SAYING, STOP, SUBJECT, TITLE

_LEAST_ALONE, _LEAST_SURE = 2, 3
_PREPOSITIONS = "وبلفك"


def again(parts: Sequence[Part]) -> None:
    """Take the later (and earlier) mentions of the names found so far, in all parts."""
    people = {found.keys for part in parts for found in part.people}
    for part in parts:
        _without_doubtful(part, people)
        part.people[:] = [_shortened(part, found, people) for found in part.people]
    people = {found.keys for part in parts for found in part.people}
    orgs = {found.keys: found.id for part in parts for found in part.organisations}
    wholes = _by_first([*people, *orgs])
    alone = {keys[-1] for keys in people if len(keys[-1]) >= _LEAST_ALONE}
    wanted = alone | wholes.keys()
    if not wanted:
        return
    for part in parts:
        count = len(part.flags)
        for number in list(compress(range(count), map(wanted.__contains__, part.words.keys))):
            if not part.taken[number] and not _whole(part, number, wholes, orgs):
                _alone(part, number, alone)


def _without_doubtful(part: Part, people: set[tuple[str, ...]]) -> None:
    """Drop an Arabic given name and a word that may begin with a preposition, if somebody else there has the name."""
    if part.senses.language != "ar":
        return
    for found in list(part.people):
        first, last = found.keys[0], found.keys[-1]
        doubtful = len(found.keys) == 2 and last[0] in _PREPOSITIONS and not part.flags[found.after - 1] & FAMILY
        if doubtful and any(first in (other[0], other[-1]) for other in people if other != found.keys):
            part.people.remove(found)
            part.taken[found.first : found.after] = bytes(found.after - found.first)


def _shortened(part: Part, found: Found, people: set[tuple[str, ...]]) -> Found:
    """Cut off what only one mention has after a name that is found without it too: صدر ٹرمپ آج."""
    for size in range(1, len(found.keys)):
        if found.keys[:size] in people:
            part.taken[found.first + size : found.after] = bytes(found.after - found.first - size)
            return part.found(found.first, found.first + size, found.title)
    return found


def _whole(
    part: Part, number: int, wholes: Mapping[str, Iterable[tuple[str, ...]]], orgs: Mapping[tuple[str, ...], str | None]
) -> bool:
    for keys in wholes.get(part.words.keys[number], ()):
        after = number + len(keys)
        if len(keys) == 1 and keys not in orgs:
            continue
        if tuple(part.words.keys[number:after]) != keys or not part.words.together(number, after):
            continue
        if part.is_free(number, after) and all(part.capital(at) for at in range(number, after)):
            if len(keys) == 1 and part.flags[number] & (STOP | KNOWN) and not part.words.shapes[number].upper:
                continue
            among = part.organisations if keys in orgs else part.people
            part.take(part.found(number, after, id_=orgs.get(keys)), among)
            return True
    return False


def _alone(part: Part, number: int, alone: set[str]) -> None:
    """Take a family name by itself, unless it may be the ordinary word, or part of something else."""
    if part.words.keys[number] not in alone or not part.capital(number):
        return
    flags = part.flags[number]
    doubtful = flags & (STOP | KNOWN | MAYBE_GIVEN) or len(part.words.keys[number]) < _LEAST_SURE
    if doubtful and not part.words.shapes[number].cased and not _speaks(part, number):
        return
    if part.words.shapes[number].cased and _has_neighbour(part, number):
        return
    title = _title_before(part, number)
    part.take(part.found(number, number + 1, title), part.people)


def _speaks(part: Part, number: int) -> bool:
    """Tell whether a word is who did or said something, or has a title, which the ordinary word would not."""
    follows = (
        part.words.go_on(number) and part.flags[number + 1] & (SUBJECT | SAYING) if number + 1 < len(part.flags) else 0
    )
    return bool(follows) or _title_before(part, number) is not None


def _title_before(part: Part, number: int) -> str | None:
    if number == 0 or not part.words.go_on(number - 1) or not part.flags[number - 1] & TITLE:
        return None
    key = part.words.keys[number - 1]
    if (key,) not in part.senses.titles.get(key, ()):
        return None
    start, end = part.words.span(number - 1, number)
    return part.analysed.text[start:end]


def _has_neighbour(part: Part, number: int) -> bool:
    """Tell whether a word with a capital stands beside it that is no title: Waters Street, Jane Waters."""
    words = part.words
    after = number + 1
    if after < len(part.flags) and words.go_on(number) and words.shapes[after].capital and not part.taken[after]:
        return not part.headline_case
    before = number - 1
    if before < 0 or not words.go_on(before) or not words.shapes[before].capital or part.headline_case:
        return False
    return not part.flags[before] & (TITLE | STOP | PARTICLE) and not part.taken[before]


def _by_first(names: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for keys in sorted(names, key=len, reverse=True):
        found.setdefault(keys[0], []).append(keys)
    return found
