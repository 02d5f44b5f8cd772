"""Claims: which article a candidate is, decided atomically before anything is published.

Two collections hold them. `contents` says which article a content belongs to, `identities` which revision an article is
at. A claim is made, then the article is published, then the claim is marked so. A claim whose holder died is stale
after a while and passes on; taken up again by its own document, it keeps its revision, so that the same event is
published again.
"""

from collections.abc import Collection as Group
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    WITHDRAWN = auto()
    """The article, or the one whose content this is, was withdrawn, and a file does not bring it back."""


@dataclass(frozen=True)
class Decision:
    """What a candidate is, and for a duplicate or a known one, of which article and revision."""

    verdict: Verdict
    article_id: str
    revision: int


@dataclass(frozen=True)
class Withdrawn:
    """The revision in which an article was withdrawn, and when."""

    revision: int
    at: datetime


@dataclass(frozen=True)
class Claim:
    """A claim that holds: the candidate is this revision, first seen at this time."""

    candidate: Candidate
    revision: int
    ingested_at: datetime


def decide(candidate: Candidate, identity: Row | None, content: Row | None) -> Decision:
    """Say what a candidate is, from the two claims it meets; pure. Rows carry `stale` besides their own fields."""
    for claim in (identity, content):
        if claim and claim.get("withdrawn"):
            return Decision(Verdict.WITHDRAWN, claim.get("article_id", candidate.article_id), claim["revision"])
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
        self._database = database
        self._identities = database["identities"]
        self._contents = database["contents"]
        # Longer than any lease, so that a claim outlives whoever might still publish under it.
        self._hold = timedelta(seconds=2 * lease_s)

    async def setup(self) -> None:
        """Create the indexes."""
        await self._identities.ensure_index([("published", 1), ("revision", 1)])
        await self._identities.ensure_index([("withdrawn", 1)], sparse=True)

    async def decide(self, candidates: Sequence[Candidate]) -> list[Decision]:
        """Decide each candidate by the claims as they stand."""
        contents = await _by_id(self._contents, {candidate.content_hash for candidate in candidates})
        articles = {candidate.article_id for candidate in candidates}
        articles |= {content["article_id"] for content in contents.values()}
        identities = await _by_id(self._identities, articles)
        for content in contents.values():
            owner = identities.get(content["article_id"], {})
            content |= {"revision": owner.get("revision", 1), "withdrawn": owner.get("withdrawn", False)}
        return [
            decide(candidate, identities.get(candidate.article_id), contents.get(candidate.content_hash))
            for candidate in candidates
        ]

    async def claim(self, wanted: Sequence[tuple[Candidate, Decision, datetime]], holder: str) -> list[Claim]:
        """Claim contents, then identities; return the claims that hold. Of one content or article, ask for one only."""
        until = await self._database.now() + self._hold
        contents = await self._claim_contents([candidate for candidate, _, _ in wanted], holder, until)
        ours = [entry for entry in wanted if entry[0].content_hash in contents]
        return await self._claim_identities(ours, holder, until)

    async def mark_published(self, claims: Sequence[Claim], holder: str) -> None:
        """Mark claims as published: their events are confirmed."""
        published = {"$set": {"published": True}}
        held = {"holder": holder, "published": False}
        articles = [claim.candidate.article_id for claim in claims]
        contents = [claim.candidate.content_hash for claim in claims]
        await self._identities.update_all({"_id": {"$in": articles}, **held}, published)
        await self._contents.update_all({"_id": {"$in": contents}, **held}, published)

    async def withdraw(self, article_ids: Group[str]) -> dict[str, Withdrawn]:
        """Mark articles as withdrawn, with a revision of its own; return the marks of those that are known.

        Whoever has one claimed just now publishes a revision that this one is later than.
        """
        await self._identities.update([Update({"_id": key}, _withdrawing()) for key in article_ids])
        marked = {"_id": {"$in": sorted(article_ids)}, "withdrawn": True}
        rows = await self._identities.find(marked, fields=["revision", "withdrawn_at"])
        return {row["_id"]: Withdrawn(row["revision"], row["withdrawn_at"]) for row in rows}

    async def _claim_contents(self, candidates: Sequence[Candidate], holder: str, until: datetime) -> set[str]:
        """Return the content hashes that are ours: claimed now, or published by the same article before."""
        claims = {candidate.content_hash: _content(candidate, holder, until) for candidate in candidates}
        there = await self._contents.insert([{"_id": key, **claim} for key, claim in claims.items()])
        if not there:
            return set(claims)
        retaken = [candidate for candidate in candidates if candidate.content_hash in there]
        await self._contents.update([_retaking_content(candidate, claims) for candidate in retaken])
        rows = await _by_id(self._contents, there)
        ours = {
            candidate.content_hash
            for candidate in retaken
            if (row := rows[candidate.content_hash])["article_id"] == candidate.article_id
            and (row["published"] or row["holder"] == holder)
        }
        return ours | (set(claims) - there)

    async def _claim_identities(
        self, wanted: Sequence[tuple[Candidate, Decision, datetime]], holder: str, until: datetime
    ) -> list[Claim]:
        claims = {candidate.article_id: _identity(*entry, holder, until) for entry in wanted if (candidate := entry[0])}
        there = await self._identities.insert([{"_id": key, **claim} for key, claim in claims.items()])
        retaken = [(candidate, decision) for candidate, decision, _ in wanted if candidate.article_id in there]
        await self._identities.update([_retaking_identity(*entry, claims) for entry in retaken])
        rows = await _by_id(self._identities, there)
        return [
            Claim(candidate, row["revision"], row["ingested_at"])
            for candidate, _, _ in wanted
            if (row := rows.get(candidate.article_id, claims[candidate.article_id]))["holder"] == holder
        ]


