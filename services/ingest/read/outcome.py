"""What becomes of a file with several items."""

from collections.abc import Sequence

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal


def kept(items: Sequence[Item]) -> list[Item]:
    """Return the items, if an article is among them.

    Raises:
        Refusal: none is; the first one's reason stands for the file.
    """
    if any(isinstance(item, Draft) for item in items):
        return list(items)
    first = next((item for item in items if isinstance(item, Refusal)), None)
    if first is None:
        raise Refusal(Reason.NO_ARTICLE)
    raise Refusal(
        first.reason, first.detail if len(items) == 1 else f"none of {len(items)} items; first: {first.detail}"
    )
