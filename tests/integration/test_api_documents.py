"""Files as the api answers them, over a real MongoDB."""

from tests.served import Served, document, item, key


async def test_files_are_listed_newest_first(served: Served) -> None:
    """Files come page by page, by state and reason, each with why it was not taken."""
    rejected = {"reason": "empty", "detail": "there is no text in it"}
    rows = [
        document(number, "rejected", **rejected) if number % 3 == 0 else document(number, "published")
        for number in range(10)
    ]
    await served.put("documents", *rows)
    found = await served.pages("/documents?limit=3")
    assert [entry["document_id"] for entry in found] == [key(number) for number in range(9, -1, -1)]
    found = await served.pages("/documents?limit=3&state=rejected")
    assert [entry["document_id"] for entry in found] == [key(number) for number in (9, 6, 3, 0)]
    assert {(entry["reason"], entry["detail"]) for entry in found} == {("empty", "there is no text in it")}
    assert len(await served.pages("/documents?reason=empty")) == 4
    assert await served.pages("/documents?reason=binary") == []
    assert await served.pages("/documents?reason=empty&state=published") == []


async def test_a_file_tells_of_its_items_and_its_history(served: Served) -> None:
    """A file shows its current items in order, and what it came to before."""
    await served.put("documents", document(1, "published", items=30))
    await served.put("items", *(item(1, place) for place in range(40)))
    found = await served.get(f"/documents/{key(1)}")
    assert (found["path"], found["name"]) == ("folder/1.txt", "1.txt")
    assert [entry["item"] for entry in found["items"]] == list(range(30))
    assert found["items_total"] == 30
    assert found["history"][0]["at"] == "2026-05-01T12:00:00.000Z"
    [listed] = (await served.get("/documents"))["items"]
    assert [entry["item"] for entry in listed["items"]] == list(range(20))
    await served.get(f"/documents/{key(2)}", 404)


async def test_a_pending_file_keeps_no_old_reason(served: Served) -> None:
    """A rejected file that was changed is pending, and what it was rejected for is history."""
    await served.put("documents", document(1, "pending", reason="empty", detail="there is no text in it"))
    found = await served.get(f"/documents/{key(1)}")
    assert (found["state"], found["reason"], found["detail"]) == ("pending", None, None)
