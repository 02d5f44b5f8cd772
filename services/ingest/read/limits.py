"""How much a file may ask of its reader."""

from dataclasses import dataclass

from schemas.reasons import Reason
from services.ingest.draft import Refusal

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on one file. What goes past them is refused with a reason, never cut."""

    max_text_bytes: int = 4 * MIB
    """Per article: its title, sub-headline and text, as bytes of UTF-8."""
    max_items: int = 100_000
    """Articles in one file."""
    max_depth: int = 64
    """Nesting of JSON values down to an article's fields."""
    max_unpacked_bytes: int = 64 * MIB
    """All that an archive holds, unpacked, archives in it included."""
    max_members: int = 10_000
    """Files in one archive, those of archives in it included."""
    max_nesting: int = 4
    """Archives in archives: how many may lie around a file. One that is packed and then compressed counts as two."""
    max_ratio: int = 200
    """Unpacked bytes for each packed one, past the first MiB."""


class Budget:
    """What is left for unpacking one file, however deeply its archives are nested."""

    def __init__(self, limits: Limits, packed_bytes: int) -> None:
        self._limits = limits
        self._members = 0
        self._unpacked = 0
        self._by_ratio = MIB + packed_bytes * limits.max_ratio

    def enter(self, depth: int) -> None:
        """Go into an archive that lies in `depth` others. Raises Refusal: ARCHIVE_BOMB."""
        if depth >= self._limits.max_nesting:
            raise Refusal(Reason.ARCHIVE_BOMB, f"archives lie in archives, more than {self._limits.max_nesting} deep")

    def count_members(self, number: int = 1) -> None:
        """Count files of an archive. Raises Refusal: ARCHIVE_BOMB."""
        self.expect_members(number)
        self._members += number

    def expect_members(self, number: int) -> None:
        """Make sure, before they are listed, that so many more files may come. Raises Refusal: ARCHIVE_BOMB."""
        if self._members + number > self._limits.max_members:
            raise Refusal(Reason.ARCHIVE_BOMB, f"more than {self._limits.max_members} files in it: split it")

    def spend(self, unpacked_bytes: int) -> None:
        """Count bytes as they are unpacked, so that no more than a chunk is unpacked too many. Raises Refusal."""
        self._unpacked += unpacked_bytes
        if self._unpacked > self._limits.max_unpacked_bytes:
            raise Refusal(
                Reason.ARCHIVE_BOMB, f"unpacks to more than {self._limits.max_unpacked_bytes} bytes: split it"
            )
        if self._unpacked > self._by_ratio:
            raise Refusal(
                Reason.ARCHIVE_BOMB, f"unpacks to more than {self._limits.max_ratio} times its size, as no text does"
            )


def check_size(limits: Limits, *parts: str | None) -> None:
    """Refuse an article that is larger than allowed.

    Raises:
        Refusal: TOO_LARGE.
    """
    chars = sum(len(part) for part in parts if part)
    # A code point takes at most four bytes, so most articles need not be encoded to be measured.
    if chars * 4 <= limits.max_text_bytes:
        return
    size = sum(len(part.encode("utf-8", "surrogatepass")) for part in parts if part)
    if size > limits.max_text_bytes:
        raise Refusal(
            Reason.TOO_LARGE, f"the article has {size} bytes of text; at most {limits.max_text_bytes} are taken"
        )


def check_count(limits: Limits, count: int) -> None:
    """Refuse a file with too many items.

    Raises:
        Refusal: TOO_LARGE.
    """
    if count > limits.max_items:
        raise Refusal(Reason.TOO_LARGE, f"the file has {count} items; at most {limits.max_items} are taken: split it")
