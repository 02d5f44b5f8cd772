"""Widening: every word of a query becomes all that an article may hold in its place."""

from services.search.holding import is_indexed
from services.search.naming import ALIAS_WEIGHT
from services.search.parse import MOST_WORDS, parse
from services.search.wanted import Field, Wanted
from services.search.widen import MOST_NAMING_WORDS, widen
from services.text.stems import query_stems
from tests.words import few


def wide(query: str, *words: str, language: str | None = None) -> Wanted:
    """Widen a query, with some words that are known."""
    return widen(parse(query), few(dict.fromkeys(words, 1)), language)


def test_every_key_of_a_word_is_a_form() -> None:
    """A word is looked for under its stems in all languages it may be of, or in the one that is told."""
    [clause] = wide("ministers").clauses
    assert [form.keys for form in clause.forms] == [(key,) for key in query_stems("ministers")]
    [clause] = wide("ministers", language="en").clauses
    assert [form.keys for form in clause.forms] == [("minist",)]
    assert clause.words == ("ministers",)


def test_stop_words_stay() -> None:
    """Stop words stay: they count for the order, and the index is asked for them only where there is nothing else."""
    river = wide("the river of").clauses
    assert [clause.words for clause in river] == [("the",), ("river",), ("of",)]
    assert [is_indexed(clause) for clause in river] == [False, True, False]
    assert [clause.words for clause in wide("the -river").clauses] == [("the",)]


def test_a_name_brings_its_other_names() -> None:
    """Each word of a name may be the whole name in another script, if all its words are known; that counts less."""
    sky, news = wide("Sky News", "اسكايي", "نيوز").clauses
    for clause in (sky, news):
        assert any("نيوز" in form.keys and len(form.keys) > 1 for form in clause.forms)
        assert {form.weight for form in clause.forms} == {1.0, ALIAS_WEIGHT}
    for plain in (wide("the sky", "اسكايي", "نيوز"), wide("Sky News", "نيوز")):
        assert all(form.weight == 1 for clause in plain.clauses for form in clause.forms)


def test_no_form_counts_twice() -> None:
    """A form that another one implies is left out: who has the longer name has the shorter one."""
    for clause in wide("بشار الاسد", "assad", "asad", "bashar").clauses:
        keys = [set(form.keys) for form in clause.forms]
        assert [one for one in keys for other in keys if one is not other and one >= other] == []


def test_what_sounds_alike_counts_less() -> None:
    """A word of another script that surely is the same name is a form of its own, below a whole occurrence."""
    [clause] = wide("Zelenograd", "зеленоград", "москва").clauses
    [sound] = [form for form in clause.forms if form.keys == ("зеленоград",)]
    assert 0.3 < sound.weight < 1
    assert not any("москва" in form.keys for form in clause.forms)
    quoted = wide('"Zelenograd"', "зеленоград").required
    assert all("зеленоград" not in form.keys for clause in quoted for form in clause.forms)


def test_a_headline_is_no_name() -> None:
    """Words of a long query are not looked for by their sound."""
    wanted = wide("Zelenograd river bridge market council harbour festival", "зеленоград")
    assert all("зеленоград" not in form.keys for clause in wanted.clauses for form in clause.forms)


def test_beginnings_are_the_words_that_are_known() -> None:
    """A beginning stands for known words; for itself where there are none."""
    [clause] = wide("gov*", "govern", "governor", "sea").clauses
    assert ([form.keys for form in clause.forms], clause.prefix) == ([("govern",), ("governor",)], "gov")
    [clause] = wide("xyz*", "govern").clauses
    assert clause.forms
    assert clause.prefix == "xyz"


def test_where_clauses_go() -> None:
    """Quotes and titles are required, a minus excludes, everything else is any of."""
    wanted = wide('river "sky news" title:raqqa -sea -"dead sea"')
    assert [clause.words for clause in wanted.clauses] == [("river",)]
    assert [(clause.words, clause.phrase, clause.field) for clause in wanted.required] == [
        (("sky", "news"), ("sky", "news"), Field.ANY),
        (("raqqa",), (), Field.TITLE),
    ]
    assert [clause.phrase for clause in wanted.excluded] == [(), ("dead", "sea")]


def test_a_row_is_looked_up_in_one_language() -> None:
    """The keys of a row are of one language each time, since an article is."""
    [clause] = wide('"governing ministers"').required
    keys = [form.keys for form in clause.forms]
    assert ("govern", "minist") in keys
    assert ("governing", "ministers") in keys
    assert ("govern", "ministers") not in keys


def test_a_query_is_bounded() -> None:
    """However long a query is, it becomes at most 32 clauses."""
    wanted = wide(" ".join(f"w{number}" for number in range(100)))
    assert len(wanted.clauses) == MOST_WORDS


def test_a_name_brings_its_entity() -> None:
    """Each word of the name of a place or an organisation looks for it as well, whatever an article calls it."""
    united, nations, of, raqqa = wide("United Nations of Raqqa").clauses
    assert united.entities == nations.entities == ("organisation:un",)
    assert (of.entities, raqqa.entities) == ((), ("geonames:172955",))


def test_what_is_meant_literally_brings_none() -> None:
    """What is in quotes, in the title, a beginning or excluded is looked for as it is."""
    for query in ('"Syria"', "title:Syria", "Syria*"):
        wanted = wide(query, "syria")
        assert [clause.entities for clause in (*wanted.clauses, *wanted.required)] == [()], query
    assert [clause.entities for clause in wide("rain -Syria").excluded] == [()]


def test_a_headline_brings_none() -> None:
    """Who looks for one article by its headline does not look for all of a country."""
    words = [f"word{n}" for n in range(MOST_NAMING_WORDS)]
    assert any(clause.entities for clause in wide(" ".join(["Syria", *words[1:]])).clauses)
    assert not any(clause.entities for clause in wide(" ".join(["Syria", *words])).clauses)
