"""Articles and their revisions as the api answers them, over a real MongoDB."""

import pytest

from schemas.article import Article
from services.api import articles as api_articles
from tests.served import Served, article, key, sighting


async def test_articles_are_listed_newest_first(served: Served) -> None:
    """Pages follow one another without gap or overlap, though articles arrive meanwhile; texts only when asked for."""
    await served.put("articles", *(article(number) for number in range(9)))
    first = await served.get("/articles?limit=4")
    await served.put("articles", article(100))
    second = await served.get(f"/articles?limit=4&text=true&cursor={first['next']}")
    assert [entry["article_id"] for entry in first["items"]] == [key(number) for number in (8, 7, 6, 5)]
    assert "text" not in first["items"][0]
    assert [entry["article_id"] for entry in second["items"]] == [key(number) for number in (4, 3, 2, 1)]
    assert second["items"][0]["text"] == "متن"
    assert {entry["article_id"] for entry in await served.pages("/articles?limit=3")} == {
        key(number) for number in (*range(9), 100)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("language=ur", [0, 1, 2]),
        ("language=ar", [3]),
        ("language=ar-EG", [3]),
        ("language=ar-EGY", []),
        ("source=paper", [1, 3]),
        ("source=unknown&language=ur", [0, 2]),
        ("since=2026-05-01T12:01:00Z&until=2026-05-01T12:03:00Z", [1, 2]),
        ("since=2026-05-01T17:02:00%2B05:00", [2, 3]),
        ("published_since=2026-05-02T12:00:00Z&published_until=2026-05-04", [1, 2]),
        ("published_since=2030-01-01", []),
    ],
)
async def test_articles_are_filtered(served: Served, query: str, expected: list[int]) -> None:
    """Filters hold by themselves and together; times are of ingestion or of publication, the second one excluded."""
    await served.put("articles", *(article(number, language="ar-EG" if number == 3 else "ur") for number in range(4)))
    found = await served.pages(f"/articles?limit=2&{query}")
    assert [entry["article_id"] for entry in found] == [key(number) for number in sorted(expected, reverse=True)]


async def test_an_article_has_all_that_is_known_of_it(served: Served) -> None:
    """One article comes with its text, its enrichments, and its newest sightings, the newest last."""
    await served.put("articles", article(1, revision=2))
    await served.put("enrichments", {"_id": key(1), "revision": 2, "version": 1, "enrichments": {"words": 7}})
    await served.put("sightings", *(sighting(1, place) for place in range(120)))
    found = await served.get(f"/articles/{key(1)}")
    assert found["text"] == "متن"
    assert found["enrichments"] == {"words": 7}
    assert found["sightings_total"] == 120
    assert [entry["path"] for entry in found["sightings"]] == [f"{place}.txt" for place in range(20, 120)]
    place = {"document_id": key(1), "path": "a/1.txt", "name": "1.txt", "item": 0}
    assert found["document"] == place | {"format": None, "member": None}
    assert set(found) == {*Article.model_fields, "sightings", "sightings_total", "enrichments"}
    [listed] = (await served.get("/articles"))["items"]
    assert {**listed, "text": "متن"} == found


async def test_enrichments_are_of_this_revision(served: Served) -> None:
    """What was told of an older text is not told of the newer one."""
    await served.put("articles", article(1, revision=2))
    await served.put("enrichments", {"_id": key(1), "revision": 1, "enrichments": {"words": 7}})
    assert (await served.get(f"/articles/{key(1)}"))["enrichments"] == {}


async def test_a_withdrawn_article_is_gone(served: Served) -> None:
    """A tombstone is 410, for its revisions too, and in no list."""
    tombstone = {"_id": key(1), "revision": 2, "withdrawn": True, "language": "ur", "source": {"slug": "paper"}}
    await served.put("articles", tombstone)
    await served.get(f"/articles/{key(1)}", 410)
    await served.get(f"/articles/{key(1)}/revisions", 410)
    await served.get(f"/articles/{key(2)}", 404)
    await served.get(f"/articles/{key(2)}/revisions", 404)
    assert (await served.get("/articles"))["items"] == []


async def test_revisions_are_listed_latest_first(served: Served) -> None:
    """Every revision is kept and can be read, page by page: the current one once, be it among the others or not."""
    await served.put("articles", article(1, revision=12, text="متن 12"))
    for revision in range(1, 13):
        row = article(1, revision, text=f"متن {revision}")
        await served.put("revisions", {**row, "_id": f"{key(1)}/{revision}", "article_id": key(1)})
    await served.put("revisions", {**article(2), "_id": f"{key(2)}/1", "article_id": key(2)})
    for _ in range(2):
        found = await served.pages(f"/articles/{key(1)}/revisions?limit=5&text=true")
        assert [entry["text"] for entry in found] == [f"متن {revision}" for revision in range(12, 0, -1)]
        assert {entry["article_id"] for entry in found} == {key(1)}
        await served.database["revisions"].delete_all({"_id": f"{key(1)}/12"})
    found = await served.pages(f"/articles/{key(1)}/revisions?limit=1")
    assert [entry["revision"] for entry in found] == list(range(12, 0, -1))
    assert "text" not in found[0]


async def test_a_page_of_texts_stays_small(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with texts ends early rather than grow past its size, but never without an article, and loses none."""
    monkeypatch.setattr(api_articles, "TEXT_BYTES", 1000)
    sizes = [400, 2000, 400, 400, 400, 0]
    await served.put("articles", *(article(number, text="x" * size) for number, size in enumerate(sizes)))
    page = await served.get("/articles?text=true")
    assert [len(entry["text"]) for entry in page["items"]] == [0, 400, 400]
    found = await served.pages("/articles?text=true")
    assert [len(entry["text"]) for entry in found] == list(reversed(sizes))
