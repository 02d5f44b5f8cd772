"""The feed reader: RSS and Atom."""

from pathlib import Path

import pytest

from schemas.article import RepairKind
from schemas.reasons import PublishedAtReason as Why
from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "xml"
LIMITS = Limits()


def read_fixture(name: str) -> list[Item]:
    """Read a file of the fixtures."""
    return read(File(name, (FIXTURES / name).read_bytes()), LIMITS)


def rss(items: str, channel: str = "<link>https://example.org/</link>") -> list[Item]:
    """Read an RSS 2.0 feed."""
    text = f'<rss version="2.0"><channel><title>Example</title>{channel}{items}</channel></rss>'
    return read(File("a.rss", text.encode()), LIMITS)


def one(items: str, channel: str = "<link>https://example.org/</link>") -> Draft:
    """Read an RSS 2.0 feed with one item."""
    (item,) = rss(items, channel)
    assert isinstance(item, Draft)
    return item


def test_rss_2() -> None:
    """Each item is an article with its own fields, the content rather than the summary, and the feed as its source."""
    first, second, third = read_fixture("rss2.xml")
    assert isinstance(first, Draft)
    assert (first.title, first.text) == ("پل کھل گیا & سڑک بھی", "پل کھل گیا ہے۔\n\nمی\u200cشود\u00a0یہاں\nدوسری سطر")
    assert first.authors == ("احمد علی", "سارہ خان")
    assert (first.published_at, first.language, first.guid) == ("2026-11-23T10:00:00+05:00", "ur-PK", "1001")
    assert first.source.model_dump() == {
        "slug": "example-org",
        "name": "مثال ٹائمز",
        "url": "https://www.example.org/news/1?a=1&b=2",
    }
    assert isinstance(second, Draft)
    assert (second.title, second.text) == ("صرف سرخی", "پہلا پیراگراف۔\n\nدوسرا پیراگراف & انجام۔")
    assert (second.source.slug, second.source.name) == ("other-example-net", "دوسرا اخبار")
    assert (second.published_at_reason, second.alone) == (Why.NOT_STATED, False)
    assert isinstance(third, Refusal)
    assert third.reason is Reason.NO_ARTICLE


def test_atom() -> None:
    """Types of text are honoured, links resolved, languages and authors inherited; an update is no publication."""
    first, second = read_fixture("atom.xml")
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.title, first.text) == ("کتاب می\u200cخوانم", "یک.\n\nدو\nسه")
    assert (first.published_at, first.updated_at) == ("2026-11-23T10:00:00+03:30", "2026-11-24T08:00:00+03:30")
    assert (first.language, first.authors) == ("fa", ("هیئت تحریریه",))
    assert (first.source.url, first.source.name) == ("https://example.ir/blog/first.html", "روزنامه مثال")
    assert (second.title, second.text) == ("Is 3 < 4 & <b>bold</b>?", "Plain <p> stays.")
    assert (second.language, second.authors, second.guid) == ("en", ("Jane Doe",), "tag:example.ir,2026:2")
    assert (second.published_at, second.published_at_reason) == (None, Why.NOT_STATED)
    assert second.updated_at == "2026-11-24T08:00:00Z"


def test_rss_1() -> None:
    """RSS 1.0 has its date and language from Dublin Core."""
    (item,) = read_fixture("rss1.rdf")
    assert isinstance(item, Draft)
    assert (item.title, item.text, item.language) == ("افتتاح الجسر", "افتتح الجسر اليوم.", "ar")
    assert (item.published_at, item.updated_at) == ("2026-11-23T10:00:00+03:00", None)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A &lt;b&gt;bold&lt;/b&gt; title", "A bold title"),
        ("<![CDATA[A <b>bold</b> title]]>", "A bold title"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("Tom & Jerry", "Tom & Jerry"),
        ("5 &lt; 6", "5 < 6"),
        ("The &lt;blink&gt; tag", "The <blink> tag"),
        ("a\n   b", "a b"),
    ],
)
def test_titles_of_rss(title: str, shown: str) -> None:
    """RSS does not say whether a title is HTML: it is where there are tags that close, or entities."""
    assert one(f"<item><title>{title}</title></item>").title == shown


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link>news/1</link>", "https://example.org/news/1"),
        ("<link>//cdn.example.net/1</link>", "https://cdn.example.net/1"),
        ("<guid>https://example.org/perma</guid>", "https://example.org/perma"),
        ("<guid isPermaLink='false'>https://example.org/perma</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[broken</link>", None),
        ("", None),
    ],
)
def test_links(link: str, url: str | None) -> None:
    """A link is resolved against the feed's; a guid is one unless it says that it is none."""
    assert one(f"<item><title>T</title>{link}</item>").source.url == url


