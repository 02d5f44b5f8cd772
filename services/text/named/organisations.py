"""Organisations in one part of an article: names of the gazetteer, and names by their first or last word."""

from collections.abc import Iterator, Mapping

from services.text.named.gazetteer import Known, gazetteer
from services.text.named.part import Found, Part
from services.text.named.senses import (
    CLITIC,
    KNOWN,
    NAME,
    ORG_FIRST,
    ORG_LAST,
    ORG_WORD,
    ORGANISATION,
    STOP,
    TITLE,
    phrase_at,
)
from services.text.stop_words import stop_terms

_NONE: Mapping[str, tuple[Known, ...]] = {}
_MOST_BEFORE, _MOST_AFTER = 3, 2
_MOST_CAPITALISED = 6
_LINKS = frozenset({"of", "and", "for", "the", "für", "der", "und", "fur"})
_LEAST_ACRONYM, _MOST_ACRONYM = 2, 10


def known_organisations(part: Part) -> None:
    """Take the names of the gazetteer, and what stands in brackets after one as its other name."""
    names = gazetteer(part.senses.language)
    flags, keys, taken = part.flags, [*part.words.keys, ""], part.taken
    for number in part.hits:
        if flags[number] & ORGANISATION and not taken[number]:
            begun = names.get(part.key(number) if flags[number] & CLITIC else keys[number], _NONE)
            for known in begun.get(keys[number + 1], ()) + begun.get("", ()):
                after = number + len(known.keys)
                rest = tuple(keys[number + 1 : after]) == known.keys[1:]
                if rest and _is_written_so(part, number, after, known):
                    part.take(part.found(number, after, id_=known.id), part.organisations)
                    break


def _is_written_so(part: Part, first: int, after: int, known: Known) -> bool:
    if not part.words.together(first, after) or not part.is_free(first, after):
        return False
    words = part.words.shapes[first:after]
    if known.plain and not part.analysed.text[slice(*part.words.span(first, after))].isascii():
        return False
    if known.capitals and part.headline_case and len(words) == 1 and not words[0].upper:
        return False
    return (
        all(word.upper or not word.cased for word in words)
        if known.capitals
        else words[0].capital or not words[0].cased
    )


def organisations_by_pattern(part: Part) -> None:
    """Take the names that a word such as Ministry or یونیورسٹی gives away."""
    all_flags, taken = part.flags, part.taken
    for number in part.hits:
        flags = all_flags[number]
        if flags & (ORG_FIRST | ORG_LAST) and not taken[number]:
            span = _from_first(part, number) if flags & ORG_FIRST else None
            span = span or (_to_last(part, number) if flags & ORG_LAST else None)
            if span and part.is_free(*span):
                part.take(part.found(*span), part.organisations)


def acronyms(part: Part) -> None:
    """Take what stands in brackets, all in capitals, after an organisation: it is that organisation's other name."""
    for found in list(part.organisations):
        for at in _bracketed(part, found):
            part.take(part.found(at, at + 1, id_=found.id), part.organisations)


def acronym_of(part: Part, found: Found) -> Found | None:
    """Return the organisation whose acronym in brackets this is."""
    if found.after - found.first != 1 or not part.analysed.text[: found.span[0]].endswith("("):
        return None
    return next((other for other in part.organisations if other.after == found.first), None)


def _bracketed(part: Part, found: Found) -> Iterator[int]:
    at = found.after
    if at >= len(part.flags) or part.taken[at] or not part.words.shapes[at].upper:
        return
    text, (start, end) = part.analysed.text, part.words.span(at, at + 1)
    gap = text[found.span[1] : start]
    if gap.strip() == "(" and text[end : end + 1] == ")" and _LEAST_ACRONYM <= end - start <= _MOST_ACRONYM:
        yield at


def _from_first(part: Part, number: int) -> tuple[int, int] | None:
    first_key = part.key(number)
    after = phrase_at(part.words, number, part.senses.org_first.get(first_key, ()))
    if part.flags[number] & CLITIC:
        after = number + 1 if (first_key,) in part.senses.org_first.get(first_key, ()) else 0
    if not after:
        return None
    if part.words.shapes[number].cased:
        return _capitalised_after(part, number, after)
    whole = after - number > 1  # a ministry: its phrase is its name
    return (number, after) if whole else _named_after(part, number, after)


