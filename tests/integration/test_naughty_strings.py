"""Strings that break programs, stored in a real MongoDB and found there."""

import json
from pathlib import Path

import pytest

from services.text.normalise import normalise
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms
from tests.samples import drop
from tests.stack import PROCESSES, Stack

STRINGS = Path(__file__).parents[3] / "shared" / "corpus" / "bad_blns" / "blns.json"


@pytest.mark.skipif(not STRINGS.is_file(), reason="no ../shared/corpus beside the repository")
async def test_naughty_strings_are_stored_and_found_unharmed(stack: Stack) -> None:
    """Each is the text of an article, to the letter but for listed repairs, and its words find it."""
    strings = json.loads(STRINGS.read_text(encoding="utf-8"))
    articles = [{"title": f"naughty{number}", "text": each} for number, each in enumerate(strings)]
    lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles)
    drop(stack.seeds, "naughty.jsonl", lines)
    await stack.start(*PROCESSES)
    await stack.rest(seen=1)

    rows = {row["title"]: row for row in await stack.database["articles"].find({})}
    # Two strings that fold alike are one content: the title tells each apart, so none is lost.
    assert len(rows) == len(strings)
    harmed = []
    for number, each in enumerate(strings):
        row = rows[f"naughty{number}"]
        if row["text"] != normalise(each.strip())[0].strip() and row["text"] != each.strip():
            harmed.append((each, row["text"], row["repairs"]))
    assert harmed == []

    stop = any_stop_terms()
    lost = []
    for number, each in enumerate(strings):
        words = [word for word in terms(each) if word not in stop][:3]
        found = await stack.search(" ".join([f"naughty{number}", *words]))
        if not found or found[0]["article_id"] != rows[f"naughty{number}"]["_id"]:
            lost.append(each)
    assert lost == []
