"""The query language: what each mark asks for, and that a mark out of place asks for nothing."""

import pytest

from services.search.parse import MOST_CHARS, MOST_WORDS, parse, write
from services.text.tokens import terms


def told(query: str) -> list[str]:
    """Write the parts of a query in one notation: t: for titles, quotes, a minus, a star."""
    return [write(part).replace("title:", "t:") for part in parse(query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sky news", ["sky", "news"]),
        ("حكومت کی", ["حكومت", "كي"]),
        ("twenty-five", ["twenty", "five"]),
        ("اورطیارہ", ["اور", "طياره"]),
        ("2.5٪ ۱۲۳", ["2", "5", "123"]),
        ("don't", ["don", "t"]),
        ('צה"ל אמר', ["צה", "ל", "אמר"]),
        ("5\" nails and 6' screws", ["5", "nails", "and", "6", "screws"]),
    ],
)
def test_plain_words(query: str, expected: list[str]) -> None:
    """Words come folded and one by one; what stands within a word is no mark."""
    assert told(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        '"sky news"',
        "“sky news”",
        "”sky news”",
        "„sky news“",
        "„sky news”",
        "«sky news»",
        "»sky news«",
        "« sky news »",
        "’’sky news‘‘",
        "‘‘sky news’’",
        "''sky news''",
        "「sky news」",
        '“sky news"',
        '("Sky NEWS")',
        '"sky, news!"',
    ],
)
def test_quotes_of_any_script_make_a_row(query: str) -> None:
    """Quotes are taken in the shapes that people type, and those that keyboards and editors make of them."""
    assert told(query) == ['"sky news"']


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"اسكائی نیوز" شام', ['"اسكايي نيوز"', "شام"]),
        ('"a" "b c"', ['"a"', '"b c"']),
        ('"sky news', ["sky", "news"]),
        ('sky news"', ["sky", "news"]),
        ('"" " " „“ «»', []),
        ('foo"bar baz"', ["foo", "bar", "baz"]),
        ('"צה"ל אמר" כן', ['"צה ל אמר"', "כן"]),
        ("rock ’n’ roll", ["rock", "n", "roll"]),
        ("‹sky news›", ["sky", "news"]),
        ('"foo"-bar', ['"foo"', "bar"]),
    ],
)
def test_where_quotes_begin_and_end(query: str, expected: list[str]) -> None:
    """Quotes begin before a word and end after one; those without an end, and those around nothing, are ignored."""
    assert told(query) == expected


def test_quotes_in_a_sentence_are_writing() -> None:
    """A headline that was copied has quotes that ask for nothing: with three telling words outside they are ignored."""
    assert told("ویلش AMs “احمقوں کی طرح” پریشان ہیں") == [
        *("ويلش", "ams", "احمقون", "كي", "طرح", "پريشان", "هين"),
    ]
    assert told("‘sky news’ syria") == ["sky", "news", "syria"], "single marks are never more"
    long = "the river rose again and people left their houses"
    assert told(f'"{long}"') == long.split(), "what somebody said is looked for by its words"
    assert told('"sky news" syria raqqa') == ['"sky news"', "syria", "raqqa"]
    assert told('"sky news" and the syria of raqqa')[0] == '"sky news"', "stop words make no sentence"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("foo -bar", ["foo", "-bar"]),
        ("foo −bar –baz", ["foo", "-bar", "-baz"]),
        ('foo -"sky news"', ["foo", '-"sky news"']),
        ("foo -«sky news»", ["foo", '-"sky news"']),
        ("شام -حلب", ["شام", "-حلب"]),
        ("foo -twenty-five", ["foo", '-"twenty five"']),
        ("foo -bar*", ["foo", "-bar*"]),
        ("foo -title:bar", ["foo", "-t:bar"]),
        ("(-foo) bar", ["-foo", "bar"]),
        ("foo - bar", ["foo", "bar"]),
        ("foo- bar", ["foo", "bar"]),
        ("foo --bar", ["foo", "bar"]),
        ("foo-bar", ["foo", "bar"]),
        ("-", []),
        ("-foo", ["-foo"]),
    ],
)
def test_a_minus_takes_out(query: str, expected: list[str]) -> None:
    """A minus before a word or a quote takes out; within words, after them, doubled or alone it does nothing."""
    assert told(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("govern*", ["govern*"]),
        ("حکوم*", ["حكوم*"]),
        ("حکوم٭", ["حكوم*"]),
        ("حكوم* کی", ["حكوم*", "كي"]),
        ("سر*", ["سر*"]),
        ("a*", ["a"]),
        ("*", []),
        ("*foo f*o", ["foo", "f", "o"]),
        ("e-mail*", ["e", "mail*"]),
        ("foo*, bar", ["foo*", "bar"]),
        ('"sky new*"', ['"sky new"']),
    ],
)
def test_a_star_makes_a_beginning(query: str, expected: list[str]) -> None:
    """A star after two letters or more stands for any ending; elsewhere it does nothing."""
    assert told(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:raqqa foo", ["t:raqqa", "foo"]),
        ("TITLE:Raqqa", ["t:raqqa"]),
        ("title：raqqa", ["t:raqqa"]),
        ("عنوان:شام", ["t:شام"]),
        ("سرخی:شام", ["t:شام"]),
        ("शीर्षक:दिल्ली", ["t:दिल्ली"]),
        ("başlık:Ankara", ["t:ankara"]),
        ('title:"sky news"', ['t:"sky news"']),
        ("عنوان:«اسکائی نیوز»", ['t:"اسكايي نيوز"']),
        ("title:new*", ["t:new*"]),
        ("title:twenty-five", ['t:"twenty five"']),
        ("title: raqqa", ["title", "raqqa"]),
        ("title:", ["title"]),
        ("subject:raqqa", ["subject", "raqqa"]),
        ('subject:"sky news"', ["subject", '"sky news"']),
        ("https://example.org/a", ["https", "example", "org", "a"]),
        ("10:30", ["10", "30"]),
        (":", []),
    ],
)
def test_a_field(query: str, expected: list[str]) -> None:
    """Titles can be asked for in several languages; what else stands before a colon is a word."""
    assert told(query) == expected


def test_marks_of_direction_hide_nothing() -> None:
    """Text that was copied from a page brings marks of direction with it, between a mark and its word too."""
    assert told("\u200f-\u200fشام\u200f \u202b«\u200fاسکائی نیوز\u200f»\u202c \u2067حکوم*\u2069") == [
        *("-شام", '"اسكايي نيوز"', "حكوم*"),
    ]


def test_only_the_order_of_typing_counts() -> None:
    """What looks like a star before the word on the screen is one after it, and the other way round."""
    assert told("\u200fحکوم*") == ["حكوم*"]
    assert told("\u200f*حکوم") == ["حكوم"]


def test_a_query_is_bounded() -> None:
    """Of a long query the first 32 telling words count, stop words besides, and the first 2,000 characters."""
    words = [f"w{number}" for number in range(MOST_WORDS + 10)]
    assert told(" the ".join(words)) == terms(" the ".join(words[:MOST_WORDS]) + " the")
    assert len(parse(f'"{" ".join(words)}"')) == MOST_WORDS
    assert told(f"{'x ' * (MOST_CHARS // 2)}late")[-1] == "x"
