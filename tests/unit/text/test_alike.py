"""Which words are taken for forms of one."""

import pytest

from services.text.alike import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شام", "شامي"),
        ("city", "cities"),
        ("ريس", "الريس"),
        ("حكومت", "حكومتون"),
        ("trump", "trumps"),
        ("bakan", "bakanlar"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    """Endings, a vowel exchanged for another, and the Arabic article make no new word; either way round."""
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("iran", "iraq"), ("كار", "كاروان"), ("state", "statement"), ("و", "ول"), ("a", "b")]
)
def test_different_words(one: str, other: str) -> None:
    """What only begins alike is another word."""
    assert not alike(one, other)
    assert not alike(other, one)
