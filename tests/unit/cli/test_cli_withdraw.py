"""`khabar withdraw`: articles by their id or by their file."""

import json
import os

import pytest

from schemas.identity import document_id
from tests.unit.cli.conftest import Api, Run


def test_withdrawing_asks_first(run: Run, api: Api) -> None:
    """Without --yes, and nobody there to ask, nothing is withdrawn."""
    api.answer = {"title": "خبر", "article_id": "a" * 32}
    told = run("withdraw", "a" * 32, "--api", api.url)
    assert told.exit_code == 2
    assert "--yes" in told.output
    assert {method for method, _ in api.requests} == {"GET"}


def test_articles_are_withdrawn_by_id_or_by_file(run: Run, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article is withdrawn once, with the token that is set; a file means the articles in it."""
    monkeypatch.setenv("KHABAR_API_TOKEN", "secret")
    item = {"article_id": "b" * 32}
    api.answer = {"title": None, "article_id": "b" * 32, "items": [item, item], "items_total": 2}
    told = run("withdraw", "--yes", "b" * 32, "seeds/sub/خبر.txt", "--json", "--api", api.url)
    assert told.exit_code == 0, told.output
    assert json.loads(told.output) == {"items": [api.answer]}
    assert [path for method, path in api.requests if method == "DELETE"] == [f"/articles/{'b' * 32}"]
    assert f"/documents/{document_id(os.fsencode('sub/خبر.txt'))}" in api.asked
    assert api.tokens == {"Bearer secret"}


def test_a_file_without_articles_is_told(run: Run, api: Api) -> None:
    """A file that was rejected has nothing to withdraw."""
    api.answer = {"items": [{"article_id": None}], "items_total": 1}
    told = run("withdraw", "--yes", "seeds/empty.txt", "--api", api.url)
    assert told.exit_code == 1
    assert "no articles" in told.output
