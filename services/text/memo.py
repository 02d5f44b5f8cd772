"""What is worked out once for each word: the words of a newspaper repeat, and remembering is faster than thinking."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

MOST_WORDS = 1 << 17
"""Kept at a time, with their answers some 15 to 50 MB."""
MOST_CHARS = 64
"""What is longer than any word does not come twice, and would fill the memory."""

Answer = TypeVar("Answer")
_NOTHING: Any = object()


class Room:
    """How many words one memo may keep, or several together, as where each language has its own.

    When it is full, all that is kept is *old*. What is then asked for again stays, and any other of the old makes room
    for each that is new: the second chance of F. Corbató, "A paging experiment with the Multics system", 1968. So
    common words stay, and text of more words than there is room for still finds some of them.
    """

    __slots__ = ("_aging", "_lock", "left", "memos")

    def __init__(self, most: int = MOST_WORDS) -> None:
        self.left = most
        self.memos: list[Memo[Any]] = []
        self._aging: deque[Memo[Any]] = deque()
        """The memos that may have something old."""
        self._lock = Lock()

    def make(self) -> None:
        """Drop something old, of each memo in turn."""
        with self._lock:
            while self._aging or self._age():
                try:
                    self._aging[0].old.popitem()
                except KeyError:
                    self._aging.popleft()
                else:
                    self._aging.rotate()
                    break

    def _age(self) -> bool:
        """Take all that is kept for old; tell whether anything is."""
        for memo in self.memos:
            memo.age()
        self._aging.extend(memo for memo in self.memos if memo.old)
        return bool(self._aging)


class Memo(dict[str, Answer]):
    """A function's answers, by word: `memo[word]` works out what it does not have yet. Cheaper than `lru_cache`."""

    __slots__ = ("_room", "_work", "old")

    def __init__(self, work: Callable[[str], Answer], room: Room | None = None) -> None:
        """Make an empty one, with room of its own unless some is given."""
        super().__init__()
        self._work = work
        self._room = room or Room()
        self._room.memos.append(self)
        self.old: dict[str, Answer] = {}

    def __missing__(self, word: str) -> Answer:
        answer: Answer = self.old.pop(word, _NOTHING)
        if answer is _NOTHING:
            answer = self._work(word)
            if len(word) > MOST_CHARS:
                return answer
            if self._room.left:
                self._room.left -= 1
            else:
                self._room.make()
        self[word] = answer
        return answer

    def age(self) -> None:
        """Take all that is kept for old."""
        self.old = self.copy()
        super().clear()

    def clear(self) -> None:
        """Forget everything."""
        self._room.left += len(self) + len(self.old)
        self.old = {}
        super().clear()
