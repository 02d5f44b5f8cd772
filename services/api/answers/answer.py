"""What all answers share, and those that every process gives."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Cursor = Field(description="Pass it as `cursor` to go on; null after the last page")


class Answer(BaseModel):
    """A part of an answer. What it does not list is not there."""

    model_config = ConfigDict(extra="forbid")


class ProblemDocument(BaseModel):
    """An error: RFC 9457, as application/problem+json. Some have further members."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    parameter: str | None = Field(default=None, description="The query parameter that is wrong")
    down: dict[str, str] | None = Field(default=None, description="The servers that are away, and why")


class Live(Answer):
    """The process runs."""

    status: str


class Ready(Answer):
    """Whether the process can do its work."""

    status: str
    down: dict[str, str]


class OpenApi(BaseModel):
    """This description."""

    model_config = ConfigDict(extra="allow")

    openapi: str
    paths: dict[str, Any]
