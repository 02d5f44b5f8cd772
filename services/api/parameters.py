"""Query parameters: one model a route, checked strictly, so that a slip is an error and not a wrong answer."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, TypeVar

from multidict import MultiMapping
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from schemas.article import LanguageTag, Slug
from schemas.reasons import Reason
from services.api.problems import Problem

MOST = 1000
"""The longest page."""
DEEPEST = 10_000
"""The furthest offset into search results."""
Code = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9:_.-]+$")]
"""The id of a place or a story."""
DocumentState = Literal["pending", "published", "duplicate", "rejected", "vanished"]


def moment(value: Any) -> datetime:
    """Read an ISO 8601 date or time, in UTC where it states no offset.

    Raises:
        ValueError: it is none.
    """
    text = str(value)
    if "T" in text:
        text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text)  # a plus sign in a URL that was not escaped
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        example = date(2026, 5, 1).isoformat()
        raise ValueError(f"must be an ISO 8601 date or time, such as {example} or {example}T09:30:00Z") from None


Moment = Annotated[
    datetime, BeforeValidator(moment), WithJsonSchema({"type": "string", "examples": ["2026-05-01T09:30:00Z"]})
]


class Parameters(BaseModel):
    """The query parameters of a route; this one takes none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paged(Parameters):
    """A page of a list."""

    limit: int = Field(default=50, ge=1, le=MOST, description="The most items of a page")
    cursor: str | None = Field(default=None, max_length=500, description="`next` of the page before")


class AskedDocuments(Paged):
    """Which files."""

    state: DocumentState | None = Field(default=None, description="Only files in this state")
    reason: Reason | None = Field(default=None, description="Only files rejected for this reason")


class AskedText(Paged):
    """Whether with the text."""

    text: bool = Field(default=False, description="With the text of each; a page then ends early if it grows large")


class Narrowed(Parameters):
    """Which articles, wherever they are listed or looked for."""

    language: LanguageTag | None = Field(default=None, description="A BCP 47 tag; `en` takes `en-US` too")
    source: Slug | None = Field(default=None, description="Only articles of this publisher, a slug")
    since: Moment | None = Field(default=None, description="Ingested at or after this time")
    until: Moment | None = Field(default=None, description="Ingested before this time")
    published_since: Moment | None = Field(default=None, description="Published at or after this time")
    published_until: Moment | None = Field(default=None, description="Published before this time")


class AskedArticles(Narrowed, AskedText):
    """Which articles."""


class AskedStories(Paged):
    """Which stories."""

    language: LanguageTag | None = Field(default=None, description="With an article in it; `en` takes `en-US` too")
    source: Slug | None = Field(default=None, description="With an article of this publisher, a slug")
    since: Moment | None = Field(default=None, description="Whose newest article was ingested at or after this time")
    until: Moment | None = Field(default=None, description="Whose newest article was ingested before this time")


class AskedSearch(Narrowed):
    """What to look for."""

    q: str = Field(
        min_length=1,
        max_length=1000,
        description='Words in any spelling, "in quotes" for words in a row, -word, begin*, title:word',
    )
    place: Code | None = Field(default=None, description="Only articles that name this place, by its code")
    story: Code | None = Field(default=None, description="Only articles of this story, by its id")
    facets: bool = Field(default=False, description="Whether to count what was found by language, source, place, day")
    limit: int = Field(default=20, ge=1, le=MOST, description="The most hits")
    offset: int = Field(default=0, ge=0, le=DEEPEST, description="How many hits to leave out")


class AskedUpload(Parameters):
    """Under which name."""

    name: str | None = Field(default=None, description="The file's name; a multipart body may state it instead")
    replace: bool = Field(default=False, description="Whether a file of this name may be replaced by another content")


class AskedPage(Parameters):
    """What the page is to show."""

    q: str | None = Field(default=None, max_length=1000, description="The words to look for")


Asked = TypeVar("Asked", bound=Parameters)


def parse(model: type[Asked], query: MultiMapping[str]) -> Asked:
    """Read the query string; a parameter without a value counts as not given.

    Raises:
        Problem: 400, naming the parameter that is unknown, missing, wrong or given twice.
    """
    given: dict[str, str] = {}
    for name, value in query.items():
        if name in given:
            raise Problem(400, f"{name}: is given twice", parameter=name)
        given[name] = value
    try:
        return model.model_validate({name: value for name, value in given.items() if value or _unknown(model, name)})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise Problem(400, f"{name}: {_told(model, first)}", parameter=name) from None


def _unknown(model: type[Parameters], name: str) -> bool:
    return name not in model.model_fields


def _told(model: type[Parameters], error: Any) -> str:
    if error["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return f"there is no such parameter here, only {known}" if known else "there are no parameters here"
    if error["type"] == "missing":
        return "is missing"
    return str(error["msg"]).removeprefix("Value error, ")
