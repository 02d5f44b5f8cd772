"""What is kept of an article so that it can be found."""

from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.search.layout import MOST_TERMS, search_row


def _article(text: str, title: str | None = None, subtitle: str | None = None) -> Article:
    return Article.model_validate(
        {
            "article_id": "a" * 32,
            "revision": 3,
            "title": title,
            "subtitle": subtitle,
            "text": text,
            "language": "ur",
            "script": Script.ARABIC,
            "direction": Direction.RTL,
            "published_at": "2026-01",
            "published_at_reason": None,
            "ingested_at": "2026-01-02T03:04:05.678Z",
            "source": Source(slug="aaj"),
            "document": DocumentRef(document_id="b" * 32, path="a.txt", name="a.txt"),
            "content_hash": f"1:{'0' * 64}",
        }
    )


def test_words_are_folded_and_counted_by_field() -> None:
    """Every spelling of a word is one term; a word of the title counts thrice, of the subtitle twice."""
    row = search_row(_article("حكومت حکومت نئی", title="حکومت", subtitle="نئی"))
    assert list(row["frequencies"].values()) == [3 + 2, 2 + 1]
    assert row["terms"] == list(row["frequencies"])
    assert row["length"] == 5
    assert row["truncated"] is False


def test_the_row_carries_what_a_hit_shows() -> None:
    """A hit can be shown, filtered and ordered by its row alone."""
    row = search_row(_article("متن", title="عنوان"))
    assert (row["_id"], row["revision"], row["title"], row["language"]) == ("a" * 32, 3, "عنوان", "ur")
    assert (row["source"]["slug"], row["document"]["path"], row["published_at"]) == ("aaj", "a.txt", "2026-01")
    assert row["ingested_at"].isoformat() == "2026-01-02T03:04:05.678000+00:00"


def test_terms_can_be_names_in_a_path() -> None:
    """No term holds a dot, a dollar sign or a NUL, whatever the text."""
    row = search_row(_article("$set a.b.c x$y \x00 $$ROOT ... 1.5 پی۔ٹی۔آئی"))
    assert row["terms"]
    assert not {"$", ".", "\x00"} & set("".join(row["terms"]))


def test_there_is_a_limit() -> None:
    """Of an article with more different words than can be indexed the first are kept, and the row says so."""
    row = search_row(_article(" ".join(f"w{n}" for n in range(MOST_TERMS + 1)), title="عنوان"))
    assert len(row["terms"]) == len(row["frequencies"]) == MOST_TERMS
    assert row["truncated"] is True
    assert row["terms"][:2] == ["عنوان", "w0"]
    assert row["length"] == MOST_TERMS + 2
