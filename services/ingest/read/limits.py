"""How much a file may ask of its reader."""

from dataclasses import dataclass

from schemas.reasons import Reason
from services.ingest.draft import Refusal


@dataclass(frozen=True)
class Limits:
    """Bounds on one file. What goes past them is refused with a reason, never cut."""

    max_text_bytes: int = 4_000_000
    """Per article: its title, sub-headline and text, as bytes of UTF-8."""
    max_items: int = 100_000
    """Articles in one file."""
    max_depth: int = 64
    """Nesting of JSON values down to an article's fields."""


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
