"""The longest names in a row of words."""

from collections.abc import Container, Sequence

Name = tuple[str, ...]
"""A name's folded words."""


def longest_names(words: Sequence[str], names: Container[Name], most: int) -> list[tuple[int, int]]:
    """List where names stand in a row of folded words: of those that begin at one place the longest; none overlap.

    Args:
        words: the row.
        names: what is a name.
        most: the words that a name has at most.

    Returns:
        For each the number of its first word, and of the word after its last.
    """
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(words):
        ends = range(min(start + most, len(words)), start, -1)
        end = next((end for end in ends if tuple(words[start:end]) in names), 0)
        if end:
            found.append((start, end))
        start = end or start + 1
    return found
