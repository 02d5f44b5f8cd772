"""The reader of NewsML 1: news items, their text as NITF, HTML or plain in components that may lie in each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.elements import attribute, find, find_all, local, parse
from services.ingest.read.format import File, Reader
from services.ingest.read.fragment import looks_like_html, one_line, text_of, text_of_html
from services.ingest.read.limits import Limits, check_count
from services.ingest.read.nitf import story_of_nitf
from services.ingest.read.outcome import kept
from services.ingest.read.people import held_back
from services.ingest.read.story import Story, draft_of_story
from services.ingest.read.xml import Prepared, prepare, root_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASIDE = frozenset({"caption", "supporting", "supplementary", "complementary", "thumbnail", "quicklook", "preview"})


def read_newsml1(file: File, limits: Limits) -> list[Item]:
    """Read the items of a NewsML 1 file. One without a text, or cancelled, is refused alone.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, TOO_LARGE, or NO_ARTICLE if no item is one.
    """
    prepared = prepare(file)
    items: list[Item] = []
    for item in find_all(parse(prepared.text), "NewsItem"):
        items += _of_item(item, prepared, limits)
        check_count(limits, len(items))
    return kept(items)


def _of_item(item: _Element, prepared: Prepared, limits: Limits) -> list[Item]:
    """Read the texts of a news item: one as a rule; each further one is an article of its own."""
    guid, found = _guid(item), list[Item]()
    try:
        _refuse_unpublished(item)
        texts = [text for component in find_all(item, "NewsComponent") for text in _texts(component, _item_story(item))]
    except Refusal as refusal:
        return [_told(refusal, guid)]
    if not texts and item.find(".//{*}ContentItem") is None:
        texts = [(each, _component_story(each).over(_item_story(item))) for each in find_all(item, "NewsComponent")[:1]]
    if not texts:
        return [_told(Refusal(Reason.NO_ARTICLE, "no text in it"), guid)]
    for number, (component, story) in enumerate(texts):
        own = attribute(component, "Duid") or str(number)
        named = Story(guid=f"{guid}#{own}" if guid and number else guid)
        try:
            found.append(draft_of_story(named.over(story), prepared, limits))
        except Refusal as refusal:
            found.append(_told(refusal, guid))
    return found


def _told(refusal: Refusal, guid: str | None) -> Refusal:
    return Refusal(refusal.reason, f"{refusal.detail} ({guid[:200]})" if guid else refusal.detail)


def _refuse_unpublished(item: _Element) -> None:
    if refusal := held_back(attribute(find(item, "NewsManagement/Status"), "FormalName")):
        raise refusal


def _guid(item: _Element) -> str | None:
    """Name an item as its public identifier does, but for the revision at its end: that changes with the text."""
    identifier = find(item, "Identification/NewsIdentifier")
    parts = [_line(find(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    return f"urn:newsml:{':'.join(part for part in parts if part)}" if parts[2] else None


def _item_story(item: _Element) -> Story:
    return Story(
        published=_line(find(item, "NewsManagement/FirstCreated")),
        updated=_line(find(item, "NewsManagement/ThisRevisionCreated")),
        publisher=_line(find(item, "Identification/NewsIdentifier/ProviderId")),
    )


def _texts(component: _Element, outer: Story) -> Iterator[tuple[_Element, Story]]:
    """Yield each component with a text in it; what a component leaves open is said by those around it."""
    stack = [(component, outer)]
    while stack:
        each, around = stack.pop()
        role = (attribute(find(each, "Role"), "FormalName") or "").lower()
        if role in _ASIDE:
            continue
        around = _component_story(each).over(around)
        if (content := _first_text(each)) is not None:
            yield each, around.over(content)
        inner = find_all(each, "NewsComponent")
        # Of equivalents, as one text in two formats, the first is taken.
        inner = inner[:1] if (attribute(each, "EquivalentsList") or "").lower() == "yes" else inner
        stack += [(below, around) for below in reversed(inner)]


def _component_story(component: _Element) -> Story:
    about, description = find(component, "AdministrativeMetadata"), find(component, "DescriptiveMetadata")
    lines = find(component, "NewsLines")
    party = find(about, "Source/Party") if find(about, "Provider/Party") is None else find(about, "Provider/Party")
    return Story(
        title=_line(find(lines, "HeadLine")),
        subtitle=_line(find(lines, "SubHeadLine")),
        authors=tuple(name for line in find_all(lines, "ByLine") if (name := _line(line))),
        dateline=_line(find(lines, "DateLine")),
        language=attribute(find(description, "Language"), "FormalName") or attribute(component, "lang"),
        publisher=attribute(party, "FormalName"),
    )


def _first_text(component: _Element) -> Story | None:
    for content in find_all(component, "ContentItem"):
        medium = (attribute(find(content, "MediaType"), "FormalName") or "text").lower()
        data = find(content, "DataContent")
        encoded = find(content, "Encoding") if find(content, "Encoding/DataContent") is not None else None
        if data is None and encoded is not None and "base64" not in (attribute(encoded, "Notation") or "").lower():
            data = find(encoded, "DataContent")
        if data is not None and medium == "text" and (story := _of_data(data)).text:
            return story
    return None


def _of_data(data: _Element) -> Story:
    inner = next(iter(data), None)
    if inner is not None and local(inner) == "nitf":
        return story_of_nitf(inner)
    if inner is not None and local(inner) == "html":
        body = find(inner, "body")
        return Story(text=text_of(inner if body is None else body))
    if inner is not None:
        return Story(text=text_of(data))
    plain = (data.text or "").strip()
    return Story(text=text_of_html(plain) if looks_like_html(plain) else plain)


def _line(element: _Element | None) -> str | None:
    return None if element is None else one_line(text_of(element)) or None


FORMAT = Reader(
    "newsml",
    "a NewsML document",
    frozenset({".newsml", ".xml"}),
    lambda raw: (root := root_of(raw)) is not None and root.name == "NewsML",
    read=read_newsml1,
)