def _capitalised_after(part: Part, first: int, after: int) -> tuple[int, int] | None:
    if not part.words.shapes[first].capital or part.headline_case:
        return None
    last = after
    at = after
    if at < len(part.flags) and part.words.shapes[at].capital and part.words.keys[at] in part.senses.loose:
        return None
    while at < len(part.flags) and at - after < _MOST_CAPITALISED and part.words.go_on(at - 1):
        word = part.words.shapes[at]
        if word.capital:
            last = at + 1
        elif part.words.keys[at] not in _LINKS:
            break
        at += 1
    if last == after:
        return None
    before = _capitalised_before(part, first, first + 1)
    return (before[0] if before else first, last)


def _named_after(part: Part, first: int, after: int) -> tuple[int, int] | None:
    """Return an organisation that a common word begins (جامعة): the next word must look like a name."""
    if after >= len(part.flags) or not part.words.go_on(after - 1):
        return None
    flags, key = part.flags[after], part.words.keys[after]
    if part.taken[after] or flags & (STOP | KNOWN) or not part.capital(after):
        return None
    article = key.startswith("ال")
    if not article and key.endswith(("ه", "ي", "يه", "ها", "ات")):  # most often an adjective
        return None
    if part.senses.language == "ar" and key.startswith(("بال", "وال", "لل", "فال", "كال")):
        return None
    last = after + 1
    if article and last < len(part.flags) and part.words.go_on(after) and part.words.keys[last].startswith("ال"):
        last += 1
    return first, last


def _to_last(part: Part, number: int) -> tuple[int, int] | None:
    words = part.words
    phrases = part.senses.org_last.get(words.keys[number], ())
    size = next((len(p) for p in phrases if tuple(words.keys[number + 1 - len(p) : number + 1]) == p), 0)
    head = number + 1 - size
    if not size or head < 1 or not words.together(head, number + 1):
        return None
    if words.shapes[number].cased:
        return _capitalised_before(part, head, number + 1)
    first = head
    while first > 0 and head - first < _MOST_BEFORE and words.go_on(first - 1) and _may_precede(part, first - 1):
        first -= 1
    telling = any(_tells(part, at) for at in range(first, head))
    return (first, number + 1) if telling else None


def _may_precede(part: Part, number: int) -> bool:
    flags = part.flags[number]
    if part.taken[number] or words_cased(part, number):
        return False
    if flags & ORG_WORD:
        return True
    return (
        not flags & STOP
        and (not flags & KNOWN or bool(flags & NAME))
        and (part.senses.has_lexicon or bool(flags & NAME))
    )


def _tells(part: Part, number: int) -> bool:
    flags = part.flags[number]
    return bool(flags & (ORG_WORD | NAME)) or not flags & (KNOWN | STOP)


def words_cased(part: Part, number: int) -> bool:
    """Tell whether a word is of a script that has capitals."""
    return part.words.shapes[number].cased


def _capitalised_before(part: Part, head: int, after: int) -> tuple[int, int] | None:
    words = part.words
    if not words.shapes[head].capital or part.headline_case:
        return None
    if (
        after < len(part.flags)
        and words.go_on(after - 1)
        and words.shapes[after].capital
        and part.flags[after] & ORG_LAST
    ):
        return None  # the next word ends it
    first = head
    at = head - 1
    while at >= 0 and head - at < _MOST_CAPITALISED and words.go_on(at) and not part.taken[at]:
        word = words.shapes[at]
        if word.capital:
            first = at
        elif words.keys[at] not in _LINKS:
            break
        at -= 1
    while first < head and _is_loose(part, first):
        first += 1
    return (first, after) if first < head else None


def _is_loose(part: Part, number: int) -> bool:
    """Tell whether a word with a capital at the front is none of the name's: The, On, Mr."""
    key = part.words.keys[number]
    return (
        bool(part.flags[number] & TITLE)
        or len(key) < 2
        or key in _LINKS
        or key in part.senses.loose
        or key in stop_terms(part.senses.language)
    )
