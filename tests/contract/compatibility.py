"""What of a released schema a newer one breaks. Additions are fine; whatever a reader may rely on has to stay.

Both directions count: a reader of the release meets new events, and a new reader meets old ones, which the log keeps.
So what was required stays required, nothing new is required, and types and limits stay as they are. Enumerations may
grow, as the kinds of events may: docs/contract.md tells readers to expect it.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_GROWING = {"properties", "required", "enum", "oneOf", "discriminator", "$defs"}
_TELLING_NOTHING = {"title", "description", "default", "examples"}


def breaks(released: Schema, current: Schema) -> list[str]:
    """List what the current schema breaks of the released one, each with where it is."""
    return list(_compare(released, current, released, current, "event" if "oneOf" in released else "data"))


def _compare(old: Schema, new: Schema, old_root: Schema, new_root: Schema, where: str) -> Iterator[str]:
    old, new = _resolved(old, old_root), _resolved(new, new_root)
    for name in sorted((old.keys() | new.keys()) - _GROWING - _TELLING_NOTHING):
        yield from _same(old.get(name), new.get(name), old_root, new_root, f"{where}[{name}]")
    for value in set(old.get("enum", ())) - set(new.get("enum", ())):
        yield f"{where}: no longer may be {value!r}"
    yield from _required(old, new, where)
    for name, schema in old.get("properties", {}).items():
        if name not in new.get("properties", {}):
            yield f"{where}.{name}: removed"
        else:
            yield from _compare(schema, new["properties"][name], old_root, new_root, f"{where}.{name}")
    kinds = _by_type(new, new_root)
    for kind, schema in _by_type(old, old_root).items():
        if kind not in kinds:
            yield f"{where}: {kind} removed"
        else:
            yield from _compare(schema, kinds[kind], old_root, new_root, kind)


def _same(old: Any, new: Any, old_root: Schema, new_root: Schema, where: str) -> Iterator[str]:
    """Compare a keyword that has to stay, looking into schemas in it (`items`, `anyOf`)."""
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare(old, new, old_root, new_root, where)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _same(one, other, old_root, new_root, where)
    elif old != new:
        yield f"{where}: was {old!r}, is {new!r}"


def _required(old: Schema, new: Schema, where: str) -> Iterator[str]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in before - after:
        yield f"{where}.{name}: no longer required"
    for name in after - before:
        yield f"{where}.{name}: newly required, so events in the log break"


def _by_type(schema: Schema, root: Schema) -> dict[str, Schema]:
    """Return the branches of the event union by the type of event."""
    branches = [_resolved(branch, root) for branch in schema.get("oneOf", ())]
    return {branch["properties"]["type"]["const"]: branch for branch in branches}


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema
