"""The CloudEvents SDK as an oracle: what it makes of our events, and what we make of its."""

import json

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from schemas import events
from schemas.events import CONTENT_TYPE, Event
from tests.contract.examples import every_event

EVERY_EVENT = every_event()
every = pytest.mark.parametrize("event", EVERY_EVENT.values(), ids=EVERY_EVENT.keys())


@every
def test_sdk_reads_our_events(event: Event) -> None:
    """The SDK takes every event and finds in it the attributes and the data that we put there."""
    read = JSONFormat().read(None, events.encode(event))
    written = event.model_dump(mode="json")
    data = written.pop("data")
    assert isinstance(read, CloudEvent)
    assert read.get_data() == data
    assert read.get_attributes() == written | {"time": event.time}


@every
def test_sdk_reads_our_messages(event: Event) -> None:
    """Under our content type the SDK's RabbitMQ binding takes a message for one in structured mode."""
    message = RabbitMQMessage(headers={}, content_type=CONTENT_TYPE, body=events.encode(event))
    assert from_rabbitmq_event(message, JSONFormat()).get_id() == event.id


@every
def test_we_read_events_of_the_sdk(event: Event) -> None:
    """An event that the SDK wrote, escaped and in another order, decodes to the same event."""
    written = event.model_dump(mode="json")
    data = written.pop("data")
    made = CloudEvent(dict(reversed(written.items())) | {"time": event.time}, data)
    body = JSONFormat().write(made)
    assert list(json.loads(body)) != list(json.loads(events.encode(event)))
    assert events.decode(body) == event
