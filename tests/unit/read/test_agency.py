"""The formats of news agencies: NewsML-G2, NewsML 1, NITF."""

from pathlib import Path

import pytest

from schemas.article import Dateline
from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.story import date_as_stated
from services.text.fingerprint import content_hash
from tests.newsml import newsml_g2

FIXTURES = Path(__file__).parents[2] / "fixtures" / "xml"
LIMITS = Limits()


def read_fixture(name: str) -> list[Item]:
    """Read a file of the fixtures."""
    return read(File(name, (FIXTURES / name).read_bytes()), LIMITS)


def refusals(items: list[Item]) -> list[str]:
    """Return what is said of the refused items."""
    assert {item.reason for item in items if isinstance(item, Refusal)} == {Reason.NO_ARTICLE}
    return [item.detail for item in items if isinstance(item, Refusal)]


def test_newsml_g2() -> None:
    """A message gives each item its verdict; an item has headline, text of its XHTML, first date and language."""
    items = read_fixture("message.newsml")
    first, nitf, _, _, _, escaped, _ = items
    assert isinstance(first, Draft)
    assert (first.title, first.subtitle) == ("Bridge opens", "After two years")
    assert first.text == "The bridge is open.\n\nTraffic flows."
    assert (first.authors, first.language, first.source.name) == (("Jane Doe",), "en-GB", "Example Wire")
    assert first.dateline == Dateline(text="London (EXW) -", place="London", agency="EXW")
    assert (first.published_at, first.updated_at) == ("2026-11-23T09:00:00+01:00", "2026-11-23T10:15:00+01:00")
    assert first.guid == "urn:newsml:example.org:20261123:1"
    assert isinstance(nitf, Draft)
    assert (nitf.title, nitf.text, nitf.authors) == ("Inline NITF", "From NITF.", ("John Roe",))
    assert (nitf.published_at, nitf.updated_at) == ("2026-11-23T10:16:00Z", None)
    assert isinstance(escaped, Draft)
    assert escaped.text == "One.\n\nTwo."
    killed, picture, embargoed, package = refusals(items)
    assert "canceled" in killed
    assert "khabar withdraw (urn:newsml:example.org:20261123:3)" in killed
    assert "picture" in picture
    assert "embargoed" in embargoed
    assert "a package" in package


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_kill_notice_is_not_published(status: str) -> None:
    """What an agency cancels or holds back is refused, and the detail says what to do."""
    with pytest.raises(Refusal) as refused:
        read(File("a.xml", newsml_g2("Title", ["Text."], status=status)), LIMITS)
    assert refused.value.reason is Reason.NO_ARTICLE
    assert status in refused.value.detail


def test_one_content_in_two_formats() -> None:
    """The same article in plain text and in NewsML-G2 has one content hash."""
    title, paragraphs = "پل کھل گیا", ["پہلا پیراگراف ہے، اور A & B < C۔", "می\u200cشود دوسرا پیراگراف۔"]
    (plain,) = read(File("a.txt", "\n\n".join([title, *paragraphs]).encode()), LIMITS)
    (agency,) = read(File("a.xml", newsml_g2(title, paragraphs)), LIMITS)
    assert isinstance(plain, Draft)
    assert isinstance(agency, Draft)
    assert content_hash(agency.title, agency.text) == content_hash(plain.title, plain.text)


def test_newsml_1() -> None:
    """The first of equivalent texts, what is said around it, and a guid that stays the same over revisions."""
    items = read_fixture("newsml1.xml")
    first, _, flash = items
    assert isinstance(first, Draft)
    assert (first.title, first.subtitle) == ("Le pont est ouvert", "Après deux ans")
    assert first.text == "Le pont été ouvert.\n\nLa circulation reprend\u00a0!"
    assert (first.language, first.source.slug, first.guid) == ("fr", "exw", "urn:newsml:example.org:20261123:abc1")
    assert (first.published_at, first.updated_at) == ("2026-11-23T12:59:02Z", "2026-11-23T13:15:00+01:00")
    assert first.dateline == Dateline(text="Strasbourg, 23 nov 2026 (EXW)", place="Strasbourg", agency="EXW")
    assert isinstance(flash, Draft)
    assert (flash.title, flash.text) == ("Flash", "")
    (killed,) = refusals(items)
    assert "canceled" in killed


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Plain.\n\nText.", "Plain.\n\nText."),
        ("<![CDATA[<P>One.</P>\n<P>Two.</P>]]>", "One.\n\nTwo."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<html><head><title>T</title></head><body><p>One.</p></body></html>", "One."),
        ("<nitf><body><body.content><p>One.</p></body.content></body></nitf>", "One."),
    ],
)
def test_texts_of_newsml_1(data: str, text: str) -> None:
    """Text is found as NITF, HTML, escaped HTML, paragraphs and plain."""
    (item,) = read(File("a.xml", _newsml1(f"<ContentItem><DataContent>{data}</DataContent></ContentItem>")), LIMITS)
    assert isinstance(item, Draft)
    assert item.text == text


def test_several_texts_of_one_item() -> None:
    """Each text of a news item is an article; the further ones have guids of their own."""
    part = "<NewsComponent Duid='{0}'><ContentItem><DataContent>{0}</DataContent></ContentItem></NewsComponent>"
    items = read(File("a.xml", _newsml1(part.format("one") + part.format("two"))), LIMITS)
    drafts = [item for item in items if isinstance(item, Draft)]
    assert [(item.text, item.guid) for item in drafts] == [
        ("one", "urn:newsml:p:20261123:7"),
        ("two", "urn:newsml:p:20261123:7#two"),
    ]


def test_other_media_are_no_articles() -> None:
    """A photo with a headline is refused."""
    with pytest.raises(Refusal) as refused:
        read(File("a.xml", _newsml1("<ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem>")), LIMITS)
    assert refused.value.reason is Reason.NO_ARTICLE


def test_nitf() -> None:
    """Headlines, byline, dateline, the full text once, and the addresses of its metadata."""
    (item,) = read_fixture("nitf.xml")
    assert isinstance(item, Draft)
    assert (item.title, item.subtitle, item.authors) == ("Bridge opens", "After two years", ("JANE DOE",))
    assert item.text == "The bridge is open — at last.\n\nTraffic\n\nIt flows.\n\nCars\t100"
    assert (item.published_at, item.language, item.guid) == ("2026-11-23T19:10:44Z", "en-US", "EXW-1")
    assert (item.source.name, item.source.url) == ("Example Wire", "https://example.org/bridge")
    assert item.dateline == Dateline(text="NEW YORK", place="NEW YORK")
    assert item.repairs == ()


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("20261123T100000+0500", "2026-11-23T10:00:00+05:00"),
        ("20261123T1000Z", "2026-11-23T10:00Z"),
        ("20261123", "2026-11-23"),
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
        ("20261323", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_dates_of_agencies(stated: str | None, value: str | None) -> None:
    """ISO 8601 without separators is read as the same with them."""
    assert date_as_stated(stated).value == value


def _newsml1(component: str) -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>p</ProviderId><DateId>20261123</DateId>"
        "<NewsItemId>7</NewsItemId></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>T</HeadLine>"
        f"</NewsLines>{component}</NewsComponent></NewsItem></NewsML>"
    ).encode()
