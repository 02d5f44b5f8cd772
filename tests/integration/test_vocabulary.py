"""The words that are known, over a real MongoDB: each batch is a segment, and nothing is lost when they are merged."""

import asyncio
from collections.abc import Iterable, Sequence

import pytest

from schemas.article import Article, Script
from services.adapters.mongo import MongoCollection, MongoDatabase
from services.runtime.errors import Unavailable
from services.runtime.ports import Row
from services.search import segments, vocabulary
from services.search.layout import COLLECTION as SEARCH
from services.search.lookup import Known
from services.search.segment import Entry, Segment, read_name, segment_row, size_of
from services.search.segments import COLLECTION, MERGED, Segments, choose, ids, known_words, merge
from services.search.vocabulary import Vocabulary
from services.text.stems import stem
from tests.newsroom import article


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> MongoDatabase:
    """An empty database."""
    return MongoDatabase(*mongo_url_db)


async def learn(known: Vocabulary, articles: Iterable[Article]) -> None:
    """Have the words of some articles learned."""
    for each in articles:
        known.read(each)
    await known.learn()


async def learned(database: MongoDatabase) -> dict[str, Known]:
    """Return all words that are known."""
    rows = await database[COLLECTION].find({})
    names = {read_name(name)[0] for row in rows for name in Segment(row).names}
    return dict((await known_words(database)).known(names))


async def test_words_are_learned_with_their_keys(database: MongoDatabase) -> None:
    """A word has its keys, its spelling, and in how many articles it is; numbers are no words."""
    known = Vocabulary(database)
    await known.setup()
    first = article("a", "«Rivers» and حُکومت، اورطیارہ 2026 rivers.", title="Rivers", language="en")
    await learn(known, [first, article("b", "rivers حکومت", language="und")])
    words = await learned(database)
    assert words.keys() == {"rivers", "and", "حكومت", "اور", "طياره"}
    assert (stem("rivers", "en"), stem("rivers", "und")) == ("river", "rivers")
    assert words["rivers"] == Known("rivers", "Rivers", ("river", "rivers"), 2)
    assert (words["حكومت"].spelling, words["طياره"].spelling) == ("حُکومت", "طیارہ")
    assert (words["and"].spelling, words["and"].n, words["حكومت"].n) == ("and", 1, 2)
    assert len(await ids(database[COLLECTION])) == 1


async def test_common_words_are_known_as_such(database: MongoDatabase) -> None:
    """The more articles a word is in, the higher its number, within a factor of four, batch after batch."""
    known = Vocabulary(database)
    for number in range(50):
        await learn(known, [article(str(number), "common" if number % 10 else "common rarer")])
    words = await learned(database)
    assert 50 / 4 <= words["common"].n <= 50
    assert 5 / 4 <= words["rarer"].n <= 5


