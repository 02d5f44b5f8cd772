"""Words that mean something to a reader: the fuzzer puts them where chance never would."""

from services.ingest.read import names

_TEXT = (
    "پہلی اشاعت:", "آخری اپ ڈیٹ", "تاریخ:", "By ", "LONDON (Reuters) - ", "اسلام آباد (اے پی پی)", "۔", "\u200c",
    "\u202b", "ﻼ", "e\u0301", "Ø§Ù„", "2026-11-23T10:00:00+05:00", "23 نومبر 2026", "١٤٤٨", "०९", "Monday",
    "12/11/10", "\r\n", "\x85", "\n\n", "\t", "-\n", "&amp;", "&#8204;", "<br>", "© ", "http://a.b/c", "http://[",
    "\ufeff", "\ufffd", "9999999999999",
)  # fmt: skip
_MARKDOWN = (
    "---\n", "title: ", "date: ", "# ", "===\n", "```\n", "~~~", "[a](b)", "![a](", "[^1]: ", "> ",
    "| a | b |\n|---|---|", "<!--", "-->", "**", "__", "`", "\\", "  \n", "- [ ] ", "tags: [a, b]", "&anchor ",
    "*anchor", "!!python/name:os", "<<: ",
)  # fmt: skip
_XML = (
    "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE a [", "<!ENTITY a '", "]>", "<![CDATA[", "]]>", "<!--",
    "-->", "&a;", "&#x0;", "&#55296;", "&nbsp;", " xmlns='", " xmlns:a='", "xml:lang='ur'", "xml:base='http://[/'",
    "<a:", "</", "/>",
)  # fmt: skip
_FEED = (
    "<rss version='2.0'>", "<channel>", "<item>", "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<rdf:RDF ", "<title type='xhtml'>", "<content:encoded>", "<content type='application/octet-stream'>",
    "<link href='", "<guid>", "<pubDate>", "<dc:date>", "<author>", "<category>", "<enclosure url='", "<media:group>",
    "<itunes:image href='", "<georss:point>", "<gml:pos>", "<source url='", "<description>", "<textinput>",
    "<cloud domain='",
)  # fmt: skip
_NEWSML = (
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'", "<itemMeta>", "<contentMeta>", "<headline>",
    "<inlineXML>", "<inlineData>", "<pubStatus qcode='stat:canceled'/>", "<packageItem>", "<newsMessage",
    "<versionCreated>", "<embargoed>", "<itemClass qcode='ninat:picture'/>", "<NewsML>", "<NewsComponent>",
    "<ContentItem>", "<DataContent>", "<nitf>", "<body.content>", "<hedline>", "<hl1>",
    "<date.issue norm='20261123T100000Z'/>", "<docdata>", "<media>", "<block>", "<p lede='true'>",
    "<doc-id id-string='", "<du-key version='",
)  # fmt: skip
_HTML = (
    "<!DOCTYPE html>", "<html lang='ur' dir='rtl'>", "<meta charset='windows-1256'>",
    "<meta property='og:title' content='", "<meta name='author' content='", "<script type='application/ld+json'>",
    '{"@type":"NewsArticle",', '"articleBody":"', '"datePublished":"', '"author":[{"name":"', '"@graph":[',
    "</script>", "<article>", "<h1>", "<p>", "<br>", "<time datetime='", "<table><tr><td>", "<ul><li>", "<a href='",
    "<svg>", "<template>", "<plaintext>", "<noscript>", "<!--", "-->", "<math>",
    "<link rel='canonical' href='http://[", "hidden", "aria-hidden='true'", "style='display:none'", "class='related'",
    "itemprop='articleBody'", "<frameset>", "<base href='//", "&#0;", "&lt;", "&amp;quot;", "<figcaption>",
    "<iframe src='",
)  # fmt: skip
_MHTML = (
    "MIME-Version: 1.0\r\n", "Content-Type: multipart/related; boundary=\"b\"", "--b\r\n", "--b--",
    "Content-Type: text/html", "; charset=\"", "charset*0*=utf-16'x'%00",
    "Content-Transfer-Encoding: quoted-printable", "base64", "uuencode", "Content-Location: http://[",
    "Content-Type: message/rfc822", "\r\n\r\n", "=3D", "=?utf-8?b?", "boundary*=''%ff",
)  # fmt: skip
_WORD = (
    "<w:p>", "<w:r>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:pStyle w:val='Title'/>", "<w:pPr>", "<w:del>",
    "<w:br/>", "<w:txbxContent>", "<mc:Fallback>", "<w:sdt>", "<w:sdtContent>", "<w:instrText>", "<!--", "<?a?>",
    "&a;", "<w:body>", "TargetMode='External'", "Target='../", "Id='rId1'", "[Content_Types].xml",
    "word/document.xml", "PartName='/",
)  # fmt: skip
_JSON = (
    '{"', '":', '"', "[[", "]}", "null", "true", "1e999", "-0", "NaN", "\\u0000", "\\ud800", "\\udfff", '"@graph":[',
    '"@type":', '"version":"https://jsonfeed.org/version/1"', '"items":', '"content":{"rendered":"',
    '"type":"composite"', '"pubstatus":"canceled"', '"articles":[', "9" * 30, "[+99 chars]", '"name":',
)  # fmt: skip
_WARC = (
    "WARC/1.0\r\n", "WARC-Type: response\r\n", "WARC-Type: conversion\r\n", "WARC-Target-URI: http://[/a",
    "WARC-Truncated: ", "Content-Length: ", "-1", "99999999999999999999", "\r\n\r\n", "HTTP/1.1 200 OK\r\n",
    "Content-Encoding: br\r\n", "zstd", "deflate", "gzip", "Transfer-Encoding: chunked\r\n",
    "Content-Type: text/html; charset=", "application/http; msgtype=response", "ffffffffffffffff\r\n", "0\r\n\r\n",
)  # fmt: skip
_PDF = (
    "%PDF-1.4", "obj", "endobj", "stream\n", "endstream", "xref", "trailer", "/Type/Page", "/Contents", "/Length",
    "/Encrypt", "/ToUnicode", "/FlateDecode", "BT", "ET", "(a)Tj", "<0627>Tj", "/F1 12 Tf", "/Rotate 90",
    "/MediaBox[0 0 0 0]", "1e38",
)  # fmt: skip
_NAMES = (names.TITLE, names.DATE, names.UPDATED, names.AUTHOR, names.LANGUAGE, names.SOURCE, names.URL, names.ID)
ENCODED = ("\ufeff", "\x1b$B", "\x1b(B", "\ufffd", "\0", "\x85", "Ø§Ù„", "الم", "ہے", "и", "日本")

FIELDS = (
    *(f'"{name}":' for group in _NAMES for name in group[:6]),
    *(f"\n{name}: " for group in _NAMES for name in group[:2]),
    *_JSON,
    *(
        "!!binary ",
        "!!timestamp ",
        "&a ",
        "*a",
        "<<: ",
        "? ",
        "- ",
        "---\n",
        "...\n",
        "|\n",
        "0x",
        "1:60",
        "2026-02-30",
    ),
)

_BY_FORMAT: dict[str, tuple[str, ...]] = {
    "markdown": _MARKDOWN,
    "json": (*_JSON, *FIELDS),
    "jsonl": (*_JSON, *FIELDS),
    "xml": _XML,
    "feed": (*_XML, *_FEED, *_HTML[-20:]),
    "newsml-g2": (*_XML, *_NEWSML),
    "newsml": (*_XML, *_NEWSML),
    "nitf": (*_XML, *_NEWSML),
    "html": _HTML,
    "mhtml": (*_MHTML, *_HTML),
    "docx": _WORD,
    "warc": _WARC,
    "pdf": _PDF,
}


def of(name: str) -> tuple[str, ...]:
    """Return the words of a format, and those that mean something in any text."""
    return (*_BY_FORMAT.get(name, ()), *_TEXT)
