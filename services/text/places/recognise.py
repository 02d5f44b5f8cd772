"""Which places an article names. Precision before recall: a name that may be something else needs the context's word.

First come the names that are sure. They are evidence: a doubtful or little-known name counts if the words around it say
so, or a sure place of its country is in the article, as its rule asks. Then namesakes are told apart by people and
countries.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import compress, count, zip_longest
from typing import NamedTuple

from services.text.analysed import Analysed
from services.text.joined import is_word
from services.text.places.candidates import Candidate, candidates
from services.text.places.context import is_part_of_name, is_title_case, told_by
from services.text.places.gazetteer import Gazetteer, gazetteer, key_of
from services.text.places.place import FoundPlace, Mention, Place
from services.text.places.words import Rule
from services.text.stop_words import stop_terms

MOST_PLACES, MOST_MENTIONS = 50, 20
_HOME, _NAMED = 5, 10
"""How many times more people a city counts for in the language's home, and in a country that the article names."""
_PEOPLE = {"country": 5_000_000, "demonym": 5_000_000, "region": 1_000_000}
"""How many people these count for beside a city of their name."""
_COMMAS = (",", "،")
_LARGE, _LONG = 1_000_000, 6
"""A city of so many people and letters needs no more than its country to be named too."""


class _Named(NamedTuple):
    field: str
    candidate: Candidate
    comma: bool
    """Whether a comma follows."""
    says: bool | None
    """What the words around it say."""
    rule: Rule | None
    sure: bool


def find_places(fields: Mapping[str, Analysed], language: str) -> list[FoundPlace]:
    """List the places that are named, those named most first, at most `MOST_PLACES`.

    Args:
        fields: the article's texts by the name that mentions give for each.
        language: BCP 47 tag. In one that `gazetteer.LANGUAGES` does not have nothing is found.
    """
    key = key_of(language)
    if key is None:
        return []
    known = gazetteer(key)
    people = {name for text in fields.values() for name in _people(text, known)}
    named = _told_by_what_follows(
        [each for field, text in fields.items() for each in _names(field, text, known, people)]
    )
    evidence = _evidence(named)
    taken = [each for each in named if _is_taken(each, evidence, known)]
    if len(taken) > sum(each.sure for each in taken):
        evidence = _evidence(taken, all_count=True)
        taken = [each for each in named if _is_taken(each, evidence, known)]
    following = [_country_beside(each, after) for each, after in zip_longest(taken, taken[1:])]
    return _gathered(
        (each, _choose(each.candidate.places, evidence, known, beside))
        for each, beside in zip(taken, following, strict=True)
    )


def _people(text: Analysed, known: Gazetteer) -> Iterable[str]:
    """Yield the names of places that are people's in this text: Ross of Jack Ross, which is Russia in Urdu."""
    terms, given = text.terms, known.words.given
    surnames = known.words.surnames and known.words.surnames.intersection(terms)
    places = compress(count(), map(surnames.__contains__, terms)) if surnames else ()
    return (terms[at] for at in places if at and terms[at - 1] in given)


def _names(field: str, text: Analysed, known: Gazetteer, people: Container[str]) -> Iterable[_Named]:
    """Yield the names that are not told to be something else."""
    echo = known.language.cased and field != "text" and is_title_case(text)
    for candidate in candidates(text, known):
        rule = known.words.rules.get(candidate.name)
        town = candidate.places[0].kind in ("city", "region")
        says = told_by(rule or known.words.cues, text.terms, candidate.first, candidate.last) if rule or town else None
        if says is False or (candidate.name in people and not says):
            continue
        single = candidate.first == candidate.last
        if (town or rule) and single and not echo and is_part_of_name(text, candidate, known):
            continue
        sure = known.is_sure(candidate.name, candidate.places) and not (echo and town and single)
        if sure or says or rule or not _is_common(candidate.name, known):
            comma = text.text[candidate.end : candidate.end + 1] in _COMMAS
            yield _Named(
                field, candidate, comma, says, rule, sure or bool(rule and (says or rule.otherwise == "place"))
            )


def _is_common(name: str, known: Gazetteer) -> bool:
    return name in stop_terms(known.key) or (known.language.script == "arabic" and is_word(name))


def _evidence(named: Iterable[_Named], *, all_count: bool = False) -> Counter[str]:
    """Count the countries that are named for sure, each name in all its namesakes' countries."""
    countries = ({place.country for place in each.candidate.places} for each in named if each.sure or all_count)
    return Counter(country for found in countries if len(found) == 1 for country in found)


def _is_taken(each: _Named, evidence: Mapping[str, int], known: Gazetteer) -> bool:
    if each.sure:
        return True
    nearby = [place for place in each.candidate.places if evidence.get(place.country)]
    if each.rule is not None:
        return bool(each.says or (each.rule.otherwise == "nearby" and nearby))
    if not nearby or each.candidate.name in known.words.doubtful:
        return bool(each.says and nearby)
    large = max(place.population for place in nearby) >= _LARGE and len(each.candidate.name) >= _LONG
    return bool(each.says) or large


def _told_by_what_follows(named: Sequence[_Named]) -> list[_Named]:
    """Let a state or country right after a name tell that it is a place: Reading, England."""

    def is_told(each: _Named, after: _Named | None) -> bool:
        beside = _country_beside(each, after)
        return bool(beside and after and after.sure and any(place.country == beside for place in each.candidate.places))

    pairs = zip_longest(named, named[1:])
    return [each._replace(says=True) if is_told(each, after) else each for each, after in pairs]


def _country_beside(each: _Named, after: _Named | None) -> str:
    """Return the country that stands right after a name, as in London, Ontario; empty if none does."""
    if after is None or not each.comma or after.field != each.field:
        return ""
    place = after.candidate.places[0]
    near = after.candidate.start - each.candidate.end <= len(", ")
    return place.country if near and place.kind in ("country", "region") else ""


def _choose(places: Sequence[Place], evidence: Mapping[str, int], known: Gazetteer, beside: str) -> Place:
    """Choose among namesakes by people, home and the countries that are named; the first if all count alike."""
    there = [place for place in places if place.country == beside]
    places = there or places
    if len(places) == 1:
        return places[0]
    home = known.language.home

    def weight(place: Place) -> int:
        return (
            _PEOPLE.get(place.kind, place.population)
            * (_HOME if place.country in home else 1)
            * (_NAMED if evidence.get(place.country) else 1)
        )

    return max(places, key=weight)


def _gathered(chosen: Iterable[tuple[_Named, Place]]) -> list[FoundPlace]:
    mentions: dict[Place, list[Mention]] = {}
    for each, place in chosen:
        mentions.setdefault(place, []).append(Mention(each.field, each.candidate.start, each.candidate.end))
    found = [FoundPlace(place, tuple(at[:MOST_MENTIONS]), len(at)) for place, at in mentions.items()]
    return sorted(found, key=lambda each: -each.count)[:MOST_PLACES]
