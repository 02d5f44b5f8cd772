"""Whatever the bytes are, the readers of XML and JSON give items that can be kept, or a refusal."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, names, read
from services.ingest.read.fragment import text_of_html

FIXTURES = Path(__file__).parents[1] / "fixtures" / "xml"
LIMITS = Limits(max_text_bytes=100_000)
ROOTS = (b"rss", b"feed", b"newsItem", b"newsMessage", b"NewsML", b"nitf")
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
markup = st.lists(
    st.sampled_from(
        [
            "<item>", "</item>", "<title>", "</title>", "<entry>", "</entry>", "<content type='xhtml'>", "</content>",
            "<description>", "</description>", "<p>", "</p>", "<br>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>",
            "<!DOCTYPE x [", "<!ENTITY a 'b'>", "&a;", "&amp;", "&#0;", "&nbsp;", "&", "<", ">", "'", '"', " x='",
            "\x00", "خبر", "\ud800", "<a:b>", "<newsItem>", "<contentSet><inlineXML>", "<body><body.content>",
            "<NewsItem>", "<NewsComponent><ContentItem><DataContent>", "\n\n", "text",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def outcome(name: str, raw: bytes) -> list[Item]:
    """Read a file; a refused one has no items."""
    try:
        return list(read(File(name, raw), LIMITS))
    except Refusal:
        return []


def check(items: list[Item]) -> None:
    """Check that every draft can be stored: no NUL, no half of a character, and no empty article."""
    for item in items:
        if isinstance(item, Draft):
            repr(item).encode()
            assert item.title or item.text
            assert "\x00" not in f"{item}{item.text}{item.title}{item.authors}"
            assert not any(0xD800 <= ord(char) < 0xE000 for char in f"{item.title}{item.text}{item.guid}{item.source}")


@slow
@given(st.sampled_from(ROOTS), markup)
def test_any_markup_ends_in_a_verdict(root: bytes, inner: str) -> None:
    """Elements, entities and sections in any order, closed or not, crash nothing."""
    check(outcome("a.xml", b"<" + root + b">" + inner.encode("utf-8", "surrogatepass")))


@slow
@given(st.binary(max_size=300), st.sampled_from([".xml", ".rss", ".atom", ".nitf", ".newsml", ".json", ".jsonl"]))
def test_any_bytes_end_in_a_verdict(raw: bytes, suffix: str) -> None:
    """Bytes under any suffix of these crash nothing."""
    check(outcome("a" + suffix, raw))


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
@slow
@given(data=st.data())
def test_any_damage_ends_in_a_verdict(path: Path, data: st.DataObject) -> None:
    """A sound file that lost, doubled or changed a piece crashes nothing."""
    raw = path.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 200)))
    piece = data.draw(st.sampled_from([b"", raw[start:end] * 2, b"<", b"&", b"\xff", b"]]>", b"</item>"]))
    check(outcome(path.name, raw[:start] + piece + raw[end:]))


@slow
@given(st.text(max_size=200) | markup)
def test_fragments_give_tidy_text(fragment: str) -> None:
    """Text of a fragment has no space at its ends, and at most one empty line in a row."""
    text = text_of_html(fragment)
    assert "\n\n\n" not in text
    assert text == text.strip("\n")


_NAMES = st.sampled_from(
    [
        *names.TITLE[:3], *names.TEXT[:3], *names.DATE[:3], *names.AUTHOR[:3], *names.SOURCE[:2], *names.URL[:2], "id",
        "uri", "@graph", "@id", "@type", "bodies", "headlines", "items", "version", "rendered", "value", "_embedded",
        "fields", "descriptions", "pubStatus", "type", "articles",
    ]
)  # fmt: skip
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=12,
)


@settings(slow, max_examples=400)
@given(st.dictionaries(_NAMES, values, max_size=6))
def test_any_json_ends_in_a_verdict(value: dict[str, Any]) -> None:
    """Values of any shape under the names that the reader knows crash nothing."""
    check(outcome("a.json", json.dumps(value).encode()))
