"""Web archives: pages are taken as they were sent and known by their address; damage costs only its record."""

import gzip
import zlib

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.archives.warc import unpack_warc
from services.ingest.read.limits import Budget
from tests.unit.read.packed import http, warc_record, zip_of

LIMITS = Limits()
INFO = warc_record("warcinfo", "", b"software: test\r\n", content_type="application/warc-fields")


def page(number: int, body: bytes = b"", **facts: str) -> bytes:
    """Make the record of a page of text."""
    return warc_record(
        "response", f"http://news.example/{number}", http(body or b"Story %d is told." % number, **facts)
    )


def texts(items: list[Item]) -> list[str]:
    """Return the text of each article."""
    return [item.text for item in items if isinstance(item, Draft)]


def reasons(items: list[Item]) -> list[Reason]:
    """Return the reason of each refusal."""
    return [item.reason for item in items if isinstance(item, Refusal)]


def of(*records: bytes, name: str = "a.warc", limits: Limits = LIMITS) -> list[Item]:
    """Read records as a web archive."""
    return read(File(name, b"".join((INFO, *records))), limits)


def test_a_page_is_known_by_its_address() -> None:
    """Its place in the archive names it, its URL identifies it, its publisher is the host."""
    (item,) = of(page(1))
    assert isinstance(item, Draft)
    assert (item.member, item.text, item.format) == ("2/news.example/1.txt", "Story 1 is told.", "plain")
    assert (item.source.url, item.source.slug) == ("http://news.example/1", "news-example")


def test_the_server_s_encoding_is_told_to_the_reader() -> None:
    """A page has the encoding that its server stated, to be verified by who reads it."""
    (file,) = unpack_warc(
        File("a.warc", page(1, b"\xc7", content_type="text/html; charset=windows-1256")), Budget(LIMITS, 0)
    )
    assert isinstance(file, File)
    assert (file.charset, file.raw, file.url) == ("windows-1256", b"\xc7", "http://news.example/1")


def test_a_list_s_items_do_not_share_its_address() -> None:
    """The address of a page that holds many articles identifies none of them."""
    lines = http(b'[{"text": "one"}, {"text": "two"}]', content_type="application/json")
    found = of(warc_record("response", "http://news.example/list", lines))
    assert [item.source.url for item in found if isinstance(item, Draft)] == [None, None]


def test_only_pages_are_taken() -> None:
    """Requests, failures, pictures, scripts and robots.txt are passed over; resources and conversions are pages."""
    records = (
        page(1),
        warc_record("request", "http://news.example/2", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http"),
        page(3, status="404 Not Found"),
        page(4, content_type="image/png"),
        page(5, content_type="text/css"),
        warc_record("response", "http://news.example/robots.txt", http(b"User-agent: *")),
        warc_record("revisit", "http://news.example/6", http(b"")),
        warc_record("metadata", "http://news.example/7", b"a: b", content_type="application/warc-fields"),
        warc_record("resource", "http://news.example/8", b"Story 8 is told.", content_type="text/plain"),
        warc_record("conversion", "http://news.example/9", b"Story 9 is told.", content_type="text/plain"),
        warc_record("resource", "dns:news.example", b"1.2.3.4", content_type="text/dns"),
    )
    items = of(*records)
    assert (texts(items), reasons(items)) == (["Story 1 is told.", "Story 8 is told.", "Story 9 is told."], [])


def deflated(raw: bytes) -> bytes:
    """Compress as `Content-Encoding: deflate` means it."""
    return zlib.compress(raw)


CHUNKED = b"5\r\nStory\r\n9\r\n is told.\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        (gzip.compress(b"Story is told.", mtime=0), "Content-Encoding: gzip\r\n"),
        (b"Story is told.", "Content-Encoding: gzip\r\n"),
        (deflated(b"Story is told."), "Content-Encoding: deflate\r\n"),
        (b"\x8b\x06\x80Story is told.\x03", "Content-Encoding: br\r\n"),
        (CHUNKED, "Transfer-Encoding: chunked\r\n"),
        (b"Story is told.", "Transfer-Encoding: chunked\r\n"),
        (
            b"%x\r\n%s\r\n0\r\n\r\n"
            % (len(gzip.compress(b"Story is told.", mtime=0)), gzip.compress(b"Story is told.", mtime=0)),
            "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        ),
    ],
)
def test_what_was_done_for_the_way_is_undone(body: bytes, extra: str) -> None:
    """Compressed and chunked pages are read, and those whose crawler undid it and kept the header."""
    assert texts(of(page(1, body, extra=extra))) == ["Story is told."]


