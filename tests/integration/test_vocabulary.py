"""The vocabulary over a real MongoDB: each word once, with its keys; little is written where nothing is new."""

import asyncio
from collections.abc import Sequence

import pytest

from schemas.article import Article, Script
from services.adapters.mongo import MongoDatabase
from services.runtime.ports import Row
from services.search import vocabulary
from services.search.lookup import Words
from services.search.vocabulary import COLLECTION, Vocabulary
from services.text.stems import stem
from tests.newsroom import article


@pytest.fixture
async def database(mongo_url_db: tuple[str, str]) -> MongoDatabase:
    """An empty database."""
    return MongoDatabase(*mongo_url_db)


async def learned(database: MongoDatabase) -> dict[str, Row]:
    """Return the rows by word."""
    return {row["_id"]: row for row in await database[COLLECTION].find({})}


async def test_each_word_is_one_row(database: MongoDatabase) -> None:
    """A word has its keys by language, its first spelling, and in how many articles it is; numbers are no words."""
    known = Vocabulary(database)
    await known.setup()
    first = article("a", "«Rivers» and حُکومت، اورطیارہ 2026 rivers.", title="Rivers", language="en")
    await known.learn([first, article("b", "rivers حکومت", language="fr")])
    rows = await learned(database)
    assert rows.keys() == {"rivers", "and", "حكومت", "اور", "طياره"}
    assert set(rows["rivers"]["stems"]) == {stem("rivers", "en"), stem("rivers", "fr")}
    assert rows["rivers"]["back"] == "srevir"
    assert (rows["rivers"]["spelling"], rows["حكومت"]["spelling"], rows["طياره"]["spelling"]) == (
        *("Rivers", "حُکومت", "طیارہ"),
    )
    assert rows["rivers"]["n"] >= rows["and"]["n"] == 1


async def test_common_words_are_known_as_such(database: MongoDatabase) -> None:
    """The more articles a word is in, the higher its number, within a factor of four, batch after batch."""
    known = Vocabulary(database)
    for number in range(50):
        await known.learn([article(str(number), "common" if number % 10 else "common rarer")])
    rows = await learned(database)
    assert 50 / 4 <= rows["common"]["n"] <= 50
    assert 5 / 4 <= rows["rarer"]["n"] <= 5


async def test_what_is_known_costs_no_write(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text whose words were all met before is learned without asking the server anything."""
    known = Vocabulary(database)
    articles = [article(str(number), "the river rose") for number in range(5)]
    await known.learn(articles)

    async def refuse(_: object) -> None:
        raise AssertionError("something was written")

    monkeypatch.setattr(known, "_write", refuse)
    await known.learn([article("x", "the rose river")])


async def test_several_processes_and_restarts(database: MongoDatabase) -> None:
    """Two that learn the same at once, and one that begins anew, lose no key and make no second row."""
    both = [Vocabulary(database), Vocabulary(database)]
    articles = [article(str(n), f"w{n}x words here", language=("en", "de")[n % 2]) for n in range(100)]
    await asyncio.gather(*(one.learn(some) for one in both for some in (articles[:60], articles[40:])))
    await Vocabulary(database).learn(articles)
    rows = await learned(database)
    assert len(rows) == 102
    assert set(rows["words"]["stems"]) == {stem("words", "en"), stem("words", "de")}


@pytest.mark.parametrize(("name", "value"), [("MOST_KNOWN", 3), ("MOST_OF_ONE", 2)])
async def test_bounds(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch, name: str, value: int) -> None:
    """What a process keeps in mind and what it learns of one article are bounded; the rest is learned all the same."""
    monkeypatch.setattr(vocabulary, name, value)
    known = Vocabulary(database)
    for number in range(3):
        await known.learn([article(str(number), f"one two three x{number}y", title=None)])
    assert sum(map(len, known._met.values())) <= 4
    assert len(await learned(database)) == (6 if name == "MOST_KNOWN" else 2)


async def test_a_full_vocabulary_learns_no_more_words(database: MongoDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a limit to how many words there are; those that are known gain keys all the same."""
    monkeypatch.setattr(vocabulary, "MOST_WORDS", 2)
    monkeypatch.setattr(vocabulary, "_LOOK_EVERY", 1)
    known = Vocabulary(database)
    await known.learn([article("a", "rivers flow", language="fr")])
    await known.learn([article("b", "rivers again", language="en")])
    rows = await learned(database)
    assert rows.keys() == {"rivers", "flow"}
    assert stem("rivers", "en") in rows["rivers"]["stems"]


async def test_words_are_looked_up(database: MongoDatabase) -> None:
    """Words are found by themselves, by their beginning, by either end, and by their sound, common ones first."""
    known, words = Vocabulary(database), Words(database)
    await known.setup()
    texts: Sequence[str] = ["govern", "government govern", "governor govern", "Путин", "Putin", "sovereign"]
    await known.learn([article(str(n), text) for n, text in enumerate(texts)])
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
    await Vocabulary(database).learn(none)
    await Vocabulary(database).learn([article("a", "123 … 2026", title=None)])
    assert await learned(database) == {}
