"""The rows of `fingerprints`: what is kept of each article to find those that tell the same story."""

import struct
import sys
from array import array
from collections.abc import Sequence
from datetime import date
from itertools import chain

from schemas.article import instant
from schemas.events import ArticleCreated, ArticleUpdated, ArticleWithdrawn, Event
from services.enrich.enricher import Subject
from services.runtime.ports import Row
from services.text.minhash import SKETCH_VERSION, Sketch, sketch
from services.text.shingles import TELLING, WORD_BYTES

COLLECTION = "fingerprints"
MOST_WORDS = 100_000
"""How many telling words of a text are sketched: what is longer is a book."""
WINDOW_DAYS = 7
"""Articles further apart do not tell the same story, where nothing else is set (`KHABAR_STORY_DAYS`).

An anniversary, or a yearly report, uses the same words.
"""
_UNDETERMINED = "und"


def fingerprint(event: Event) -> Row | None:
    """Make the row an event asks for: of a revision, or a withdrawn article's, which is like no other."""
    if isinstance(event, ArticleCreated | ArticleUpdated):
        return fingerprint_of(Subject(event.data))
    if isinstance(event, ArticleWithdrawn):
        gone = event.data
        return {"_id": gone.article_id, "revision": gone.revision, "version": SKETCH_VERSION, "withdrawn": True}
    return None


def sketch_of(row: Row) -> Sketch:
    """Read the sketch in a row."""
    packed: bytes = row["shingles"]
    return Sketch(struct.unpack(f"<{len(packed) // 4}I", packed), row["bound"], row["bands"])


def stamp(row: Row) -> str:
    """Name what an article is compared by: another revision, or another version of the sketch, is another one."""
    return f"{row['revision']}.{row['version']}"


def comparable(one: Row, other: Row, days: int = WINDOW_DAYS) -> bool:
    """Tell whether two articles may tell one story: of one language, and at most so many days apart."""
    if one["version"] != other["version"] or one.get("withdrawn") or other.get("withdrawn"):
        return False
    languages = {one["language"].partition("-")[0], other["language"].partition("-")[0]} - {_UNDETERMINED}
    return len(languages) < 2 and _days_apart(one, other) <= days


def fingerprint_of(subject: Subject) -> Row:
    """Make the row of a revision."""
    article = subject.article
    columns = [part.columns(TELLING)[0] for part in subject.fields.values()]
    made = sketch(b"".join(chain.from_iterable(columns))[: MOST_WORDS * WORD_BYTES])
    return {
        "_id": article.article_id,
        "revision": article.revision,
        "version": SKETCH_VERSION,
        "language": article.language,
        "source": article.source.slug,
        "ingested_at": instant(article.ingested_at),
        "published_at": article.published_at,
        "bound": made.bound,
        "shingles": _packed(made.shingles),
        "bands": list(made.bands),
    }


def _packed(shingles: Sequence[int]) -> bytes:
    """Write numbers of 32 bits, the lowest byte first; faster than `struct`, which reads its format first."""
    packed = array("I", shingles)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _days_apart(one: Row, other: Row) -> int:
    """Count the days between two articles: of publication if both state it, else of ingestion."""
    published = [_day(row["published_at"]) for row in (one, other)]
    first, second = published if None not in published else [_day(row["ingested_at"]) for row in (one, other)]
    return abs((first - second).days) if first and second else 0


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:  # nothing is stated, or a month only
        return None
