"""The JSON and JSON Lines readers."""

import json
from typing import Any

import pytest

from schemas.article import RepairKind
from schemas.reasons import PublishedAtReason as Why
from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read

LIMITS = Limits()
ARTICLE = {"title": "پل کھل گیا", "text": "پل کھل گیا ہے۔"}


def read_named(name: str, raw: bytes, limits: Limits) -> list[Item]:
    """Read bytes under a name."""
    return read(File(name, raw), limits)


def drafts(items: list[Item]) -> list[Draft]:
    """Leave the refused items out."""
    return [item for item in items if isinstance(item, Draft)]


def one(value: Any) -> Draft:
    """Read a file with one article in it."""
    (item,) = drafts(read_named("a.json", json.dumps(value).encode(), LIMITS))
    return item


def reason(name: str, raw: bytes, limits: Limits = LIMITS) -> Reason:
    """Read a file that must be refused as a whole."""
    with pytest.raises(Refusal) as refused:
        read_named(name, raw, limits)
    return refused.value.reason


def test_every_field() -> None:
    """Each field finds its place, whatever usual name it has."""
    draft = one(
        {
            "headline": " A title\nof two lines ",
            "subTitle": None,
            "subtitle": "Below it",
            "articleBody": "The text.\r\n\r\nIts end.",
            "datePublished": "2026-11-23T10:00+05:00",
            "inLanguage": "en_gb",
            "url": "https://www.example.org/a/1",
            "id": 7,
            "publisher": {"name": "The Example Times", "url": "https://example.org"},
        }
    )
    assert (draft.title, draft.subtitle, draft.text) == ("A title of two lines", "Below it", "The text.\n\nIts end.")
    assert (draft.published_at, draft.published_at_reason, draft.language) == ("2026-11-23T10:00+05:00", None, "en-GB")
    assert (draft.source.slug, draft.source.name) == ("the-example-times", "The Example Times")
    assert (draft.source.url, draft.guid) == ("https://www.example.org/a/1", "the-example-times:7")
    assert [(repair.kind, repair.count) for repair in draft.repairs] == [(RepairKind.LINE_ENDS, 2)]


@pytest.mark.parametrize(
    ("source", "url", "slug"),
    [
        ("BBC Urdu", None, "bbc-urdu"),
        ("Çınar Haber", None, "cinar-haber"),
        ("روزنامہ", "https://www.roznama.example.pk/x", "roznama-example-pk"),
        ("روزنامہ", None, "unknown"),
        (None, "http://news.example.com:8080/1", "news-example-com"),
        ("https://example.net/feed", None, "example-net"),
        (None, "javascript:alert(1)", "unknown"),
        ("-" * 10, None, "unknown"),
        ("a" * 500, None, "a" * 64),
        (17, "http://[broken", "unknown"),
    ],
)
def test_source_slugs(source: Any, url: str | None, slug: str) -> None:
    """A slug comes of a Latin name, else of the host; a name in another script is not guessed at."""
    assert one({**ARTICLE, "source": source, "url": url}).source.slug == slug


@pytest.mark.parametrize(
    ("fields", "value", "why"),
    [
        ({}, None, Why.NOT_STATED),
        ({"date": None}, None, Why.EMPTY_LABEL),
        ({"date": " "}, None, Why.EMPTY_LABEL),
        ({"published": 1_795_413_600}, "2026-11-23T06:00:00Z", None),
        ({"published": 1_795_413_600_000}, "2026-11-23T06:00:00Z", None),
        ({"published": 5}, None, Why.UNPARSED),
        ({"published": {"at": 1}}, None, Why.UNPARSED),
        ({"date": "2026-02-30"}, None, Why.IMPLAUSIBLE),
    ],
)
def test_dates(fields: dict[str, Any], value: str | None, why: Why | None) -> None:
    """A date is what the field says, or null with its reason."""
    draft = one({**ARTICLE, **fields})
    assert (draft.published_at, draft.published_at_reason) == (value, why)


