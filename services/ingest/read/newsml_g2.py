"""The NewsML-G2 reader: a news item, or a message with several."""

from __future__ import annotations

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

_ITEMS = {
    "packageItem": "a package, which lists other items",
    "conceptItem": "a concept, no news",
    "knowledgeItem": "a list of concepts, no news",
    "planningItem": "a plan, no news yet",
    "catalogItem": "a catalogue, no news",
}
_ROOTS = frozenset({"newsMessage", "newsItem", *_ITEMS})
_NO_TEXTS = frozenset({"picture", "video", "audio", "graphic", "animation", "composite", "unspecified"})


def read_newsml_g2(file: File, limits: Limits) -> list[Item]:
    """Read the items of a NewsML-G2 file. One that is no text, or cancelled, is refused alone.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, TOO_LARGE, or NO_ARTICLE if no item is one.
    """
    prepared = prepare(file)
    root = parse(prepared.text)
    listed = [root] if local(root) != "newsMessage" else [item for each in find_all(root, "itemSet") for item in each]
    check_count(limits, len(listed))
    return kept([_item(each, prepared, limits) for each in listed])


def _item(item: _Element, prepared: Prepared, limits: Limits) -> Item:
    try:
        return draft_of_story(_story(item), prepared, limits)
    except Refusal as refusal:
        guid = attribute(item, "guid")
        return Refusal(refusal.reason, f"{refusal.detail} ({guid[:200]})" if guid else refusal.detail)


def _story(item: _Element) -> Story:
    if local(item) != "newsItem":
        raise Refusal(Reason.NO_ARTICLE, _ITEMS.get(local(item), f"<{local(item)[:60]}> is no news item"))
    about, content = find(item, "itemMeta"), find(item, "contentMeta")
    _refuse_unpublished(about)
    first, version = _stated(find(about, "firstCreated")), _stated(find(about, "versionCreated"))
    title, subtitle = _headlines(content)
    stated = Story(
        title=title,
        subtitle=subtitle,
        authors=_authors(content),
        dateline=_stated(find(content, "dateline")),
        published=first or version or _stated(find(content, "contentCreated")),
        updated=version or _stated(find(content, "contentModified")),
        language=attribute(find(content, "language"), "tag"),
        publisher=_named(find(about, "provider")) or _named(find(content, "infoSource")),
        guid=attribute(item, "guid"),
    )
    story = stated.over(_content(find(item, "contentSet")))
    return story.over(Story(language=attribute(item, "lang"), text=_stated(find(content, "description"))))


def _refuse_unpublished(about: _Element | None) -> None:
    if refusal := held_back(_code(find(about, "pubStatus"))):
        raise refusal
    embargo = find(about, "embargoed")
    if embargo is not None and not _stated(embargo):
        raise Refusal(Reason.NO_ARTICLE, "it is embargoed, and no time is stated for the end of that")
    kind = _code(find(about, "itemClass"))
    if kind in _NO_TEXTS:
        raise Refusal(Reason.NO_ARTICLE, f"its class is {kind}: no text")


def _headlines(content: _Element | None) -> tuple[str | None, str | None]:
    """Tell the headline from the sub-headline by their roles."""
    plain, sub = list[str | None](), list[str | None]()
    for headline in find_all(content, "headline"):
        (sub if "sub" in (attribute(headline, "role") or "").lower() else plain).append(_stated(headline))
    return next(filter(None, plain), None), next(filter(None, sub), None)


def _authors(content: _Element | None) -> tuple[str, ...]:
    """Return the bylines; else the creators that have a name."""
    stated = [_stated(by) for by in find_all(content, "by")]
    stated = stated if any(stated) else [_stated(find(creator, "name")) for creator in find_all(content, "creator")]
    return tuple(name for name in stated if name)


def _content(contents: _Element | None) -> Story:
    """Read the first rendition that has a text: of all renditions, the content is the same."""
    for each in contents if contents is not None else ():
        story = Story()
        if local(each) == "inlineXML":
            story = _inline(each)
        elif local(each) == "inlineData" and "base64" not in (attribute(each, "encoding") or "").lower():
            data = "".join(each.itertext())
            story = Story(text=text_of_html(data) if _is_html(each, data) else data.strip())
        if story.text:
            return story
    return Story()


def _inline(inline: _Element) -> Story:
    inner = next(iter(inline), None)
    if inner is None:
        return Story(text=one_line(inline.text or ""))
    if local(inner) == "nitf":
        return story_of_nitf(inner)
    body = find(inner, "body") if local(inner) == "html" else inline
    if body is None:
        return Story()
    # What some agencies put above the text of a whole page: its headline, its subjects, its time.
    header = find(body, "header")
    if header is not None and len(body) > 1:
        body.remove(header)
    return Story(text=text_of(body), language=attribute(inner, "lang"))


def _is_html(inline: _Element, data: str) -> bool:
    return "html" in (attribute(inline, "contenttype") or "").lower() or looks_like_html(data)


def _named(party: _Element | None) -> str | None:
    return _stated(find(party, "name")) or attribute(party, "literal") or _code(party, any_case=True)


def _code(concept: _Element | None, any_case: bool = False) -> str | None:
    """Return a concept's code without its scheme: `usable` for `stat:usable` and for `…/pubstatusg2/usable`."""
    stated = attribute(concept, "qcode") or attribute(concept, "uri")
    code = stated.replace("/", ":").rpartition(":")[2] if stated else None
    return code if any_case or code is None else code.lower()


def _stated(element: _Element | None) -> str | None:
    return None if element is None else one_line(text_of(element)) or None


FORMAT = Reader(
    "newsml-g2",
    "a NewsML-G2 document",
    frozenset({".newsml", ".xml"}),
    lambda raw: (root := root_of(raw)) is not None and root.name in _ROOTS,
    read=read_newsml_g2,
)
