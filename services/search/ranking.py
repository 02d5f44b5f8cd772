"""BM25 as an expression for the server. Everything here is data about the query; nothing talks to a server."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.runtime.ports import Query
from services.search.holding import frequency
from services.search.layout import UNIT
from services.search.wanted import Clause

K1 = 1.5


@dataclass(frozen=True)
class Weighed:
    """A clause, and how much it tells."""

    clause: Clause
    weight: float
    verified: bool = False
    """Whether only articles are scored that hold it."""


def inverse_frequency(holding: float, articles: int) -> float:
    """Return the inverse document frequency of what `holding` of so many articles hold; always positive."""
    return math.log1p((max(articles - holding, 0) + 0.5) / (holding + 0.5))


def score(weighed: Sequence[Weighed]) -> Query:
    """Build the BM25 expression: the sum of `weight * tf * (K1 + 1) / (tf + K1 * norm)` over the clauses.

    A strength is `tf / norm` already. Written as `(sum of weights - sum of weight * K / (strength + K)) * (K1 + 1)`,
    which is the same with half the work.
    """
    k = K1 * UNIT
    lost = [
        {"$divide": [part.weight * k, {"$add": [k, frequency(part.clause, verified=part.verified)]}]}
        for part in weighed
    ]
    return {"$multiply": [K1 + 1, {"$subtract": [sum(part.weight for part in weighed), {"$add": lost}]}]}
