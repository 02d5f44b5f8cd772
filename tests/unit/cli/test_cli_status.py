"""`khabar status`: how things stand, for people and as JSON."""

import json

from tests.unit.cli.conftest import STATUS, Api, Run


def test_the_status_is_told(run: Run, api: Api) -> None:
    """For people a table with every count and what waits in queues; with --json the answer as it is."""
    api.answer = STATUS
    told = run("status", "--api", api.url)
    assert told.exit_code == 0
    assert "working" in told.stdout
    assert "khabar.index" in told.stdout
    assert json.loads(run("status", "--api", api.url, "--json").stdout) == STATUS


def test_gaps_are_told_at_a_glance(run: Run, api: Api) -> None:
    """For people the status names the enrichers that lack something, and how far a new index has come; no others."""
    whole = {"done": {"2": 7}, "failed": {}, "unsupported": {}, "missing": 0}
    gaps = {"done": {"1": 31, "2": 7}, "failed": {"2": 32}, "unsupported": {"2": 5}, "missing": 33}
    enrichments = {
        "counts": {"version": 2, "languages": {"ur": whole}},
        "places": {"version": 2, "languages": {"ur": gaps, "others": whole}},
    }
    rebuilding = {"version": 3, "done": 34, "total": 99, "started_at": "2026-01-01T00:00:00.000Z", "alive": True}
    index = {"versions": {"2": 99}, "rebuilding": rebuilding}
    api.answer = {**STATUS, "enrichments": enrichments, "index": index}
    lines = run("status", "--api", api.url).stdout.splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("│").split("│")) for line in lines]
    assert {cell for cell in cells if cell[0] in ("counts", "places", "index")} == {
        ("places", "outdated", "31"),
        ("places", "failed", "32"),
        ("places", "missing", "33"),
        ("index", "rebuilt so far, of 99", "34"),
    }


def test_a_server_that_is_away_is_told(run: Run, api: Api) -> None:
    """A status without the broker is a status, and says so on stderr."""
    api.answer = {**STATUS, "queues": None, "down": {"rabbitmq": "nobody there"}}
    told = run("status", "--api", api.url)
    assert (told.exit_code, told.stderr) == (0, "rabbitmq is away: nobody there\n")
