"""The `vocabulary` collection: every word that was indexed, one row each. The index learns them, the api asks for them.

The index itself knows no words, only the keys they are kept under. Beginnings, slips and words that sound alike are
told from this list. A row has the folded word as `_id`; `stems`, the keys under which the index keeps it; `sounds`, the
keys of how it sounds, after its script; `back`, the word backwards, by which endings are found; `spelling`, as the
first author who used it wrote it; and `n`, in about how many articles it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from schemas.article import Article, Script
from services.runtime.ports import Database, Row, Update
from services.search.stand_ins import sound_keys, stem
from services.text.language.scripts import main_script
from services.text.tokens import TERMS, term_spans

COLLECTION = "vocabulary"
MOST_WORDS = 2_000_000
"""When there are so many, no more are learned: by then most that is new is noise."""
MOST_OF_ONE = 5_000
"""Different words learned of one article."""
MOST_CHARS = 32
"""No longer word is learned."""
MOST_KNOWN = 400_000
"""Kept in mind by a process, some 60 MB. Then all is forgotten, and the common ones are soon there again."""
_LOOK_EVERY = 10_000


@dataclass
class _Learned:
    """What was met of one word in a batch."""

    spelling: str
    stems: set[str] = field(default_factory=set)
    times: int = 0


class Vocabulary:
    """Learns words. What it has met it keeps in mind, so that text without new words costs no write.

    How often a word is met is written when that has doubled: 20 writes for a million times. So `n` is right within a
    factor of two, which is enough to know what is common; what is delivered twice is counted twice.
    """

    def __init__(self, database: Database) -> None:
        self._words = database[COLLECTION]
        self._met: dict[str, dict[str, int]] = {}
        """By language, in how many articles each chunk of text was."""
        self._new = 0
        self._full = False

    async def setup(self) -> None:
        """Create the indexes."""
        await self._words.ensure_index([("back", 1)])
        await self._words.ensure_index([("sounds", 1)], sparse=True)

    async def learn(self, articles: Iterable[Article]) -> None:
        """Learn the words of some articles. Safe to repeat. Raises Unavailable."""
        met = {language: self._count(language, chunks) for language, chunks in _chunks(articles).items()}
        learned: dict[str, _Learned] = {}
        for language, counts in met.items():
            _read(language, self._risen(language, counts), learned)
        await self._write(learned)
        for language, counts in met.items():
            self._met.setdefault(language, {}).update(counts)
        if sum(map(len, self._met.values())) > MOST_KNOWN:
            self._met.clear()

    def _count(self, language: str, chunks: Mapping[str, int]) -> dict[str, int]:
        before = self._met.get(language, {})
        return {chunk: before.get(chunk, 0) + times for chunk, times in chunks.items()}

    def _risen(self, language: str, counts: Mapping[str, int]) -> Iterable[tuple[str, int]]:
        """Yield what was met twice as often as when it was last written, and by how much."""
        before = self._met.get(language, {})
        for chunk, count in counts.items():
            known, now = before.get(chunk, 0).bit_length(), count.bit_length()
            if now > known:
                yield chunk, (1 << now >> 1) - (1 << known >> 1)

    async def _write(self, learned: Mapping[str, _Learned]) -> None:
        if not learned:
            return
        there = set(learned) if await self._is_full() else await self._words.insert(_rows(learned))
        self._new += len(learned) - len(there)
        await self._words.update([_more(word, learned[word]) for word in learned if word in there])

    async def _is_full(self) -> bool:
        if not self._full and self._new >= _LOOK_EVERY:
            self._new = 0
            # From the collection's metadata: quick at any size.
            answer = await self._words.aggregate([{"$collStats": {"count": {}}}])
            self._full = sum(part["count"] for part in answer) >= MOST_WORDS
        return self._full


def sounds_of(word: str, script: Script | None = None) -> list[str]:
    """Return the keys of how a folded word sounds, each after its own script or after one in which it is looked for."""
    written = (script or main_script(word)).value
    return [f"{written} {key}" for key in sound_keys(word)]


def _chunks(articles: Iterable[Article]) -> dict[str, Counter[str]]:
    """Count, by language, in how many of the articles each piece between white space is."""
    found: dict[str, Counter[str]] = {}
    for article in articles:
        chunks = dict.fromkeys(f"{article.title or ''} {article.subtitle or ''} {article.text}".split())
        found.setdefault(article.language, Counter()).update(islice(chunks, MOST_OF_ONE))
    return found


def _read(language: str, risen: Iterable[tuple[str, int]], learned: dict[str, _Learned]) -> None:
    for chunk, times in risen:
        words = TERMS[chunk]
        spans = {} if words == (chunk,) else {word: chunk[start:end] for start, end, word in term_spans(chunk)}
        for word in words:
            if len(word) <= MOST_CHARS and not word.isdigit():
                entry = learned.setdefault(word, _Learned(spans.get(word, word)))
                entry.stems.add(stem(word, language))
                entry.times += times


def _rows(learned: Mapping[str, _Learned]) -> list[Row]:
    return [
        {
            "_id": word,
            "n": entry.times,
            "stems": sorted(entry.stems),
            "back": word[::-1],
            "spelling": entry.spelling,
            **({"sounds": sounds} if (sounds := sounds_of(word)) else {}),
        }
        for word, entry in learned.items()
    ]


def _more(word: str, entry: _Learned) -> Update:
    change = {"$inc": {"n": entry.times}, "$addToSet": {"stems": {"$each": sorted(entry.stems)}}}
    return Update({"_id": word}, change)
