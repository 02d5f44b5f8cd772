"""The places of an article, as `enrichments` has them."""

from services.enrich.enricher import Subject
from services.enrich.enrichers.places import PLACES
from services.enrich.handle import enrich
from tests.unit.enrich.test_enrichers import _article

TEXT = "لاہورمیں بارش ہوئی۔ شام کے صدر نے کہا کہ لاہور خوبصورت ہے۔"


def test_a_place_has_its_code_its_coordinates_and_its_letters() -> None:
    """A place comes with name, kind, country, code, coordinates, mentions in the field's own text, and count."""
    article = _article(text=TEXT, title="پاکستان: لاہور میں بارش")
    found = PLACES.work(Subject(article))
    assert [(row["name"], row["kind"], row["country"], row["count"]) for row in found] == [
        ("Lahore", "city", "PK", 3),
        ("Pakistan", "country", "PK", 1),
        ("Syria", "country", "SY", 1),
    ]
    lahore = found[0]
    assert lahore["code"] == "geonames:1172451"
    assert abs(lahore["lat"] - 31.56) < 0.1
    assert abs(lahore["lon"] - 74.35) < 0.1
    fields = {"title": article.title or "", "text": article.text}
    assert [(at["field"], fields[at["field"]][at["start"] : at["end"]]) for at in lahore["mentions"]] == [
        ("title", "لاہور"),
        ("text", "لاہور"),
        ("text", "لاہور"),
    ]


def test_a_region_of_several_countries_has_none() -> None:
    """A region that is not one country's says null for its country."""
    [row] = PLACES.work(Subject(_article(text="کشمیر", title=None)))
    assert (row["code"], row["country"]) == ("region:kashmir", None)


def test_no_places() -> None:
    """An article without places has an empty list."""
    assert PLACES.work(Subject(_article(text="بارش ہوئی۔ شام ہوئی۔", title=None))) == []


def test_an_unsupported_language_is_said() -> None:
    """In a language without a gazetteer the answer says so, and a region's tag does not hide a language."""
    assert enrich(_article().model_copy(update={"language": "zh"}), [PLACES]) == {"places": {"unsupported": "zh"}}
    assert enrich(_article().model_copy(update={"language": "fa-AF"}), [PLACES]) == {"places": []}