@pytest.mark.parametrize(
    ("fields", "guid"),
    [
        ({"guid": "tag:example.org,2026:1"}, "tag:example.org,2026:1"),
        ({"id": 7}, None),  # nobody's alone
        ({"id": "7", "source": "Wire"}, "wire:7"),
        ({"id": "https://example.org/7"}, "https://example.org/7"),
        ({"guid": "x" * 5000}, None),
        ({"id": True, "source": "Wire"}, None),
    ],
)
def test_identifiers(fields: dict[str, Any], guid: str | None) -> None:
    """A bare number identifies an article only together with its publisher."""
    assert one({**ARTICLE, **fields}).guid == guid


@pytest.mark.parametrize("wrap", ["articles", "items", "data"])
def test_wrapped_lists(wrap: str) -> None:
    """A list may be the file, or a field of an object."""
    listed = [ARTICLE, {**ARTICLE, "text": "دوسرا"}]
    for value in (listed, {wrap: listed}, {"data": {wrap: listed}}):
        assert len(drafts(read_named("a.json", json.dumps(value).encode(), LIMITS))) == 2


def test_a_bad_item_costs_only_itself() -> None:
    """What is no article is refused in its place; its neighbours go through."""
    items = read_named("A.JSON", json.dumps([ARTICLE, {"colour": "red"}, 5, ARTICLE]).encode(), LIMITS)
    assert [isinstance(item, Draft) for item in items] == [True, False, False, True]
    assert {item.reason for item in items if isinstance(item, Refusal)} == {Reason.NO_ARTICLE}


def test_paragraphs_and_descriptions() -> None:
    """A text may be a list of paragraphs; a description stands in where there is no text."""
    assert one({"title": "T", "paragraphs": ["One.", "Two."]}).text == "One.\n\nTwo."
    assert one({"title": "T", "description": "In short."}).text == "In short."
    assert one({"text": "Long.", "description": "In short."}).text == "Long."
    assert one({"title": "Only a headline"}).text == ""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", Reason.EMPTY),
        (b"{", Reason.MALFORMED),
        (b"nonsense", Reason.MALFORMED),
        (b'{"text": NaN}', Reason.MALFORMED),
        (b"[" * 100_000, Reason.MALFORMED),
        (b"[" * 100_000 + b"]" * 100_000, Reason.PARSER_LIMIT),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, Reason.PARSER_LIMIT),
        (b"[]", Reason.NO_ARTICLE),
        (b"17", Reason.NO_ARTICLE),
        (b"1" * 10_000, Reason.NO_ARTICLE),
        (b'{"colour": "red"}', Reason.NO_ARTICLE),
        (b'{"title": " ", "text": ""}', Reason.NO_ARTICLE),
        (b'{"articles": []}', Reason.NO_ARTICLE),
        (b"\x00\x01\x02\x03\x04\x05", Reason.BINARY),
    ],
)
def test_whole_files_refused(raw: bytes, expected: Reason) -> None:
    """A file with no article in it says why, however deep or odd it is."""
    assert reason("a.json", raw) is expected


def test_a_lone_surrogate_is_mended() -> None:
    """Half a character becomes U+FFFD, listed; a pair becomes the character."""
    (draft,) = drafts(read_named("a.json", b'{"title": "A \\ud83d\\ude00", "text": "half \\ud800 here"}', LIMITS))
    assert (draft.title, draft.text) == ("A \U0001f600", "half \ufffd here")
    assert RepairKind.LONE_SURROGATE in {repair.kind for repair in draft.repairs}
    assert reason("a.json", b'{"text": "\\ud800", }') is Reason.MALFORMED
    assert reason("a.json", b'["\\ud800", NaN]') is Reason.MALFORMED


def test_endless_numbers_do_no_harm() -> None:
    """A number that no machine holds, in a field that no one reads, does not cost the article."""
    (draft,) = read_named("a.json", b'{"text": "News.", "views": %s, "share": 1e999}' % (b"9" * 10_000), LIMITS)
    assert isinstance(draft, Draft)
    assert draft.text == "News."


