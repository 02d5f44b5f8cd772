"""Clusters: the rows of `stories`, each a set of articles that are linked by pairs.

A set only grows, by union, while articles arrive, and two sets that share an article become one: so it does not matter
in which order, or in how many processes. Only a withdrawal or a revision can part one: then all its pairs are read.
A row is replaced only if it is as it was read, and whoever writes looks again until there is nothing left to do.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from services.enrich.stories.fingerprints import COLLECTION as FINGERPRINTS
from services.enrich.stories.fingerprints import stamp
from services.enrich.stories.groups import Groups
from services.enrich.stories.rows import adding, alone, same, together
from services.runtime.errors import Unavailable
from services.runtime.ports import Database, Row, Update

COLLECTION = "stories"
PAIRS = "pairs"
MOST_ARTICLES = 2000
"""A story with so many takes no more in."""
ATTEMPTS = 20
_FACTS = ["revision", "version", "withdrawn", "language", "source", "ingested_at", "published_at"]

log = structlog.get_logger()


@dataclass(frozen=True)
class Change:
    """What has to become of some pairs' articles."""

    added: Sequence[str]
    """Those that are in no story yet."""
    stories: Sequence[Row]
    """Those that the others are in. Into the first goes all the rest."""
    anchors: Sequence[str]
    """Those that have to be in the first, if the rest is to go there."""
    kinds: Sequence[str]


class Clusters:
    """The `stories` collection, and the pairs it is made from."""

    def __init__(self, database: Database) -> None:
        self._stories = database[COLLECTION]
        self._pairs = database[PAIRS]
        self._fingerprints = database[FINGERPRINTS]

    async def setup(self) -> None:
        """Create the indexes."""
        newest_first = [("last", -1), ("_id", -1)]
        await self._pairs.ensure_index([("articles", 1)])
        await self._stories.ensure_index([("articles", 1)])
        await self._stories.ensure_index(newest_first)
        await self._stories.ensure_index([("languages", 1), *newest_first])

    async def homes(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the story of each article that has one."""
        where = {"articles": {"$in": sorted(article_ids)}}
        rows = await self._stories.find(where, fields=["articles"])
        return {article_id: row["_id"] for row in rows for article_id in row["articles"]}

    async def join(self, pairs: Sequence[Row], known: Mapping[str, Row]) -> list[str]:
        """See to it that the two articles of each pair are in one story.

        Args:
            pairs: rows of `pairs`.
            known: the fingerprints of all articles in them.

        Returns:
            Articles of stories that became one.

        Raises:
            Unavailable: others changed the same stories all the time.
        """
        merged: list[str] = []
        ids = sorted({article_id for pair in pairs for article_id in pair["articles"]})
        for _ in range(ATTEMPTS if ids else 0):
            rows = await self._stories.find({"articles": {"$in": ids}})
            changes = list(_changes(pairs, rows))
            if not changes:
                return merged
            merged += [change.anchors[0] for change in changes if len(change.stories) > 1]
            await self._unite(changes, known)
        if ids:
            raise Unavailable("mongodb", "stories kept changing")
        return merged

    async def part(self, article_ids: Sequence[str]) -> list[str]:
        """See to it that the stories of these articles are just what valid pairs hold together.

        Returns:
            Articles that were in a story that fell apart.

        Raises:
            Unavailable: others changed the same stories all the time.
        """
        ids, apart = set(article_ids), set[str]()
        for _ in range(ATTEMPTS if ids else 0):
            rows = await self._stories.find({"articles": {"$in": sorted(ids)}})
            changed = [row for row in rows if await self._parted(row)]
            if not changed:
                return sorted(apart)
            apart.update(article_id for row in changed for article_id in row["articles"])
            ids |= apart
        if ids:
            raise Unavailable("mongodb", "stories kept changing")
        return []

    async def _unite(self, changes: Sequence[Change], known: Mapping[str, Row]) -> None:
        made = [(change, _added(change, known)) for change in changes]
        await self._stories.insert([_row(new) for change, new in made if not change.stories])
        # Whose anchors have left the story meanwhile is left alone, and looked at again.
        await self._stories.update(
            [
                Update({"_id": change.stories[0]["_id"], "articles": {"$all": change.anchors}}, adding(new))
                for change, new in made
                if change.stories
            ]
        )
        for absorbed in (story for change in changes for story in change.stories[1:]):
            await self._stories.delete_all(_as_read(absorbed))

    async def _parted(self, story: Row) -> bool:
        """Make of a story what valid pairs say it is; tell whether that is a change."""
        wanted = await self._components(story["articles"])
        if len(wanted) == 1 and same(story, wanted[0]):
            return False
        # New ones first: should this process die in between, what is then in two stories is seen and put right.
        await self._stories.insert([_row(new) for new in wanted[1:]])
        if wanted:
            row = {**wanted[0], "_id": story["_id"]}
            await self._stories.update([Update(_as_read(story), [{"$replaceWith": {"$literal": row}}])])
        else:
            await self._stories.delete_all(_as_read(story))
        return True

    async def _components(self, article_ids: Sequence[str]) -> list[Row]:
        """Make a story of each set of articles that valid pairs hold together."""
        here = {"$in": article_ids}
        known = {row["_id"]: row for row in await self._fingerprints.find({"_id": here}, fields=_FACTS)}
        current = {key: None if row.get("withdrawn") else stamp(row) for key, row in known.items()}
        groups, valid = Groups(), list[Row]()
        for pair in await self._pairs.find({"articles": here}):
            stamps = dict(zip(pair["articles"], pair["stamps"], strict=True))
            # The other end of a pair may be in another story, or in none any more.
            if all(current.get(key) == at for key, at in stamps.items()):
                groups.unite(stamps)
                valid.append(pair)
        held = _grouped(groups, valid)
        return [
            together([alone(known[key]) for key in group], {pair["kind"] for pair in held[groups.of(group[0])]})
            for group in groups.lists()
        ]


def _changes(pairs: Sequence[Row], stories: Sequence[Row]) -> Iterator[Change]:
    """Yield what has to be done so that the articles of each pair are in one story."""
    groups = Groups()
    for row in (*stories, *pairs):
        groups.unite(row["articles"])
    there, linked = _grouped(groups, stories), _grouped(groups, pairs)
    for group, its_pairs in linked.items():
        if change := _change(its_pairs, sorted(there[group], key=lambda story: story["_id"])):
            yield change


def _change(pairs: Sequence[Row], stories: Sequence[Row]) -> Change | None:
    """Tell what has to be done with what hangs together; None if nothing has."""
    ends = {key for pair in pairs for key in pair["articles"]}
    added = ends.difference(*(story["articles"] for story in stories))
    if len(stories) == 1 and not added:
        return None
    if len(stories) == 1 and stories[0]["size"] >= MOST_ARTICLES:
        log.warning("story.full", story_id=stories[0]["story_id"], left_out=len(added))
        return None
    anchors = ends.intersection(stories[0]["articles"]) if stories else ends
    return Change(sorted(added), stories, sorted(anchors), sorted({pair["kind"] for pair in pairs}))


def _grouped(groups: Groups, rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[groups.of(row["articles"][0])].append(row)
    return found


def _added(change: Change, known: Mapping[str, Row]) -> Row:
    """Make the story of all that goes into the first."""
    return together([*(alone(known[key]) for key in change.added), *change.stories[1:]], change.kinds)


def _as_read(story: Row) -> Row:
    return {"_id": story["_id"], "articles": story["articles"]}


def _row(story: Row) -> Row:
    # Not an article's id: that article may leave, and begin another story.
    return {"_id": uuid.uuid4().hex, **story}
