"""What is worked out once for each word: the words of a newspaper repeat, and remembering is faster than thinking."""

from collections.abc import Callable
from typing import TypeVar

MOST_WORDS = 1 << 17
"""Kept at a time, with their answers some 50 MB. Then all are forgotten, and the common ones are soon there again."""
MOST_CHARS = 64
"""What is longer than any word does not come twice, and would fill the memory."""

Answer = TypeVar("Answer")


class Memo(dict[str, Answer]):
    """A function's answers, by word: `memo[word]` works out what it does not have yet. Cheaper than `lru_cache`."""

    def __init__(self, work: Callable[[str], Answer], most: int = MOST_WORDS) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, word: str) -> Answer:
        answer = self._work(word)
        if len(word) <= MOST_CHARS:
            if len(self) >= self._most:
                self.clear()
            self[word] = answer
        return answer
