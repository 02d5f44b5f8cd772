"""Datelines: `ڈھاکہ ۔ یکم دسمبر (اے پی پی)`, `KARACHI, Dec 1 (Reuters) -`, `تهران- ایرنا-`, `لاہور:`.

A dateline is a place, perhaps a date, and an agency or an office in brackets or between separators. Without one of
these the place must be a city of the data files, since any sentence can begin with a word and a colon.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import regex

from schemas.article import Dateline
from services.ingest.read.structure.lexicon import compact, folded, key, lexicon

_MAX_CHARS = 150
_MAX_TOKENS = 22
_MAX_PLACE_WORDS = 5
_TOKEN = re.compile(
    r"(?P<group>[(（\[]\s*(?P<round>[^()（）\[\]\n]{2,60}?)\s*[)）\]])"
    r"|(?P<slashed>/\s?(?P<between>[^/\n]{2,40}?)\s?/(?!\w))"
    r"|(?P<quoted>[«\"“](?P<inner>[^«»\"“”\n]{2,40}?)[»\"”])"
    r"|(?P<sep>[-–—―]{1,2}|[:：،,/۔।.|؛])"
    r"|(?P<word>[^\s\-–—―:：،,/۔।|؛()（）\[\]«»\"“”.]+(?:\.(?=[^\s]))?)"
)
# Seven words without a mark or a digit, and it is none. By `regex`: `re` before 3.11.5 errs on possessive groups.
_BEGINS = regex.compile(r"\s*+(?:[^\s\d\-–—:：،,/۔।(（\[]++\s*+){1,6}+[-\d–—:：،,/۔।(（\[]")
_GROUPS = frozenset(("group", "slashed", "quoted"))
_STRONG = frozenset("-–—―:：")
_FULL_STOPS = frozenset("۔।")
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|er)?")
_LINKS = frozenset(("في", "in", "at", "de", "le"))


class Found(NamedTuple):
    """A dateline, and the date in it as written, if it has a year."""

    dateline: Dateline
    date: str | None


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Place(NamedTuple):
    text: str
    words: tuple[str, ...]
    known: bool


def find_dateline(paragraph: str, *, bare: bool = True) -> Found | None:
    """Read the dateline a paragraph begins with; None if it does not begin with one.

    Args:
        paragraph: the first of a text.
        bare: whether a known city will do without agency or date.
    """
    head = paragraph[:_MAX_CHARS]
    # Not `concurrent`, as `regex` would be by itself: handing the interpreter to another thread takes far longer.
    if not _BEGINS.match(head, concurrent=False):
        return None
    tokens = list(islice(_tokens(head), _MAX_TOKENS))
    if found := _office_first(paragraph, tokens):
        return found
    words = 0
    for at, token in enumerate(tokens):
        if token.kind == "word":
            words += 1
        elif token.kind != "sep" or words == 0:
            return None
        if words > _MAX_PLACE_WORDS:
            return None
        if token.kind == "word" and _may_end(tokens, at) and (found := _after_place(paragraph, tokens, at, bare)):
            return found
    return None


def _tokens(head: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(head):
        kind = match.lastgroup or "word"
        inner = match["round"] or match["between"] or match["inner"] if kind in _GROUPS else match[0]
        yield _Token("group" if kind in _GROUPS else kind, inner, match.start(), match.end())


def _may_end(tokens: list[_Token], at: int) -> bool:
    """Tell whether a place may end here: before a mark, a bracket or a date."""
    if at + 1 == len(tokens) or tokens[at + 1].kind != "word":
        return True
    following = tokens[at + 1].text
    plain, words = folded(following), lexicon()
    return (
        following[0].isdigit()
        or plain in _LINKS
        or plain in words.months
        or plain in words.first
        or plain in words.date_words
    )


def _after_place(paragraph: str, tokens: list[_Token], at: int, bare: bool) -> Found | None:
    """Read what follows if the tokens up to `at` are the place."""
    start, end = tokens[0].start, tokens[at].end
    text = paragraph[start:end].rstrip(".")
    place = _Place(text, tuple(token.text for token in tokens[: at + 1] if token.kind == "word"), _is_known(text))
    if not place.known and not _could_be_place(place):
        return None
    after = at + 1
    while after < len(tokens) and tokens[after].kind == "sep":
        after += 1
    dated = _skip_date(tokens, after)
    date = paragraph[tokens[after].start : tokens[dated - 1].end] if dated > after else None
    agency = _agency(paragraph, tokens, dated, place, dated > after)
    if agency is not None:
        token = tokens[agency]
        return _found(paragraph[start : token.end], place.text, token.text, date)
    ends = _first_separator(tokens, dated if date else at + 1)
    if date and (ends is not None or dated == len(tokens)) and (place.known or place.text.isupper()):
        return _found(paragraph[start : tokens[dated - 1].end], place.text, None, date)
    if bare and not date and place.known and ends is not None and _stands_apart(paragraph, tokens, at + 1, place):
        return _found(paragraph[start:end], place.text, None, None)
    return None


def _found(text: str, place: str, agency: str | None, date: str | None) -> Found:
    year = date if date and _YEAR.search(folded(date)) else None
    return Found(Dateline(text=text, place=place[:100], agency=agency), year)


def _is_known(place: str) -> bool:
    """Tell whether all parts of a place are cities of the data files, or the first is, before a country."""
    places = lexicon().places
    if compact(place) in places:
        return True
    parts = [part for part in re.split(r"\s*[/،,]\s*", place) if part]
    if len(parts) > 1 and all(compact(part) in places for part in parts):
        return True
    cased = len(parts) == 2 and parts[0].isupper() and parts[1][:1].isupper()
    return cased and compact(parts[0]) in places


def _could_be_place(place: _Place) -> bool:
    words = lexicon()
    if len(place.words) > 4 or any(char.isdigit() for char in place.text) or ":" in place.text:
        return False
    keys = {key(word) for word in place.words}
    if (
        not words.continuations.isdisjoint(keys)
        or not words.agency_words.isdisjoint(keys)
        or not words.months.isdisjoint(keys)
    ):
        return False
    return all(word[:1].isupper() or not (word[:1].islower()) for word in place.words)


def _skip_date(tokens: list[_Token], at: int) -> int:
    """Return where the date that begins at a token ends; the same place if there is none."""
    words = lexicon()
    months = numbers = 0
    end = at
    for index in range(at, min(at + 12, len(tokens))):
        token = tokens[index]
        if token.kind == "group":
            break
        plain = folded(token.text).strip(".")
        if plain in words.months:
            months += 1
        elif _NUMBER.fullmatch(plain) or plain in words.first:
            numbers += 1
        elif token.kind == "sep" and token.text in ",،./-":
            continue
        elif not (plain in words.date_words or (plain in _LINKS and index == at)):
            break
        end = index + 1
    return end if months and numbers else at


def _agency(paragraph: str, tokens: list[_Token], at: int, place: _Place, dated: bool) -> int | None:
    """Return the index of the token that names the agency, joined from several words if need be."""
    while at < len(tokens) and tokens[at].kind == "sep":
        at += 1
    if at == len(tokens):
        return None
    if tokens[at].kind == "group":
        return at if _is_office(tokens[at].text) and _holds(tokens, at, place, dated) else None
    if tokens[at - 1].kind != "sep" and not dated:
        return None
    return _open_agency(paragraph, tokens, at, place)


def _open_agency(paragraph: str, tokens: list[_Token], at: int, place: _Place) -> int | None:
    """Read an agency without brackets; it stands between separators: `الرياض - واس:`."""
    for end in range(at, min(at + 4, len(tokens))):
        if tokens[end].kind != "word":
            return None
        text = paragraph[tokens[at].start : tokens[end].end]
        if compact(text) in lexicon().agencies and _is_closed(paragraph, tokens, end, place):
            if not place.known and len(place.words) > 3:
                return None
            tokens[end] = _Token("group", text, tokens[at].start, tokens[end].end)
            return end
    return None


def _is_closed(paragraph: str, tokens: list[_Token], end: int, place: _Place) -> bool:
    if end + 1 == len(tokens):
        return not paragraph[tokens[end].end :].strip()
    closing = tokens[end + 1].text
    return closing in _STRONG or closing == "/" or (place.known and closing in _FULL_STOPS)


def _office_first(paragraph: str, tokens: list[_Token]) -> Found | None:
    """Read an office before its place: `जागरण संवाददाता, कानपुर।`."""
    comma = next((at for at, token in enumerate(tokens[:5]) if token.kind != "word"), 0)
    if not comma or tokens[comma].text not in ",،":
        return None
    office = paragraph[tokens[0].start : tokens[comma - 1].end]
    if key(office) not in lexicon().roles and compact(office) not in lexicon().agencies:
        return None
    for at in range(comma + 1, min(comma + 4, len(tokens) - 1)):
        place = paragraph[tokens[comma + 1].start : tokens[at].end]
        if tokens[at + 1].text in _STRONG | _FULL_STOPS and compact(place) in lexicon().places:
            return _found(paragraph[tokens[0].start : tokens[at].end], place, office, None)
    return None


def _is_office(text: str) -> bool:
    """Tell whether brackets hold an agency, several, or an office: (اے ایف پی، رائٹرز), (سٹاف رپورٹر)."""
    words = lexicon()
    plain = key(text)
    if compact(text) in words.agencies or plain in words.roles:
        return True
    tokens = plain.split()
    if len(tokens) <= 5 and not words.agency_words.isdisjoint(tokens):
        return True
    parts = [part for part in re.split(r"\s*[،,/;؛+&-]\s*", text) if part]
    return len(parts) > 1 and all(compact(part) in words.agencies or key(part) in words.roles for part in parts)


def _holds(tokens: list[_Token], at: int, place: _Place, dated: bool) -> bool:
    """Tell a dateline from a sentence that has a bracket: `… (پی ٹی آئی) کے چیئرمین`."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return True
    if following.kind == "word":
        if key(following.text) in lexicon().continuations:
            return False
        # An office is never the short form of an organisation's name; an agency's name may be.
        return place.known or dated or key(tokens[at].text) in lexicon().roles or _has_office_word(tokens[at].text)
    return following.kind == "sep" and (place.known or dated or following.text in _STRONG | _FULL_STOPS)


def _has_office_word(text: str) -> bool:
    return not lexicon().agency_words.isdisjoint(key(text).split())


def _first_separator(tokens: list[_Token], at: int) -> str | None:
    if at < len(tokens) and tokens[at].kind == "sep" and tokens[at].text not in ",،/.|؛":
        return tokens[at].text
    return None


def _stands_apart(paragraph: str, tokens: list[_Token], at: int, place: _Place) -> bool:
    """Tell `LAHORE - Police said` from `Lahore - Islamabad motorway` and `Tehran-based`."""
    separator = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    if separator.text in (":", "："):
        return not following.text[:1].isdigit()
    if following.kind != "word" or key(following.text) in lexicon().continuations:
        return False
    for end in range(at + 1, min(at + 4, len(tokens))):
        if compact(paragraph[following.start : tokens[end].end]) in lexicon().places:
            return False
    if separator.text in _FULL_STOPS:
        return True
    spaced = paragraph[separator.end : separator.end + 1].isspace()
    if place.text[:1].isupper():
        return spaced and (place.text.isupper() or separator.text != "-") and not following.text[:1].islower()
    return spaced and (separator.text != "-" or not place.text[:1].isascii())
