"""The words that were indexed: the index process learns them, the api asks for them (`lookup`).

The index itself knows no words, only the keys they are kept under. Beginnings, slips and words that sound alike are
told from the words. All that a batch of articles has of new words is one more segment.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

from schemas.article import Article, Script
from services.runtime.ports import Database
from services.search.collection import current
from services.search.reading import Read, Reader, Reading
from services.search.segment import Entry, Segment, name_of, read_name, segment_row, size_of
from services.search.segments import COLLECTION, ids
from services.text.language.scripts import main_script
from services.text.memo import Memo
from services.text.names.sounds import sound_keys
from services.text.tokens import term_spans, words_in

MOST_WORDS = 2_000_000
"""When there are so many, no more are learned: by then most that is new is noise."""
MOST_OF_ONE = 5_000
"""Different words learned of one article."""
MOST_CHARS = 32
"""No longer word is learned."""
MOST_KNOWN = 400_000
"""Names kept in mind by a process, some 40 MB. Then the half that was counted least is forgotten: should one of these
be met again, it is learned again."""
COUNTED, MOST_EVERY = 16, 128
"""With each doubling of the articles there are, half as many of them are counted, so many each time; in the end one of
`MOST_EVERY`."""
_LOOK_EVERY = 10_000


class Vocabulary:
    """Learns words. What it has met it keeps in mind, so that text without new words costs nothing.

    Only a sample of articles is counted: enough to know what is common. What is delivered twice is counted twice, and
    of several processes the one that has met a word in most articles tells how common it is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows = database[COLLECTION]
        self._reader = Reader(self._meet)
        self._met: dict[str, Read] = {}
        """The new chunks of the article that is being read."""
        self._found: dict[str, tuple[str, Read]] = {}
        """Names that are to be written, each with the chunk its word was read in."""
        self._counts: dict[str, int] = {}
        """In how many articles more each name is."""
        self._known: dict[str, int] = {}
        """The names that were written, and in how many articles each is."""
        self._articles = 0
        self._new = 0
        self._full = False

    async def setup(self) -> None:
        """Look how many articles there are, and which words are known. Raises Unavailable."""
        search = self._database[await current(self._database)]
        self._articles = await search.count({}, limit=COUNTED * MOST_EVERY)
        for each in sorted(await ids(self._rows), key=size_of, reverse=True):
            if len(self._known) + size_of(each) <= MOST_KNOWN and (row := await self._rows.get(each)):
                segment = Segment(row)
                for name, n in zip(segment.names.all(), segment.n, strict=True):
                    self._known[name] = max(n, self._known.get(name, 0))

    def read(self, article: Article) -> Reading:
        """Read an article, and have its words learned next time."""
        self._met.clear()
        reading = self._reader.read(article)
        every = self._counted(article)
        if every:
            reads = {*reading.title, *reading.subtitle, *reading.text}
            for name in {name for read in islice(reads, MOST_OF_ONE) for name in _names(read)}:
                self._counts[name] = self._counts.get(name, 0) + every
        if self._met:
            self._find(sorted(self._met, reverse=True))
        return reading

    async def learn(self) -> None:
        """Learn the words of all articles that were read so far. Raises Unavailable.

        When it returns, all their words are known. What could not be written is written next time.
        """
        found = dict(self._found)
        counts, self._counts = self._counts, {}
        await self._write({} if await self._is_full() else found, counts)
        for name in found:
            self._found.pop(name, None)
        if len(self._known) > MOST_KNOWN:
            common = sorted(self._known, key=self._known.__getitem__, reverse=True)
            self._known = {name: self._known[name] for name in common[: MOST_KNOWN // 2]}

    def _meet(self, chunk: str, read: Read) -> None:
        self._met[chunk] = read

    def _find(self, chunks: Sequence[str]) -> None:
        """Note the names that are not known, each with the last chunk it is in, of the first article that has it."""
        if len(chunks) > MOST_OF_ONE:
            self._reader.forget()  # the others are still to be learned, wherever they are met next
        found = {name: chunk for chunk in chunks[-MOST_OF_ONE:] for name in _names(self._met[chunk])}
        for name, chunk in found.items():
            if name not in self._known:
                self._found.setdefault(name, (chunk, self._met[chunk]))

    def _counted(self, article: Article) -> int:
        """Tell for how many articles this one stands; 0 if it is not counted. Ids are hashes: it is a fair sample."""
        every = min(1 << max(self._articles // COUNTED, 1).bit_length() - 1, MOST_EVERY)
        self._articles += 1
        return 0 if int(article.article_id[:8], 16) % every else every

    async def _write(self, found: Mapping[str, tuple[str, Read]], counts: Mapping[str, int]) -> None:
        """Write what is new, and what was counted.

        Args:
            found: names that are not known, with what their word was read in.
            counts: in how many articles more each name is.
        """
        known = self._known
        changed = {
            name: known.get(name, 0) + counts.get(name, 0) for name in chain(found, counts.keys() & known.keys())
        }
        entries = {name: _entry(name, n, found.get(name)) for name, n in changed.items()}
        if entries:
            await self._rows.insert([segment_row(entries)])
        known.update(changed)
        self._new += len(found)

    async def _is_full(self) -> bool:
        if not self._full and self._new >= _LOOK_EVERY:
            self._new = 0
            self._full = sum(map(size_of, await ids(self._rows))) >= MOST_WORDS
        return self._full


def script_of(word: str) -> Script:
    """Return the script of a word, by its first letter."""
    return _SCRIPTS[word[0]]


_SCRIPTS = Memo(main_script)


def sounds_of(word: str, script: Script | None = None) -> list[str]:
    """Return the keys of how a folded word sounds, each after its own script or after one in which it is looked for."""
    written = (script or script_of(word)).value
    return [f"{written} {key}" for key in sound_keys(word)]


def _names(read: Read) -> Iterable[str]:
    """Return the names of the words in a chunk."""
    terms, keys = read
    if " " not in terms:
        return [name_of(terms, keys)] if terms and len(terms) <= MOST_CHARS and not terms.isdigit() else []
    pairs = zip(terms.split(" "), keys.split(" "), strict=True)
    return [name_of(word, key) for word, key in pairs if len(word) <= MOST_CHARS and not word.isdigit()]


def _entry(name: str, n: int, found: tuple[str, Read] | None) -> Entry:
    word, _ = read_name(name)
    spelling = _spelling(word, *found) if found else word
    return Entry(n, "" if spelling == word else spelling, tuple(sounds_of(word)))


def _spelling(word: str, chunk: str, read: Read) -> str:
    """Return how a word is written in a chunk that it is in, without the marks around it."""
    written = words_in(chunk)
    if len(written) == 1 and word == read[0]:
        return written[0]
    return next((chunk[start:end] for start, end, term in term_spans(chunk) if term == word), word)
