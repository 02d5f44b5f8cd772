"""What was released goes on working: schemas only grow, and events already written can be read."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not locked

from schemas import events
from schemas.json_schema import json_schemas
from tests.contract.compatibility import Schema, breaks
from tests.contract.examples import every_event

RELEASED = Path(__file__).parent / "released"


def _order(folder: Path) -> list[int]:
    return [int(part) for part in folder.name.split(".")]


LAST = max(RELEASED.iterdir(), key=_order)
SCHEMAS = sorted(LAST.glob("*.schema.json"))
EVENTS = (LAST / "events.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_nothing_released_is_broken(path: Path) -> None:
    """Each schema of the last release is still there, under its name, and has at most grown."""
    current = json_schemas()[path.name.removesuffix(".schema.json")]
    assert breaks(json.loads(path.read_text(encoding="utf-8")), current) == []


def test_the_release_is_whole() -> None:
    """The copy of the release has all eight schemas and an event of each of its types."""
    assert len(SCHEMAS) == 8
    assert {json.loads(line)["type"] for line in EVENTS} >= {"article.created", "document.rejected"}
    assert len(EVENTS) == len({json.loads(line)["type"] for line in EVENTS}) == 8


@pytest.mark.parametrize("line", EVENTS, ids=lambda line: json.loads(line)["type"])
def test_released_events_are_understood(line: bytes) -> None:
    """An event that a release wrote, as the log may hold it, decodes, keeps the current schema, and has the same id."""
    event = events.decode(line)
    assert event.id == json.loads(line)["id"]
    Draft202012Validator(json_schemas()["event"]).validate(json.loads(line))


@pytest.mark.parametrize("line", EVENTS, ids=lambda line: json.loads(line)["type"])
def test_facts_keep_their_identity_across_releases(line: bytes) -> None:
    """The same fact, built today, has the id, time and trace that the release gave it: a retake is no new event."""
    then = json.loads(line)
    if then["type"] == "article.withdrawn" and then["source"] == "/khabar/cli":
        return  # 0.1.0 never published one: its example was written out by hand
    now = json.loads(events.encode(every_event()[then["type"]]))
    for name in ("id", "source", "subject", "time", "type", "dataschema", "traceparent"):
        assert now[name] == then[name], name


def _article(schema: Schema) -> Schema:
    article: Schema = schema["$defs"]["Article"]
    return article


def _remove_field(schema: Schema) -> Any:
    _article(schema)["properties"].pop("subtitle")
    _article(schema)["required"].remove("subtitle")


def _remove_optional_field(schema: Schema) -> Any:
    _article(schema)["properties"].pop("repairs")


def _stop_requiring(schema: Schema) -> Any:
    _article(schema)["required"].remove("title")


def _require_new_field(schema: Schema) -> Any:
    _article(schema)["properties"]["mood"] = {"type": "string"}
    _article(schema)["required"].append("mood")


def _change_type(schema: Schema) -> Any:
    _article(schema)["properties"]["revision"]["type"] = "string"


def _forbid_null(schema: Schema) -> Any:
    _article(schema)["properties"]["title"] = {"type": "string"}


def _allow_null(schema: Schema) -> Any:
    _article(schema)["properties"]["text"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def _change_pattern(schema: Schema) -> Any:
    _article(schema)["properties"]["article_id"]["pattern"] = "^[0-9a-f]{64}$"


def _tighten_limit(schema: Schema) -> Any:
    schema["$defs"]["Repair"]["properties"]["count"]["minimum"] = 2


def _remove_value(schema: Schema) -> Any:
    schema["$defs"]["Script"]["enum"].remove("Arab")


def _change_items(schema: Schema) -> Any:
    _article(schema)["properties"]["repairs"]["items"] = {"type": "string"}


def _close_object(schema: Schema) -> Any:
    _article(schema)["additionalProperties"] = False


def _remove_event(schema: Schema) -> Any:
    schema["oneOf"].remove({"$ref": "#/$defs/ArticleDuplicate"})


def _rename(schema: Schema) -> Any:
    schema["$id"] = "urn:khabar:schema:event:2"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_remove_field, "article.created.data.subtitle: removed"),
        (_remove_optional_field, "article.created.data.repairs: removed"),
        (_stop_requiring, "article.created.data.title: no longer required"),
        (_require_new_field, "article.created.data.mood: newly required"),
        (_change_type, "article.created.data.revision[type]"),
        (_forbid_null, "article.created.data.title["),
        (_allow_null, "article.created.data.text["),
        (_change_pattern, "article.created.data.article_id[pattern]"),
        (_tighten_limit, "article.created.data.repairs[items].count[minimum]"),
        (_remove_value, "article.created.data.script: no longer may be 'Arab'"),
        (_change_items, "article.created.data.repairs[items]"),
        (_close_object, "article.created.data[additionalProperties]"),
        (_remove_event, "article.duplicate removed"),
        (_rename, "event[$id]"),
    ],
)
def test_checker_catches(change: Callable[[Schema], Any], place: str) -> None:
    """The checker names the place of each kind of break, so that its silence means something."""
    current = copy.deepcopy(json_schemas()["event"])
    change(current)
    assert any(place in line for line in breaks(json_schemas()["event"], current))


def test_checker_lets_additions_through() -> None:
    """New optional fields, new values, new event types and other words in descriptions break nothing."""
    current = copy.deepcopy(json_schemas()["event"])
    _article(current)["properties"]["mood"] = {"type": "string"}
    _article(current)["description"] = "One revision."
    current["$defs"]["RepairKind"]["enum"].append("soft_hyphen")
    sung = copy.deepcopy(current["$defs"]["ArticleCreated"])
    sung["properties"]["type"]["const"] = "article.sung"
    current["$defs"]["ArticleSung"] = sung
    current["oneOf"].append({"$ref": "#/$defs/ArticleSung"})
    assert breaks(json_schemas()["event"], current) == []