def test_nul_does_not_survive() -> None:
    """An escaped NUL is dropped and listed, in whatever field."""
    draft = one({"title": "a\x00b", "text": "c\x00d", "guid": "g\x00h", "source": "s\x00t"})
    assert "\x00" not in repr(draft)
    assert [(repair.kind, repair.count) for repair in draft.repairs] == [(RepairKind.CONTROL_CHARACTERS, 2)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings(encoding: str) -> None:
    """JSON with a byte order mark is read, as a file and as lines."""
    text = json.dumps(ARTICLE, ensure_ascii=False)
    assert drafts(read_named("a.json", text.encode(encoding), LIMITS))[0].text == ARTICLE["text"]
    assert len(drafts(read_named("a.jsonl", f"{text}\n{text}\n".encode(encoding), LIMITS))) == 2


def test_limits() -> None:
    """Too many items refuse the file, an item too large only itself."""
    raw = json.dumps([{"text": "x" * 30}, {"text": "small"}]).encode()
    assert reason("a.json", raw, Limits(max_items=1)) is Reason.TOO_LARGE
    large, small = read_named("a.json", raw, Limits(max_text_bytes=20))
    assert isinstance(large, Refusal)
    assert large.reason is Reason.TOO_LARGE
    assert isinstance(small, Draft)


def test_lines_fail_alone() -> None:
    """A bad line is refused by its number; empty lines do not count."""
    line = json.dumps(ARTICLE, ensure_ascii=False).encode()
    items = read_named("a.jsonl", b"\n".join([line, b"", b"{bad", b"\xff\xfe\xfd", b"[1]", line]), LIMITS)
    assert [isinstance(item, Draft) for item in items] == [True, False, False, False, True]
    assert isinstance(items[1], Refusal)
    assert items[1].detail.startswith("line 2:")


def test_lines_that_are_none() -> None:
    """A JSON document under the suffix of JSON Lines is read; a file without any good line is refused."""
    assert len(drafts(read_named("a.ndjson", json.dumps([ARTICLE], indent=1).encode(), LIMITS))) == 1
    assert reason("a.jsonl", b"{bad\n{worse") is Reason.MALFORMED
    assert reason("a.jsonl", b"\n\n") is Reason.EMPTY
    assert reason("a.jsonl", b"1\n2\n3", Limits(max_items=2)) is Reason.TOO_LARGE


def test_suffixes_in_any_case() -> None:
    """A suffix is not case-sensitive."""
    assert isinstance(read_named("A.TXT", b"news", LIMITS)[0], Draft)


@pytest.mark.parametrize(
    "name", ["published_at", "Published At", "publishedAt", "PUBLISHED-AT", "article:published_at", "dc.published_at"]
)
def test_names_are_folded(name: str) -> None:
    """Case, separators and a vocabulary's prefix make no difference to a name."""
    assert one({**ARTICLE, name: "2026-11-23"}).published_at == "2026-11-23"


@pytest.mark.parametrize(
    ("value", "title", "text"),
    [
        ({"Heading": "A", "Article": "B"}, "A", "B"),  # Kaggle
        ({"Headline": "A", "News Text": "B", "Category": "C"}, "A", "B"),
        ({"عنوان": "پل", "متن": "کھل گیا"}, "پل", "کھل گیا"),
        ({"سرخی": "پل", "خبر": "کھل گیا"}, "پل", "کھل گیا"),
        ({"العنوان": "جسر", "النص": "مفتوح"}, "جسر", "مفتوح"),
        ({"शीर्षक": "पुल", "समाचार": "खुला"}, "पुल", "खुला"),
        ({"title": {"rendered": "A &#8217; B"}, "content": {"rendered": "<p>C</p><p>D</p>"}}, "A \u2019 B", "C\n\nD"),
        ({"title": "A", "content": [{"type": "p", "text": "B"}, {"type": "image"}]}, "A", "B"),
        ({"_source": {"title": "A", "body": "B"}, "_id": "x"}, "A", "B"),
        ({"id": 1, "attributes": {"title": "A", "body": "B"}}, "A", "B"),
        ({"webTitle": "A", "fields": {"bodyText": "B"}}, "A", "B"),
        ({"headline": {"main": "A", "kicker": None}, "lead_paragraph": "B"}, "A", "B"),
        ({"headlines": [{"role": "sub", "value": "S"}, {"role": "main", "value": "A"}],
          "bodies": [{"role": "html", "contentType": "text/html", "value": "<p>B</p>"}]}, "A", "B"),
        ({"@type": "NewsArticle", "name": "A", "articleBody": "B"}, "A", "B"),
    ],
)  # fmt: skip
def test_names_and_shapes_that_people_use(value: dict[str, Any], title: str, text: str) -> None:
    """Dumps and interfaces of many kinds give title and text."""
    draft = one(value)
    assert (draft.title, draft.text) == (title, text)


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ({"author": "By Jane Doe"}, ("Jane Doe",)),
        ({"authors": ["Jane Doe", "John Roe", "Jane Doe"]}, ("Jane Doe", "John Roe")),
        ({"author": {"@type": "Person", "name": "Jane Doe"}}, ("Jane Doe",)),
        ({"creator": [{"name": "احمد علی"}, {"name": "سارہ خان"}]}, ("احمد علی", "سارہ خان")),
        ({"authors": "Jane Doe; John Roe"}, ("Jane Doe", "John Roe")),
        ({"byline": {"original": "By Jane Doe"}}, ("Jane Doe",)),
        ({"author": 7, "_embedded": {"author": [{"id": 7, "name": "Jane Doe"}]}}, ("Jane Doe",)),
        ({"author": "jane@example.org"}, ()),
        ({"author": "https://example.org/jane"}, ()),
        ({"authors": [], "byline": "Jane Doe"}, ("Jane Doe",)),
        ({"author": None}, ()),
    ],
)
def test_authors(value: dict[str, Any], authors: tuple[str, ...]) -> None:
    """Authors are strings, objects with names, or lists of either; an address is no name."""
    assert one({**ARTICLE, **value}).authors == authors


