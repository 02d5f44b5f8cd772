"""What a target of fuzzing is, and two by which the harness itself is tested."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.fuzz.inside import Inside


@dataclass(frozen=True)
class Target:
    """A function that must take any bytes."""

    name: str
    run: Callable[[bytes], object]
    seeds: Sequence[bytes]
    """Good input to begin with."""
    tokens: Sequence[str] = ()
    """Words that mean something to it."""
    inside: Inside | None = None
    """Changes what is packed in the input, where changing the input itself would only damage the packing."""
    share: float = 1.0
    """How much of the usual time it gets."""


def _faulty(raw: bytes) -> None:
    if raw.startswith(b"K"):
        raise KeyError("planted")
    if raw.startswith(b"M"):
        bytearray(1 << 30)


PLANTED = {"faulty": Target("faulty", _faulty, [b"k", b"m"]), "harmless": Target("harmless", len, [b"k", b"m"])}
"""One with faults in it, and one without."""
