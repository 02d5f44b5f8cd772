"""Sentences as spans."""

import time

import pytest
import sentencex  # type: ignore[import-untyped]  # it ships no types

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
        # spaces left out, and put before the stop
        ("ur", "یہ ہے ۔اس نے کہا؟ہاں۔", ["یہ ہے ۔", "اس نے کہا؟", "ہاں۔"]),
        ("ur", "یہ ہے.اس نے کہا.", ["یہ ہے.", "اس نے کہا."]),
        ("ur", "کیا؟!ہاں۔۔۔نہیں۔", ["کیا؟!", "ہاں۔۔۔", "نہیں۔"]),
        ("ar", "ثم ذهب؟نعم.", ["ثم ذهب؟", "نعم."]),
        ("hi", "यह है।उसने कहा।", ["यह है।", "उसने कहा।"]),
        # initials, abbreviations, numbers
        ("ur", "ڈاکٹر ایم۔ اے۔ خان آئے۔ وہ گئے۔", ["ڈاکٹر ایم۔ اے۔ خان آئے۔", "وہ گئے۔"]),
        ("ur", "وہ پی ٹی آئی۔ اس نے کہا۔", ["وہ پی ٹی آئی۔", "اس نے کہا۔"]),
        ("ur", "۳۔۵ فیصد اضافہ ہوا۔ پھر 3.5 رہا۔", ["۳۔۵ فیصد اضافہ ہوا۔", "پھر 3.5 رہا۔"]),
        ("ar", "قال أ. د. محمد ذلك. ثم ذهب.", ["قال أ. د. محمد ذلك.", "ثم ذهب."]),
        ("fa", "دکتر م. ر. احمدی آمد. او رفت.", ["دکتر م. ر. احمدی آمد.", "او رفت."]),
        ("hi", "वह 5 कि. मी. दूर है। फिर गया।", ["वह 5 कि. मी. दूर है।", "फिर गया।"]),
        ("bn", "ড. ইউনূস এলেন। মো. করিম গেলেন।", ["ড. ইউনূস এলেন।", "মো. করিম গেলেন।"]),
        ("tr", "Prof. Dr. Ali 3. sırada. Son.", ["Prof. Dr. Ali 3. sırada.", "Son."]),
        (
            "en",
            "The U.S. President met Sen. Lee on Jan. 5. He left.",
            ["The U.S. President met Sen. Lee on Jan. 5.", "He left."],
        ),
        (
            "en",
            "It opens at 5 p.m. Monday. It ends at 6 p.m. All go.",
            ["It opens at 5 p.m. Monday.", "It ends at 6 p.m.", "All go."],
        ),
        ("en", "He paid $3.5 million. Wait... what? Yes.", ["He paid $3.5 million.", "Wait... what?", "Yes."]),
        # quotation marks and brackets
        ("en", '"Really?" she asked. "I am. You are."', ['"Really?" she asked.', '"I am.', 'You are."']),
        ("en", "It is so. (Laughter.) He left (quickly).", ["It is so.", "(Laughter.)", "He left (quickly)."]),
        ("ur", "اس نے کہا ’’آؤ۔ چلو۔‘‘ پھر گیا۔", ["اس نے کہا ’’آؤ۔", "چلو۔‘‘", "پھر گیا۔"]),
        ("ur", "اس نے کہا ’’کیوں؟‘‘۔ وہ گیا۔", ["اس نے کہا ’’کیوں؟‘‘۔", "وہ گیا۔"]),
        ("ur", "“یہ ہے۔”“وہ ہے۔”", ["“یہ ہے۔”", "“وہ ہے۔”"]),
        # lines
        ("en", "A Heading\nThe text. It ends", ["A Heading", "The text.", "It ends"]),
        ("en", "- one\n- two\n1. three\n2. four", ["- one", "- two", "1. three", "2. four"]),
        ("ur", "سرخی یہ ہے\nمتن یہ ہے۔", ["سرخی یہ ہے", "متن یہ ہے۔"]),
        ("ur", "1۔ پہلا نکتہ۔ 2۔ دوسرا نکتہ۔", ["1۔ پہلا نکتہ۔", "2۔ دوسرا نکتہ۔"]),
        ("en", "Great! :)\n\nWe came.", ["Great! :)", "We came."]),
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


def test_wrapped_lines_are_no_ends() -> None:
    """In a paragraph whose lines are about equally long, the line ends are the width's."""
    text = (
        "the minister said on Sunday that the river had risen again and\n"
        "that the bridge in the valley would stay closed until Friday\n"
        "at least. He left."
    )
    assert [text[start:end] for start, end in sentences(text, "en")] == [text[:-9], "He left."]


@pytest.mark.parametrize("unit", ["a ", "x", "۔", "؟", "A. ", "! ", '"', "( ", "\n", "a\n", "1. ", "'a. ", " "])
def test_any_text_takes_linear_time(unit: str) -> None:
    """Nothing that repeats takes more than its share of time: a text of ten times the length, ten times as long."""
    text = unit * (300_000 // len(unit))
    began = time.process_time()
    spans = sentences(text, "ur")
    assert time.process_time() - began < 5
    assert all(end - start <= 4_000 or unit not in ("a ", "x") for start, end in spans)


@pytest.mark.parametrize("text", ["A\u00a0.A2, and B.", "Dr.A\u2028.B went.", "ক\u00a0. B\u00a0.খ।"])
@pytest.mark.parametrize("language", ["en", "ur", "bn", "ru"])
def test_spaces_of_more_than_a_byte_are_no_trouble(language: str, text: str) -> None:
    """The segmenter panics at a no-break space after an initial, which nothing would catch: sentences are found."""
    spans = sentences(text, language)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_letters_that_the_segmenter_leaves_out_move_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its pieces are not the whole text, as now and then in a long one, sentences stand where they stand."""
    text = "Rain fell.  The river rose.\n\nNobody was hurt."
    expected = sentences(text, "en")
    whole = sentencex.segment
    monkeypatch.setattr(sentencex, "segment", lambda *args: [piece.strip() for piece in whole(*args)])
    assert "".join(sentencex.segment("en", text)) != text
    assert sentences(text, "en") == expected
