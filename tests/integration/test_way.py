"""The whole way of an article: from a dropped file to found, enriched and told of."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.samples import drop, text
from tests.stack import PROCESSES, Stack, until

REAL_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
SAMPLES = Path(__file__).parents[2] / "seeds"


@pytest.mark.skipif(not REAL_SEEDS.is_dir(), reason="the real seed is not part of the repository")
async def test_the_real_seed_is_read_faithfully_and_found_by_any_spelling(stack: Stack) -> None:
    """Its language, structure, date and repairs are right, and letters typed the Arabic way find it."""
    for seed in REAL_SEEDS.iterdir():
        drop(stack.seeds, seed.name, seed.read_bytes())
    await stack.start(*PROCESSES)
    await stack.rest(seen=1)

    [hit] = await stack.search("داعش")
    _, article = stack["api"].get(f"/articles/{hit['article_id']}")
    assert (article["language"], article["direction"], article["script"]) == ("ur", "rtl", "Arab")
    assert article["title"] == "اسد رجیم اور داعش کے مابین خفیہ تعاون کا بھانڈا پھوٹ گیا"
    assert article["subtitle"] == "داعشی دہشت گردوں کو محفوظ راستہ دیے جانے کا انکشاف"
    assert len(article["text"].split("\n\n")) == 6
    assert (article["published_at"], article["published_at_reason"]) == (None, "empty_label")
    dropped = {repair["kind"]: repair["dropped"] for repair in article["repairs"]}
    assert dropped["stray_line"] == "."
    assert "پہلی اشاعت" in dropped["label_line"]
    assert article["enrichments"]["counts"]["words"] > 300
    for word in ("مںحرف", "منحرف", "حكومت", "الرقه", "کے دوران", "مگر حال"):
        assert [found["article_id"] for found in await stack.search(word)] == [hit["article_id"]], word


async def test_every_sample_of_the_project_is_stored_indexed_and_enriched(stack: Stack) -> None:
    """The samples a new user meets first all go through."""
    names = [sample.name for sample in SAMPLES.iterdir() if not sample.name.startswith(".")]
    for name in names:
        drop(stack.seeds, name, (SAMPLES / name).read_bytes())
    await stack.start(*PROCESSES)
    status = await stack.rest(seen=len(names))
    assert status["documents"]["published"] == len(names) >= 6
    assert len(set(status["articles"].values())) == 1
    assert status["dead"] == 0


async def test_a_changed_file_is_a_revision_and_a_touched_one_is_nothing(stack: Stack) -> None:
    """The old text is kept, the new one is found, and a mere touch publishes nothing."""
    dropped = drop(stack.seeds, "a.txt", text(1))
    await stack.start(*PROCESSES)
    await stack.rest(seen=1)
    drop(stack.seeds, "a.txt", text(2))
    await until(lambda: _found(stack, "unique2"), 20)
    await stack.rest(seen=1)
    os.utime(dropped)
    await asyncio.sleep(3)
    await stack.rest(seen=1)

    [hit] = await stack.search("unique2")
    assert await stack.search("unique1") == []
    _, answer = stack["api"].get(f"/articles/{hit['article_id']}/revisions")
    assert sorted(revision["revision"] for revision in answer["items"]) == [1, 2]
    first = await stack.database["revisions"].get(f"{hit['article_id']}/1")
    assert first is not None
    assert "unique1" in first["title"]


async def test_five_hundred_articles_under_three_names_are_five_hundred_articles(stack: Stack) -> None:
    """With two of each process there is no second article, no lost sighting, and nothing is done twice."""
    for number in range(500):
        for copy in "abc":
            (stack.seeds / f"{number}{copy}.txt").write_text(text(number))
    await stack.start(*PROCESSES, "ingest", "store", "index", "enrich")
    status = await stack.rest(seen=1500, within_s=120)
    assert status["documents"] | {"published": 500, "duplicate": 1000, "pending": 0} == status["documents"]
    assert status["articles"] == {"published": 500, "stored": 500, "indexed": 500, "enriched": 500}
    assert await stack.database["sightings"].count({}) == 1500
    assert await stack.database["articles"].count({}) == 500
    assert await stack.database["revisions"].count({}) == 0
    assert status["dead"] == 0


async def _found(stack: Stack, word: str) -> bool:
    return bool(await stack.search(word))
