"""Searching over HTTP, and on the page."""

from schemas.article import Article
from schemas.events import created
from services.index.handle import Index
from tests.served import Served, article, key


async def test_a_search_finds_what_is_indexed(served: Served) -> None:
    """A word in another spelling finds the article, over HTTP and on the page; filters and offset are passed on."""
    index = Index(served.database)
    await index.setup()
    rows = [article(number, text="یہ حکومت کی خبر ہے۔") for number in (1, 2)]
    await served.put("articles", *rows)
    works = [index.prepare(created(Article(article_id=row.pop("_id"), **row))) for row in rows]
    await index.write([work for work in works if work])
    found = await served.get("/search?q=حكومت")
    assert (found["total"], found["exact"]) == (2, True)
    assert {hit["article_id"] for hit in found["hits"]} == {key(1), key(2)}
    assert "حکومت" in found["hits"][0]["snippet"]
    assert [hit["article_id"] for hit in (await served.get("/search?q=حكومت&source=paper"))["hits"]] == [key(1)]
    assert (await served.get("/search?q=حكومت&since=2026-05-01T12:02:00Z&limit=1"))["total"] == 1
    assert (await served.get("/search?q=حكومت&offset=2"))["hits"] == []
    assert (await served.get("/search?q=۔"))["note"] == "there is no word in the query"
    [hit] = (await served.get("/search?q=خبر&limit=1"))["hits"]
    assert [hit["snippet"][start:end] for start, end in hit["highlights"]] == ["خبر"]
    assert [hit["title"][start:end] for start, end in hit["title_highlights"]] == ["خبر"]
    assert (await served.get("/search?q=حكمومت"))["did_you_mean"] == "حکومت"
    facets = (await served.get("/search?q=حكومت&facets=true"))["facets"]
    assert sum(facet["count"] for facet in facets["source"]) == 2
    assert (await served.get("/search?q=حكومت&published_since=2100-01-01"))["hits"] == []
    assert (await served.get("/search?q=حكومت&story=none"))["hits"] == []
    assert (await served.get("/search?q=حكومت&place=none"))["hits"] == []
    page = await served.client.get("/?q=حكومت")
    assert page.status == 200
    shown = await page.text()
    assert "خبر 1" in shown
    assert "<mark>حکومت</mark>" in shown
