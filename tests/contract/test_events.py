"""What is said on the wire: the envelope, its identity, its topic and its codec."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not locked
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from schemas import events
from schemas.events import EVENT_TYPES, Event, UndecodableEvent
from schemas.json_schema import json_schemas
from schemas.reasons import Reason
from tests.contract.examples import ARTICLE_ID, DOCUMENT_ID, SHA256, article, duplicate, every_event, rejected

EVERY_EVENT = every_event()
every = pytest.mark.parametrize("event", EVERY_EVENT.values(), ids=EVERY_EVENT.keys())


def test_examples_cover_every_type() -> None:
    """No event type goes without these tests."""
    assert list(EVERY_EVENT) == [events.event_type(kind) for kind in EVENT_TYPES]


@every
def test_event_keeps_its_schemas(event: Event) -> None:
    """The bytes of every event satisfy event.schema.json, and its data the schema that `dataschema` names."""
    written = json.loads(events.encode(event))
    schemas = json_schemas()
    Draft202012Validator(schemas["event"]).validate(written)
    named = [schema for schema in schemas.values() if schema["$id"] == written["dataschema"]]
    assert len(named) == 1
    Draft202012Validator(named[0]).validate(written["data"])


def test_schemas_are_schemas_and_catch_a_wrong_event() -> None:
    """Each schema is one of draft 2020-12, and the event schema refuses an event without its data or its type."""
    schemas = json_schemas()
    for schema in schemas.values():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)
    whole = json.loads(events.encode(EVERY_EVENT["article.created"]))
    for name in ("data", "type", "specversion", "id", "source"):
        cut = {key: value for key, value in whole.items() if key != name}
        assert not Draft202012Validator(schemas["event"]).is_valid(cut), name


@every
def test_round_trip_and_stable_bytes(event: Event) -> None:
    """Decoding gives the event back, and encoding that gives the same bytes."""
    body = events.encode(event)
    assert events.decode(body) == event
    assert events.encode(events.decode(body)) == body


def test_the_same_fact_is_the_same_bytes() -> None:
    """An event built again after a crash does not differ from the first by one byte."""
    again = {kind: events.encode(event) for kind, event in every_event().items()}
    assert again == {kind: events.encode(event) for kind, event in EVERY_EVENT.items()}


@pytest.mark.parametrize(
    ("event", "identity", "topic"),
    [
        (EVERY_EVENT["article.created"], f"{ARTICLE_ID}/1/created", "article.created.ur.example-daily"),
        (EVERY_EVENT["article.updated"], f"{ARTICLE_ID}/2/updated", "article.updated.ur.example-daily"),
        (EVERY_EVENT["article.withdrawn"], f"{ARTICLE_ID}/3/withdrawn", "article.withdrawn.ur.example-daily"),
        (duplicate(), f"{ARTICLE_ID}/2/duplicate/{DOCUMENT_ID}", "article.duplicate.ur.example-daily"),
        (duplicate(item=5), f"{ARTICLE_ID}/2/duplicate/{DOCUMENT_ID}.5", "article.duplicate.ur.example-daily"),
        (EVERY_EVENT["article.stored"], f"{ARTICLE_ID}/1/stored", "article.stored.ur.example-daily"),
        (EVERY_EVENT["article.indexed"], f"{ARTICLE_ID}/1/indexed/7", "article.indexed.ur.example-daily"),
        (EVERY_EVENT["article.enriched"], f"{ARTICLE_ID}/1/enriched/4", "article.enriched.ur.example-daily"),
        (rejected(), f"{DOCUMENT_ID}/{SHA256}/rejected", "document.rejected.too_large"),
    ],
)
def test_identity_and_topic(event: Event, identity: str, topic: str) -> None:
    """Each fact has the id and the routing key that the design gives it."""
    assert event.id == identity
    assert events.routing_key(event) == topic


def test_topics_of_what_is_not_known() -> None:
    """An article of no known language and source has a topic of four words all the same."""
    unknown = events.created(article(language="und", source={}))
    assert events.routing_key(unknown) == "article.created.und.unknown"


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_one_word_of_a_topic(reason: Reason) -> None:
    """A rejection's topic has three words, whatever the reason."""
    assert events.routing_key(rejected(reason)) == f"document.rejected.{reason}"
    assert "." not in reason


