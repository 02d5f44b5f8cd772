"""Words and their spans."""

from services.text.tokens import term_spans, terms, words


def test_words_keep_vowel_signs_and_joiners() -> None:
    """A word is not split at a Devanagari vowel sign, an Arabic mark or a joiner."""
    text = "हिन्दी की क़िताब، می‌خواهم مُحمد۔"
    assert [text[start:end] for start, end in words(text)] == ["हिन्दी", "की", "क़िताब", "می‌خواهم", "مُحمد"]


def test_spans_carry_the_same_terms_as_the_index() -> None:
    """Highlighting sees each term that the index keeps, at the author's word."""
    text = "یہ کےدوران 20فیصد Straße"
    spans = list(term_spans(text, "ur"))
    assert [term for _, _, found in spans for term in found] == terms(text, "ur")
    assert [text[start:end] for start, end, found in spans if "دوران" in found] == ["کےدوران"]
