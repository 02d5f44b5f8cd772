"""What is added to an article, and that one enricher's failure is its own."""

from typing import Any

from schemas import events
from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.enrich.enricher import Enricher, Subject
from services.enrich.enrichers import ENRICHERS
from services.enrich.handle import enrich

TEXT = "حکومت نے بیان دیا۔حکومت نے کہا۔\n\nشہر میں بارش ہوئی۔ شہر خاموش ہے۔ حکومت جاگ گئی۔"


def _article(text: str = TEXT, title: str | None = "حکومت کا بیان") -> Article:
    return Article.model_validate(
        {
            "article_id": "a" * 32,
            "revision": 1,
            "title": title,
            "subtitle": None,
            "text": text,
            "language": "ur",
            "script": Script.ARABIC,
            "direction": Direction.RTL,
            "published_at": None,
            "published_at_reason": "not_stated",
            "ingested_at": "2026-01-02T03:04:05.678Z",
            "source": Source(),
            "document": DocumentRef(document_id="b" * 32, path="a.txt", name="a.txt"),
            "content_hash": f"1:{'0' * 64}",
        }
    )


def test_counts() -> None:
    """Paragraphs, sentences (also without a space after the full stop), words and characters are counted."""
    counts = enrich(_article(), ENRICHERS)["counts"]
    assert counts == {
        "paragraphs": 2,
        "sentences": 5,
        "words": 17,
        "characters": len(TEXT),
        "reading_time_s": 6,  # 17 words at 184 a minute
    }


def test_keywords() -> None:
    """The words used most come first, without stop words."""
    keywords = enrich(_article(), ENRICHERS)["keywords"]
    assert keywords[:2] == ["حکومت", "بیان"]
    assert "نے" not in keywords


def test_dates() -> None:
    """Dates have offsets in the text; a year that is not stated is the one nearest to the publication's."""
    article = _article("اجلاس 28 دسمبر کو ہوا۔").model_copy(update={"published_at": "2026-01-05T10:00:00+05:00"})
    (mention,) = enrich(article, ENRICHERS)["dates"]
    assert mention == {
        "text": "28 دسمبر",
        "start": 6,
        "end": 14,
        "date": "2025-12-28",
        "calendar": "gregorian",
        "precision": "day",
        "inferred": True,
    }
    assert enrich(_article("اجلاس 28 دسمبر کو ہوا۔"), ENRICHERS)["dates"][0]["date"] == "--12-28"
    vague = article.model_copy(update={"published_at": "2026-01"})
    assert enrich(vague, ENRICHERS)["dates"][0]["date"] == "--12-28"
    assert enrich(article.model_copy(update={"language": "und"}), ENRICHERS)["dates"] == {"unsupported": "und"}


def test_summary() -> None:
    """The sentences' offsets are those of the text, and the summary is made of them."""
    text = "شہر میں کل رات سے  شدید بارش ہو رہی ہے اور پل بند ہے۔"
    assert enrich(_article(text), ENRICHERS)["summary"] == {
        "sentences": [{"start": 0, "end": len(text)}],
        "text": text.replace("  ", " "),
    }


def test_fingerprint() -> None:
    """The content hash is the article's own; the other part is of the text alone."""
    fingerprint = enrich(_article(), ENRICHERS)["fingerprint"]
    assert fingerprint["content_hash"] == _article().content_hash
    assert fingerprint == enrich(_article(title=None), ENRICHERS)["fingerprint"]
    assert len(fingerprint["simhash"]) == 16


def test_people_organisations_and_quotations() -> None:
    """Who is named and who said what is told with fields, offsets in code points, counts, titles and ids."""
    text = "صدر بشار الاسد نے داعش سے کہا: ’’ہم آج شام کو جائیں گے‘‘۔"
    enriched = enrich(_article(text, title="داعش کا خط"), ENRICHERS)
    person = {"name": "بشار الاسد", "mentions": [{"field": "text", "start": 4, "end": 14}], "count": 1, "title": "صدر"}
    assert enriched["people"] == [person]
    mentions = [{"field": "title", "start": 0, "end": 4}, {"field": "text", "start": 18, "end": 22}]
    assert enriched["organisations"] == [{"name": "داعش", "mentions": mentions, "count": 2, "id": "isis"}]
    said = {"text": "ہم آج شام کو جائیں گے", "start": 33, "end": 54, "kind": "direct"}
    assert enriched["quotations"] == [{**said, "speaker": {"name": "بشار الاسد", "start": 4, "end": 14}}]


def test_people_in_a_language_without_lists() -> None:
    """A language that there are no lists for is said."""
    article = _article().model_copy(update={"language": "ja"})
    assert enrich(article, ENRICHERS)["people"] == {"unsupported": "ja"}


def test_a_text_without_words() -> None:
    """An article of punctuation has counts and no keywords."""
    enriched = enrich(_article(text="۔۔۔", title=None), ENRICHERS)
    assert enriched["counts"]["words"] == 0
    assert enriched["keywords"] == []


def test_one_failing_enricher_stops_no_other() -> None:
    """A failing enricher's place says what went wrong, and the others answer."""

    def failing(subject: Subject) -> Any:
        raise ZeroDivisionError("no sentences in " + subject.article.article_id[:2])

    enriched = enrich(_article(), [Enricher("bad", 1, failing), *ENRICHERS])
    assert enriched["bad"] == {"error": "ZeroDivisionError: no sentences in aa"}
    assert enriched["counts"]["words"] == 17


def test_an_unsupported_language_is_said() -> None:
    """An enricher that does not know the language is not asked, and its place says so."""
    picky = Enricher("picky", 1, lambda _: "never", languages=frozenset({"en"}))
    assert enrich(_article(), [picky]) == {"picky": {"unsupported": "ur"}}


def test_enrichments_fit_into_an_event() -> None:
    """What enrichers answer survives the way over the wire."""
    article = _article()
    event = events.enriched(article, 1, enrich(article, ENRICHERS))
    assert events.decode(events.encode(event)) == event