@pytest.mark.parametrize(("name", "value"), [("language", "ur.x"), ("source", {"slug": "a.b"}), ("language", "")])
def test_no_part_of_a_topic_has_a_dot(name: str, value: Any) -> None:
    """What would break a topic into other words is no article."""
    with pytest.raises(ValidationError):
        article(**{name: value})


def test_trace_is_one_for_a_revision() -> None:
    """All events about a revision share a trace and differ in span; another revision has another trace."""
    first, stored, second = (
        EVERY_EVENT[kind].traceparent.split("-") for kind in ("article.created", "article.stored", "article.updated")
    )
    assert first[1] == stored[1] != second[1]
    assert first[2] != stored[2]


def test_text_is_not_escaped() -> None:
    """Urdu, joiners and emoji are on the wire as UTF-8."""
    body = events.encode(EVERY_EVENT["article.created"])
    assert "بارش کے بعد".encode() in body
    assert "می\u200cخواهم «naïve» 🌧".encode() in body
    assert b"\\u" not in body


@given(st.text())
def test_any_text_survives(text: str) -> None:
    """Whatever text an article has, NUL and line separators too, comes out as it went in."""
    event = events.created(article(text=text, title=text))
    assert events.decode(events.encode(event)) == event


@pytest.mark.parametrize("name", ["title", "subtitle", "text"])
def test_lone_surrogate_is_not_published(name: str) -> None:
    """A lone surrogate in an article is refused before there are bytes, never replaced on the wire."""
    with pytest.raises((ValidationError, PydanticSerializationError)):
        events.encode(events.created(article(**{name: "خبر\ud83d"})))


def test_lone_surrogate_is_no_enrichment() -> None:
    """Enrichments may be anything, but a lone surrogate in them cannot be encoded."""
    event = events.enriched(article(), version=1, enrichments={"keywords": ["\udc80"]})
    with pytest.raises(PydanticSerializationError):
        events.encode(event)


def test_lone_surrogate_cannot_be_decoded() -> None:
    """An escaped lone surrogate from elsewhere is undecodable, not an article."""
    body = events.encode(events.created(article(title="TITLE"))).replace(b"TITLE", b"\\ud800")
    with pytest.raises(UndecodableEvent):
        events.decode(body)


@every
def test_unknown_fields_are_ignored(event: Event) -> None:
    """A newer publisher's additional fields, in the envelope and in the data, change nothing for a reader."""
    written = json.loads(events.encode(event))
    written["newextension"] = "x"
    written["data"]["new_field"] = {"deep": [1]}
    if "source" in written["data"]:
        written["data"]["source"]["new_field"] = 1
    assert events.decode(json.dumps(written).encode()) == event
    Draft202012Validator(json_schemas()["event"]).validate(written)


def _unknown_type(event: dict[str, Any]) -> Any:
    return event | {"type": "article.sung"}


def _no_type(event: dict[str, Any]) -> Any:
    return {key: value for key, value in event.items() if key != "type"}


def _other_version(event: dict[str, Any]) -> Any:
    return event | {"specversion": "0.3"}


def _without_data(event: dict[str, Any]) -> Any:
    return event | {"data": None}


def _in_a_list(event: dict[str, Any]) -> Any:
    return [event]


@pytest.mark.parametrize("change", [_unknown_type, _no_type, _other_version, _without_data, _in_a_list])
def test_what_is_no_event_is_undecodable(change: Callable[[dict[str, Any]], Any]) -> None:
    """An unknown type, another version of CloudEvents and another shape are undecodable, not misread."""
    written = json.loads(events.encode(EVERY_EVENT["article.created"]))
    with pytest.raises(UndecodableEvent):
        events.decode(json.dumps(change(written)).encode())


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"null", b"{", b"[" * 100_000, b'{"type": 1}'])
def test_bytes_that_are_no_json_are_undecodable(body: bytes) -> None:
    """No bytes make the decoder fail in any other way."""
    with pytest.raises(UndecodableEvent):
        events.decode(body)


def test_why_it_is_undecodable_tells_no_text() -> None:
    """The error names the field and not its value: it goes into headers and logs."""
    written = json.loads(events.encode(EVERY_EVENT["article.created"])) | {"time": "راز"}
    with pytest.raises(UndecodableEvent, match="time") as caught:
        events.decode(json.dumps(written).encode())
    assert "راز" not in str(caught.value)
