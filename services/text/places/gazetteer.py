"""The gazetteer of a language: its own names (countries, and what `words/` adds) over the cities of its script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from services.text.memo import Memo, Room
from services.text.places import tables
from services.text.places.affixes import Affixes, Reading
from services.text.places.place import Place
from services.text.places.words import Words, regions, well_known, words_of
from services.text.tokens import terms

STRONG_POPULATION = 1_000_000
_LEAST_JOINED = 7
_LEAST_SURE = 6
"""Letters of what CLDR calls cities, in scripts without capitals: in short names too many words hide."""
_ROOM = Room()
"""For all languages together."""


@dataclass(frozen=True)
class Language:
    """How a language's places are read."""

    words: str
    """The name of its file in `words/`."""
    cldr: tuple[str, ...]
    """Whose names of countries it uses."""
    script: str
    home: tuple[str, ...] = ()
    """Countries that are meant first where cities share a name."""
    cased: bool = False
    """Whether names begin with a capital letter."""
    nouns_cased: bool = False
    """Whether other words do so too often for a capital beside a name to mean a longer name."""


LANGUAGES: Mapping[str, Language] = {
    "ur": Language("ur", ("ur",), "arabic", ("PK",)),
    "pnb": Language("ur", ("ur",), "arabic", ("PK",)),
    "ar": Language("ar", ("ar",), "arabic"),
    "fa": Language("fa", ("fa",), "arabic", ("IR",)),
    "prs": Language("fa", ("fa", "fa-AF"), "arabic", ("AF",)),
    "ps": Language("ps", ("ps",), "arabic", ("AF", "PK")),
    "sd": Language("sd", ("sd",), "arabic", ("PK",)),
    "ug": Language("ug", ("ug",), "arabic", ("CN",)),
    "ckb": Language("ckb", ("ckb",), "arabic", ("IQ",)),
    "pa": Language("pa", ("pa",), "gurmukhi", ("IN",)),
    "hi": Language("hi", ("hi",), "devanagari", ("IN",)),
    "bn": Language("bn", ("bn",), "bengali", ("BD", "IN")),
    "he": Language("he", ("he",), "hebrew", ("IL",)),
    "ru": Language("ru", ("ru",), "cyrillic", ("RU",), cased=True),
    "en": Language("en", ("en",), "latin", cased=True),
    "de": Language("de", ("de",), "latin", ("DE",), cased=True, nouns_cased=True),
    "tr": Language("tr", ("tr",), "latin", ("TR",), cased=True, nouns_cased=True),
    "fr": Language("fr", ("fr",), "latin", ("FR",), cased=True),
    "es": Language("es", ("es",), "latin", ("ES",), cased=True),
    "id": Language("id", ("id",), "latin", ("ID",), cased=True),
}
"""By BCP 47 primary tag; `key_of` says which of them a tag means."""


def key_of(language: str) -> str | None:
    """Return which of `LANGUAGES` a BCP 47 tag means: Dari for `fa-AF`, Punjabi in Arabic letters for `pa-Arab`."""
    special = {"fa-AF": "prs", "pa-Arab": "pnb", "pa-PK": "pnb", "pa-Arab-PK": "pnb"}.get(language)
    key = special or language.partition("-")[0]
    return key if key in LANGUAGES else None


class Openings(NamedTuple):
    """The names that a term may begin."""

    readings: tuple[Reading, ...]
    """What it may be: itself, and itself without affixes, that with the longest first."""
    seconds: frozenset[str]
    """The terms that may follow; the empty one if it may be a name by itself."""


