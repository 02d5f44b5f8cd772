"""Sentences as spans."""

import pytest

from services.text.sentences import sentences


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ur", "یہ خبر ہے۔اس نے کہا؟ ہاں۔", ["یہ خبر ہے۔", "اس نے کہا؟", "ہاں۔"]),
        ("ur", "پی۔ٹی۔آئی۔ نے کہا۔ وہ آئی۔ پھر گئی۔", ["پی۔ٹی۔آئی۔ نے کہا۔", "وہ آئی۔", "پھر گئی۔"]),
        ("hi", "डॉ. शर्मा ने कहा। वह आए।", ["डॉ. शर्मा ने कहा।", "वह आए।"]),
        (
            "en",
            "Dr. Smith left today. He was late.\n\nA new paragraph",
            ["Dr. Smith left today.", "He was late.", "A new paragraph"],
        ),
        ("und", "One. Two.", ["One.", "Two."]),
        ("xx-Unknown", "One. Two.", ["One.", "Two."]),
        ("ur", "", []),
        ("ur", " \n ", []),
    ],
)
def test_sentences(language: str, text: str, expected: list[str]) -> None:
    """A sentence ends at its stop, spaced or not, and not at an initial or an abbreviation."""
    assert [text[start:end] for start, end in sentences(text, language)] == expected


def test_offsets_are_code_points() -> None:
    """Letters outside the basic plane and composed ones do not shift the spans."""
    text = "\U0001f600\U0001f600 خبر ہے۔ \U0001f600 دوسری۔"
    assert [text[start:end] for start, end in sentences(text, "ur")][-1] == "\U0001f600 دوسری۔"


def test_long_texts_are_read_in_pieces() -> None:
    """A long paragraph is segmented like a short one, and in linear time."""
    text = "یہ خبر ہے۔ اس نے کہا؟ " * 5_000
    assert len(sentences(text, "ur")) == 10_000
    assert len(sentences("x" * 100_000, "und")) == 25
    assert sentences("پی۔" * 30_000, "ur")[-1][1] == 90_000
