"""What is remembered by word."""

from collections.abc import Callable

from services.text.memo import MOST_CHARS, Memo, Room


def _upper(asked: list[str]) -> Callable[[str], str]:
    """Return work that notes what it is asked."""

    def work(word: str) -> str:
        asked.append(word)
        return word.upper()

    return work


def test_a_word_is_worked_out_once() -> None:
    """The second time it comes from memory; what is too long to be a word is not kept, and answered all the same."""
    asked: list[str] = []
    upper = Memo(_upper(asked))
    long = "x" * (MOST_CHARS + 1)
    assert [upper[word] for word in ("a", "b", "a", long, long)] == ["A", "B", "A", long.upper(), long.upper()]
    assert asked == ["a", "b", long, long]


def test_a_memo_is_bounded() -> None:
    """However many words come, no more than so many are kept, and none of them once it is to forget."""
    asked: list[str] = []
    upper = Memo(_upper(asked), Room(10))
    assert all(upper[str(number)] == str(number) and len(upper) <= 10 for number in range(35))
    asked.clear()
    assert [upper[str(number)] for number in range(35)] == [str(number) for number in range(35)]
    assert len(asked) >= 35 - 10
    upper.clear()
    asked.clear()
    assert upper["34"] == "34"
    assert asked == ["34"]


def test_common_words_stay() -> None:
    """What is asked for again and again is never worked out anew, however many words come and go beside it."""
    asked: list[str] = []
    upper = Memo(_upper(asked), Room(10))
    for number in range(100):
        assert upper["the"] == "THE"
        assert upper[f"rare{number}"] == f"RARE{number}"
    assert asked.count("the") == 1
    assert len(asked) == 101


def test_more_words_than_there_is_room_for() -> None:
    """Texts whose words come round again are not worked out anew as a whole, though not all of them can be kept."""
    asked: list[str] = []
    upper = Memo(_upper(asked), Room(80))
    for _ in range(5):
        assert [upper[str(number)] for number in range(100)] == [str(number) for number in range(100)]
    assert len(asked) < 5 * 100 * 3 / 4


def test_memos_share_their_room() -> None:
    """Several memos keep no more together than their room has; each keeps what it is asked for again and again."""
    room = Room(20)
    asked: list[str] = []
    memos = [Memo(_upper(asked), room) for _ in range(3)]
    for number in range(200):
        for memo in memos:
            assert memo["the"] == "THE"
        assert memos[number % 2][str(number)] == str(number)
        assert sum(len(memo) + len(memo.old) for memo in memos) == 20 - room.left <= 20
    assert asked.count("the") == 3
    for memo in memos:
        memo.clear()
    assert room.left == 20
