"""Reading for the index: each chunk is worked out once in a language, and whoever learns words is told of it."""

from services.search.reading import Read, Reader
from services.text.tokens import MARKS
from tests.newsroom import article


def test_a_chunk_has_its_terms_and_keys() -> None:
    """Of each chunk the folded terms and their keys are told, none for marks alone, several where words are joined."""
    reading = Reader().read(article("a", "خبروں، — اورطیارہ", title="خبر", language="ur"))
    assert reading.text == [("خبرون", "خبر"), ("", ""), ("اور طياره", "اور طيار")]
    assert (reading.title, reading.subtitle) == ([("خبر", "خبر")], [])


def test_each_new_chunk_is_told_once() -> None:
    """A chunk is told when it is first met in a language; languages without stems are one to the index."""
    told: list[tuple[str, Read]] = []
    reader = Reader(lambda chunk, read: told.append((chunk, read)))
    reader.read(article("a", "Rivers rivers rivers", language="en"))
    assert told == [("Rivers", ("rivers", "river")), ("rivers", ("rivers", "river"))]
    told.clear()
    reader.read(article("b", "rivers", language="und"))
    reader.read(article("c", f"rivers {MARKS}", language="sd"))
    reader.read(article("d", "rivers", language="en-GB"))
    assert told == [("rivers", ("rivers", "rivers")), (MARKS, ("", ""))]
    reader.forget()
    reader.read(article("e", "rivers", language="en"))
    assert len(told) == 3
