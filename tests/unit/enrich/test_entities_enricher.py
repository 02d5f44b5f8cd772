"""The entities of an article, as `enrichments` has them: what it is found by."""

from services.enrich.enricher import Subject
from services.enrich.enrichers.entities import ENTITIES
from services.enrich.handle import enrich
from tests.unit.enrich.test_enrichers import _article

TEXT = "لاہورمیں بارش ہوئی۔ شام کے صدر نے کہا کہ لاہور خوبصورت ہے۔ نیٹو اور اقوام متحدہ نے کہا، نیٹو نے پھر کہا۔"


def test_places_with_their_countries_and_organisations() -> None:
    """Each id has how often it is named; a city counts for its country too; those named most come first."""
    found = ENTITIES.work(Subject(_article(text=TEXT, title="پاکستان: لاہور میں بارش")))
    assert list(found.items()) == [
        ("PK", 4),
        ("geonames:1172451", 3),
        ("organisation:nato", 2),
        ("SY", 1),
        ("organisation:un", 1),
    ]


def test_a_country_and_its_adjective_are_one() -> None:
    """شام and شامی are both Syria, and neither counts twice."""
    assert ENTITIES.work(Subject(_article(text="شام کے صدر نے شامی فوج سے کہا۔", title=None))) == {"SY": 2}


def test_an_organisation_without_an_id_is_none() -> None:
    """What the gazetteer does not know cannot be looked for by an id."""
    assert ENTITIES.work(Subject(_article(text="انجمن ترقی اردو پارٹی نے کہا۔", title=None))) == {}


def test_languages() -> None:
    """Where organisations are not known but places are, those are told; a language of neither is said."""
    sindhi = _article(text="پاڪستان", title=None).model_copy(update={"language": "sd"})
    assert enrich(sindhi, [ENTITIES]) == {"entities": {"PK": 1}}
    assert enrich(sindhi.model_copy(update={"language": "zh"}), [ENTITIES]) == {"entities": {"unsupported": "zh"}}


def test_ids_can_be_names_of_fields() -> None:
    """No id has a dot or begins with a dollar sign: it is part of a path in the index."""
    for id_ in ENTITIES.work(Subject(_article(text=TEXT))):
        assert "." not in id_
        assert not id_.startswith("$")
