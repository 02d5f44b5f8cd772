"""What is kept of an article so that it can be found."""

import pytest

from schemas.article import Article, Direction, DocumentRef, Script, Source
from services.search.layout import (
    IN_TITLE,
    MOST_TERMS,
    SUBTITLE_WEIGHT,
    TITLE_WEIGHT,
    UNIT,
    USUAL_LENGTH,
    moment,
    search_row,
    strength,
)
from services.text.tokens import terms


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


def test_words_are_folded_and_weighed_by_field() -> None:
    """Every spelling of a word is one key; a word of the title counts thrice, of the subtitle twice."""
    row = search_row(_article("حكومت حکومت نئی خبر", title="حکومت", subtitle="نئی"))
    length = 6
    assert row["length"] == length
    assert list(row["keys"].values()) == [
        strength(TITLE_WEIGHT + 2, length) + IN_TITLE,
        strength(SUBTITLE_WEIGHT + 1, length),
        strength(1, length),
    ]
    assert row["truncated"] is False


def test_strength_is_a_count_against_the_length() -> None:
    """Once in an article of the usual length is the unit; in a longer one it is less, and never nothing."""
    assert strength(1, USUAL_LENGTH) == UNIT
    assert strength(1, USUAL_LENGTH // 3) > UNIT > strength(1, 3 * USUAL_LENGTH)
    assert strength(1, 10_000_000) == 1
    assert strength(10_000_000, 10) == IN_TITLE - 1


def test_stop_words_have_no_key_but_their_place() -> None:
    """The stop words of the language are kept apart from the keys; they stand in the words in a row all the same."""
    row = search_row(_article("حکومت نے ہسپتال", title="اور حکومت"))
    assert "نے" not in row["keys"]
    assert row["stops"] == {"اور": strength(3, 5) + IN_TITLE, "نے": strength(1, 5)}
    assert row["folded_text"].split() == terms("حکومت نے ہسپتال")
    assert row["folded_title"].split() == terms("اور حکومت")


def test_no_phrase_runs_from_one_field_into_the_next() -> None:
    """Something stands between the sub-headline and the text."""
    assert search_row(_article("two", subtitle="one"))["folded_text"] == " one \n two "


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        (None, None),
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-03", "2026-03-01T00:00:00+00:00"),
        ("2026-03-04", "2026-03-04T00:00:00+00:00"),
        ("2026-03-04T01:00+05:00", "2026-03-03T20:00:00+00:00"),
        ("2026-03-04T01:00", "2026-03-04T01:00:00+00:00"),
        ("0001-01-01T00:00+05:00", None),
        ("spring", None),
    ],
)
def test_when_it_was_published(stated: str | None, at: str | None) -> None:
    """What is stated becomes a moment to compare by: the earliest it may mean."""
    found = moment(stated)
    assert (found and found.isoformat()) == at


def test_the_row_carries_what_a_hit_shows() -> None:
    """A hit can be shown, filtered and ordered by its row alone."""
    row = search_row(_article("متن", title="عنوان"))
    assert (row["_id"], row["revision"], row["title"], row["language"]) == ("a" * 32, 3, "عنوان", "ur")
    assert (row["source"]["slug"], row["document"]["path"], row["published_at"]) == ("aaj", "a.txt", "2026-01")
    assert row["ingested_at"].isoformat() == "2026-01-02T03:04:05.678000+00:00"


def test_terms_can_be_names_in_a_path() -> None:
    """No term holds a dot, a dollar sign or a NUL, whatever the text."""
    row = search_row(_article("$set a.b.c x$y \x00 $$ROOT ... 1.5 پی۔ٹی۔آئی"))
    assert row["keys"]
    assert not {"$", ".", "\x00"} & set("".join(row["keys"]))


def test_there_is_a_limit() -> None:
    """Of an article with more different words than can be indexed the first are kept, and the row says so."""
    row = search_row(_article(" ".join(f"w{n}" for n in range(MOST_TERMS + 1)), title="عنوان"))
    assert len(row["keys"]) == MOST_TERMS
    assert row["truncated"] is True
    assert list(row["keys"])[:2] == ["عنوان", "w0"]
    assert row["length"] == MOST_TERMS + 2
