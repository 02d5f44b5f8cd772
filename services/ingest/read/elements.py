"""Elements of XML: parsed under bounds from what `xml.prepare` has made safe, and found by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.reasons import Reason
from services.ingest.draft import Refusal

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(text: str) -> _Element:
    """Parse a prepared document. Prefixes that are not bound to a namespace are let through.

    Raises:
        Refusal: MALFORMED, or PARSER_LIMIT for more than 256 levels or a text of more than 10 million bytes.
    """
    from lxml import etree

    parser = _parser()
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        _refuse_past_limits(parser)
        unbound = all(entry.domain == etree.ErrorDomains.NAMESPACE for entry in parser.error_log)
        if unbound and (root := recover(text)) is not None:
            return root
        raise Refusal(Reason.MALFORMED, f"not well-formed XML: {error.msg}") from error


def recover(text: str) -> _Element | None:
    """Parse a prepared document that is not well-formed, as far as it goes; None if nothing can be made of it.

    Raises:
        Refusal: PARSER_LIMIT, as `parse`.
    """
    from lxml import etree

    parser = _parser(recover=True)
    try:
        root: _Element | None = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    _refuse_past_limits(parser)
    return root


def _refuse_past_limits(parser: etree.XMLParser[_Element]) -> None:
    from lxml import etree

    if parser.error_log.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT]):
        raise Refusal(Reason.PARSER_LIMIT, "nested more deeply, or longer in one piece, than any article")


def find(element: _Element | None, path: str) -> _Element | None:
    """Find an element by the names on the way to it, whatever their namespaces."""
    return None if element is None else element.find("/".join("{*}" + name for name in path.split("/")))


def find_all(element: _Element | None, path: str) -> list[_Element]:
    """Find all such elements."""
    return [] if element is None else element.findall("/".join("{*}" + name for name in path.split("/")))


def local(element: _Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: _Element | None, name: str) -> str | None:
    """Return an attribute, unless it is empty; `lang` is also sought as `xml:lang`."""
    if element is None:
        return None
    stated = element.get(name) or (element.get(_XML_LANG) if name == "lang" else None)
    return stated.strip() or None if stated else None


def _parser(recover: bool = False) -> etree.XMLParser[_Element]:
    from lxml import etree

    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
