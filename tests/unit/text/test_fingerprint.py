"""Hashes: frozen, and blind to just what they should be blind to."""

import pytest

from services.text.fingerprint import content_hash, faithful_hash

PINNED = [
    ("Headline", "A text.", "1:165b5fd33b03bcd314864ab24ad1ea113ba6bd0dfa18f6a474127b0791021d7e"),
    (None, "یہ ایک خبر ہے۔", "1:3283f488c3ef821ed2ec65c55580d44b26106c7974d87d8c8563f97380415fe1"),
    ("خبر", "النص العربي ١٢٣", "1:6b4f8952a1a705aef3402964c31a8022d3755b783d87ac2775dbb824023ccd7c"),
    ("समाचार", "यह हिन्दी है।", "1:0917fa52bdee41448be54dadb5b00073cc219cdc6777ad40ac5d480367ce6ebc"),
]


@pytest.mark.parametrize(("title", "text", "expected"), PINNED)
def test_the_content_hash_never_moves(title: str | None, text: str, expected: str) -> None:
    """These hashes are stored with every article: a change here is a new version, not another expectation."""
    assert content_hash(title, text) == expected


def test_spelling_and_space_do_not_change_the_content() -> None:
    """Letters of another keyboard, marks, digits, case and white space make no other content."""
    assert content_hash("حکومت", "سن ۲۰۲۶ میں ہے۔اس") == content_hash("حكومت", "سن 2026  میں\nہے۔ اس")
    assert content_hash("A", "Body Text") == content_hash("a", "body\u200d text")
    assert content_hash(None, "Title\n\nBody") == content_hash("Title", "Body")


def test_other_words_are_other_content() -> None:
    """A changed word, number or mark of punctuation is other content."""
    hashes = {content_hash(None, text) for text in ("3.5 dead", "35 dead", "35 death", "لڑکی", "لڑکے")}
    assert len(hashes) == 5


def test_the_faithful_hash_sees_every_letter() -> None:
    """Moving a letter between the parts, or losing an empty part, is another text."""
    parts = [
        (None, None, "ab"),
        ("", None, "ab"),
        ("a", None, "b"),
        ("a", "b", ""),
        (None, "a", "b"),
        (None, None, "ab "),
    ]
    hashes = {faithful_hash(*each) for each in parts}
    assert len(hashes) == len(parts)
    assert all(len(each) == 64 for each in hashes)
