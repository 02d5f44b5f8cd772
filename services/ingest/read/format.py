"""What a format is: how it is recognised, and what makes articles, or more files, of its bytes.

Others add a format through an entry point of the group `khabar.formats` that names a `Reader` or a `Container`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from services.ingest.draft import Item, Refusal
from services.ingest.read.limits import Budget, Limits


@dataclass(frozen=True)
class File:
    """A file, as it was found in the folder or in an archive."""

    name: str
    """Its name, or its path inside the archive; the suffix counts."""
    raw: bytes
    url: str | None = None
    """Where it came from, if its archive says so."""
    charset: str | None = None
    """The encoding its archive states, unverified."""


def _never(_: bytes) -> bool:
    return False


def _always(_: bytes) -> bool:
    return True


@dataclass(frozen=True)
class Format:
    """How files of one kind are told from others."""

    name: str
    """One word, as in `document.format`."""
    what: str
    """For people, after "this is": `an HTML page`."""
    suffixes: frozenset[str]
    """In lower case, with the dot."""
    recognise: Callable[[bytes], bool] = _never
    """Whether the bytes are certainly of this format. Sees all of them, must look at few, and never raises."""
    certain: bool = False
    """Whether a file of this format is always recognised, so that one which is not is no such file."""
    risky: Callable[[bytes], bool] = _always
    """Whether these bytes are parsed in a child process, under limits. Must look at them quickly, and never raises."""


@dataclass(frozen=True, kw_only=True)
class Reader(Format):
    """A format that holds articles."""

    read: Callable[[File, Limits], Sequence[Item]]
    """Return a `Draft` for each article and a `Refusal` for each part that is none; raise Refusal for the whole."""
    many: bool = False
    """Whether a file holds many articles by its nature, even when there is just one in it now."""


@dataclass(frozen=True, kw_only=True)
class Container(Format):
    """A format that holds files."""

    unpack: Callable[[File, Budget], Iterator[File | Refusal]]
    """Yield each file in it, or why one is refused; raise Refusal for the whole. Counts on the budget as it goes."""
