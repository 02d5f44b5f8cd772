"""How messages are parted before they are written."""

import pytest

from services.adapters.amqp.chunk import CHUNK_BYTES, Message, chunks


def _messages(*sizes: int) -> list[Message]:
    return [Message("", str(number), b"x" * size, mandatory=False) for number, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "runs"),
    [
        ([], []),
        ([1], [1]),
        ([1] * 3, [3]),
        ([1] * 7, [3, 3, 1]),
        ([CHUNK_BYTES // 2] * 5, [2, 2, 1]),
        ([CHUNK_BYTES + 1, 1, 1, CHUNK_BYTES, 1], [1, 2, 1, 1]),
        ([0] * 4, [3, 1]),
    ],
)
def test_chunks_are_bounded_by_number_and_by_bytes(sizes: list[int], runs: list[int]) -> None:
    """A run ends after three messages, or before the byte too many; what is longer goes alone; none is lost."""
    messages = _messages(*sizes)
    parted = list(chunks(messages, 3))
    assert [len(run) for run in parted] == runs
    assert [message for run in parted for message in run] == messages
