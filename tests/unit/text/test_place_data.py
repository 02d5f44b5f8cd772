"""The gazetteer's tables and words: as the recogniser compares them, and without what is no place."""

import re
import tomllib
from importlib import resources

import pytest

from services.text.places import tables
from services.text.places.gazetteer import LANGUAGES, city_of, gazetteer, region
from services.text.places.words import english_names, regions, well_known, words_of
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

DATA = resources.files("services.text.places").joinpath("data")
TABLES = ("cities.tsv", "city_names.tsv", "countries.tsv", "country_names.tsv", "states.tsv")
FILES = sorted({language.words for language in LANGUAGES.values()})


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_sorted_and_without_repeats(table: str) -> None:
    """A table is sorted, so that a new version of a source shows as a small difference, and has no row twice."""
    rows = [line for line in DATA.joinpath(table).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rows == sorted(set(rows))


def test_tables_are_small() -> None:
    """All tables together stay under 2 MB."""
    assert sum(len(DATA.joinpath(table).read_bytes()) for table in TABLES) < 2_000_000


def test_cities() -> None:
    """Each city is there once, in a country that is listed, at a place on the globe, under names that differ."""
    rows = list(tables.rows("cities.tsv"))
    assert len({row[0] for row in rows}) == len(rows) > 10_000
    for number, _, country, population, latitude, longitude, names in rows:
        assert number.isdigit()
        assert country in tables.countries()
        assert int(population) >= 0
        assert -90 <= float(latitude) <= 90
        assert -180 <= float(longitude) <= 180
        assert len(set(names.split("|"))) == len(names.split("|"))


def test_names_are_folded() -> None:
    """Names are kept as they are compared: a fold that changes asks for new tables."""
    names = {name for row in tables.rows("cities.tsv") for name in row[6].split("|")}
    names |= {name for row in tables.rows("country_names.tsv") for name in row[2].split("|")}
    names |= {row[2] for row in tables.rows("city_names.tsv")}
    assert [name for name in names if " ".join(terms(name)) != name] == []


def test_no_name_is_a_stop_word() -> None:
    """No name of a city consists of stop words of any language: اور (and) is a Belgian town's name too."""
    names = {name for row in tables.rows("cities.tsv") for name in row[6].split("|")}
    assert [name for name in names if any_stop_terms().issuperset(name.split())] == []
    assert "اور" not in names


@pytest.mark.parametrize("language", FILES)
def test_words_name_places_that_exist(language: str) -> None:
    """What a linguist wrote refers to cities, regions and countries of the tables."""
    words = words_of(language)
    for key in words.cities:
        assert city_of(key).country == key[-2:]
    for key in words.regions:
        assert region(key).kind == "region"
    assert {*words.countries, *words.adjectives} <= set(tables.countries())
    assert words.countries


@pytest.mark.parametrize("language", FILES)
def test_a_word_has_one_rule(language: str) -> None:
    """No word is in two rules: the second would silently replace the first."""
    file = resources.files("services.text.places").joinpath("words", f"{language}.toml")
    rules = tomllib.loads(file.read_text("utf-8")).get("rule", [])
    names = [" ".join(terms(name)) for rule in rules for name in re.split("[,،]", rule["names"])]
    assert sorted(names) == sorted(set(names))


def test_lists_of_cities_name_cities_that_exist() -> None:
    """The well-known cities, and those with another name in English, are in the tables."""
    for key in well_known():
        assert city_of(key).country == key[-2:]
    known = {f"{row[1]} {row[2]}" for row in tables.rows("cities.tsv")}
    assert set(english_names()) <= known


def test_regions() -> None:
    """Regions have codes of their own, and a country that is listed or none."""
    codes = [row["code"] for row in regions().values()]
    assert len(set(codes)) == len(codes)
    assert {row["country"] for row in regions().values()} <= {*tables.countries(), ""}


@pytest.mark.parametrize("key", sorted(LANGUAGES))
def test_every_language_knows_the_countries(key: str) -> None:
    """Each language has names for nearly all countries."""
    known = {place.code for name in gazetteer(key).begins for place in gazetteer(key).places(name) or ()}
    assert {"RU", "PK", "TR"} <= known
