"""`khabar search`: what was found, or may have been meant."""

import json

from services.cli.ask import _marked
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


def test_hits_are_told(run: Run, api: Api) -> None:
    """Hits are shown in isolation, so that no text disorders its row or the terminal; filters are passed on."""
    api.answer = {"total": 7, "exact": False, "took_ms": 1.0, "hits": [HIT]}
    told = run("search", "حكومت", "--language", "ur", "--since", "2026-05-01", "--limit", "3", "--api", api.url)
    assert told.exit_code == 0
    assert "\u2068خبر\ufffd[31m\u2069" in told.stdout
    assert "at least 7 found" in told.stdout
    assert api.query == {"q": ["حكومت"], "language": ["ur"], "since": ["2026-05-01"], "limit": ["3"]}
    assert json.loads(run("search", "a", "--api", api.url, "--json").stdout) == api.answer


def test_a_search_passes_its_options_on(run: Run, api: Api) -> None:
    """Every filter reaches the api; facets are told below the hits."""
    facets = {"language": [{"value": "ur", "count": 2}], "source": [], "place": [], "day": []}
    api.answer = {"total": 2, "exact": True, "took_ms": 1.0, "hits": [HIT], "facets": facets}
    flags = ["--place", "SY", "--story", "s1", "--published-since", "2026-05-01", "--published-until", "2026-06-01"]
    told = run("search", "--facets", "--offset", "5", *flags, "--api", api.url, "--", "-a b")
    assert told.exit_code == 0, told.stderr
    assert api.query == {
        "q": ["-a b"],
        "limit": ["10"],
        "offset": ["5"],
        "facets": ["true"],
        "place": ["SY"],
        "story": ["s1"],
        "published_since": ["2026-05-01"],
        "published_until": ["2026-06-01"],
    }
    assert "language: \u2068ur\u2069 2" in told.stdout


def test_what_may_have_been_meant_is_told(run: Run, api: Api) -> None:
    """A search that finds nothing tells what may have been meant, or why it cannot find anything."""
    api.answer = {"total": 0, "exact": True, "hits": [], "did_you_mean": "پاکستان", "note": None}
    assert run("search", "پاکتسان", "--api", api.url).stderr.endswith("did you mean \u2068پاکستان\u2069?\n")
    api.answer |= {"did_you_mean": None, "note": "there is no word in the query"}
    assert run("search", "؟", "--api", api.url).stderr.endswith(": there is no word in the query\n")


def test_what_was_met_stands_out() -> None:
    """On a terminal what was looked for is set off, at the letters it is, behind the mark that isolates the text."""
    marked = _marked("ab خبر cd", [[3, 6]], "bold")
    assert [(str(marked)[span.start : span.end], span.style) for span in marked.spans] == [("خبر", "bold reverse")]


def test_nothing_found_is_exit_code_1(run: Run, api: Api) -> None:
    """A search or a list that finds nothing says so on stderr; its JSON is the answer all the same."""
    api.answer = {"total": 0, "exact": True, "hits": [], "items": [], "next": None}
    for arguments in (["search", "a"], ["documents", "--state", "rejected"]):
        for flags in ([], ["--json"]):
            done = run(*arguments, *flags, "--api", api.url)
            assert done.exit_code == 1
            assert done.stderr.startswith("khabar: ")
            assert (json.loads(done.stdout) if flags else done.stdout) == (api.answer if flags else "")
