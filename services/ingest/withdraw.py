"""Withdrawing: what was asked for over HTTP becomes one more revision, without text, of a known article.

Ingest does it, because it alone decides about identities. The mark there is what keeps a file from bringing the article
back; the event is what makes everybody else forget the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from schemas import events
from schemas.events import Event, Withdrawal, WithdrawalRequest, WithdrawalRequested
from services.ingest.claims import Claims

log = structlog.get_logger()


@dataclass
class Work:
    """What one request asks for, and, once it is written, what came of it."""

    request: WithdrawalRequest
    withdrawal: Withdrawal | None = None
    """None if nobody has ever published such an article."""


class Withdraw:
    """Marks articles as withdrawn. A `Stage`."""

    name = "ingest"

    def __init__(self, claims: Claims) -> None:
        self._claims = claims

    def prepare(self, event: Event) -> Work | None:
        """Take a request."""
        return Work(event.data) if isinstance(event, WithdrawalRequested) else None

    async def write(self, works: Sequence[Work]) -> None:
        """Mark the articles; one that is marked already keeps its revision and its time, so its event is the same."""
        withdrawn = await self._claims.withdraw({work.request.article_id for work in works})
        for work in works:
            if mark := withdrawn.get(work.request.article_id):
                work.withdrawal = Withdrawal(
                    article_id=work.request.article_id,
                    revision=mark.revision,
                    language=work.request.language,
                    source=work.request.source,
                    withdrawn_at=mark.at,
                )
            else:
                log.warning("withdrawal.of_nothing", article_id=work.request.article_id)

    def report(self, work: Work) -> Event | None:
        """Say that the article is gone."""
        return events.withdrawn(work.withdrawal) if work.withdrawal else None
