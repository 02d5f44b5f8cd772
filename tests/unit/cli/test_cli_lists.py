"""`khabar stories` and `khabar documents`: lists, and one story."""

import json

from tests.unit.cli.conftest import Api, Run

HIT = {
    "article_id": "0" * 32,
    "title": "خبر\x1b[31m",
    "snippet": "متن",
    "score": 1.25,
    "language": "ur",
    "published_at": None,
    "source": {"slug": "paper"},
}
FILE = {"state": "rejected", "reason": "empty", "items_total": 0, "path": "a/خبر.txt", "detail": "no text"}


def test_stories_are_told(run: Run, api: Api) -> None:
    """Stories are listed with how they are alike; one is shown with its articles and what each two have in common."""
    story = {
        "story_id": "0" * 32,
        "title": "خبر\x1b[31m",
        "size": 2,
        "kinds": ["copy"],
        "languages": ["ur"],
        "last": "now",
    }
    api.answer = {"items": [story], "next": None}
    told = run("stories", "--language", "ur", "--limit", "3", "--api", api.url)
    assert told.exit_code == 0
    assert "\u2068خبر\ufffd[31m\u2069" in told.stdout
    assert "copy" in told.stdout
    assert api.query == {"language": ["ur"], "limit": ["3"]}
    pair = {
        "articles": ["1" * 32, "2" * 32],
        "kind": "trim",
        "similarity": 0.4,
        "containment": 1.0,
        "phrases": ["پانی"],
    }
    api.answer = story | {"members": [HIT], "pairs": [pair, pair | {"phrases": None}]}
    told = run("stories", "a/b", "--api", api.url)
    assert api.asked[-1] == "/stories/a%2Fb"
    assert all(part in told.stdout for part in ("trim", "40%", "100%", "1" * 32, "\u2068پانی\u2069"))
    assert json.loads(run("stories", "a", "--api", api.url, "--json").stdout) == api.answer
    api.answer = {"items": [], "next": None}
    assert run("stories", "--api", api.url).exit_code == 1


def test_files_are_told(run: Run, api: Api) -> None:
    """Files are shown with why they were not taken, and whether there are more."""
    api.answer = {"items": [FILE], "next": "x"}
    told = run("documents", "--state", "rejected", "--reason", "empty", "--limit", "1", "--api", api.url)
    assert told.exit_code == 0
    assert "a/خبر.txt" in told.stdout
    assert "no text" in told.stdout
    assert "there are more" in told.stdout
    assert api.query == {"state": ["rejected"], "reason": ["empty"], "limit": ["1"]}