def test_a_link_that_items_share_identifies_none() -> None:
    """Items that all lead to the front page are not revisions of one article."""
    same = "<link>https://example.org/</link>"
    items = rss(f"<item><title>A</title>{same}</item><item><title>B</title>{same}</item><item><title>C</title></item>")
    assert [item.source.url for item in items if isinstance(item, Draft)] == [None] * 3


def test_a_feed_of_one_item_is_still_a_feed() -> None:
    """Its path does not identify the item: tomorrow another one stands there."""
    assert one("<item><title>T</title></item>").alone is False


def test_addresses_are_no_authors() -> None:
    """An e-mail address alone is not told as a name; the name beside it is."""
    assert one("<item><title>T</title><author>a@example.org</author></item>").authors == ()
    assert one("<item><title>T</title><author>a@example.org (Jane Doe)</author></item>").authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>A</title><description>B</description></item><item><title>C</title>",
        "<rss><channel><item><title>A</b></title><description>B</description></item><item><title>C</title></item></rss>",
        "<rss><channel><item><title>A</title><content:encoded>B</content:encoded></item><item><title>C</title></item>",
        "PHP Warning\n<rss><channel><item><title>A</title><description>B</description></item><item><title>C</title>",
    ],
)
def test_broken_feeds_are_read_as_far_as_they_go(text: str) -> None:
    """A feed that is cut off, crossed or without its namespaces gives its items, and says that it was mended."""
    items = read(File("a.rss", text.encode()), LIMITS)
    assert [(item.title, item.text) for item in items if isinstance(item, Draft)] == [("A", "B"), ("C", "")]
    assert all(
        RepairKind.MARKUP in {repair.kind for repair in item.repairs} for item in items if isinstance(item, Draft)
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"not a feed at all", Reason.MALFORMED),
        (b"<rss><channel><title>T</title></channel></rss>", Reason.NO_ARTICLE),
        (b"<htmlx><body>x</body></htmlx>", Reason.NO_ARTICLE),
        (b"<html><body>x</body></html>", Reason.TYPE_MISMATCH),
    ],
)
def test_feeds_without_items(raw: bytes, reason: Reason) -> None:
    """A feed with nothing in it says so."""
    with pytest.raises(Refusal) as refused:
        read(File("a.rss", raw), LIMITS)
    assert refused.value.reason is reason


def test_limits() -> None:
    """Too many items refuse the feed, one too large only itself."""
    items = f"<item><title>{'x' * 50}</title></item><item><title>small</title></item>".encode()
    raw = b"<rss><channel>" + items + b"</channel></rss>"
    with pytest.raises(Refusal) as refused:
        read(File("a.rss", raw), Limits(max_items=1))
    assert refused.value.reason is Reason.TOO_LARGE
    large, small = read(File("a.rss", raw), Limits(max_text_bytes=20))
    assert isinstance(large, Refusal)
    assert large.reason is Reason.TOO_LARGE
    assert isinstance(small, Draft)


def test_no_path_and_no_address_is_opened(tmp_path: Path) -> None:
    """A file whose bytes are a path or an address is text like any other: feedparser is never given a string."""
    feed = tmp_path / "secret.rss"
    feed.write_text("<rss><channel><item><title>secret</title></item></channel></rss>", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read(File("a.rss", str(feed).encode()), LIMITS)
    assert refused.value.reason is Reason.MALFORMED
