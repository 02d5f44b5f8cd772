"""The NITF reader: one article, as agencies write it alone or inside of NewsML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.draft import Item
from services.ingest.read.elements import attribute, find, find_all, local, parse
from services.ingest.read.format import File, Reader
from services.ingest.read.fragment import one_line, text_of
from services.ingest.read.limits import Limits
from services.ingest.read.people import held_back
from services.ingest.read.story import Story, draft_of_story
from services.ingest.read.xml import prepare, root_of

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_nitf(file: File, limits: Limits) -> list[Item]:
    """Read the article of an NITF file.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, MALFORMED, PARSER_LIMIT, TOO_LARGE, or NO_ARTICLE, for what its agency has
            cancelled, too.
    """
    prepared = prepare(file)
    return [draft_of_story(story_of_nitf(parse(prepared.text)), prepared, limits)]


def story_of_nitf(nitf: _Element) -> Story:
    """Read an `nitf` element. Raises Refusal: NO_ARTICLE if its agency has cancelled it or holds it back."""
    docdata, pubdata = find(nitf, "head/docdata"), find(nitf, "head/pubdata")
    if refusal := held_back(attribute(docdata, "management-status")):
        raise refusal
    head = find(nitf, "body/body.head")
    issued = attribute(find(docdata, "date.issue"), "norm") or attribute(find(docdata, "date.release"), "norm")
    return Story(
        title=_line(find(head, "hedline/hl1")) or _line(find(nitf, "head/title")),
        subtitle=_subtitle(head),
        text=_text(find(nitf, "body/body.content")),
        authors=tuple(name for byline in find_all(head, "byline") for name in _names(byline)),
        dateline=_line(find(head, "dateline"), without="story.date"),
        published=issued
        or attribute(pubdata, "date.publication")
        or attribute(find(head, "dateline/story.date"), "norm"),
        language=attribute(nitf, "lang") or attribute(find(nitf, "body"), "lang") or attribute(nitf, "baselang"),
        publisher=_line(find(head, "distributor"))
        or attribute(pubdata, "name")
        or attribute(find(docdata, "doc.copyright"), "holder")
        or _line(find(head, "rights/rights.owner")),
        url=attribute(pubdata, "ex-ref"),
        guid=attribute(find(docdata, "doc-id"), "id-string"),
    )


def _subtitle(head: _Element | None) -> str | None:
    title, subtitle = _line(find(head, "hedline/hl1")), _line(find(head, "hedline/hl2"))
    return subtitle if subtitle != title else None  # AP says the headline twice


def _text(content: _Element | None) -> str | None:
    if content is None:
        return None
    # The New York Times' archive says the first paragraphs once more in a block before the full text.
    full = next((block for block in find_all(content, "block") if attribute(block, "class") == "full_text"), None)
    return text_of(content if full is None else full)


def _names(byline: _Element) -> list[str]:
    people = [_line(person) for person in find_all(byline, "person")]
    return [name for name in people or [_line(byline, without="byttl")] if name]


def _line(element: _Element | None, without: str | None = None) -> str | None:
    """Read an element as one line, without the elements of one name in it."""
    if element is None:
        return None
    if without is None:
        return one_line(text_of(element)) or None
    parts = [element.text or ""]
    for child in element:
        parts += ["" if local(child) == without else text_of(child), child.tail or ""]
    return " ".join("".join(parts).split()) or None


FORMAT = Reader(
    "nitf",
    "an NITF document",
    frozenset({".nitf", ".xml"}),
    lambda raw: (root := root_of(raw)) is not None and root.name == "nitf",
    read=read_nitf,
)
