"""The JSON Schemas of what is on the wire, made from the models: draft 2020-12, as written, not as read."""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from schemas.article import instant
from schemas.events import EVENT_TYPES, SCHEMA_MAJOR, Event, data_model, schema_name

EVENT_SCHEMA_NAME = f"urn:khabar:schema:event:{SCHEMA_MAJOR}"
Schema = dict[str, Any]


class _Wire(GenerateJsonSchema):
    """Says what pydantic leaves out: constants are always there, and an instant is a date-time."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Require constants too: CloudEvents wants `specversion` and `type`, though our models fill them in."""
        inner = field["schema"].get("schema", {})
        return inner.get("type") == "literal" or super().field_is_required(field, total)

    def ser_schema(self, schema: Any) -> JsonSchemaValue | None:
        """Name the format of an instant."""
        made = super().ser_schema(schema)
        return {**(made or {}), "format": "date-time"} if schema.get("function") is instant else made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        """Leave out titles that only repeat the field's name."""
        return False


def json_schemas() -> dict[str, Schema]:
    """Return every JSON Schema by its short name: one of each kind of data, and `event` for the whole envelope."""
    models = {model.__name__.lower(): model for model in map(data_model, EVENT_TYPES)}
    data = {
        name: _identified(schema_name(model), model.model_json_schema(mode="serialization", schema_generator=_Wire))
        for name, model in models.items()
    }
    union: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])
    event = union.json_schema(mode="serialization", schema_generator=_Wire)
    return {**data, "event": _identified(EVENT_SCHEMA_NAME, {"title": "Event", **event})}


def _identified(name: str, schema: Schema) -> Schema:
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": name, **schema}
