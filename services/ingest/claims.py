"""Claims: which article a candidate is, decided atomically before anything is published.

Two collections hold them. `contents` says which article a content belongs to, `identities` which revision an article is
at. A claim is made, then the article is published, then the claim is marked so. A claim whose holder died is stale
after a while and passes on; taken up again by its own document, it keeps its revision, so that the same event is
published again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from services.ingest.normalise import Candidate
from services.runtime.ports import Collection, Database, Query, Row, Update

HASHES_KEPT = 50
"""How many past texts of an article are known by their hash."""


class Verdict(Enum):
    """What a candidate is."""

    NEW = auto()
    """A revision to claim and publish."""
    KNOWN = auto()
    """Published already, from this very place."""
    DUPLICATE = auto()
    """The content of a published article, in another place."""
    WAIT = auto()
    """Somebody else is about to publish it; look again later."""


@dataclass(frozen=True)
class Decision:
    """What a candidate is, and for a duplicate or a known one, of which article and revision."""

    verdict: Verdict
    article_id: str
    revision: int


@dataclass(frozen=True)
class Claim:
    """A claim that holds: the candidate is this revision, first seen at this time."""

    candidate: Candidate
    revision: int
    ingested_at: datetime


def decide(candidate: Candidate, identity: Row | None, content: Row | None) -> Decision:
    """Say what a candidate is, from the two claims it meets; pure. Rows carry `stale` besides their own fields."""
    if content and content["article_id"] != candidate.article_id:
        if content["published"]:
            return Decision(Verdict.DUPLICATE, content["article_id"], content["revision"])
        if not content["stale"]:
            return Decision(Verdict.WAIT, content["article_id"], 0)
    elif content and not content["published"] and not _ours(candidate, content):
        return Decision(Verdict.WAIT, candidate.article_id, 0)
    if identity is None:
        return Decision(Verdict.NEW, candidate.article_id, 1)
    if not identity["published"]:
        return _decide_unpublished(candidate, identity)
    return _decide_published(candidate, identity)


def _decide_unpublished(candidate: Candidate, identity: Row) -> Decision:
    if not _ours(candidate, identity):
        return Decision(Verdict.WAIT, candidate.article_id, 0)
    same = identity["hash"] == candidate.faithful_hash
    # The unpublished revision may have gone out before its holder died: another text needs another number.
    return Decision(Verdict.NEW, candidate.article_id, identity["revision"] + (0 if same else 1))


def _decide_published(candidate: Candidate, identity: Row) -> Decision:
    known_place = identity["place"] == candidate.place
    if identity["hash"] == candidate.faithful_hash:
        verdict = Verdict.KNOWN if known_place else Verdict.DUPLICATE
        return Decision(verdict, candidate.article_id, identity["revision"])
    if candidate.faithful_hash in identity["hashes"] and not known_place:
        # An old copy turned up elsewhere. From the article's own place it would be a change back: a new revision.
        return Decision(Verdict.DUPLICATE, candidate.article_id, identity["revision"])
    return Decision(Verdict.NEW, candidate.article_id, identity["revision"] + 1)


def _ours(candidate: Candidate, claim: Row) -> bool:
    """Tell whether an unpublished claim may be taken over: it is for this place, whose lease we hold, or is stale."""
    return bool(claim["place"] == candidate.place or claim["stale"])


class Claims:
    """The `identities` and `contents` collections, which belong to ingest."""

    def __init__(self, database: Database, lease_s: float) -> None:
        self._identities = database["identities"]
        self._contents = database["contents"]
        # Longer than any lease, so that a claim outlives whoever might still publish under it.
        self._hold_ms = int(lease_s * 2000)

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._identities.ensure_index([("published", 1), ("revision", 1)])

    async def decide(self, candidates: Sequence[Candidate]) -> list[Decision]:
        """Decide each candidate by the claims as they stand."""
        contents = await _by_id(self._contents, {candidate.content_hash for candidate in candidates})
        articles = {candidate.article_id for candidate in candidates}
        articles |= {content["article_id"] for content in contents.values()}
        identities = await _by_id(self._identities, articles)
        for content in contents.values():
            content["revision"] = identities.get(content["article_id"], {}).get("revision", 1)
        return [
            decide(candidate, identities.get(candidate.article_id), contents.get(candidate.content_hash))
            for candidate in candidates
        ]

    async def claim(self, wanted: Sequence[tuple[Candidate, Decision, datetime]], holder: str) -> list[Claim]:
        """Claim contents, then identities; return the claims that hold. Of one content or article, ask for one only."""
        await self._contents.update([self._claim_content(candidate, holder) for candidate, _, _ in wanted])
        contents = await _by_id(self._contents, {candidate.content_hash for candidate, _, _ in wanted})
        ours = [
            (candidate, decision, noticed)
            for candidate, decision, noticed in wanted
            if (content := contents[candidate.content_hash])["article_id"] == candidate.article_id
            and (content["published"] or content["holder"] == holder)
        ]
        await self._identities.update([self._claim_identity(*entry, holder) for entry in ours])
        identities = await _by_id(self._identities, {candidate.article_id for candidate, _, _ in ours})
        return [
            Claim(candidate, identity["revision"], identity["ingested_at"])
            for candidate, _, _ in ours
            if (identity := identities[candidate.article_id])["holder"] == holder and not identity["published"]
        ]

    async def mark_published(self, claims: Sequence[Claim]) -> None:
        """Mark claims as published: their events are confirmed."""
        published = [{"$set": {"published": True}}]
        await self._identities.update(
            [
                Update(
                    {
                        "_id": claim.candidate.article_id,
                        "revision": claim.revision,
                        "hash": claim.candidate.faithful_hash,
                    },
                    published,
                )
                for claim in claims
            ]
        )
        await self._contents.update(
            [
                Update({"_id": claim.candidate.content_hash, "article_id": claim.candidate.article_id}, published)
                for claim in claims
            ]
        )

    def _claim_content(self, candidate: Candidate, holder: str) -> Update:
        claim = {
            "article_id": candidate.article_id,
            "place": candidate.place,
            "holder": holder,
            "published": False,
            "until": self._until(),
        }
        free = {"$or": [{"$eq": [{"$type": "$article_id"}, "missing"]}, _takeable(candidate)]}
        return _claiming(candidate.content_hash, free, claim)

    def _claim_identity(self, candidate: Candidate, decision: Decision, noticed: datetime, holder: str) -> Update:
        same = {"$and": [{"$eq": ["$revision", decision.revision]}, {"$eq": ["$hash", candidate.faithful_hash]}]}
        claim = {
            "revision": decision.revision,
            "hash": candidate.faithful_hash,
            "hashes": _kept_hashes(candidate),
            "place": candidate.place,
            "holder": holder,
            "published": False,
            "ingested_at": {"$cond": [same, "$ingested_at", noticed]},
            "until": self._until(),
        }
        first = {"$eq": [{"$type": "$revision"}, "missing"]}
        next_one = {"$and": ["$published", {"$eq": ["$revision", decision.revision - 1]}]}
        retaken = {"$and": [_takeable(candidate), {"$lte": ["$revision", decision.revision]}]}
        return _claiming(candidate.article_id, {"$or": [first, next_one, retaken]}, claim)

    def _until(self) -> Query:
        return {"$add": ["$$NOW", self._hold_ms]}


def _takeable(candidate: Candidate) -> Query:
    ours = {"$or": [{"$eq": ["$place", candidate.place]}, {"$lt": ["$until", "$$NOW"]}]}
    return {"$and": [{"$eq": ["$published", False]}, ours]}


def _claiming(key: str, free: Query, claim: Query) -> Update:
    change = [{"$replaceWith": {"$cond": [free, {"$mergeObjects": ["$$ROOT", claim]}, "$$ROOT"]}}]
    return Update({"_id": key}, change, upsert=True)


def _kept_hashes(candidate: Candidate) -> Query:
    known = {"$ifNull": ["$hashes", []]}
    others = {"$filter": {"input": known, "cond": {"$ne": ["$$this", candidate.faithful_hash]}}}
    return {"$slice": [{"$concatArrays": [others, [candidate.faithful_hash]]}, -HASHES_KEPT]}


async def _by_id(collection: Collection, keys: Iterable[str]) -> dict[str, Row]:
    """Read claims, each with `stale`: whether its time is over by the server's clock."""
    pipeline = [{"$match": {"_id": {"$in": sorted(keys)}}}, {"$set": {"stale": {"$lt": ["$until", "$$NOW"]}}}]
    return {row["_id"]: row for row in await collection.aggregate(pipeline)}
