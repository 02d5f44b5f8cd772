"""The enrich process with enrichers of somebody else's installed: good ones, broken ones, and one that hangs."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stack import Stack, until

ROOT = Path(__file__).parents[2]
MODULE = """
from services.enrich.enricher import Enricher

def work(subject):
    while "endless" in subject.text.text:
        pass
    return {"letters": len(subject.article.text)}

LETTERS = Enricher("letters", 4, work)
ODD = Enricher("odd", 1, lambda subject: {1, 2, 3})
CLASH = Enricher("counts", 1, work)
"""


@pytest.fixture
async def newsroom(tmp_path: Path, amqp_url: str, mongo_url_db: tuple[str, str]) -> AsyncIterator[Stack]:
    """All processes, with a distribution that adds enrichers."""
    packages = tmp_path / "packages"
    metadata = packages / "khabar_letters-1.0.dist-info"
    metadata.mkdir(parents=True)
    (packages / "khabar_letters.py").write_text(MODULE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: khabar_letters\nVersion: 1.0\n")
    names = {"letters": "LETTERS", "odd": "ODD", "clash": "CLASH", "gone": "GONE"}
    lines = [f"{name} = khabar_letters:{value}" for name, value in names.items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[khabar.enrichers]", *lines, ""]))
    stack = Stack(tmp_path, amqp_url, mongo_url_db, PYTHONPATH=f"{ROOT}:{packages}")
    yield stack
    await stack.stop()


async def test_enrichers_of_others_run_in_the_process(newsroom: Stack) -> None:
    """A good one answers, a broken one is left out by name, and one that hangs is stopped and costs only its answer."""
    (newsroom.seeds / "good.txt").write_text("A title\n\nThe words of an article that ends.\n")
    (newsroom.seeds / "bad.txt").write_text("Another\n\nThe words of an endless article, they say.\n")
    await newsroom.start("ingest", "store", "index", "enrich", "api")
    await newsroom.rest(seen=2)

    async def stopped() -> bool:
        return await newsroom.database["enrichments"].count({"made.letters.state": "failed"}) == 1

    await until(stopped, 20, newsroom.logs)
    rows = {row["made"]["letters"]["state"]: row for row in await newsroom.database["enrichments"].find({})}
    assert rows["done"]["enrichments"]["letters"]["letters"] > 20
    assert rows["failed"]["enrichments"]["letters"]["error"].startswith("TookTooLong")
    for row in rows.values():
        assert row["enrichments"]["counts"]["words"] > 4
        assert row["made"]["odd"]["state"] == "failed"
    lines = [json.loads(line) for line in newsroom["enrich"].log().splitlines()]
    assert [line["entry_point"] for line in lines if line["event"] == "enricher.left_out"] == ["clash", "gone"]