class Gazetteer:
    """Names of places in one language."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.language = LANGUAGES[key]
        self.words: Words = words_of(self.language.words)
        self._own = {name: tuple(found) for name, found in _own_names(self.language, self.words).items()}
        self._affixes = Affixes(key)
        self.affixed = bool(self._affixes)
        self._listed = self.words.listed()
        self._own |= dict.fromkeys(self.words.no_places, ())
        self._cities = tables.cities_by_name(self.language.script)
        self.begins: dict[str, frozenset[str]] = dict(tables.beginnings(self.language.script))
        """The first terms of all names, each with the second terms that follow it; "" if it is a name by itself."""
        for first, seconds in tables.begun(self._own).items():
            self.begins[first] = self.begins[first] | seconds if first in self.begins else seconds
        self.endings = Memo(self._affixes.endless, _ROOM)
        """For a term what it may be as the last one of a name, remembered."""

    def opening(self, term: str) -> "Openings | None":
        """Gather the readings of a term that begin a name, itself first; None if there are none."""
        if not self.affixed:
            return Openings(((term, 0, 0),), self.begins[term]) if term in self.begins else None
        found = self._affixes.bare(term, self.begins)
        if not found:
            return None
        return Openings(tuple(found), frozenset().union(*(self.begins[first] for first, _, _ in found)))

    def places(self, name: str) -> Sequence[Place] | None:
        """Return the places of a folded name: none for a name that is no place's; None if it is not known."""
        own = self._own.get(name)
        if own is not None:
            return own
        lines = self._cities.get(name)
        if lines is None:
            return None
        return [tables.city(line) for line in ((lines,) if isinstance(lines, int) else lines)]

    def alone(self) -> Iterator[tuple[str, Sequence[Place]]]:
        """Yield the names that mean a place with nothing around them, in any letter case, each with all it may mean."""
        rules, exact = self.words.rules, self.words.as_written
        for name, places in chain(self._own.items(), self._strong_cities()):
            rule = rules.get(name)
            if places and name not in exact and (rule.otherwise == "place" if rule else self.is_sure(name, places)):
                yield name, places

    def is_sure(self, name: str, places: Sequence[Place]) -> bool:
        """Tell whether a name means a place wherever it stands, as far as the gazetteer knows."""
        if name in self.words.doubtful or name in self.words.rules:
            return False
        if name in self._listed or places[0].kind != "city":
            return True
        if not self.language.cased:
            return name in self._own and len(name) >= _LEAST_SURE
        return name in self._own or any(map(_is_strong, places))

    def _strong_cities(self) -> Iterator[tuple[str, Sequence[Place]]]:
        for name in self._cities if self.language.cased else ():
            if name not in self._own:
                yield name, [place for place in self.places(name) or () if _is_strong(place)]


@cache
def gazetteer(key: str) -> Gazetteer:
    """Return the gazetteer of one of `LANGUAGES`."""
    return Gazetteer(key)


def _is_strong(place: Place) -> bool:
    return place.population >= STRONG_POPULATION or place.code in tables.capitals() or place.code in _well_known()


@cache
def _well_known() -> frozenset[str]:
    return frozenset(city_of(key).code for key in well_known())


def _own_names(language: Language, words: Words) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for name, place in _named(language, words):
        for written in {name, *_joined(name, language)}:
            places = found.setdefault(written, [])
            if place not in places:
                places.append(place)
    return {name: _states_before_towns(places) for name, places in found.items()}


def _states_before_towns(places: list[Place]) -> list[Place]:
    """Leave out the cities of a country that has their name: Singapore is the country."""
    states = {place.country for place in places if place.kind == "country"}
    return [place for place in places if place.kind != "city" or place.country not in states]


def _named(language: Language, words: Words) -> Iterator[tuple[str, Place]]:
    countries = tables.countries()
    for row in tables.rows("country_names.tsv"):
        if row[0] in language.cldr:
            yield from ((name, countries[row[1]]) for name in row[2].split("|"))
    for tag, number, name in tables.rows("city_names.tsv"):
        if tag in language.cldr:
            yield name, tables.city(tables.city_lines()[number])
    for code, names in words.countries.items():
        yield from ((name, countries[code]) for name in names)
    for code, names in words.adjectives.items():
        yield from ((name, countries[code]._replace(kind="demonym")) for name in names)
    for key, names in words.regions.items():
        yield from ((name, region(key)) for name in names)
    for key, names in words.cities.items():
        yield from ((name, city_of(key)) for name in names)
    if language.words == "en":
        # Washington and New York are the cities: the words say so.
        named = ((" ".join(terms(state.name)), state) for state in tables.states())
        yield from ((name, state) for name, state in named if name not in words.listed())


def region(key: str) -> Place:
    """Return a region of `words/regions.toml`, or a state of the United States, by its English name.

    Raises:
        KeyError: there is none of this name.
    """
    for state in tables.states():
        if state.name == key:
            return state
    row = regions()[key]
    return Place(row["code"], key, "region", row["country"], *row["at"])


def city_of(key: str) -> Place:
    """Return the city with most people of a name as `Lahore PK`.

    Raises:
        KeyError: there is none of this name in this country.
    """
    name, _, country = key.rpartition(" ")
    folded = " ".join(terms(name))
    found = tables.cities_by_name("latin").get(folded, ())
    for line in (found,) if isinstance(found, int) else found:
        if tables.city(line).country == country:
            return tables.city(line)
    raise KeyError(key)


def _joined(name: str, language: Language) -> Iterator[str]:
    """Yield a name of two words as one: between Arabic letters the space is often a joiner, or missing."""
    if language.script == "arabic" and name.count(" ") == 1 and len(name) > _LEAST_JOINED:
        yield name.replace(" ", "")