async def test_what_is_known_costs_nothing(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text whose words were all met before, and is not counted, is learned without a word to the server."""
    known = Vocabulary(database)
    articles = [article(str(number), "the river rose") for number in range(5)]
    await learn(known, articles)

    async def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the server was asked")

    for asks in ("find", "insert", "update_all", "aggregate"):
        monkeypatch.setattr(MongoCollection, asks, refuse)
    monkeypatch.setattr(known, "_counted", lambda _: 0)
    await learn(known, [article("x", "the rose river")])
    with pytest.raises(AssertionError, match="asked"):
        await learn(known, [article("y", "the rose garden")])


async def test_a_process_that_begins_knows_what_is_there(database: MongoDatabase) -> None:
    """It learns only what is new, and counts on from where others had come."""
    await learn(Vocabulary(database), [article(str(n), "the river rose", title=None) for n in range(9)])
    later = Vocabulary(database)
    await later.setup()
    await learn(later, [article("x", "the garden", title=None)])
    sizes = sorted(map(size_of, await ids(database[COLLECTION])))
    assert sizes == [2, 3]
    assert (await learned(database))["the"].n == 10


async def test_several_processes(database: MongoDatabase) -> None:
    """Two that learn the same at once lose no key; what is in the segments of both is one word."""
    both = [Vocabulary(database), Vocabulary(database)]
    articles = [article(str(n), f"w{n}x words here", language=("en", "de")[n % 2]) for n in range(100)]
    await asyncio.gather(*(learn(one, some) for one in both for some in (articles[:60], articles[40:])))
    words = await learned(database)
    assert len(words) == 102
    assert set(words["words"].stems) == {stem("words", "en"), stem("words", "de")}


async def test_what_is_kept_in_mind_is_bounded(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has met too many words forgets the rare ones, and learns on all the same."""
    monkeypatch.setattr(vocabulary, "MOST_KNOWN", 4)
    known = Vocabulary(database)
    for number in range(3):
        await learn(known, [article(str(number), f"one two three x{number}y", title=None)])
        assert len(known._known) <= 4
    assert (await learned(database)).keys() == {"one", "two", "three", "x0y", "x1y", "x2y"}


async def test_what_one_article_teaches_is_bounded(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one article no more than so many new words are learned, whatever is in it."""
    monkeypatch.setattr(vocabulary, "MOST_OF_ONE", 2)
    known = Vocabulary(database)
    await learn(known, [article("a", "one two three four five", title=None)])
    assert len(await learned(database)) == 2
    await learn(known, [article("b", "five four", title=None), article("c", "one two", title=None)])
    assert (await learned(database)).keys() >= {"one", "two", "four", "five"}


async def test_a_full_vocabulary_learns_no_more_words(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a limit to how many are kept; what is known is counted all the same."""
    monkeypatch.setattr(vocabulary, "MOST_WORDS", 2)
    monkeypatch.setattr(vocabulary, "_LOOK_EVERY", 1)
    known = Vocabulary(database)
    await learn(known, [article("a", "rivers flow", title=None)])
    await learn(known, [article("b", "rivers again", title=None)])
    words = await learned(database)
    assert {word: known.n for word, known in words.items()} == {"rivers": 2, "flow": 1}


async def test_words_are_known_before_learning_returns(
    database: MongoDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be written is learned next time: nothing was taken for known."""
    known = Vocabulary(database)
    insert = MongoCollection.insert

    async def fail(collection: MongoCollection, rows: Sequence[Row]) -> set[str]:
        raise Unavailable("mongodb", "gone")

    monkeypatch.setattr(MongoCollection, "insert", fail)
    with pytest.raises(Unavailable):
        await learn(known, [article("a", "rivers flow", title=None)])
    monkeypatch.setattr(MongoCollection, "insert", insert)
    await known.learn()
    assert (await learned(database)).keys() == {"rivers", "flow"}


async def test_a_sample_of_many_articles_is_counted(database: MongoDatabase) -> None:
    """Where there are many articles, few are counted, each for many, and what comes of it is still about right.

    A process that begins among many articles counts as few.
    """
    articles = [article(f"{number:04}", "common", title=None) for number in range(2_000)]
    known = Vocabulary(database)
    for at in range(0, len(articles), 100):
        await learn(known, articles[at : at + 100])
    assert 1_000 <= (await learned(database))["common"].n <= 4_000
    await database[SEARCH].insert([{"_id": str(number)} for number in range(2_000)])
    late = Vocabulary(database)
    await late.setup()
    assert sum(late._counted(one) > 0 for one in articles) < len(articles) / 32


async def test_words_are_looked_up(database: MongoDatabase) -> None:
    """Words are found by themselves, by their beginning, by either end, and by their sound, common ones first."""
    known = Vocabulary(database)
    texts: Sequence[str] = ["govern", "government govern", "governor govern", "Путин", "Putin", "sovereign"]
    for number, text in enumerate(texts):
        await learn(known, [article(str(number), text)])
    words = await known_words(database)
    assert [word.word for word in words.beginning("gov", 2)] == ["govern", "government"]
    assert words.known(["putin", "xyz"])["putin"].spelling == "Putin"
    near = {word.word for word in words.near("gover", "reign", (6, 9), 10)}
    assert near == {"govern", "governor", "sovereign"}
    [sound, *_] = vocabulary.sounds_of("putin", Script.CYRILLIC)
    assert [word.word for word in words.sounding([sound])[sound]] == ["путин"]
    assert words.beginning("xyz", 5) == []
    assert words.known([]) == {}
    assert words.sounding([]) == {}


async def test_what_was_just_learned_is_known(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks words up sees each batch at once, and reads no segment twice."""
    read: list[str] = []
    get = MongoCollection.get

    async def noting(collection: MongoCollection, key: str) -> Row | None:
        read.append(key)
        return await get(collection, key)

    monkeypatch.setattr(MongoCollection, "get", noting)
    known, looking = Vocabulary(database), Segments(database)
    for word in ("river", "garden", "gate"):
        assert (await looking.words()).known([word]) == {}
        await learn(known, [article(word, word, title=None)])
        assert word in (await looking.words()).known([word])
    assert len(read) == len(set(read)) == 3


async def fill(database: MongoDatabase, sizes: Sequence[int]) -> set[str]:
    """Write segments of so many words each; return all the words."""
    rows = [
        segment_row({f"w{at}x{number}y": Entry(1, "", ("Latn w",)) for number in range(size)})
        for at, size in enumerate(sizes)
    ]
    await database[COLLECTION].insert(rows)
    return {name for row in rows for name in Segment(row).names}


async def merge_all(database: MongoDatabase) -> None:
    """Merge until there is nothing to merge."""
    while await merge(database):
        pass


async def test_segments_are_merged(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many batches there were, segments are few, full ones are left alone, and every word is there."""
    monkeypatch.setattr(segments, "FULL", 600)
    words = await fill(database, [*([3] * 100), *([20] * 50), 700, 700])
    looking = Segments(database)
    before = (await looking.words()).known(words)
    await merge_all(database)
    there = await ids(database[COLLECTION])
    assert len(there) <= 2 * MERGED
    assert sum(size_of(each) == 700 for each in there) == 2
    assert sum(map(size_of, there)) == len(words)
    assert max(map(size_of, there)) <= 700
    assert (await looking.words()).known(words) == before
    assert before.keys() == words
    assert looking._loaded.keys() == set(there)


async def test_merging_beside_others(database: MongoDatabase) -> None:
    """Several that merge at once, and one that dies before it removes what it has merged, lose no word."""
    words = await fill(database, [5] * 60)
    old = await database[COLLECTION].find({})
    await asyncio.gather(*(merge_all(database) for _ in range(4)))
    assert (await Segments(database).words()).known(words).keys() == words
    await database[COLLECTION].insert(old[:40])
    looked = await asyncio.gather(merge_all(database), *(Segments(database).words() for _ in range(20)))
    assert all(each.known(words).keys() == words for each in looked[1:] if each)
    assert (await Segments(database).words()).known(words).keys() == words
    assert len(await ids(database[COLLECTION])) < MERGED


def test_what_is_merged_next() -> None:
    """The smallest of a size of which there are enough, as far as they make no more than a full one; at least two."""
    few = [f"{size}-{at}" for at, size in enumerate([5] * (MERGED - 1) + [300] * (MERGED - 1))]
    assert choose(few) == []
    assert {size_of(each) for each in choose([*few, "7-x"])} == {5, 7}
    assert choose(f"{segments.FULL}-{at}" for at in range(100)) == []
    large = [f"{segments.FULL - 1 - at}-x" for at in range(MERGED)]
    assert sorted(map(size_of, choose(large))) == sorted(map(size_of, large))[:2]


async def test_articles_without_words(database: MongoDatabase) -> None:
    """Nothing is written where there is nothing to learn."""
    none: list[Article] = []
    await learn(Vocabulary(database), none)
    await learn(Vocabulary(database), [article("a", "123 … 2026", title=None)])
    assert await learned(database) == {}
    assert await ids(database[COLLECTION]) == []
