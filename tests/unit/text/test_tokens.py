"""Words and their spans."""

from collections import Counter

from services.text.tokens import count_terms, term_spans, terms, words


def test_words_keep_vowel_signs_and_joiners() -> None:
    """A word is not split at a Devanagari vowel sign, an Arabic mark or a joiner."""
    text = "हिन्दी की क़िताब، می‌خواهم مُحمد۔"
    assert [text[start:end] for start, end in words(text)] == ["हिन्दी", "की", "क़िताब", "می‌خواهم", "مُحمد"]


def test_spans_carry_the_same_terms_as_the_index() -> None:
    """Highlighting sees each term that the index keeps, at the author's letters, joined words apart."""
    text = "یہ کےدوران 20فیصد Straße اورطیارَہ"
    spans = list(term_spans(text, "ur"))
    assert [term for _, _, term in spans] == terms(text, "ur")
    shown = ["یہ", "کے", "دوران", "20", "فیصد", "Straße", "اور", "طیارَہ"]
    assert [text[start:end] for start, end, _ in spans] == shown


def test_counting_is_listing() -> None:
    """The quick way to count terms counts what the other lists."""
    text = "حکومت نے اورطیارہ حكومت، 20فیصد नया गये"
    assert count_terms(text) == Counter(terms(text))
