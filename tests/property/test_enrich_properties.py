"""Enrichers take any text: they never fail, their lists are bounded, and their offsets are those of the text."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.text.analysed import Analysed
from services.text.dates.mentions import MOST_MENTIONS, mentions
from services.text.dates.prose import prose_languages
from services.text.keywords import MOST_KEYWORDS, keywords_of
from services.text.simhash import simhash
from services.text.summary import MOST_CHARS, MOST_SENTENCES, summary

_WORDS = """
    2 29 31 2018 ۲۰۱۸ 1445ھ مئی مئی، May Oct. 2nd of in میں کو ء سوموار مارچ 2,018 1.5 2-4 2018-05-02 29ستمبر2018 يوم
    الأحد دوم اکتبر سال yılında году - – / . ۔ « “ ( شامی شام सितंबर कि
"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n\n"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map(" ".join), st.lists(_PIECES).map("".join))
LANGUAGES = st.sampled_from(sorted(prose_languages()))


@given(TEXTS, LANGUAGES, st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2099, 12, 31))))
def test_mentions(text: str, language: str, published: date | None) -> None:
    """Mentions stand in order, apart, and begin and end with what is no white space."""
    found = mentions(Analysed(text, language), published)
    assert len(found) <= MOST_MENTIONS
    for before, after in pairwise(found):
        assert before.end <= after.start
    for each in found:
        surface = text[each.start : each.end]
        assert surface == surface.strip() != ""
        assert each.date is not None or each.precision == "weekday"


@given(TEXTS, TEXTS, LANGUAGES)
def test_keywords_summary_and_fingerprint(text: str, title: str, language: str) -> None:
    """Keywords are bounded and differ; a summary's sentences are the text's; a fingerprint has its length."""
    analysed = Analysed(text, language)
    words = keywords_of(analysed, Analysed(title, language))
    assert len(words) <= MOST_KEYWORDS
    assert len(set(words)) == len(words)
    spans = summary(analysed, Analysed(title, language))
    assert len(spans) <= MOST_SENTENCES
    assert set(spans) <= set(analysed.sentences)
    assert sum(end - start for start, end in spans) <= MOST_CHARS
    assert len(simhash(analysed)) == 16


@given(TEXTS, LANGUAGES)
def test_spans(text: str, language: str) -> None:
    """Each term's span lies in its chunk, and spans follow each other."""
    analysed = Analysed(text, language)
    for number in range(len(analysed.terms)):
        start, end = analysed.span(number, number)
        left, right = analysed.chunk_spans[analysed.homes[number]]
        assert left <= start < end <= right
