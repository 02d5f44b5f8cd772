"""Columns: what is known of each chunk, made once for a language."""

from collections.abc import Sequence

from services.text.analysed import Analysed
from services.text.columns import Generation, Rows, rows_of
from services.text.dates.prose import BEGINNINGS
from services.text.named.part import READ
from services.text.places.candidates import OPENINGS
from services.text.tokens import Terms

TEXT = "صدر ٹرمپ  نے 12 مئی 2018 کو\n\nلاہور،کراچی - گئے"


def test_a_column_has_a_value_for_each_chunk() -> None:
    """What is known of a chunk stands at its place, for every purpose; a text without chunks has nothing."""
    text = Analysed(TEXT, "ur")
    (beginnings,) = text.columns(BEGINNINGS)
    known = {chunk: places for chunk, places in zip(text.chunks, beginnings, strict=True) if places}
    assert known == {"مئی": (0,), "2018": (0,)}
    (openings,) = text.columns(OPENINGS)
    assert [len(found) for found in openings][-3:] == [2, 0, 0]
    _, keys, *_ = text.columns(READ)
    assert list(keys[:2]) == [("صدر",), ("ٹرمپ",)]
    assert Analysed(" \n", "ur").columns(READ) == [(), (), ()]


def test_a_language_nobody_knows_has_rows_too() -> None:
    """Where there is no list there is nothing to find, and all such languages share their rows."""
    text = Analysed(TEXT, "xx")
    (beginnings,) = text.columns(BEGINNINGS)
    assert not any(beginnings)
    assert not any(map(any, text.columns(READ)))
    assert rows_of("xx") is rows_of("yy-Latn") is not rows_of("ur")
    assert rows_of("ur") is rows_of("ur-PK")


def test_terms_know_their_chunks() -> None:
    """The chunk of a term, and the first term of a chunk, are told also where a chunk has no term, or several."""
    text = Analysed("- ایک،دو — تین", "ur")
    assert [text.home(number) for number in range(len(text.terms))] == list(text.homes) == [1, 1, 3]
    assert list(text.firsts) == [0, 0, 2, 2, 3]


def test_rows_met_lately_are_kept() -> None:
    """A chunk's row is made once while it is met now and then; one not met for long is made again when it comes."""
    made: list[str] = []

    def work(chunks: Sequence[str], terms: Sequence[Terms]) -> Sequence[Sequence[int]]:
        made.extend(chunks)
        return [list(map(len, terms))]

    rows = Rows([work], Generation(most=4))
    assert list(rows.columns(["a", "b", "a-b", "a"])[0]) == [1, 1, 2, 1]
    rows.columns(["c", "d", "a"])
    rows.columns(["e", "f", "a"])
    assert sorted(made) == ["a", "a-b", "b", "c", "d", "e", "f"]
    rows.columns(["g", "h", "i", "a", "b"])
    assert sorted(made[-4:]) == ["b", "g", "h", "i"]


def test_languages_share_their_room() -> None:
    """What is met in one language makes room for itself in all: so many languages need no more memory than one."""
    made: list[str] = []

    def work(chunks: Sequence[str], _: Sequence[Terms]) -> Sequence[Sequence[str]]:
        made.extend(chunks)
        return [chunks]

    generation = Generation(most=4)
    languages = [Rows([work], generation) for _ in range(3)]
    for rows in languages:
        rows.columns(["a", "b", "c"])
    languages[2].columns(["a"])
    languages[1].columns(["a"])
    assert len(made) == 9
    languages[0].columns(["a"])
    assert made[9:] == ["a"]


def test_what_is_longer_than_words_is_not_kept() -> None:
    """A chunk as long as a text does not come twice, and would fill the memory."""
    made: list[str] = []

    def work(chunks: Sequence[str], _: Sequence[Terms]) -> Sequence[Sequence[str]]:
        made.extend(chunks)
        return [chunks]

    rows = Rows([work], Generation())
    for _ in range(2):
        assert list(rows.columns(["a" * 100, "b"])[0]) == ["a" * 100, "b"]
    assert sorted(made) == ["a" * 100, "a" * 100, "b"]
