"""How many slips lie between two words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.distance import slips

words = st.text(alphabet="abcdاب", max_size=8)


@pytest.mark.parametrize(
    ("word", "other", "number"),
    [
        ("raqqa", "raqqa", 0),
        ("raqa", "raqqa", 1),
        ("raqqqa", "raqqa", 1),
        ("rakqa", "raqqa", 1),
        ("arqqa", "raqqa", 1),
        ("حكومت", "حكمت", 1),
        ("حكوتم", "حكومت", 1),
        ("damscsu", "damascus", 2),
        ("", "ab", 2),
    ],
)
def test_each_slip_counts_once(word: str, other: str, number: int) -> None:
    """A letter left out, put in, changed, or swapped with the next is one slip."""
    assert slips(word, other, 2) == number


@given(words, words)
def test_a_distance(word: str, other: str) -> None:
    """It is the same both ways, nothing only between equals, and at least the difference in length."""
    far = slips(word, other, 10)
    assert far == slips(other, word, 10)
    assert (far == 0) == (word == other)
    assert abs(len(word) - len(other)) <= far <= max(len(word), len(other))


@given(words, words, st.integers(0, 3))
def test_what_is_too_far_is_told_soon(word: str, other: str, most: int) -> None:
    """A limit changes no number within it, and what is beyond stays beyond."""
    far = slips(word, other, 10)
    limited = slips(word, other, most)
    assert limited == far if far <= most else limited > most
