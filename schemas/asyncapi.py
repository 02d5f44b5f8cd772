"""The AsyncAPI 3 document: the same contract, for people and tools that subscribe."""

from typing import Any

from schemas import topology
from schemas.events import CONTENT_TYPE, EVENT_TYPES, SCHEMA_MAJOR, DocumentRejected, Event, event_type
from schemas.reasons import Reason

BINDING_VERSION = "0.3.0"
Node = dict[str, Any]

_PARAMETERS: dict[str, Node] = {
    "language": {"description": "BCP 47 language tag, or `und`", "examples": ["ur", "und"]},
    "source": {"description": "The publisher's slug, or `unknown`", "examples": ["unknown"]},
    "reason": {"description": "Why the file was not taken", "enum": [reason.value for reason in Reason]},
}


def asyncapi() -> Node:
    """Return the whole document. Schemas are referred to, relative to where it lies, in `json/event.schema.json`."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Khabar",
            "version": f"{SCHEMA_MAJOR}.0.0",
            "description": "Events about news articles. Additive changes keep the major version.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {kind.__name__: _topic(kind) for kind in EVENT_TYPES}
        | {queue.name: _queue(queue) for queue in topology.queues()},
        "operations": {f"send{kind.__name__}": _send(kind) for kind in EVENT_TYPES}
        | {f"receive.{consumer}": _receive(topology.main_queue(consumer)) for consumer in topology.BINDINGS},
        "components": {"messages": {kind.__name__: _message(kind) for kind in EVENT_TYPES}},
    }


def _topic(kind: type[Event]) -> Node:
    names = ["reason"] if kind is DocumentRejected else ["language", "source"]
    exchange = {"name": topology.EXCHANGE, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": ".".join([event_type(kind), *(f"{{{name}}}" for name in names)]),
        "messages": _messages([kind]),
        "parameters": {name: _PARAMETERS[name] for name in names},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": BINDING_VERSION}},
    }


def _queue(queue: topology.Queue) -> Node:
    # The binding has no place for queue arguments and topics, so they go into extension fields.
    made = {"name": queue.name, "durable": True, "exclusive": False, "autoDelete": False}
    return {
        "address": queue.name,
        "messages": _messages([kind for kind in EVENT_TYPES if _carries(queue.name, event_type(kind))]),
        "bindings": {"amqp": {"is": "queue", "queue": made, "bindingVersion": BINDING_VERSION}},
        "x-arguments": dict(queue.arguments),
        "x-topics": list(queue.topics),
    }


def _carries(queue: str, kind: str) -> bool:
    """Tell whether a queue, the log or one of a consumer's, may hold events of a type."""
    owners = [name for name in topology.BINDINGS if f"{queue}.".startswith(f"{topology.main_queue(name)}.")]
    topics = [topic for name in owners for topic in topology.BINDINGS[name]]
    return queue == topology.LOG_QUEUE or f"{kind}.#" in topics


def _send(kind: type[Event]) -> Node:
    return {
        "action": "send",
        "summary": kind.__doc__,
        "channel": _reference("channels", kind.__name__),
        "bindings": {"amqp": {"deliveryMode": 2, "bindingVersion": BINDING_VERSION}},
    }


def _receive(queue: str) -> Node:
    return {
        "action": "receive",
        "channel": _reference("channels", queue),
        "bindings": {"amqp": {"ack": True, "bindingVersion": BINDING_VERSION}},
    }


def _message(kind: type[Event]) -> Node:
    return {
        "name": event_type(kind),
        "title": kind.__name__,
        "summary": kind.__doc__,
        "contentType": CONTENT_TYPE,
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"json/event.schema.json#/$defs/{kind.__name__}"},
        },
    }


def _messages(kinds: list[type[Event]]) -> Node:
    return {kind.__name__: _reference("components", "messages", kind.__name__) for kind in kinds}


def _reference(*path: str) -> Node:
    return {"$ref": "#/" + "/".join(path)}
