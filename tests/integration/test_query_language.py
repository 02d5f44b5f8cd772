"""The query language over a real MongoDB: what is asked for is found, and nothing else."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from schemas.article import Source
from services.adapters.mongo import MongoDatabase
from services.search.query import NO_WORDS, ONLY_EXCLUDED, SearchQuery, search
from services.search.rank import FACETS
from services.text.names.aliases import Aliases, built_in
from tests.newsroom import START, Newsroom, article, id_of
from tests.servers import Servers

ANY_SKY = {"sky", "news", "government"}


@pytest.fixture(scope="module")
async def newsroom(servers: Servers) -> AsyncIterator[Newsroom]:
    """A newsroom with a few articles in three scripts, for all tests here."""
    await servers.mongo.up()
    database = MongoDatabase(servers.mongo.url, f"khabar_test_{uuid.uuid4().hex[:12]}")
    room = Newsroom(database)
    await room.stage.setup()
    articles = [
        article("sky", "Sky News saw the ministers of Syria. They govern.", title="Raqqa falls", language="en"),
        article("news", "The news fell from a clear sky.", title="Weather", language="en"),
        article("government", "The government of Raqqa left.", title="Sky and sea", language="en"),
        article("urdu", "اسکائی نیوز کے مطابق حکومت نے الرقہ میں کارروائی کی۔", title="شام کی خبر", language="ur"),
        article("assad", "بشار الاسد نے داعش کے خلاف بیان دیا۔", title="دمشق", language="ur"),
        article("bashar", "Bashar al-Assad spoke of ISIS.", title="Damascus", language="en"),
        article("hindi", "बशर अल-असद ने दमिश्क में बात की।", title="सीरिया", language="hi"),
        article("cricket", "پاکستان نے کرکٹ کا میچ جیت لیا۔", title="کھیل", language="ur"),
        article("evening", "ملک کے بڑے شہروں میں شام کو بارش ہوئی۔", title="موسم", language="ur"),
    ]
    await room.index(articles)
    await room.store(articles)
    yield room
    database.close()


async def found(newsroom: Newsroom, q: str, **more: Any) -> set[str]:
    """Return the names of what is found."""
    return set(await newsroom.found(q, **more))


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("sky news", ANY_SKY | {"urdu"}),
        ('"sky news"', {"sky"}),
        ("«Sky News»", {"sky"}),
        ('"news sky"', set()),
        ('"اسکائی نیوز"', {"urdu"}),
        ('"اسكائي نيوز كے مطابق"', {"urdu"}),
        ("“clear sky”", {"news"}),
        ('"the news"', {"news"}),
        ('"minister"', set()),
        ('"ministers"', {"sky"}),
    ],
)
async def test_words_in_a_row(newsroom: Newsroom, q: str, names: set[str]) -> None:
    """Quotes ask for these very words, in a row, in any spelling; no quotes for any of the words in any form."""
    assert await found(newsroom, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("sky -government", {"news"}),
        ('sky -"government"', {"sky", "news"}),
        ("حکومت بشار -داعش", {"urdu"}),
        ('sky -"clear sky"', {"sky", "government"}),
        ("sky -gov*", {"news"}),
        ("sky -title:weather", {"sky", "government"}),
        ("-sky", set()),
    ],
)
async def test_what_is_taken_out(newsroom: Newsroom, q: str, names: set[str]) -> None:
    """A minus takes out the articles with a word in any form, a row of words, a beginning, a word in the title."""
    assert await found(newsroom, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("gov*", {"sky", "government"}),
        ("governm*", {"government"}),
        ("کارر*", {"urdu"}),
        ("كارر*", {"urdu"}),
        ("کر*", {"cricket"}),
        ("दमि*", {"hindi"}),
        ("title:dam*", {"bashar"}),
        ("xyz*", set()),
    ],
)
async def test_beginnings(newsroom: Newsroom, q: str, names: set[str]) -> None:
    """A star finds the words that begin so, in any script and spelling."""
    assert await found(newsroom, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("title:raqqa", {"sky"}),
        ("title:sky", {"government"}),
        ('title:"sky and sea"', {"government"}),
        ('title:"sea and sky"', set()),
        ("عنوان:شام", {"urdu"}),
        ("title:raqqa ministers", {"sky"}),
        ("title:raqqa weather", set()),
    ],
)
async def test_titles(newsroom: Newsroom, q: str, names: set[str]) -> None:
    """A word asked for in the title must stand there, and one of the other words somewhere."""
    assert await found(newsroom, q) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("Bashar al-Assad", {"assad", "bashar", "hindi"}),
        ("بشار الأسد", {"assad", "bashar", "hindi"}),
        ("बशर असद", {"assad", "bashar", "hindi"}),
        ("ISIS", {"assad", "bashar"}),
        ("Daesh", {"assad", "bashar"}),
        ("داعش", {"assad", "bashar"}),
        ("دولتِ اسلامیہ", {"assad", "bashar"}),
    ],
)
async def test_names_meet_across_scripts(newsroom: Newsroom, q: str, names: set[str]) -> None:
    """A name finds itself in other scripts, by the table of aliases or by its sound, and nothing unrelated."""
    assert await found(newsroom, q) == names


async def test_a_name_in_its_own_letters_comes_first(newsroom: Newsroom) -> None:
    """What is spelled as it was typed is better than what merely sounds so."""
    assert (await newsroom.found("Bashar Assad"))[0] == "bashar"
    assert (await newsroom.found("بشار الاسد"))[0] == "assad"


async def test_what_was_met_is_marked_in_every_form(newsroom: Newsroom) -> None:
    """Highlights show stems, phrases, beginnings and other names, in the article's own letters."""
    shown = {}
    for q in ("minister", '"sky news"', "gov*", "اسکائی نیوز", "شام"):
        for hit in (await newsroom.search(q)).hits:
            name = hit.document["name"].removesuffix(".txt")
            shown[q, name] = [hit.snippet[start:end] for start, end in hit.highlights]
            if q == "شام" and name == "urdu":
                assert [(hit.title or "")[start:end] for start, end in hit.title_highlights] == ["شام"]
    assert shown["minister", "sky"] == ["ministers"]
    assert shown['"sky news"', "sky"] == ["Sky News"]
    assert shown["gov*", "sky"] == ["govern"]
    assert shown["gov*", "government"] == ["government"]
    assert shown["اسکائی نیوز", "urdu"] == ["اسکائی", "نیوز"]
    assert shown["اسکائی نیوز", "sky"] == ["Sky News"]


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("goverment", "government"),
        ("کاررووائی", "کارروائی"),
        ("پاکتسان", "پاکستان"),
        ("skynews", "Sky News"),
        ("پاک ستان", "پاکستان"),
        ("Damascsu", "Damascus"),
        ('"Bashar al-Asad"', '"Bashar al Assad"'),
        ('"news SKY"', "news SKY"),
        ("عنوان:حكومت", "حكومت"),
        ("title:goverment RAQQA", "government RAQQA"),
        ("title:cricket", "cricket"),
        ("title:goverment", "government"),
        ("xylophone", None),
        ("qq", None),
        ("raqqa", None),
    ],
)
async def test_did_you_mean(newsroom: Newsroom, q: str, meant: str | None) -> None:
    """Where nothing is found, the nearest query that finds something is offered, in usual letters."""
    result = await newsroom.search(q)
    assert result.did_you_mean == meant
    if meant:
        assert result.total == 0
        assert (await newsroom.search(meant)).total > 0


