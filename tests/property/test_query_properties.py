"""Queries: any text is one, it is read in bounded time, and its spelling does not count."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.search.parse import MOST_WORDS, Part, parse, write
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

MARKS = "\"“”„«»‘’‚‹›'-−–*٭:()[]"
WORDS = ["title:", "عنوان:", "sky", "news", "حکومت", "کی", "دہلی", "शीर्षक:", "मुंबई", "Ankara'da", "e-mail", "۱۲۳", "of"]
queries = st.lists(
    st.one_of(st.sampled_from([*MARKS, " ", "\u200f", "\n"]), st.sampled_from(WORDS), st.characters()), max_size=40
).map("".join)
plain = st.lists(st.sampled_from([word.replace(":", "") for word in WORDS]), min_size=1, max_size=8)
LETTERS = {"ی": "ي", "ک": "ك", "ہ": "ه", "۱": "1", "۲": "٢", "ت": "ت\u200c", "م": "م\u064e"}


@settings(max_examples=500, deadline=None)
@given(queries)
def test_any_text_is_a_query(query: str) -> None:
    """Nothing fails; no part is empty; the words are the text's own, bounded."""
    parts = parse(query)
    words = [word for part in parts for word in part.words]
    assert all(part.words and all(part.words) for part in parts)
    assert len(set(words) - any_stop_terms()) <= MOST_WORDS
    assert all(len(part.words) == 1 or part.quoted for part in parts)
    assert set("".join(words)) <= set("".join(terms(query)))


@given(queries)
def test_what_is_read_is_read_once_more_the_same(query: str) -> None:
    """A query written from its parts is read as the same parts, where it has marks."""
    parts = parse(query)
    marked = [part for part in parts if part != Part(part.words)]
    # Folded words are folded once more on the way; a few do not stay the same (two that fold to one that is known).
    if all(terms(word) == [word] for part in marked for word in part.words):
        assert list(parse(" ".join(map(write, marked)))) == marked


@given(plain)
def test_words_without_marks_are_the_terms_of_the_text(words: list[str]) -> None:
    """Without marks a query is what the index makes of the same text."""
    query = " ".join(words)
    assert [word for part in parse(query) for word in part.words] == terms(query)


@given(queries)
def test_spelling_does_not_count(query: str) -> None:
    """Arabic letters for Urdu ones, other digits, joiners and vowel signs change nothing."""
    if any(mark in query for mark in ("ت\u200c", "م\u064e")):
        return
    retyped = "".join(LETTERS.get(letter, letter) for letter in query)
    assert parse(retyped) == parse(query)
