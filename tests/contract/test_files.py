"""The written contract: schemas/json and asyncapi.yaml."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas import events, topology
from schemas.__main__ import HERE, files, main
from schemas.events import CONTENT_TYPE, EVENT_TYPES, event_type
from tests.contract.examples import every_event

GUIDE = Path(__file__).parents[2] / "docs" / "contract.md"


@pytest.fixture
def asyncapi() -> Any:
    """The AsyncAPI document, as a YAML parser of another house reads it."""
    return yaml.safe_load((HERE / "asyncapi.yaml").read_text(encoding="utf-8"))


def test_the_files_are_the_models() -> None:
    """What lies in the repository is what the models say: run `make contract` after changing them."""
    assert main(["--check"]) == 0


def test_check_names_each_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changed, missing and left-over files are named, one a line, and the exit code is 1; writing mends them all."""
    where = ["--folder", str(tmp_path)]
    assert main(where) == 0
    assert main(["--check", *where]) == 0
    (tmp_path / "asyncapi.yaml").write_text("asyncapi: 3.0.0\n")
    (tmp_path / "json" / "event.schema.json").unlink()
    (tmp_path / "json" / "opinion.schema.json").write_text("{}")
    capsys.readouterr()

    assert main(["--check", *where]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files()) + 1
    assert {line.split(maxsplit=1)[0] + " " + Path(line).name for line in lines if not line.startswith("same")} == {
        "differs asyncapi.yaml",
        "missing event.schema.json",
        "left opinion.schema.json",
    }
    assert main(where) == 0
    assert main(["--check", *where]) == 0


def test_writing_twice_is_the_same() -> None:
    """The order of everything is fixed."""
    assert list(files().items()) == list(files().items())


def test_json_files_have_their_names() -> None:
    """Each data schema's `$id` is what events say in `dataschema`, and ends with the major version."""
    for name, text in files().items():
        if name.endswith(".schema.json"):
            short = Path(name).name.removesuffix(".schema.json")
            assert json.loads(text)["$id"] == f"urn:khabar:schema:{short}:1"


def test_every_reference_resolves(asyncapi: Any) -> None:
    """Every `$ref` of the AsyncAPI document and of the schemas leads to something."""
    documents: dict[str, Any] = {"": asyncapi}
    for path in (HERE / "json").glob("*.schema.json"):
        documents[f"json/{path.name}"] = json.loads(path.read_text(encoding="utf-8"))
    found = [(base, reference) for base, document in documents.items() for reference in _references(document)]
    assert len(found) > 100
    for base, reference in found:
        file, _, pointer = reference.partition("#")
        node = documents[file or base]
        for part in pointer.strip("/").split("/"):
            node = node[part]


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [reference for item in node for reference in _references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [reference for value in node.values() for reference in _references(value)]


def test_asyncapi_has_every_event_and_queue(asyncapi: Any) -> None:
    """Each event type has a channel with its topic, and each queue one with its arguments."""
    channels = asyncapi["channels"]
    assert asyncapi["asyncapi"] == "3.0.0"
    for kind in EVENT_TYPES:
        parts = "{reason}" if event_type(kind) == "document.rejected" else "{language}.{source}"
        channel = channels[kind.__name__]
        assert channel["address"] == f"{event_type(kind)}.{parts}"
        assert {f"{{{name}}}" for name in channel["parameters"]} == set(parts.split("."))
        assert channel["bindings"]["amqp"]["exchange"]["name"] == topology.EXCHANGE
        assert asyncapi["components"]["messages"][kind.__name__]["contentType"] == CONTENT_TYPE
    for queue in topology.queues():
        assert channels[queue.name]["bindings"]["amqp"]["queue"]["name"] == queue.name
        assert channels[queue.name]["x-arguments"] == queue.arguments


@pytest.mark.parametrize(
    ("queue", "messages"),
    [
        ("khabar.events.log", {kind.__name__ for kind in EVENT_TYPES}),
        ("khabar.store", {"ArticleCreated", "ArticleUpdated", "ArticleWithdrawn", "ArticleDuplicate"}),
        ("khabar.index.retry.5s", {"ArticleCreated", "ArticleUpdated", "ArticleWithdrawn"}),
        ("khabar.enrich.dead", {"ArticleCreated", "ArticleUpdated", "ArticleWithdrawn"}),
    ],
)
def test_asyncapi_says_what_a_queue_holds(asyncapi: Any, queue: str, messages: set[str]) -> None:
    """A queue's channel lists the events its consumer is bound to, its retries and dead letters too."""
    assert set(asyncapi["channels"][queue]["messages"]) == messages


def test_guide_shows_a_real_event() -> None:
    """The example in docs/contract.md is an event, as the codec writes it today."""
    shown = GUIDE.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0]
    assert json.loads(shown) == json.loads(events.encode(every_event()["article.created"]))


def test_guide_lists_every_topic() -> None:
    """docs/contract.md has a row for each event type, with its topic and its kind of data."""
    text = GUIDE.read_text(encoding="utf-8")
    for kind in EVENT_TYPES:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{event_type(kind)}."))
        assert row.endswith(f"| {events.data_model(kind).__name__.lower()} |")