@pytest.mark.parametrize(
    ("value", "published", "updated"),
    [
        ({"datePublished": "2026-11-23", "dateModified": "2026-11-24"}, "2026-11-23", "2026-11-24"),
        ({"date": "2026-11-23T10:00:00", "date_gmt": "2026-11-23T05:00:00"}, "2026-11-23T05:00:00Z", None),
        ({"published": True, "date": "2026-11-23"}, "2026-11-23", None),
        ({"published": "soon", "date": "2026-11-23"}, "2026-11-23", None),
        ({"pub_date": {"$date": "2026-11-23T05:00:00Z"}}, "2026-11-23T05:00:00Z", None),
        ({"firstcreated": "2026-11-23", "versioncreated": "2026-11-24"}, "2026-11-23", "2026-11-24"),
        ({"versionCreated": "2026-11-24"}, "2026-11-24", None),
        ({"created_at": "2026-11-23", "timestamp": 1_795_413_600}, None, None),
        ({"dateModified": "2026-11-24"}, None, "2026-11-24"),
        ({"تاریخ": "23 نومبر 2026"}, "2026-11-23", None),
    ],
)
def test_more_dates(value: dict[str, Any], published: str | None, updated: str | None) -> None:
    """A date of publication, of change, or neither: a row's date of creation is none of them."""
    draft = one({**ARTICLE, **value})
    assert (draft.published_at, draft.updated_at) == (published, updated)


def test_html_is_read_where_it_is_certain() -> None:
    """A field that says it is HTML, or certainly is, is read as such, and listed; a text about tags is left alone."""
    for value in ({"content_html": "a<br>b"}, {"text": "<p>a</p>\n<p>b</p>"}):
        draft = one({"title": "T", **value})
        assert draft.text.replace("\n\n", "\n") == "a\nb"
        assert [repair.kind for repair in draft.repairs] == [RepairKind.MARKUP]
    about = one({"title": "The <b> tag", "text": "Use <p> and </p> with care, 5 < 6."})
    assert (about.title, about.text, about.repairs) == ("The <b> tag", "Use <p> and </p> with care, 5 < 6.", ())