async def test_did_you_mean_keeps_to_the_filters(newsroom: Newsroom) -> None:
    """What is offered finds something with the same filters."""
    assert (await newsroom.search("goverment", language="en")).did_you_mean == "government"
    assert (await newsroom.search("goverment", language="ur")).did_you_mean is None


async def test_a_query_that_cannot_find_says_so(newsroom: Newsroom) -> None:
    """A query of what is not wanted, or of no words, says why it finds nothing; others say nothing."""
    assert (await newsroom.search('-sky -"a b"')).note == ONLY_EXCLUDED
    assert (await newsroom.search("؟")).note == NO_WORDS
    assert (await newsroom.search("xylophone")).note is None


async def test_filters_and_facets(newsroom: Newsroom) -> None:
    """Time of publication, place and story narrow what is found; facets count it."""
    same: dict[str, Any] = {"language": "fr", "source": Source(slug="paper")}
    await newsroom.index(
        [
            article("may", "zeppelin", published_at="2026-05-01T10:00:00+05:00", published_at_reason=None, **same),
            article("june", "zeppelin", published_at="2026-06-01", published_at_reason=None, **same),
            article("undated", "zeppelin", ingested_at=START + timedelta(days=1)),
        ]
    )
    assert await found(newsroom, "zeppelin", published_since="2026-05-01T05:00:00Z") == {"may", "june"}
    assert await found(newsroom, "zeppelin", published_until="2026-06-01") == {"may"}
    assert await found(newsroom, "zeppelin", story=(id_of("june"), id_of("sky"))) == {"june"}
    assert await found(newsroom, "zeppelin", story=()) == set()
    result = await newsroom.search("zeppelin", facets=True)
    assert result.facets is not None
    assert result.facets["language"] == [{"value": "fr", "count": 2}, {"value": "en", "count": 1}]
    assert {"value": "paper", "count": 2} in result.facets["source"]
    assert {facet["value"] for facet in result.facets["day"]} == {"2026-05-01", "2026-06-01", "2026-01-02"}
    assert (await newsroom.search("zeppelin")).facets is None
    assert (await newsroom.search("nowhere", facets=True)).facets == {name: [] for name in FACETS}


