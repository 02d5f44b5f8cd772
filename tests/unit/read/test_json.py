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
