"""What is remembered by word."""

from services.text.memo import MOST_CHARS, Memo


def test_a_word_is_worked_out_once() -> None:
    """The second time it comes from memory; what is too long to be a word is not kept, and answered all the same."""
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(length)
    long = "x" * (MOST_CHARS + 1)
    assert [lengths[word] for word in ("one", "three", "one", long, long)] == [3, 5, 3, 65, 65]
    assert asked == ["one", "three", long, long]


def test_a_memo_is_bounded() -> None:
    """However many words come, no more than so many are kept."""
    upper = Memo(str.upper, most=10)
    assert all(upper[str(number)] == str(number) and len(upper) <= 10 for number in range(35))
    assert upper
