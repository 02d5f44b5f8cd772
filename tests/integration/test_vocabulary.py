"""The vocabulary over a real MongoDB: each word once, with its keys; little is written where nothing is new."""

import asyncio
from collections.abc import Iterable, Sequence

import pytest

from schemas.article import Article, Script
from services.adapters.mongo import MongoCollection, MongoDatabase
from services.runtime.errors import Unavailable
from services.runtime.ports import Row
from services.search import vocabulary
from services.search.layout import COLLECTION as SEARCH
from services.search.lookup import Words
from services.search.vocabulary import COLLECTION, Vocabulary
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


async def learned(database: MongoDatabase) -> dict[str, Row]:
    """Return the rows by word."""
    return {row["_id"]: row for row in await database[COLLECTION].find({})}


async def test_each_word_is_one_row(database: MongoDatabase) -> None:
    """A word has a row for each of its keys, its spelling, and in how many articles it is; numbers are no words."""
    known = Vocabulary(database)
    await known.setup()
    first = article("a", "«Rivers» and حُکومت، اورطیارہ 2026 rivers.", title="Rivers", language="en")
    await learn(known, [first, article("b", "rivers حکومت", language="und")])
    rows = await learned(database)
    assert rows.keys() == {"rivers river", "rivers", "and", "حكومت", "اور", "طياره"}
    assert (stem("rivers", "en"), stem("rivers", "und")) == ("river", "rivers")
    assert rows["rivers river"]["by"][0] == rows["rivers"]["by"][0] == "srevir"
    assert rows["rivers river"]["spelling"] == "Rivers"
    assert (rows["حكومت"]["spelling"], rows["طياره"]["spelling"]) == ("حُکومت", "طیارہ")
    assert "spelling" not in rows["and"]
    assert {row["n"] for row in rows.values()} == {1, 2} == {rows["and"]["n"], rows["حكومت"]["n"]}
    found = await Words(database).known(["rivers", "and"])
    assert set(found["rivers"].stems) == {"river", "rivers"}
    assert (found["rivers"].n, found["and"].spelling) == (2, "and")


async def test_common_words_are_known_as_such(database: MongoDatabase) -> None:
    """The more articles a word is in, the higher its number, within a factor of four, batch after batch."""
    known = Vocabulary(database)
    for number in range(50):
        await learn(known, [article(str(number), "common" if number % 10 else "common rarer")])
    rows = await learned(database)
    assert 50 / 4 <= rows["common"]["n"] <= 50
    assert 5 / 4 <= rows["rarer"]["n"] <= 5


