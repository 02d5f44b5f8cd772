"""XML is read without its dangers, and what is no article says what it is."""

import time
import tracemalloc
from pathlib import Path

import pytest

from schemas.article import RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, format_of, read
from services.ingest.read.elements import parse
from services.ingest.read.xml import Root, prepare, root_of

FIXTURES = Path(__file__).parents[2] / "fixtures" / "xml"
LIMITS = Limits()
RSS = b"<rss version='2.0'><channel><item><title>T</title><description>%s</description></item></channel></rss>"
NITF = (
    b"<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head>"
    b"<body.content><p>%s</p></body.content></body></nitf>"
)
G2 = (
    b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><headline>T</headline></contentMeta>'
    b"<contentSet><inlineXML><p>%s</p></inlineXML></contentSet></newsItem>"
)
NEWSML = (
    b"<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>T</HeadLine></NewsLines><ContentItem><DataContent>%s"
    b"</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
)
EACH = pytest.mark.parametrize("document", [RSS, NITF, G2, NEWSML], ids=["rss", "nitf", "newsml-g2", "newsml"])


def one(raw: bytes, name: str = "a.xml") -> Draft:
    """Read a file with one article in it."""
    (item,) = read(File(name, raw), LIMITS)
    assert isinstance(item, Draft)
    return item


def refused(raw: bytes, name: str = "a.xml") -> Refusal:
    """Read a file that must be refused as a whole."""
    with pytest.raises(Refusal) as refusal:
        read(File(name, raw), LIMITS)
    return refusal.value


def _size_or_reason(raw: bytes) -> tuple[int, Reason | None]:
    try:
        return len(one(raw).text), None
    except Refusal as refusal:
        return 0, refusal.reason


@EACH
def test_external_entities_are_not_fetched(document: bytes, tmp_path: Path) -> None:
    """A file that an entity points at stays unread, whether the entity is general or of a parameter."""
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    for declared in (
        f'<!ENTITY xxe SYSTEM "file://{secret}">',
        f'<!ENTITY % p SYSTEM "file://{secret}"> %p;<!ENTITY xxe "x">',
        f'<!ENTITY xxe PUBLIC "-//x" "{secret}">',
    ):
        raw = b"<!DOCTYPE r [" + declared.encode() + b"]>" + document % b"before &xxe; after"
        draft = one(raw)
        assert "secret" not in draft.text
        assert draft.text.startswith("before ")


@EACH
def test_entities_do_not_grow(document: bytes) -> None:
    """Billion laughs and quadratic blow-up take no more time and memory than their bytes."""
    laughs = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), ord("m"))
    )
    quadratic = b'<!ENTITY l "' + b"x" * 100_000 + b'">'
    short = b'<!ENTITY l "' + b"x" * 100 + b'">'
    for declared, references in ((laughs, b"&l;"), (quadratic, b"&l;" * 10_000), (short, b"&l;" * 100_000)):
        raw = b"<!DOCTYPE r [" + declared + b"]>" + document % references
        tracemalloc.start()
        began = time.perf_counter()
        size, reason = _size_or_reason(raw)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size < 100_000
        assert reason in (None, Reason.PARSER_LIMIT)
        assert peak < 30 * 1024 * 1024
        assert time.perf_counter() - began < 5


@EACH
def test_deep_nesting_is_a_limit(document: bytes) -> None:
    """Elements in elements, closed or not, end in a verdict."""
    for deep in (b"<b>" * 100_000 + b"x" + b"</b>" * 100_000, b"<b>" * 100_000):
        assert refused(document % deep).reason is Reason.PARSER_LIMIT


@pytest.mark.parametrize(
    "raw",
    [
        b"<!-- " * 100_000,
        b"<?x " * 100_000,
        b"<!DOCTYPE r [" + b"<!-- " * 100_000,
        b"<!DOCTYPE r [" + b"<!ENTITY a '" * 100_000,
        b"<!DOCTYPE r " + b"'" * 100_001,
        b"<!DOCTYPE r []>" * 20_000,
        b"<" * 300_000,
        b"<rss>" + b"<![CDATA[" * 100_000,
        b"<rss>" + b"&#" * 200_000,
        b"<rss>" + b"&" + b"a" * 300_000,
        b"<rss " + b"a='" * 100_000,
        b" " * 300_000 + b"<rss>",
    ],
)
def test_hostile_prologs_take_linear_time(raw: bytes) -> None:
    """What is never closed is looked at once."""
    began = time.perf_counter()
    refused(raw)
    assert time.perf_counter() - began < 3


def test_a_dtd_after_rubbish_reaches_no_parser() -> None:
    """Everything before the first element is cut off, so that no entity is declared when the parser begins."""
    raw = b'rubbish\n<!DOCTYPE r [\n<!ENTITY a "' + b"x" * 1000 + b'">\n]>\n' + RSS % b"so &a; long"
    assert "ENTITY" not in prepare(File("a.rss", raw)).text
    assert one(raw, "a.rss").text == "so &a; long"


