"""A minimal NewsML-G2 document, for tests that need one article in several formats."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid={guid} version="1" standard="NewsML-G2"
    standardversion="2.34" conformance="power" xml:lang={language}>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="Example Wire"/>
    <versionCreated>2026-11-23T10:00:00+05:00</versionCreated>
    <pubStatus qcode="stat:{status}"/>
  </itemMeta>
  <contentMeta>
    <language tag={language}/>
    <headline>{title}</headline>
  </contentMeta>
  <contentSet>
    <inlineXML contenttype="application/xhtml+xml">
      <html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{body}</body></html>
    </inlineXML>
  </contentSet>
</newsItem>
"""


def newsml_g2(
    title: str,
    paragraphs: Sequence[str],
    language: str = "ur",
    guid: str = "urn:newsml:example.org:20261123:1",
    status: str = "usable",
) -> bytes:
    """Write a news item with a headline and paragraphs of XHTML, as UTF-8."""
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    document = _DOCUMENT.format(
        guid=quoteattr(guid), language=quoteattr(language), title=escape(title), body=body, status=status
    )
    return document.encode()
