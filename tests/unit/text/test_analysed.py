"""A text analysed once: chunks, terms and where they stand."""

from services.text.analysed import Analysed

TEXT = "  ’’مگرحال ہی‘‘ میں، Sky-News نے کہا۔ \n\n*** ختم (شد)۔"


def test_chunks_and_their_spans() -> None:
    """A chunk is what stands between white space, and its span is where it stands."""
    text = Analysed(TEXT, "ur")
    assert [TEXT[start:end] for start, end in text.chunk_spans] == list(text.chunks) == TEXT.split()


def test_terms_know_their_chunk() -> None:
    """Joined words are terms of one chunk, and marks alone have none."""
    text = Analysed(TEXT, "ur")
    assert list(text.terms) == ["مگر", "حال", "هي", "مين", "sky", "news", "نے", "كها", "ختم", "شد"]
    assert list(text.homes) == [0, 0, 1, 2, 3, 3, 4, 5, 7, 8]


def test_a_span_has_no_marks_around_it() -> None:
    """The span of some terms begins and ends with a letter of the faithful text."""
    text = Analysed(TEXT, "ur")
    spans = [text.span(first, last) for first, last in ((0, 2), (3, 3), (4, 5), (9, 9))]
    assert [TEXT[start:end] for start, end in spans] == ["مگرحال ہی", "میں", "Sky-News", "شد"]


def test_a_span_in_a_joined_word() -> None:
    """Of words that were run together, each has a span of its own; vowel signs at the end belong to it."""
    text = Analysed(TEXT, "ur")
    assert [TEXT[slice(*text.span(number, number))] for number in (0, 1, 5)] == ["مگر", "حال", "News"]
    hindi = Analysed("«विधानसभा»", "hi")
    assert hindi.text[slice(*hindi.span(0, 0))] == "विधानसभा"


def test_words_are_counted_as_they_are_parted() -> None:
    """Joined words count as one, as a reader sees them, and a hyphen parts two."""
    assert Analysed(TEXT, "ur").word_count == 9


def test_an_empty_text() -> None:
    """A text without words has nothing, and fails at nothing."""
    text = Analysed("")
    assert (text.chunks, text.terms, text.sentences, text.primary) == ([], [], [], "und")
