"""What is said between a child and its parent: pickles, of which the parent believes only what is no code.

A parser that was taken over by a hostile file can then lie about that file, and do nothing else to the parent.
"""

import io
import pickle
from enum import Enum, StrEnum
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

_TRUSTED = frozenset({"schemas.article", "schemas.reasons", "services.ingest.draft"})
_HEAD_BYTES = 16


class Kind(StrEnum):
    """How a file came out."""

    READY = "r"
    ANSWER = "a"
    REFUSAL = "v"
    FAILED = "f"
    MEMORY = "m"
    DEPTH = "d"
    LARGE = "l"


class Said(NamedTuple):
    """What a child said of one file."""

    kind: Kind
    words: bytes
    """A pickle: the answer, the refusal or the traceback."""
    last: bool
    """Whether it goes now, and the next file needs a fresh child."""


def say(connection: "Connection[Any, Any]", said: Said) -> None:
    """Send it. Raises OSError."""
    connection.send_bytes(f"{said.kind}{said.last:d}".encode())
    connection.send_bytes(said.words)


def hear(connection: "Connection[Any, Any]", most_bytes: int) -> Said:
    """Wait for it. Raises EOFError, OSError, ValueError: the child is gone, or says what it may not."""
    head = connection.recv_bytes(_HEAD_BYTES).decode("ascii")
    return Said(Kind(head[:1]), connection.recv_bytes(most_bytes), head[1:] == "1")


def loads(words: bytes) -> Any:
    """Unpickle what a child said. Raises pickle.UnpicklingError and whatever broken pickles raise."""
    return _Wary(io.BytesIO(words)).load()


class _Wary(pickle.Unpickler):
    """Makes nothing but plain values and the classes that drafts are made of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _member  # what Python up to 3.11.3 pickles an enum's member by
        found = super().find_class(module, name) if module in _TRUSTED and "." not in name else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that an article is made of")


def _member(kind: Any, name: Any) -> Any:
    """Return an enum's member by its name, and nothing else of anything."""
    if isinstance(kind, type) and issubclass(kind, Enum) and name in kind.__members__:
        return kind[name]
    raise pickle.UnpicklingError(f"{name} is no member of an enum")