@pytest.mark.parametrize(
    ("body", "extra", "reason"),
    [
        (gzip.compress(b"Story is told.", mtime=0)[:-9], "Content-Encoding: gzip\r\n", Reason.MALFORMED),
        (b"no brotli at all", "Content-Encoding: br\r\n", Reason.MALFORMED),
        (CHUNKED[:12], "Transfer-Encoding: chunked\r\n", Reason.MALFORMED),
        (b"x", "Content-Encoding: aes128gcm\r\n", Reason.UNSUPPORTED_TYPE),
    ],
)
def test_a_damaged_page_costs_only_itself(body: bytes, extra: str, reason: Reason) -> None:
    """It is refused in its place, and its neighbours are taken."""
    items = of(page(1), page(2, body, extra=extra), page(3))
    assert (texts(items), reasons(items)) == (["Story 1 is told.", "Story 3 is told."], [reason])
    assert isinstance(items[1], Refusal)
    assert items[1].member == "3/news.example/2.txt"


def test_a_page_the_crawler_cut_off_is_refused() -> None:
    """Half a page is no article."""
    cut = warc_record("response", "http://news.example/2", http(b"Half"), extra="WARC-Truncated: length\r\n")
    items = of(page(1), cut, page(3))
    assert (texts(items), reasons(items)) == (["Story 1 is told.", "Story 3 is told."], [Reason.MALFORMED])


LENGTH = b"Content-Length: "


@pytest.mark.parametrize(
    "broken",
    [
        page(2).replace(LENGTH, LENGTH + b"9"),
        page(2).replace(LENGTH + b"7", LENGTH + b"2").replace(LENGTH + b"8", LENGTH + b"2"),
        page(2).replace(LENGTH, b"X-Length: "),
        page(2).replace(LENGTH, LENGTH + b"-"),
        page(2)[:-30],
        page(2)[:90],
        b"garbage\r\n\r\n",
        page(2).replace(b"WARC/1.0", b"WARC/x"),
    ],
)
def test_a_broken_record_takes_no_other_along(broken: bytes) -> None:
    """A record with a wrong length, none, or cut off is refused; those before and after it are taken."""
    items = of(page(1), broken, page(3), page(4))
    assert texts(items) == ["Story 1 is told.", "Story 3 is told.", "Story 4 is told."]
    assert set(reasons(items)) == {Reason.MALFORMED}


def test_a_compressed_archive_is_read() -> None:
    """Each record compressed by itself, as usual, and cut off: what came before the damage is taken."""
    raw = b"".join(map(gzip.compress, (INFO, page(1), page(2), page(3))))
    items = read(File("a.warc.gz", raw), LIMITS)
    assert texts(items) == ["Story 1 is told.", "Story 2 is told.", "Story 3 is told."]
    assert isinstance(items[0], Draft)
    assert items[0].member == "a.warc/2/news.example/1.txt"
    items = read(File("a.warc.gz", raw[:-40]), LIMITS)
    assert texts(items)[:2] == ["Story 1 is told.", "Story 2 is told."]
    assert Reason.MALFORMED in reasons(items)


def test_bombs_in_a_web_archive_are_bounded() -> None:
    """Pages unpack within the budget of the whole, and are counted."""
    bomb = gzip.compress(bytes(3 << 20), mtime=0)
    for records, limits in (
        ((page(1, bomb, extra="Content-Encoding: gzip\r\n"),), Limits(max_unpacked_bytes=1 << 20)),
        (tuple(page(number) for number in range(11)), Limits(max_members=10)),
    ):
        with pytest.raises(Refusal) as refusal:
            of(*records, limits=limits)
        assert refusal.value.reason is Reason.ARCHIVE_BOMB


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://news.example/a.txt?x=1#y", "2/news.example/a.txt"),
        ("<http://news.example/>", "2/news.example.txt"),
        ("http://[news/", "2/page.txt"),
        ("http://news.example/\u202e" + "a" * 300, "2/news.example/\\u202e" + "a" * 181 + ".txt"),
    ],
)
def test_a_name_is_made_of_any_address(url: str, name: str) -> None:
    """Names are short, printable and end in what the server says the page is."""
    (item,) = of(warc_record("response", url, http(b"Story is told.")))
    assert item.member == name


def test_a_web_archive_in_an_archive_is_read() -> None:
    """As any file of it."""
    items = read(File("a.zip", zip_of({"b.warc": INFO + page(1)})), LIMITS)
    assert [item.member for item in items] == ["b.warc/2/news.example/1.txt"]