def test_entities_left_in_a_text_are_read() -> None:
    """The entities that a scraper left are what they mean, and listed; a bare ampersand stays."""
    draft = one({"title": "Q&amp;A", "text": "a&nbsp;b &quot;c&quot; AT&T &copy &unknown;"})
    assert (draft.title, draft.text) == ("Q&A", 'a\u00a0b "c" AT&T &copy &unknown;')
    assert [(repair.kind, repair.count) for repair in draft.repairs] == [(RepairKind.MARKUP, 4)]


def test_a_text_that_was_cut_off_says_so() -> None:
    """The counter that NewsAPI puts in place of the rest is no text; that it was there is listed."""
    draft = one({"title": "T", "content": "The beginning… [+1234 chars]"})
    assert draft.text == "The beginning…"
    assert [(repair.kind, repair.dropped) for repair in draft.repairs] == [(RepairKind.BOILERPLATE, "[+1234 chars]")]


def test_json_feed() -> None:
    """Items have what the feed says of them all, unless they say it themselves."""
    items = [{"id": "1", "title": "A", "content_html": "<p>B</p>"}, {"id": "2", "content_text": "C", "language": "en"}]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example",
        "home_page_url": "https://example.org/",
        "language": "ur",
        "authors": [{"name": "Jane Doe"}],
        "items": items,
    }
    first, second = drafts(read_named("a.json", json.dumps(feed).encode(), LIMITS))
    assert (first.title, first.text, first.language, first.authors) == ("A", "B", "ur", ("Jane Doe",))
    assert (first.source.slug, first.source.name, first.guid) == ("example", "Example", "example:1")
    assert (second.title, second.text, second.language) == (None, "C", "en")


def test_json_ld() -> None:
    """The articles of a graph are taken with what they refer to; pages and people are none."""
    graph = [
        {"@type": "WebPage", "@id": "#page", "name": "Page", "description": "No article."},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        {"@type": "NewsMediaOrganization", "@id": "#org", "name": "Example Times", "url": "https://example.org"},
        {
            "@type": ["NewsArticle"],
            "headline": "A",
            "articleBody": "B",
            "author": [{"@id": "#jane"}],
            "publisher": {"@id": "#org"},
            "mainEntityOfPage": {"@id": "https://example.org/a"},
        },
    ]
    value = {"@context": "https://schema.org", "@graph": graph}
    (draft,) = read_named("a.jsonld", json.dumps(value).encode(), LIMITS)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.authors) == ("A", "B", ("Jane Doe",))
    assert (draft.source.slug, draft.source.url) == ("example-times", "https://example.org/a")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"uri": "urn:1", "pubStatus": "canceled", "headline": "A"}, "canceled"),
        ({"uri": "urn:1", "pubstatus": "withheld", "headline": "A"}, "withheld"),
        ({"uri": "urn:1", "type": "picture", "versioncreated": "2026-11-23", "headline": "A"}, "picture"),
    ],
)
def test_what_an_agency_takes_back_is_not_published(value: dict[str, Any], told: str) -> None:
    """A cancelled item of ninjs, or one that is no text, is refused and says why."""
    with pytest.raises(Refusal) as refused:
        read_named("a.json", json.dumps(value).encode(), LIMITS)
    assert refused.value.reason is Reason.NO_ARTICLE
    assert told in refused.value.detail


def test_a_list_with_a_title_is_no_article() -> None:
    """What holds articles is not one because it has a title; with a text of its own it is."""
    listed = {"title": "All news", "articles": [ARTICLE, {**ARTICLE, "text": "دوسرا"}]}
    assert len(drafts(read_named("a.json", json.dumps(listed).encode(), LIMITS))) == 2
    assert one({**listed, "text": "Text."}).text == "Text."
    assert one({"title": "T", "items": [{"sku": 1}]}).title == "T"


def test_the_encoding_is_told() -> None:
    """How the bytes were taken for letters is said of each article."""
    text = json.dumps(ARTICLE, ensure_ascii=False)
    for encoding, name in (("utf-8", "utf8"), ("utf-16", "utf16le")):
        (draft,) = drafts(read_named("a.json", text.encode(encoding), LIMITS))
        assert draft.encoding is not None
        assert draft.encoding.name.replace("-", "") == name