def test_references_are_mended() -> None:
    """Short entities are put in, HTML's are known, and what is no reference is text; what was mended is counted."""
    raw = b'<!DOCTYPE r [<!ENTITY pub "The &#84;imes">]>' + NITF % b"&pub;: A&T &unknown; &#146; &#0; &#X41;&hearts;"
    draft = one(raw)
    assert draft.text == "The Times: A&T &unknown; \u2019 A♥"
    assert [(repair.kind, repair.count) for repair in draft.repairs] == [(RepairKind.MARKUP, 4)]
    assert one(NITF % b"a&nbsp;b").repairs[0].count == 1
    assert one(NITF % b"<![CDATA[&nbsp; & &x;]]>").text == "&nbsp; & &x;"


def test_controls_cost_no_document() -> None:
    """A control character, which XML forbids, is dropped and listed."""
    draft = one(NITF % b"a\x08b\x0bc")
    assert draft.text == "ab c"
    assert RepairKind.CONTROL_CHARACTERS in {repair.kind for repair in draft.repairs}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    """A document is recognised and read in any Unicode encoding, whatever its declaration says."""
    text = '<?xml version="1.0" encoding="utf-8"?>' + (NITF % b"").decode().replace("T<", "پل کھل گیا<")
    text = text.replace("<p>", "<p>" + "Text, text and text. " * 20)
    draft = one(text.encode(encoding))
    assert draft.title == "پل کھل گیا"
    assert draft.encoding is not None


@pytest.mark.parametrize(
    ("raw", "root"),
    [
        (b"<rss version='2.0'>", Root("rss", "")),
        (b'<?xml version="1.0"?>\n<!-- <feed> -->\n<?x y?><a:RDF xmlns:a="urn:rdf">', Root("RDF", "urn:rdf")),
        (b'<!DOCTYPE x [<!ENTITY a "' + b"z" * 100_000 + b'">]><feed xmlns="http://a/">', Root("feed", "http://a/")),
        ("<rss>".encode("utf-16"), Root("rss", "")),
        (b"news <rss>", None),
        (b"", None),
        (b"<", None),
        (b"\x00" * 100, None),
    ],
)
def test_the_root_is_told(raw: bytes, root: Root | None) -> None:
    """The first element is found behind declarations, comments and a DTD, however long."""
    assert root_of(raw) == root


@pytest.mark.parametrize(
    ("raw", "reason", "told"),
    [
        (b"<opml><body/></opml>", Reason.UNSUPPORTED_TYPE, "whose root is <opml>; known: rss, feed"),
        (b'<rdf:RDF xmlns:rdf="urn:x"/>', Reason.UNSUPPORTED_TYPE, "<RDF>"),
        (b"just text", Reason.MALFORMED, "no XML"),
        (b"rubbish <rss/>", Reason.MALFORMED, "does not begin"),
        (b"  \n", Reason.EMPTY, "no text"),
        (b"\x00\x01\x02\x03\x04\x05", Reason.BINARY, "not text"),
        (b"<nitf><body>", Reason.MALFORMED, "not well-formed XML"),
        (b"<NewsML/>", Reason.NO_ARTICLE, "nothing"),
        (b"<nitf/>", Reason.NO_ARTICLE, "neither a title nor a text"),
        (b"<rss/>", Reason.NO_ARTICLE, "without items"),
    ],
)
def test_what_is_no_article_says_what_it_is(raw: bytes, reason: Reason, told: str) -> None:
    """An `.xml` that no reader recognises is of no known type or broken, never a puzzle."""
    refusal = refused(raw)
    assert refusal.reason is reason
    assert told in refusal.detail


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("rss2.xml", "feed"),
        ("atom.xml", "feed"),
        ("rss1.rdf", "feed"),
        ("message.newsml", "newsml-g2"),
        ("newsml1.xml", "newsml"),
        ("nitf.xml", "nitf"),
    ],
)
def test_formats_are_told_by_their_root(name: str, format_: str) -> None:
    """`.xml`, the format's own suffix or none: the root decides."""
    raw = (FIXTURES / name).read_bytes()
    assert {format_of(File(each, raw)).name for each in (name, "a.xml", "a", "a.unknown")} == {format_}


def test_an_unbound_prefix_does_no_harm() -> None:
    """A prefix without a namespace is let through: it says nothing that is read."""
    assert one(NITF.replace(b"<nitf>", b"<nitf x:y='z'>") % b"text").text == "text"


def test_line_numbers_are_the_files() -> None:
    """What is cut off leaves its line ends, so that a parser's complaint names the right line."""
    text = prepare(File("a.xml", b'<?xml version="1.0"?>\n<!DOCTYPE r [\n]>\n<r>\n<b></r>')).text
    with pytest.raises(Refusal) as refusal:
        parse(text)
    assert "line 5" in refusal.value.detail
