"""When the api says that all is at rest: each stage has what was published, or has given it up."""

import pytest

from tests.served import Served, article, document, finish, item, key, letter, publish, sighting


@pytest.mark.parametrize("behind", ["store", "index", "enrich"])
async def test_each_stage_must_have_the_current_revision(served: Served, behind: str) -> None:
    """A stage that has an article, but not its newest revision, still has work in hand."""
    await publish(served, range(3), revision=2)
    await finish(served, range(3), revision=2)
    assert (await served.get("/status"))["idle"] is True
    await finish(served, [1], revision=1, stages=behind)
    assert (await served.get("/status"))["idle"] is False


async def test_what_is_dead_is_at_rest(served: Served) -> None:
    """A revision that a stage has given up on is not waited for; another one, or another stage's, is."""
    await publish(served, range(4), revision=3)
    await finish(served, range(3), revision=3)
    await finish(served, [3], revision=3, stages="store enrich")
    await finish(served, [0], revision=1, stages="index")
    await served.put("dead_letters", letter("index", 0, 3), letter("enrich", 3, 3), letter("index", 2, 3))
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("index", 3, 2))
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("index", 3, 3))
    status = await served.get("/status")
    assert status["idle"] is True
    assert status["dead"] == 5


async def test_a_claim_whose_file_went_away_is_not_waited_for(served: Served) -> None:
    """An identity claimed for a revision that was never published hides no work and makes none."""
    await publish(served, range(3))
    await finish(served, range(3))
    await served.put("identities", {"_id": key(0), "revision": 2, "published": False})
    await served.put("identities", {"_id": key(9), "revision": 1, "published": False})
    assert (await served.get("/status"))["idle"] is True
    await publish(served, [3])
    assert (await served.get("/status"))["idle"] is False


async def test_an_answer_from_outside_is_no_enrichment(served: Served) -> None:
    """A row that holds only what an outside service wrote counts as not enriched yet, dead or alive."""
    await publish(served, [1, 2])
    await finish(served, [1, 2])
    await served.database["enrichments"].drop()
    await served.put("enrichments", {"_id": key(1), "enrichments": {"mood": 1}, "made": {"mood": {"revision": 1}}})
    await served.put("enrichments", {"_id": key(2), "revision": 1})
    status = await served.get("/status")
    assert (status["idle"], status["articles"]["enriched"]) == (False, 1)
    await served.put("articles", article(1))
    assert (await served.get(f"/articles/{key(1)}"))["enrichments"] == {"mood": 1}
    await served.put("dead_letters", letter("enrich", 1, 1))
    assert (await served.get("/status"))["idle"] is True


async def test_a_copy_must_be_sighted(served: Served) -> None:
    """A copy is dealt with when the store has its sighting, or has given it up."""
    await publish(served, [1])
    await finish(served, [1])
    await served.put("documents", document(2, "duplicate"))
    await served.put("items", {**item(2, state="duplicate"), "article_id": key(1)})
    assert (await served.get("/status"))["idle"] is False
    await served.put("dead_letters", letter("store", 1, 1))
    assert (await served.get("/status"))["idle"] is True
    await served.put("sightings", sighting(1, 2))
    assert (await served.get("/status"))["idle"] is True


async def test_counts_are_remembered_only_while_nobody_writes(served: Served) -> None:
    """Each status is right, however it was come by: also when a row is changed or removed without changing a number."""
    for revision in (1, 2, 3):
        await publish(served, [1], revision)
        assert (await served.get("/status"))["idle"] is False
        await finish(served, [1], revision)
        for _ in range(3):
            assert (await served.get("/status"))["idle"] is True
    await served.put("documents", document(1, "rejected"))
    counts = (await served.get("/status"))["documents"]
    assert (counts["published"], counts["rejected"]) == (0, 1)
