"""Stories: articles that tell the same one are found as they arrive, in whatever order that is.

What is kept is made from each article alone (`fingerprints`), from two (`matching`), and from all that hang together
(`clusters`). Whoever writes looks again afterwards, so of two processes that work on one story at least one sees all.
"""

from services.enrich.stories.stories import Stories

__all__ = ["Stories"]