async def test_a_name_that_is_a_word_too_needs_company(newsroom: Newsroom) -> None:
    """شام is Syria in an article with a word of that country, and in any other it is the evening."""
    assert await found(newsroom, "Syria") == {"sky", "hindi", "urdu"}
    assert await found(newsroom, "شام") == {"urdu", "evening"}


async def test_a_newsrooms_own_names(newsroom: Newsroom) -> None:
    """A table that was added to Khabar's own brings its names, and Khabar's stay."""
    names = Aliases(built_in(), "ZN\nclear sky\n")
    for query, wanted in (("ZN", {"news"}), ("ISIS", {"assad", "bashar"})):
        result = await search(newsroom.database, SearchQuery(query), names)
        assert {hit.article_id for hit in result.hits} == set(map(id_of, wanted))


@pytest.mark.parametrize(
    ("q", "retyped"),
    [
        ("حکومت کی کارروائی", "حكومت كي كارروائي"),
        ('"حکومت نے" -کرکٹ', '"حُکومت نے" −كركٹ'),
        ("کارر*", "كـارر٭"),
        ("عنوان:شام", "عنوان\u200f:\u200fشام"),
        ("بشار الاسد", "بشّار الأسد"),
        ("پاکتسان", "پاكتسان"),
    ],
)
async def test_spelling_does_not_count(newsroom: Newsroom, q: str, retyped: str) -> None:
    """A query retyped in other letters, with or without vowel signs, finds the same in the same order."""
    first, second = await newsroom.search(q), await newsroom.search(retyped)
    assert (first.hits, first.did_you_mean) == (second.hits, second.did_you_mean)


@pytest.mark.parametrize(
    "q",
    [
        *('"' * 99, "''''", "-", "--", "*", "**", ":", "title:", "title:*", 'title:""', '-"" -* -title:', "(-)", "«»"),
        *("$where:x", "a.b -$set", "title:$ne", "x*" * 400, '"x ' * 600, "-x " * 600, "title:x " * 200, "x" * 2000),
        *(
            "\x00raqqa\x00*",
            "\ud800raqqa",
            "\ufdfd*",
            "🙂 -🙂 🙂*",
            "\u200d\u200c*",
            "ا" * 300 + "*",
            "ं*",
            "1* 12* -3*",
        ),
        *('"the" -"of" in*', "-the -of", "title:the", "کے* کی* -کو*", '"کے" "کی"', "\n\t -\n raqqa"),
    ],
    ids=lambda q: ascii(q)[:30],
)
async def test_no_query_fails(newsroom: Newsroom, q: str) -> None:
    """Whatever is typed is answered."""
    result = await newsroom.search(q, facets=True)
    assert result.total >= len(result.hits)
    assert result.note is None or result.hits == []