async def test_what_is_known_costs_no_write(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text whose words were all met before, and is not counted, is learned without asking the server anything."""
    known = Vocabulary(database)
    articles = [article(str(number), "the river rose") for number in range(5)]
    await learn(known, articles)

    async def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the server was asked")

    for asks in ("find", "update_all", "aggregate"):
        monkeypatch.setattr(MongoCollection, asks, refuse)
    monkeypatch.setattr("motor.motor_asyncio.AsyncIOMotorCollection.insert_many", refuse)
    monkeypatch.setattr(known, "_counted", lambda _: 0)
    await learn(known, [article("x", "the rose river")])
    with pytest.raises(AssertionError, match="asked"):
        await learn(known, [article("y", "the rose garden")])


async def test_words_are_inserted_unasked_where_they_are_new(
    database: MongoDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once hardly any was there, the next are inserted at once; once another process was quicker, it asks again."""
    asked: list[object] = []
    find = MongoCollection.find

    async def noting(collection: MongoCollection, where: object, **options: object) -> list[Row]:
        asked.append(where)
        return await find(collection, where, **options)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(MongoCollection, "find", noting)
    known = Vocabulary(database)
    await learn(known, [article("a", "the river rose", title=None)])
    assert len(asked) == 1
    await learn(Vocabulary(database), [article("b", "garden", title=None)])
    asked.clear()
    await learn(known, [article("c", "garden gate", title=None)])
    assert asked == []
    await learn(known, [article("d", "flood", title=None)])
    assert len(asked) == 1
    assert (await learned(database)).keys() == {"the", "river", "rose", "garden", "gate", "flood"}
    assert (await learned(database))["garden"]["n"] == 2


async def test_several_processes_and_restarts(database: MongoDatabase) -> None:
    """Two that learn the same at once, and one that begins anew, lose no key and make no second row."""
    both = [Vocabulary(database), Vocabulary(database)]
    articles = [article(str(n), f"w{n}x words here", language=("en", "de")[n % 2]) for n in range(100)]
    await asyncio.gather(*(learn(one, some) for one in both for some in (articles[:60], articles[40:])))
    await learn(Vocabulary(database), articles)
    rows = await learned(database)
    assert len({row["by"][0] for row in rows.values()}) == 102
    assert set((await Words(database).known(["words"]))["words"].stems) == {stem("words", "en"), stem("words", "de")}


async def test_what_is_kept_in_mind_is_bounded(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has met too many words forgets them, and learns on all the same."""
    monkeypatch.setattr(vocabulary, "MOST_KNOWN", 4)
    known = Vocabulary(database)
    for number in range(3):
        await learn(known, [article(str(number), f"one two three x{number}y", title=None)])
        assert len(known._keys) <= 4
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
    """There is a limit to how many rows there are; what is known is counted all the same."""
    monkeypatch.setattr(vocabulary, "MOST_WORDS", 2)
    monkeypatch.setattr(vocabulary, "_LOOK_EVERY", 1)
    known = Vocabulary(database)
    await learn(known, [article("a", "rivers flow", title=None)])
    await learn(known, [article("b", "rivers again", title=None)])
    rows = await learned(database)
    assert len(rows) == 2
    assert sorted(row["n"] for row in rows.values()) == [1, 2]


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
    assert {row["by"][0] for row in (await learned(database)).values()} == {"srevir", "wolf"}


async def test_a_sample_of_many_articles_is_counted(database: MongoDatabase) -> None:
    """Where there are many articles, few are counted, each for many, and what comes of it is still about right.

    A process that begins among many articles counts as few.
    """
    articles = [article(f"{number:04}", "common", title=None) for number in range(2_000)]
    known = Vocabulary(database)
    for at in range(0, len(articles), 100):
        await learn(known, articles[at : at + 100])
    assert 1_000 <= (await learned(database))["common"]["n"] <= 4_000
    await database[SEARCH].insert([{"_id": str(number)} for number in range(2_000)])
    late = Vocabulary(database)
    await late.setup()
    assert sum(late._counted(one) > 0 for one in articles) < len(articles) / 32


async def test_words_are_looked_up(database: MongoDatabase) -> None:
    """Words are found by themselves, by their beginning, by either end, and by their sound, common ones first."""
    known, words = Vocabulary(database), Words(database)
    await known.setup()
    texts: Sequence[str] = ["govern", "government govern", "governor govern", "Путин", "Putin", "sovereign"]
    await learn(known, [article(str(n), text) for n, text in enumerate(texts)])
    assert [word.word for word in await words.beginning("gov", 2)] == ["govern", "government"]
    assert (await words.known(["putin", "xyz"]))["putin"].spelling == "Putin"
    near = {word.word for word in await words.near("gover", "reign", (6, 9), 10)}
    assert near == {"govern", "governor", "sovereign"}
    [sound, *_] = vocabulary.sounds_of("putin", Script.CYRILLIC)
    assert [word.word for word in await words.sounding([sound])] == ["путин"]
    assert await words.beginning("xyz", 5) == []
    assert await words.known([]) == {}
    assert await words.sounding([]) == []


async def test_articles_without_words(database: MongoDatabase) -> None:
    """Nothing is written where there is nothing to learn."""
    none: list[Article] = []
    await learn(Vocabulary(database), none)
    await learn(Vocabulary(database), [article("a", "123 … 2026", title=None)])
    assert await learned(database) == {}
