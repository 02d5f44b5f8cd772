"""Publishing candidates: decide, claim, publish, mark. What comes back says of each what it came to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas import events
from schemas.events import Duplicate
from schemas.reasons import Reason
from services.ingest.claims import Claims, Decision, Verdict
from services.ingest.draft import Refusal
from services.ingest.journal import State
from services.ingest.normalise import Candidate
from services.runtime.ports import Publisher


@dataclass(frozen=True)
class Settled:
    """A candidate that needs nothing more."""

    candidate: Candidate
    state: State
    article_id: str
    revision: int
    refusal: Refusal | None = None
    """Why it was rejected, if it was."""


@dataclass(frozen=True)
class Offer:
    """A candidate, and when its file was noticed."""

    candidate: Candidate
    noticed_at: datetime


class Desk:
    """Where candidates become articles. `holding` raises when the files' leases may be lost."""

    def __init__(self, claims: Claims, publisher: Publisher, holder: str, holding: Callable[[], None]) -> None:
        self._claims = claims
        self._publisher = publisher
        self._holder = holder
        self._holding = holding

    async def settle(self, offers: Sequence[Offer]) -> list[Settled]:
        """Settle candidates. One that is missing from the answer must be offered again later."""
        settled: list[Settled] = []
        left = list(offers)
        while left:
            decisions = await self._claims.decide([offer.candidate for offer in left])
            decided = list(zip(left, decisions, strict=True))
            settled += [
                _as(State.PUBLISHED, offer, decision)
                for offer, decision in decided
                if decision.verdict is Verdict.KNOWN
            ]
            settled += [
                _refused(offer, decision) for offer, decision in decided if decision.verdict is Verdict.WITHDRAWN
            ]
            settled += await self._sight([pair for pair in decided if pair[1].verdict is Verdict.DUPLICATE])
            # Of two that would claim the same article or content, the second is decided after the first is published.
            wanted, left = _first_of_each([pair for pair in decided if pair[1].verdict is Verdict.NEW])
            settled += await self._issue(wanted)
        return settled

    async def _sight(self, pairs: Sequence[tuple[Offer, Decision]]) -> list[Settled]:
        """Report copies of what is published already."""
        self._holding()
        await self._publisher.publish([events.duplicate(_sighting(offer, decision)) for offer, decision in pairs])
        return [_as(State.DUPLICATE, offer, decision) for offer, decision in pairs]

    async def _issue(self, wanted: Sequence[tuple[Offer, Decision]]) -> list[Settled]:
        """Claim and publish revisions."""
        if not wanted:
            return []
        asked = [(offer.candidate, decision, offer.noticed_at) for offer, decision in wanted]
        claims = await self._claims.claim(asked, self._holder)
        self._holding()
        articles = [claim.candidate.article(claim.revision, claim.ingested_at) for claim in claims]
        await self._publisher.publish([events.created(article) for article in articles])
        await self._claims.mark_published(claims, self._holder)
        return [
            Settled(claim.candidate, State.PUBLISHED, claim.candidate.article_id, claim.revision) for claim in claims
        ]


def _first_of_each(pairs: list[tuple[Offer, Decision]]) -> tuple[list[tuple[Offer, Decision]], list[Offer]]:
    """Part the first offer of each article and each content from those that must wait for it."""
    first: list[tuple[Offer, Decision]] = []
    later: list[Offer] = []
    seen: set[str] = set()
    for offer, decision in pairs:
        names = {offer.candidate.article_id, offer.candidate.content_hash}
        if names & seen:
            later.append(offer)
        else:
            first.append((offer, decision))
        seen |= names
    return first, later


def _sighting(offer: Offer, decision: Decision) -> Duplicate:
    return Duplicate(
        article_id=decision.article_id,
        revision=decision.revision,
        language=offer.candidate.language,
        source=offer.candidate.source,
        document=offer.candidate.document,
        seen_at=offer.noticed_at,
    )


def _refused(offer: Offer, decision: Decision) -> Settled:
    refusal = Refusal(
        Reason.WITHDRAWN, f"the article {decision.article_id} was withdrawn; a file does not bring it back"
    )
    return Settled(offer.candidate, State.REJECTED, decision.article_id, decision.revision, refusal)


def _as(state: State, offer: Offer, decision: Decision) -> Settled:
    return Settled(offer.candidate, state, decision.article_id, decision.revision)