def _content(candidate: Candidate, holder: str, until: datetime) -> Row:
    return {
        "article_id": candidate.article_id,
        "place": candidate.place,
        "holder": holder,
        "published": False,
        "until": until,
    }


def _identity(candidate: Candidate, decision: Decision, noticed: datetime, holder: str, until: datetime) -> Row:
    return {
        "revision": decision.revision,
        "hash": candidate.faithful_hash,
        "hashes": [candidate.faithful_hash],
        "place": candidate.place,
        "holder": holder,
        "published": False,
        "ingested_at": noticed,
        "until": until,
    }


def _retaking_content(candidate: Candidate, claims: Mapping[str, Row]) -> Update:
    return _claiming(candidate.content_hash, _takeable(candidate), claims[candidate.content_hash])


def _retaking_identity(candidate: Candidate, decision: Decision, claims: Mapping[str, Row]) -> Update:
    claim = claims[candidate.article_id]
    same: Query = {"$and": [{"$eq": ["$revision", decision.revision]}, {"$eq": ["$hash", candidate.faithful_hash]}]}
    change = {
        **claim,
        "hashes": _kept_hashes(candidate),
        "ingested_at": {"$cond": [same, "$ingested_at", claim["ingested_at"]]},
    }
    next_one: Query = {"$and": ["$published", {"$eq": ["$revision", decision.revision - 1]}]}
    retaken: Query = {"$and": [_takeable(candidate), {"$lte": ["$revision", decision.revision]}]}
    return _claiming(candidate.article_id, {"$or": [next_one, retaken]}, change)


def _withdrawing() -> list[Query]:
    mark: Query = {
        "revision": {"$add": ["$revision", 1]},
        "withdrawn": True,
        "withdrawn_at": "$$NOW",
        "published": True,
        "holder": None,
    }
    return [{"$replaceWith": {"$cond": ["$withdrawn", "$$ROOT", {"$mergeObjects": ["$$ROOT", mark]}]}}]


def _takeable(candidate: Candidate) -> Query:
    ours = {"$or": [{"$eq": ["$place", candidate.place]}, {"$lt": ["$until", "$$NOW"]}]}
    return {"$and": [{"$eq": ["$published", False]}, ours]}


def _claiming(key: str, free: Query, claim: Query) -> Update:
    change = [{"$replaceWith": {"$cond": [free, {"$mergeObjects": ["$$ROOT", claim]}, "$$ROOT"]}}]
    return Update({"_id": key}, change)


def _kept_hashes(candidate: Candidate) -> Query:
    known = {"$ifNull": ["$hashes", []]}
    others = {"$filter": {"input": known, "cond": {"$ne": ["$$this", candidate.faithful_hash]}}}
    return {"$slice": [{"$concatArrays": [others, [candidate.faithful_hash]]}, -HASHES_KEPT]}


async def _by_id(collection: Collection, keys: Iterable[str]) -> dict[str, Row]:
    """Read claims, each with `stale`: whether its time is over by the server's clock."""
    pipeline = [{"$match": {"_id": {"$in": sorted(keys)}}}, {"$set": {"stale": {"$lt": ["$until", "$$NOW"]}}}]
    return {row["_id"]: row for row in await collection.aggregate(pipeline)}
