"""Files of every format, through the whole stack: children, archives, sidecars."""

import io
import json
import zipfile
from typing import Any

from tests.fixtures.market import TITLE, in_every_format
from tests.samples import drop, text
from tests.stack import PROCESSES, Stack, until


async def test_one_article_in_every_format_is_one_article(stack: Stack) -> None:
    """Whatever it was saved as, it is one article with a sighting for each file, found by its title."""
    files = in_every_format()
    for name, raw in files.items():
        drop(stack.seeds, name, raw)
    await stack.start(*PROCESSES)
    status = await stack.rest(seen=len(files))
    assert status["documents"]["rejected"] == 0, stack["api"].get("/documents?state=rejected")
    assert status["articles"] == dict.fromkeys(("published", "stored", "indexed", "enriched"), 1)
    [hit] = await stack.search(TITLE)
    _, article = stack["api"].get(f"/articles/{hit['article_id']}")
    assert {sighting["name"] for sighting in article["sightings"]} == set(files)
    assert (article["language"], article["direction"]) == ("ar", "rtl")
    assert status["dead"] == 0


async def test_an_archive_gives_its_good_members_and_reasons_for_the_others(stack: Stack) -> None:
    """A member outside of the archive, an empty one and a picture are items with reasons; the rest is published."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(5):
            archive.writestr(f"news/{number}.txt", text(number))
        archive.writestr("../../evil.txt", text(6))
        archive.writestr("empty.txt", "")
        archive.writestr("picture.png", b"\x89PNG\r\n\x1a\n")
    drop(stack.seeds, "week.zip", buffer.getvalue())
    await stack.start(*PROCESSES)
    status = await stack.rest(seen=1)
    assert status["articles"]["stored"] == 5
    _, listed = stack["api"].get("/documents")
    [file] = listed["items"]
    assert file["state"] == "published"
    reasons = sorted(item["reason"] for item in file["items"] if item["reason"])
    assert reasons == ["empty", "unsafe_path", "unsupported_type"]
    [hit] = await stack.search("unique3")
    assert hit["document"]["member"] == "news/3.txt"
    assert not (stack.seeds.parent / "evil.txt").exists()


async def test_a_sidecar_goes_before_its_file_and_its_change_is_a_revision(stack: Stack) -> None:
    """What it states is the article's; another sidecar, or none, makes another revision; it is no document itself."""
    sidecar = {"title": "سرخی ساتھ کی فائل سے", "published_at": "2026-11-20T10:00+05:00", "source": "Example Daily"}
    drop(stack.seeds, "a.txt.meta.json", json.dumps(sidecar))
    drop(stack.seeds, "a.txt", text(1))
    await stack.start(*PROCESSES)
    status = await stack.rest(seen=1)
    assert status["documents"]["seen"] == 1
    first = await _article(stack)
    assert (first["title"], first["revision"]) == (sidecar["title"], 1)
    assert (first["published_at"], first["source"]["slug"]) == ("2026-11-20T10:00+05:00", "example-daily")

    drop(stack.seeds, "a.txt.meta.json", json.dumps(sidecar | {"published_at": "2026-11-21"}))
    await _revision(stack, 2)
    assert (await _article(stack))["published_at"] == "2026-11-21"
    (stack.seeds / "a.txt.meta.json").unlink()
    await _revision(stack, 3)
    last = await _article(stack)
    assert (last["published_at"], last["article_id"]) == (None, first["article_id"])


async def test_a_sidecar_that_cannot_be_read_refuses_its_file_until_it_can(stack: Stack) -> None:
    """The reason names the sidecar; mended, the file is taken."""
    drop(stack.seeds, "a.meta.yaml", "title: [unclosed")
    drop(stack.seeds, "a.txt", text(1))
    await stack.start(*PROCESSES)
    await stack.rest(seen=1)
    _, listed = stack["api"].get("/documents?state=rejected")
    [file] = listed["items"]
    assert (file["path"], file["reason"]) == ("a.txt", "malformed")
    assert "a.meta.yaml" in file["detail"]
    drop(stack.seeds, "a.meta.yaml", "title: درست سرخی\n")
    await _revision(stack, 1)
    assert (await _article(stack))["title"] == "درست سرخی"


async def _article(stack: Stack) -> dict[str, Any]:
    _, listed = stack["api"].get("/articles")
    [article] = listed["items"]
    return dict(article)


async def _revision(stack: Stack, revision: int) -> None:
    async def there() -> bool:
        return bool(await stack.database["articles"].find({"revision": revision}))

    await until(there, 30, stack.logs)
    await stack.rest(seen=1)
