"""People, organisations and quotations of whatever text: nothing raises, and every mention is what stands there."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.text.analysed import Analysed
from services.text.named.entities import LANGUAGES, names
from services.text.quotations.find import quotations

_WORDS = """صدر نے کہا کہ عمران خان ٹرمپ وزارت خارجہ داعش قال الرئيس ووزير للأمم المتحدة بشار الأسد ولسارة نشرکی
President Robert Kemp said who 42 University of UN (UN) U.S. von der O'Neil's Bey प्रधानमंत्री मोदी ने यू.के. Президент
Трампа “ ” « » ’’ ‘‘ " , ۔ . : - ’ ( )"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n\n"])
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)


@settings(deadline=None)
@given(text=_TEXTS, title=_TEXTS, language=st.sampled_from(sorted(LANGUAGES)))
def test_mentions_are_what_stands_there(text: str, title: str, language: str) -> None:
    """Each mention's span holds its text, begins and ends with a letter of a word, and meets no other mention."""
    found = names({"title": Analysed(title, language), "text": Analysed(text, language)})
    fields = {"title": title, "text": text}
    spans: dict[str, list[tuple[int, int]]] = {"title": [], "text": []}
    for entity in (*found.people, *found.organisations):
        assert entity.answer()["count"] >= 1
        for mention in entity.mentions:
            start, end = mention.span
            assert fields[mention.field][start:end] == mention.text
            assert mention.text[0].isalnum()
            assert not mention.text[-1].isspace()
            spans[mention.field].append(mention.span)
    for each in spans.values():
        each.sort()
        assert all(left[1] <= right[0] for left, right in pairwise(each))


@settings(deadline=None)
@given(text=_TEXTS, language=st.sampled_from(sorted(LANGUAGES)))
def test_quotations_are_what_stands_there(text: str, language: str) -> None:
    """Each quotation's span holds its text, in order, and its speaker is somebody named in the text."""
    found = names({"text": Analysed(text, language)})
    named = {mention for entity in (*found.people, *found.organisations) for mention in entity.mentions}
    said = [quotation for part in found.parts for quotation in quotations(part)]
    assert [quotation.span for quotation in said] == sorted(quotation.span for quotation in said)
    for quotation in said:
        assert text[slice(*quotation.span)] == quotation.text
        assert quotation.speaker is None or quotation.speaker in named
