"""The `vocabulary` collection: every word that was indexed, one row each. The index learns them, the api asks for them.

The index itself knows no words, only the keys they are kept under. Beginnings, slips and words that sound alike are
told from this list. A row has the folded word as `_id`; `stems`, the keys under which the index keeps it; `sounds`, the
keys of how it sounds, after its script; `back`, the word backwards, by which endings are found; `spelling`, as the
first author who used it wrote it; and `n`, in about how many articles it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from schemas.article import Article, Script
from services.runtime.ports import Database, Row, Update
from services.text.language.scripts import main_script
from services.text.memo import Memo
from services.text.names.sounds import sound_keys
from services.text.stems import stem
from services.text.tokens import TERMS, term_spans, words_in

COLLECTION = "vocabulary"
MOST_WORDS = 2_000_000
"""When there are so many, no more are learned: by then most that is new is noise."""
MOST_OF_ONE = 5_000
"""Different words learned of one article."""
MOST_CHARS = 32
"""No longer word is learned."""
MOST_KNOWN = 400_000
"""Kept in mind by a process, some 60 MB. Then all is forgotten, and the common ones are soon there again."""
COUNTED_FIRST, COUNTED_OF = 500, 100
"""A process counts words in its first articles, then in one of so many: it costs most, and a sample will do."""
_LOOK_EVERY = 10_000


@dataclass
class _Learned:
    """What is to be written of a word."""

    spelling: str
    stems: set[str] = field(default_factory=set)
    times: int = 0


class Vocabulary:
    """Learns words. What it has met it keeps in mind, so that text without new words costs hardly a write.

    How often a word is met is written when that has grown fourfold: ten writes for a million times. So `n` is right
    within a factor of four, which is enough to know what is common; what is delivered twice is counted twice.
    """

    def __init__(self, database: Database) -> None:
        self._words = database[COLLECTION]
        self._met: dict[str, dict[str, int]] = {}
        """By language, in how many articles each chunk of text was."""
        self._stems: dict[str, tuple[str, ...]] = {}  # tuples, which take a quarter of what sets do
        """The keys that were written, or read, of each word."""
        self._articles = 0
        self._new = 0
        self._full = False

    async def setup(self) -> None:
        """Create the indexes."""
        await self._words.ensure_index([("back", 1)])
        await self._words.ensure_index([("sounds", 1)], sparse=True)

    async def learn(self, articles: Iterable[Article]) -> None:
        """Learn the words of some articles. Safe to repeat. Raises Unavailable."""
        met = self._count(articles)
        learned: dict[str, _Learned] = {}
        for language, counts in met.items():
            self._read(language, counts, learned)
        if learned:
            await self._write(learned)
        for language, counts in met.items():
            self._met.setdefault(language, {}).update(counts)
        if sum(map(len, self._met.values())) > MOST_KNOWN:
            self._met.clear()
            self._stems.clear()

    def _count(self, articles: Iterable[Article]) -> dict[str, dict[str, int]]:
        """Count in how many articles each chunk is now, by language; of articles that are not counted, what is new."""
        found: dict[str, dict[str, int]] = {}
        for article in articles:
            before = self._met.get(article.language, {})
            counts = found.setdefault(article.language, {})
            chunks = f"{article.title or ''} {article.subtitle or ''} {article.text}".split()
            times = self._counted(article)
            some: Iterable[str] = dict.fromkeys(chunks) if times else sorted(set(chunks).difference(before))
            for chunk in islice(some, MOST_OF_ONE):
                counts[chunk] = (counts.get(chunk) or before.get(chunk, 0)) + (times or 1)
        return found

    def _counted(self, article: Article) -> int:
        """Tell for how many articles this one stands; 0 if it is not counted. Ids are hashes: it is a fair sample."""
        self._articles += 1
        if self._articles <= COUNTED_FIRST:
            return 1
        return 0 if int(article.article_id[:8], 16) % COUNTED_OF else COUNTED_OF

    def _read(self, language: str, counts: Mapping[str, int], learned: dict[str, _Learned]) -> None:
        """Add the words of chunks that are new, or were met four times as often as when they were last written."""
        before = self._met.get(language, {})
        for chunk, count in counts.items():
            known = before.get(chunk, 0)
            if _level(known) == _level(count):
                continue
            for word in TERMS[chunk]:
                key = stem(word, language)
                if known or key not in self._stems.get(word, ()):
                    self._add(word, key, chunk, count - _written(known), learned)

    def _add(self, word: str, key: str, chunk: str, times: int, learned: dict[str, _Learned]) -> None:
        if len(word) > MOST_CHARS or word.isdigit():
            return
        if word not in learned:
            learned[word] = _Learned(word if word in self._stems else _spelling(word, chunk))
        learned[word].stems.add(key)
        learned[word].times += times

    async def _write(self, learned: Mapping[str, _Learned]) -> None:
        unsure = [word for word in learned if word not in self._stems]
        there = await self._words.find({"_id": {"$in": unsure}}, fields=["stems"]) if unsure else []
        stems = {row["_id"]: tuple(row["stems"]) for row in there}
        new = {} if await self._is_full() else {word: learned[word] for word in unsure if word not in stems}
        # Another process may have been quicker.
        beaten = await self._words.insert([_row(word, entry) for word, entry in new.items()])
        # What is merely met again after a restart is no news.
        more = [
            word
            for word, entry in learned.items()
            if word in beaten or word in self._stems or (word in stems and not entry.stems.issubset(stems[word]))
        ]
        await self._update({word: learned[word] for word in more})
        self._new += len(new)
        for word, entry in learned.items():
            if word in new or word in stems or word in self._stems:
                known = (*self._stems.get(word, ()), *stems.get(word, ()))
                self._stems[word] = tuple(dict.fromkeys((*known, *entry.stems)))

    async def _update(self, learned: Mapping[str, _Learned]) -> None:
        """Add to what is there. Most words have only been met more often, and many of them as much more often."""
        oftener: dict[int, list[str]] = {}
        others: list[Update] = []
        for word, entry in learned.items():
            if entry.stems.issubset(self._stems.get(word, ())):
                oftener.setdefault(entry.times, []).append(word)
            else:
                others.append(_more(word, entry))
        await self._words.update(others)
        for times, words in oftener.items():
            await self._words.update_all({"_id": {"$in": words}}, {"$inc": {"n": times}})

    async def _is_full(self) -> bool:
        if not self._full and self._new >= _LOOK_EVERY:
            self._new = 0
            # From the collection's metadata: quick at any size.
            answer = await self._words.aggregate([{"$collStats": {"count": {}}}])
            self._full = sum(part["count"] for part in answer) >= MOST_WORDS
        return self._full


def _level(count: int) -> int:
    """Tell to which power of four a count has grown: 0 for none, 1 from 1 on, 2 from 4, 3 from 16."""
    return count.bit_length() + 1 >> 1


def _written(count: int) -> int:
    """Return about what a count was when it was last written."""
    return 4 ** (_level(count) - 1) if count else 0


def _spelling(word: str, chunk: str) -> str:
    """Return how a word is written in a chunk that it is in, without the marks around it."""
    written = words_in(chunk)
    if len(written) == 1 and len(TERMS[chunk]) == 1:
        return written[0]
    return next((chunk[start:end] for start, end, term in term_spans(chunk) if term == word), word)


def script_of(word: str) -> Script:
    """Return the script of a word, by its first letter."""
    return _SCRIPTS[word[0]]


_SCRIPTS = Memo(main_script)


def sounds_of(word: str, script: Script | None = None) -> list[str]:
    """Return the keys of how a folded word sounds, each after its own script or after one in which it is looked for."""
    written = (script or script_of(word)).value
    return [f"{written} {key}" for key in sound_keys(word)]


def _row(word: str, entry: _Learned) -> Row:
    row = {"_id": word, "n": entry.times, "stems": sorted(entry.stems), "back": word[::-1], "spelling": entry.spelling}
    sounds = sounds_of(word)
    return {**row, "sounds": sounds} if sounds else row


def _more(word: str, entry: _Learned) -> Update:
    change = {"$inc": {"n": entry.times}, "$addToSet": {"stems": {"$each": sorted(entry.stems)}}}
    return Update({"_id": word}, change)
