"""What the benchmark reads is what it says: whole articles in each format."""

from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from tests.bench.corpus import Text
from tests.bench.files import news_page, of_every_format
from tests.fixtures.market import PARAGRAPHS, TITLE

MARKET = Text(TITLE, PARAGRAPHS)


def test_each_file_holds_the_articles_it_is_counted_for() -> None:
    """Of 100 texts each format gives all its articles, none refused, with their text."""
    for name, (suffix, raws) in of_every_format([MARKET] * 100).items():
        items = read(File(f"a{suffix}", raws[0]), Limits())
        assert len(items) == {"JSON Lines of 100": 100, "RSS of 50": 50}.get(name, 20 if "of 20" in name else 1), name
        for item in items:
            assert isinstance(item, Draft), f"{name}: {item}"
            assert PARAGRAPHS[-1] in item.text, name


def test_a_page_is_as_large_as_those_of_news_sites() -> None:
    """It has 60 to 80 KB, and the texts around the article are not in it."""
    other = Text("Another headline of the day", ("Words that stand elsewhere on the page, in a box or a comment.",) * 3)
    raw = news_page(MARKET, [other]).encode()
    assert 60_000 < len(raw) < 80_000
    (item,) = read(File("a.html", raw), Limits())
    assert isinstance(item, Draft)
    assert item.text.split("\n\n") == list(PARAGRAPHS)
