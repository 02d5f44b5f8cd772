"""A row of `enrichments`, and how what one enricher wrote is merged with what others did.

    _id, revision, version, language
    enrichments   name: what the enricher answered
    made          name: version, revision, state, and attempts if it failed
    made_by       the same summed up, to be counted by

`revision` and `version` are of the last revision that the enrich stage went through. An entry in `made` says of which
revision its answer is; an answer without one is of the row's. Per name the newest wins: the higher revision, then what
succeeded over what failed, then the higher version, then the later attempt. So the order of writes does not count, and
a failing new version does not take away what the old one told. A newer revision of the article ends all answers about
the older one, whoever gave them.
"""

from collections.abc import Sequence
from typing import Any

from schemas.article import Article
from services.enrich.answers import MARKS, Answer, State, made_by
from services.runtime.ports import Query, Row, Update
from services.runtime.rows import replacing_older


def row_of(article: Article, version: int, answers: Sequence[Answer]) -> Row:
    """Make the row of a revision; `version` is the set of enrichers'."""
    made = {answer.enricher.name: answer.made(article.revision) for answer in answers}
    return {
        "_id": article.article_id,
        "revision": article.revision,
        "version": version,
        "language": article.language,
        "enrichments": {answer.enricher.name: answer.value for answer in answers},
        "made": made,
        "made_by": made_by(made.items()),
    }


def made_of(row: Row, revision: int) -> dict[str, Any]:
    """Return what was made of a revision, by name. What an outside service has written amiss is passed over."""
    made, answers = row.get("made"), row.get("enrichments")
    if not isinstance(made, dict) or not isinstance(answers, dict):
        return {}
    return {
        name: one for name, one in made.items() if name in answers and _is_sound(one) and one["revision"] == revision
    }


def _is_sound(one: Any) -> bool:
    if not isinstance(one, dict) or one.get("state") not in MARKS:
        return False
    return all(type(one.get(number, 1)) is int for number in ("version", "revision", "attempts")) and "version" in one


def merging(row: Row) -> Update:
    """Make the update that merges a row into the one that is there, which may be an outside service's alone."""
    if row.get("withdrawn"):
        return replacing_older(row)
    has_revision: Query = {"$ifNull": ["$revision", 0]}
    passed = {"$gt": [has_revision, row["revision"]]}
    change: list[Query] = [
        {"$replaceWith": {"$cond": [passed, "$$ROOT", _merged(row, has_revision)]}},
        {"$set": {"made_by": {"$cond": ["$made", _SUMMED_UP, "$$REMOVE"]}}},
    ]
    return Update({"_id": row["_id"]}, change, upsert=True)


def _merged(row: Row, has_revision: Query) -> Query:
    """Build the merged row, for one that is of this revision or an older one."""
    revision = row["revision"]
    of_this = {"$eq": [has_revision, revision]}
    entries = _pairs("$made")
    kept = {"$filter": {"input": entries, "cond": {"$gte": ["$$this.v.revision", revision]}}}
    answers = _pairs("$enrichments")
    # What is not in `made` is of the row's revision.
    told = {"$or": [{"$in": ["$$this.k", "$$kept.k"]}, {"$and": [of_this, {"$not": {"$in": ["$$this.k", "$$all.k"]}}]}]}
    names = list(row["made"])
    made = {name: _winner(row, "made", name) for name in names}
    values = {name: _winner(row, "enrichments", name) for name in names}
    fields = {
        "_id": "$_id",
        "revision": revision,
        "version": {"$cond": [of_this, {"$max": ["$version", row["version"]]}, row["version"]]},
        "language": {"$literal": row["language"]},
        "enrichments": {
            "$mergeObjects": [{"$arrayToObject": {"$filter": {"input": answers, "cond": told}}}, values],
        },
        "made": {"$mergeObjects": [{"$arrayToObject": "$$kept"}, made]},
    }
    return {"$let": {"vars": {"all": entries, "kept": kept}, "in": fields}}


def _winner(row: Row, part: str, name: str) -> Query:
    """Choose between the row's part for this name and what is there; if nothing is, it has no revision, and loses."""
    one = row["made"][name]
    ours = [one["revision"], one["state"] != State.FAILED, one["version"], one.get("attempts", 0)]
    there = f"$made.{name}"
    theirs = [
        f"{there}.revision",
        {"$ne": [f"{there}.state", State.FAILED.value]},
        f"{there}.version",
        {"$ifNull": [f"{there}.attempts", 0]},
    ]
    return {"$cond": [{"$gt": [ours, theirs]}, {"$literal": row[part][name]}, f"${part}.{name}"]}


def _mark() -> Query:
    branches = [{"case": {"$eq": ["$$this.v.state", state]}, "then": mark} for state, mark in MARKS.items() if mark]
    return {"$switch": {"branches": branches, "default": ""}}


def _pairs(field: str) -> Query:
    """List a field's names and values; none if it is no object, since others may write here."""
    return {"$objectToArray": {"$cond": [{"$eq": [{"$type": field}, "object"]}, field, {}]}}


_OF_THE_ROW = {"$filter": {"input": _pairs("$made"), "cond": {"$eq": ["$$this.v.revision", "$revision"]}}}
_VERSION = {"$convert": {"input": "$$this.v.version", "to": "string", "onError": "?", "onNull": "?"}}
_ONE = {"$concat": ["$$this.k", ":", _VERSION, _mark()]}
_SUMMED_UP: Query = {
    "$reduce": {
        "input": {"$sortArray": {"input": _OF_THE_ROW, "sortBy": {"k": 1}}},
        "initialValue": "",
        "in": {"$concat": ["$$value", {"$cond": [{"$eq": ["$$value", ""]}, "", " "]}, _ONE]},
    }
}
"""`answers.made_by`, in the server's words."""
