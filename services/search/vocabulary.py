"""The `vocabulary` collection: every word that was indexed, one row each. The index learns them, the api asks for them.

The index itself knows no words, only the keys they are kept under. Beginnings, slips and words that sound alike are
told from this list. A row's `_id` is the folded word, followed by the key under which the index keeps it where that is
another: a word has one row for each of its keys, nearly always one, and so a row is written once and says all there is.
Beside it has `by`, what it is looked up by: first the word backwards, by which endings are found, then the keys of how
it sounds, each after its script, which no folded word begins like. It has `spelling`, as the first author who used it
wrote it, where that is not the word itself; and `n`, in about how many articles it is.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from schemas.article import Article, Script
from services.runtime.ports import Database, Row
from services.search.collection import current
from services.search.reading import Read, Reader, Reading
from services.text.language.scripts import main_script
from services.text.memo import Memo
from services.text.names.sounds import sound_keys
from services.text.tokens import term_spans, words_in

COLLECTION = "vocabulary"
BY = "by"
MOST_WORDS = 2_000_000
"""When there are so many, no more are learned: by then most that is new is noise."""
MOST_OF_ONE = 5_000
"""Different words learned of one article."""
MOST_CHARS = 32
"""No longer word is learned."""
MOST_KNOWN = 400_000
"""Rows kept in mind by a process, some 40 MB. Then all are forgotten, and the common ones are soon there again."""
COUNTED, MOST_EVERY = 16, 128
"""With each doubling of the articles there are, half as many of them are counted, so many each time; in the end one of
`MOST_EVERY`."""
RARELY = 50
"""If fewer than one in so many unsure words were there, the next are inserted without asking: while the vocabulary is
young, or this process has met what is in it. A word that is there after all costs more than asking for it.
"""
_LOOK_EVERY = 10_000


class Vocabulary:
    """Learns words. What it has met it keeps in mind, so that text without new words costs hardly a look.

    Only a sample of articles is counted, for that costs most: enough to know what is common. What is delivered twice is
    counted twice.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._words = database[COLLECTION]
        self._reader = Reader(self._meet)
        self._met: dict[str, Read] = {}
        """The new chunks of the article that is being read."""
        self._found: dict[str, tuple[str, Read]] = {}
        """Rows that are to be written, each with the chunk its word was read in."""
        self._counts: dict[str, int] = {}
        """In how many articles more each row is."""
        self._keys: set[str] = set()
        """The rows that are known to be there."""
        self._articles = 0
        self._new = 0
        self._full = False
        self._ask = True

    async def setup(self) -> None:
        """Create the indexes, and look how many articles there are."""
        await self._words.ensure_index([(BY, 1)])  # one index for both costs a quarter less than two
        search = self._database[await current(self._database)]
        self._articles = await search.count({}, limit=COUNTED * MOST_EVERY)

    def read(self, article: Article) -> Reading:
        """Read an article, and have its words learned next time."""
        self._met.clear()
        reading = self._reader.read(article)
        every = self._counted(article)
        if every:
            reads = {*reading.title, *reading.subtitle, *reading.text}
            for key in {key for read in islice(reads, MOST_OF_ONE) for key in _keys(read)}:
                self._counts[key] = self._counts.get(key, 0) + every
        if self._met:
            self._find(sorted(self._met, reverse=True))
        return reading

    async def learn(self) -> None:
        """Learn the words of all articles that were read so far. Raises Unavailable.

        When it returns, all their words are known, by whoever has written them. What could not be written is written
        next time.
        """
        found = dict(self._found)
        counts, self._counts = self._counts, {}
        await self._write(found, counts)
        for key in found:
            self._found.pop(key, None)
        if len(self._keys) > MOST_KNOWN:
            self._keys.clear()
            self._ask = True

    def _meet(self, chunk: str, read: Read) -> None:
        self._met[chunk] = read

    def _find(self, chunks: Sequence[str]) -> None:
        """Note the rows that are not known, each with the last chunk it is in, of the first article that has it."""
        if len(chunks) > MOST_OF_ONE:
            self._reader.forget()  # the others are still to be learned, wherever they are met next
        found = {key: chunk for chunk in chunks[-MOST_OF_ONE:] for key in _keys(self._met[chunk])}
        for key, chunk in found.items():
            if key not in self._keys:
                self._found.setdefault(key, (chunk, self._met[chunk]))

    def _counted(self, article: Article) -> int:
        """Tell for how many articles this one stands; 0 if it is not counted. Ids are hashes: it is a fair sample."""
        every = min(1 << max(self._articles // COUNTED, 1).bit_length() - 1, MOST_EVERY)
        self._articles += 1
        return 0 if int(article.article_id[:8], 16) % every else every

    async def _write(self, found: Mapping[str, tuple[str, Read]], counts: Mapping[str, int]) -> None:
        """Insert the rows that are not there, and count those that are.

        Args:
            found: rows that may be new, with what their word was read in.
            counts: in how many articles more each is.
        """
        unsure = sorted(found)  # in the order of the index, which costs a tenth less
        known = await self._known(unsure) if self._ask else set[str]()
        new = [] if await self._is_full() else [key for key in unsure if key not in known]
        beaten = await self._words.insert([_row(key, *found[key], counts.get(key, 1)) for key in new])
        if unsure:
            self._ask = (len(known) + len(beaten)) * RARELY > len(unsure)
        # What another process was quicker to insert is there, but not counted.
        counted = counts.keys() - set(new).difference(beaten)
        await self._count({key: counts[key] for key in counted})
        self._new += len(new)
        self._keys |= known
        self._keys.update(new)

    async def _known(self, keys: Sequence[str]) -> set[str]:
        """Return those of some rows that are there."""
        there = await self._words.find({"_id": {"$in": keys}}, fields=["_id"]) if keys else []
        return {row["_id"] for row in there}

    async def _count(self, counts: Mapping[str, int]) -> None:
        """Count what is there. Many words are in as many articles more, so few statements will do."""
        alike: dict[int, list[str]] = {}
        for key, times in counts.items():
            alike.setdefault(times, []).append(key)
        for times, keys in alike.items():
            await self._words.update_all({"_id": {"$in": keys}}, {"$inc": {"n": times}})

    async def _is_full(self) -> bool:
        if not self._full and self._new >= _LOOK_EVERY:
            self._new = 0
            # From the collection's metadata: quick at any size.
            answer = await self._words.aggregate([{"$collStats": {"count": {}}}])
            self._full = sum(part["count"] for part in answer) >= MOST_WORDS
        return self._full


def row_key(word: str, key: str) -> str:
    """Return the `_id` of the row of a folded word under this key of the index."""
    return word if word == key else f"{word} {key}"


def read_key(row: str) -> tuple[str, str]:
    """Return the word of a row, and its key in the index."""
    word, _, key = row.partition(" ")
    return word, key or word


def script_of(word: str) -> Script:
    """Return the script of a word, by its first letter."""
    return _SCRIPTS[word[0]]


_SCRIPTS = Memo(main_script)


def sounds_of(word: str, script: Script | None = None) -> list[str]:
    """Return the keys of how a folded word sounds, each after its own script or after one in which it is looked for."""
    written = (script or script_of(word)).value
    return [f"{written} {key}" for key in sound_keys(word)]


def _keys(read: Read) -> list[str]:
    """Return the rows of the words in a chunk."""
    terms, keys = read
    if " " not in terms:
        return [row_key(terms, keys)] if terms and len(terms) <= MOST_CHARS and not terms.isdigit() else []
    pairs = zip(terms.split(" "), keys.split(" "), strict=True)
    return [row_key(word, key) for word, key in pairs if len(word) <= MOST_CHARS and not word.isdigit()]


def _row(key: str, chunk: str, read: Read, n: int) -> Row:
    word, _ = read_key(key)
    row: Row = {"_id": key, "n": n, BY: [word[::-1], *sounds_of(word)]}
    if (spelling := _spelling(word, chunk, read)) != word:
        row["spelling"] = spelling
    return row


def _spelling(word: str, chunk: str, read: Read) -> str:
    """Return how a word is written in a chunk that it is in, without the marks around it."""
    written = words_in(chunk)
    if len(written) == 1 and word == read[0]:
        return written[0]
    return next((chunk[start:end] for start, end, term in term_spans(chunk) if term == word), word)
