"""The page for people."""

from typing import Any
from urllib.parse import quote

from services.api import page
from services.search.query import Hit, SearchResult

STATUS: dict[str, Any] = {
    "documents": {"seen": 3, "pending": 0},
    "articles": {"published": 2},
    "dead": 0,
    "idle": True,
    "down": {"rabbitmq": "<away>"},
}
EVIL = "<script>alert(1)</script>\"'&"


def test_nothing_from_outside_is_markup() -> None:
    """Titles, snippets, queries and errors cannot bring markup in."""
    hit = Hit(EVIL, EVIL, EVIL, 1.0, EVIL, EVIL, {"slug": EVIL}, {}, [(0, 8)], [(3, len(EVIL))])
    html = page.render(STATUS, EVIL, SearchResult(1, True, [hit], did_you_mean=EVIL, note=EVIL))
    assert "<script" not in html
    assert "<away>" not in html
    assert "&lt;script&gt;" in html


def test_text_finds_its_own_direction() -> None:
    """What people wrote is laid out in its own direction."""
    hit = Hit("0" * 32, "خبر", "متن", 1.0, "ur", None, {"slug": "unknown"}, {})
    html = page.render(STATUS, "خبر", SearchResult(7, False, [hit]))
    assert 'dir="auto">خبر</a>' in html
    assert 'dir="auto" value="خبر"' in html
    assert '<div dir="auto" lang="ur">متن</div>' in html
    assert "at least 7 found" in html


def test_the_state_is_told_line_by_line() -> None:
    """Without a search the page shows how things stand."""
    html = page.render(STATUS, "", None)
    assert "<tr><th>documents seen</th><td>3</td></tr>" in html
    assert "at rest" in html
    assert "found</p>" not in html


def test_the_page_may_load_and_run_nothing() -> None:
    """Should markup slip through after all, the browser is told to run none of it."""
    policy = page.respond("", 200).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_what_was_met_is_marked() -> None:
    """What was looked for is marked in titles and snippets, escaped within and around."""
    hit = Hit("0" * 32, "<شام> & شام", "a < b", 1.0, "ur", None, {"slug": "x"}, {}, [(0, 1), (4, 5)], [(1, 4)])
    html = page.render(STATUS, "شام", SearchResult(1, True, [hit]))
    assert 'dir="auto">&lt;<mark>شام</mark>&gt; &amp; شام</a>' in html
    assert "<mark>a</mark> &lt; <mark>b</mark></div>" in html


def test_another_query_is_offered() -> None:
    """Where nothing was found, what may have been meant is a link; and why nothing can be is told."""
    html = page.render(STATUS, "x", SearchResult(0, True, [], did_you_mean='"نئی خبر" & b', note="no words"))
    asked = quote('"نئی خبر" & b')
    assert f'href="/?q={asked}" dir="auto">&quot;نئی خبر&quot; &amp; b</a>' in html
    assert "0 found, no words" in html
