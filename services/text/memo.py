"""What is worked out once for each word: the words of a newspaper repeat, and remembering is faster than thinking."""

from collections.abc import Callable
from typing import TypeVar

MOST_WORDS = 1 << 17
"""Kept at a time, with their answers some 30 MB."""
MOST_OF_A_LANGUAGE = 1 << 15
"""Kept where each language has a memo of its own, so that many languages do not take many times the room."""
MOST_CHARS = 64
"""What is longer than any word does not come twice, and would fill the memory."""

Answer = TypeVar("Answer")


class Memo(dict[str, Answer]):
    """A function's answers, by word: `memo[word]` works out what it does not have yet. Cheaper than `lru_cache`.

    When it is full, all it has is *old*. What is then asked for again is kept, and any other of the old makes room for
    each that is new: the second chance of F. Corbató, "A paging experiment with the Multics system", 1968. So common
    words stay, and text of more words than there is room for still finds some of them.
    """

    __slots__ = ("_most", "_old", "_work")

    def __init__(self, work: Callable[[str], Answer], most: int = MOST_WORDS) -> None:
        super().__init__()
        self._work = work
        self._most = most
        self._old: dict[str, Answer] = {}

    def __missing__(self, word: str) -> Answer:
        if word in self._old:
            answer = self[word] = self._old.pop(word)
            return answer
        answer = self._work(word)
        if len(word) <= MOST_CHARS:
            if len(self) + len(self._old) >= self._most:
                self._make_room()
            self[word] = answer
        return answer

    def clear(self) -> None:
        """Forget everything."""
        self._old = {}
        super().clear()

    def _make_room(self) -> None:
        if not self._old:
            self._old = self.copy()
            super().clear()
        self._old.popitem()
