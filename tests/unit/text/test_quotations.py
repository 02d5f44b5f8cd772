"""Quotations: what stands between quotation marks of any script, and who said it."""

import time

import pytest

from services.text.analysed import Analysed
from services.text.named.entities import names
from services.text.named.words import MOST_WORDS
from services.text.quotations.find import MOST_QUOTATIONS, Quotation, quotations
from services.text.quotations.marks import quoted


def _quotations(text: str, language: str) -> list[Quotation]:
    return quotations(names({"text": Analysed(text, language)}).parts[0])


def _told(text: str, language: str) -> list[tuple[str, str | None, str]]:
    return [(each.kind, each.speaker.text if each.speaker else None, each.text) for each in _quotations(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "“{}”",
        "„{}“",
        "„{}”",
        "«{}»",
        '"{}"',
        "‘‘{}’’",
        "’’{}‘‘",
        "’’{}’’",
        "''{}''",
        "‘{}’",
        "« {} »",
        "x “{}”.",
        "(“{}”)",
    ],
)
def test_marks(text: str) -> None:
    """The marks of all scripts are known, those typed the wrong way round too, and are no part of what they quote."""
    said = "we came at four o’clock"
    whole = text.format(said)
    (start, end), (left, right) = quoted(whole, 9)[0]
    assert whole[start:end] == said
    assert left < start
    assert end < right


@pytest.mark.parametrize(
    "text",
    [
        "“so-called peace”",
        "it’s Toyota’s and ours, isn’t it, y’all",
        'ארה"ב הודיעה היום כי צה"ל נסוג',
        "“not closed at all.\n\nNext one”",
        "5'' by 7 feet and 6 by 8''",
    ],
)
def test_no_quotations(text: str) -> None:
    """A word or two, apostrophes, gershayim, inches, and what is not closed in its paragraph are no quotations."""
    assert quoted(text, 9) == []


def test_marks_inside() -> None:
    """Marks of another kind inside a quotation are its own; one opened anew begins anew."""
    assert _told("“I said ‘we will not go’ to him.”", "en") == [("direct", None, "I said ‘we will not go’ to him.")]
    text = "“We began it in spring.\n\n“And we end it in autumn.”"
    assert _told(text, "en") == [("direct", None, "And we end it in autumn.")]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("ur", "صدر بشار الاسد نے کہا: ’’ہم آج شام کو جائیں گے‘‘۔", "بشار الاسد"),
        ("ur", "صدر بشار الاسد نے صحافیوں کو بتایا کہ “ہم آج شام کو جائیں گے”۔", "بشار الاسد"),
        ("ur", "“ہم آج شام کو جائیں گے”، عمران خان نے کہا۔", "عمران خان"),
        ("ar", "وقال الرئيس دونالد ترامب: «سنذهب غدا إلى المدينة».", "دونالد ترامب"),
        ("ar", "«سنذهب غدا إلى المدينة»، قال دونالد ترامب.", "دونالد ترامب"),
        ("fa", "حسن روحانی گفت: «ما فردا به شهر می‌رویم.»", "حسن روحانی"),
        ("hi", "नरेंद्र मोदी ने कहा, “हम कल शहर जाएंगे।”", "नरेंद्र मोदी"),
        ("en", "“We will go to town,” said Robert Kemp.", "Robert Kemp"),
        ("en", "“We will go to town,” Robert Kemp said.", "Robert Kemp"),
        ("en", "Robert Kemp, the head of the harbour, said: “We will go to town.”", "Robert Kemp"),
        ("en", "“We will go to town,” according to Robert Kemp.", "Robert Kemp"),
        ("de", "„Wir gehen morgen in die Stadt“, sagte Angela Merkel.", "Angela Merkel"),
        ("ru", "«Мы завтра поедем в город», — заявил Дональд Трамп.", "Дональд Трамп"),
        ("tr", "Ahmet Demir, “Yarın hep birlikte kente gideceğiz” dedi.", "Ahmet Demir"),
    ],
)
def test_speakers(language: str, text: str, speaker: str) -> None:
    """Who the words around a quotation say has said it is told."""
    assert [each[:2] for each in _told(text, language) if each[0] == "direct"] == [("direct", speaker)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ur", "عمران خان کے ترجمان نے کہا: ’’ہم آج شام کو جائیں گے‘‘۔"),
        ("ur", "“ہم آج شام کو جائیں گے۔” عمران خان نے کہا کہ وہ نہیں جائیں گے اور رہیں گے۔"),
        ("ar", "وقال مصدر قريب من دونالد ترامب: «سنذهب غدا إلى المدينة»."),
        ("en", "A source close to Robert Kemp said: “We will go to town.”"),
        ("en", "“We will go to town.” Robert Kemp said nothing."),
        ("en", "“We will go to town,” he told Robert Kemp."),
        ("en", "Robert Kemp slept. She said: “We will go to town.”"),
    ],
)
def test_nobody_is_certain(language: str, text: str) -> None:
    """Spokesmen, those spoken to, and those who speak of something else have not said it."""
    assert [each[:2] for each in _told(text, language) if each[0] == "direct"] == [("direct", None)]


def test_reported() -> None:
    """What somebody is reported to have said ends with its sentence; quotation marks inside make it direct instead."""
    text = "عمران خان نے کہا کہ وہ کل شہر جائیں گے۔ اسکائی نیوز کا کہنا ہے کہ اسے دستاویزات کل ملی ہیں۔ بارش ہوئی۔"
    assert _told(text, "ur") == [
        ("reported", "عمران خان", "وہ کل شہر جائیں گے"),
        ("reported", "اسکائی نیوز", "اسے دستاویزات کل ملی ہیں"),
    ]


def test_many_quotations() -> None:
    """Two thousand are read in a moment and the first so many listed; marks that nothing closes cost no more."""
    start = time.process_time()
    found = _quotations("“We will go to town,” said Robert Kemp. " * 2_000, "en")
    for piece in ("“", "«a ", "‘‘ ", '"x ', "„“", "’’’", "“a\n"):
        quoted(piece * 50_000, MOST_QUOTATIONS)
    assert len(found) == MOST_QUOTATIONS
    assert time.process_time() - start < 5


def test_a_quotation_after_the_words_that_are_read_for_names() -> None:
    """Far down a very long text names are not looked for: what is quoted there is found, its speaker is not."""
    text = f"Mr John Smith said hello. {'word ' * MOST_WORDS}\n\nJohn Smith said: “We will never go back there again.”"
    [quotation] = _quotations(text, "en")
    assert (quotation.text, quotation.speaker) == ("We will never go back there again.", None)
