"""Which languages a query is likely in, and what its words' keys count."""

from services.text.stems import query_stems, stem
from services.text.stems.likely import LESS, likely_languages, weigh_stems
from services.text.tokens import terms


def test_stop_words_tell_the_language() -> None:
    """A query that shows its language by its little words is in it; one that does not may be in any."""
    for language, query in (
        ("ur", "شام میں جنگ کے بعد"),
        ("fa", "بازی را از آنها برد"),
        ("ar", "الذين كانوا في المدينة"),
        ("de", "das Haus und der Minister"),
        ("ru", "что сказал министр о войне"),
    ):
        assert likely_languages(terms(query)) == {language}
    assert likely_languages(terms("Damascus Aleppo")) == likely_languages(terms("داعش تدمر")) == frozenset()
    assert likely_languages([]) == frozenset()


def test_keys_of_other_languages_count_less_but_are_all_there() -> None:
    """The likely language's key counts whole and comes first; with nothing likely all keys do."""
    (term,) = terms("بازی‌های")
    weights = weigh_stems(term, {"fa"})
    assert next(iter(weights)) == stem(term, "fa") == "بازي"
    assert set(weights) == set(query_stems(term))
    assert {share for key, share in weights.items() if key != "بازي"} == {LESS}
    assert weigh_stems(term, frozenset()) == dict.fromkeys(query_stems(term), 1.0)
    assert weigh_stems("2026", {"fa"}) == {"2026": 1.0}
