"""People and organisations: what is found, to the letter, and what must not be."""

import time
from collections.abc import Sequence

import pytest

from services.text.analysed import Analysed
from services.text.named.entities import LANGUAGES, MOST_MENTIONS, Entity, Names, names
from services.text.named.words import words_of
from services.text.tokens import terms


def _names(text: str, language: str, title: str = "") -> Names:
    return names({"title": Analysed(title, language), "text": Analysed(text, language)})


def _told(entities: Sequence[Entity]) -> list[tuple[str | None, str, int]]:
    return [(entity.title, entity.name, len(entity.mentions)) for entity in entities]


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("ur", "شام میں صدر بشار الاسد کی حکومت نے کہا۔", [("صدر", "بشار الاسد", 1)]),
        ("ur", "سابق وزیر اعظم نواز شریف نے کہا کہ نواز شریف آئیں گے۔", [("وزیر اعظم", "نواز شریف", 2)]),
        ("ur", "ڈاکٹر عبدالسلام نے کہا، عبدالسلام نے بتایا۔", [("ڈاکٹر", "عبدالسلام", 2)]),
        ("ar", "وقال الرئيس الأمريكي دونالد ترامب إنه سعيد. وغادر ترامب.", [("الرئيس", "دونالد ترامب", 2)]),
        ("ar", "جاء لسارة كوين خبر.", [(None, "سارة كوين", 1)]),
        ("fa", "رئیس‌جمهور حسن روحانی گفت. روحانی رفت.", [("رئیس‌جمهور", "حسن روحانی", 2)]),
        ("hi", "प्रधानमंत्री नरेंद्र मोदी ने कहा। मोदी ने बताया।", [("प्रधानमंत्री", "नरेंद्र मोदी", 2)]),
        ("en", "Quilla Brandt, 42, met Dr. Osman. Brandt left.", [(None, "Quilla Brandt", 2), ("Dr", "Osman", 1)]),
        ("en", "Ludovic Farnum, who runs it, left.", [(None, "Ludovic Farnum", 1)]),
        ("en", "He saw Ursula von der Leyen.", [(None, "Ursula von der Leyen", 1)]),
        ("tr", "Cumhurbaşkanı Recep Tayyip Erdoğan'ın eşi", [("Cumhurbaşkanı", "Recep Tayyip Erdoğan", 1)]),
        ("tr", "Ahmet Bey gitti.", [("Bey", "Ahmet", 1)]),
        ("de", "Kanzlerin Angela Merkel kam.", [("Kanzlerin", "Angela Merkel", 1)]),
        ("de", "Heute kam Peter Martin von der Firma.", [(None, "Peter Martin", 1)]),
        ("ru", "Президент Дональд Трамп приехал. Слова Трампа и Дональда Трампа.", [("Президент", "Дональд Трамп", 3)]),
        ("he", "הנשיא דונלד טראמפ הגיע.", [("הנשיא", "דונלד טראמפ", 1)]),
        ("bn", "প্রধানমন্ত্রী শেখ হাসিনা বলেন।", [("প্রধানমন্ত্রী", "শেখ হাসিনা", 1)]),
    ],
)
def test_people(language: str, text: str, people: list[tuple[str | None, str, int]]) -> None:
    """A title, a known given name or a pattern tells a person, and later mentions join, by family name too."""
    assert _told(_names(text, language).people) == people


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ur", "صدر نے کہا کہ ڈاکٹر موجود نہیں۔ نور گڑھ کی نہر صاف ہو گئی۔ جان بچ گئی۔"),
        ("ur", "وزیراعظم، عمران۔ خان آئے"),
        ("ar", "قال الرئيس إن على الجميع الحضور. لدينا كرة."),
        ("fa", "رئیس جمهور ایران گفت که جان او را نجات داد."),
        ("hi", "राष्ट्रपति भवन में बैठक हुई। प्रधानमंत्री ने कहा।"),
        ("en", "The President said Will Street and Grant Park were closed in May. John Lewis Street is long."),
        ("en", "He met Mark. Twain was not there."),
        ("tr", "Başkan geldi ve Deniz Caddesi kapandı."),
    ],
)
def test_nobody(language: str, text: str) -> None:
    """A title alone, words that are names too, streets, and what a mark parts, are nobody."""
    assert _told(_names(text, language).people) == []


@pytest.mark.parametrize(
    ("language", "text", "organisations"),
    [
        ("ur", "Sky News نے کہا۔ اسکائی نیوز نیٹ ورک", [("sky-news", "Sky News"), ("sky-news", "اسکائی نیوز")]),
        ("ur", "دولت اسلامی (داعش) اور جیش الحر", [("isis", "دولت اسلامی"), ("isis", "داعش"), ("fsa", "جیش الحر")]),
        ("ur", "کرامویل سوسائٹی نے محکمہ آبپاشی کو لکھا۔", [(None, "کرامویل سوسائٹی"), (None, "محکمہ آبپاشی")]),
        ("ar", "وقالت وزارة الخارجية للأمم المتحدة", [(None, "وزارة الخارجية"), ("un", "لأمم المتحدة")]),
        ("en", "The Ministry of Fisheries (MOF) wrote.", [(None, "Ministry of Fisheries"), (None, "MOF")]),
        ("en", "He left Harlow Wind Energy Ltd.", [(None, "Harlow Wind Energy Ltd")]),
        ("en", "At the University of East Marsh", [(None, "University of East Marsh")]),
        ("en", "He left us. It was who you are, an apple.", []),
        ("hi", "संयुक्त राष्ट्र और विदेश मंत्रालय", [("un", "संयुक्त राष्ट्र"), (None, "विदेश मंत्रालय")]),
        ("tr", "Anadolu Ajansı'na göre", [("anadolu", "Anadolu Ajansı")]),
        ("tr", "Kıyı Balıkçılar Derneği yazdı", [(None, "Kıyı Balıkçılar Derneği")]),
        ("de", "Die UN und die Nordlicht GmbH", [("un", "UN"), (None, "Nordlicht GmbH")]),
    ],
)
def test_organisations(language: str, text: str, organisations: list[tuple[str | None, str]]) -> None:
    """Names of the gazetteer are told with their id, others by the words that begin or end them; acronyms join."""
    found = _names(text, language).organisations
    mentions = sorted((mention.span, entity.id, mention.text) for entity in found for mention in entity.mentions)
    assert [(id_, name) for _, id_, name in mentions] == organisations


def test_one_organisation_has_one_place() -> None:
    """All names of one organisation are its mentions, and its name is the most complete."""
    found = _names("Sky News نے کہا۔ اسکائی نیوز کا کہنا ہے۔ اسکائی نیوز", "ur").organisations
    assert [(entity.name, entity.id, len(entity.mentions)) for entity in found] == [("اسکائی نیوز", "sky-news", 3)]


def test_an_acronym_joins_the_name_before_it() -> None:
    """What stands in brackets after an organisation is the same organisation, later too."""
    found = _names("The Ministry of Fisheries (MOF) wrote. MOF waits.", "en").organisations
    assert [(entity.name, len(entity.mentions)) for entity in found] == [("Ministry of Fisheries", 3)]


def test_family_names_of_two() -> None:
    """A family name that two people share is whoever was named last before."""
    people = _names("Sarah Kemp met Todd Kemp. Kemp left. Sarah Kemp stayed. Kemp sang.", "en").people
    assert [(person.name, len(person.mentions)) for person in people] == [("Sarah Kemp", 3), ("Todd Kemp", 2)]


def test_the_parts_of_an_article_share_their_names() -> None:
    """A headline's family name is the text's person, and the mention tells its field and place."""
    found = _names("Robert Kemp came.", "en", title="Why Kemp came to town").people
    assert [found[0].name, *((mention.field, mention.span) for mention in found[0].mentions)] == [
        "Robert Kemp",
        ("title", (4, 8)),
        ("text", (0, 11)),
    ]


def test_answers_are_bounded() -> None:
    """However often somebody is named, so many mentions are listed; the count tells all."""
    answer = _names("Robert Kemp came. " * 100, "en").people[0].answer()
    assert len(answer["mentions"]) == MOST_MENTIONS
    assert answer["count"] == 100


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        ".",
        "'",
        "’’",
        "A" * 5_000,
        "ا" * 5_000,
        "-" * 5_000,
        "a-" * 2_000,
        "U.S." * 2_000,
        "صدر",
        "Mr",
        "لل",
    ],
)
def test_odd_texts(language: str, text: str) -> None:
    """Texts without words, with one, or with one endless one, have nobody in them and raise nothing."""
    assert _told(_names(text, language).people) == []


@pytest.mark.parametrize(
    ("language", "piece"),
    [
        ("ur", "صدر جنرل ڈاکٹر "),
        ("en", "Mr Dr President "),
        ("en", "John "),
        ("en", "University of "),
        ("ur", "عمران خان "),
        ("ar", "وزارة جامعة ال"),
        ("en", "Bank and "),
        ("ru", "Дональд "),
        ("en", "X, 42, "),
    ],
)
def test_time_grows_with_the_text(language: str, piece: str) -> None:
    """Eight times the words take no more than some eight times as long: nothing looks far around."""

    def seconds(times: int) -> float:
        start = time.process_time()
        _names(piece * times, language)
        return time.process_time() - start

    seconds(10)
    short = min(seconds(500) for _ in range(3))
    long = min(seconds(4_000) for _ in range(2))
    assert long < 24 * short + 0.05


@pytest.mark.parametrize(
    ("chunk", "start", "end", "opens", "closes"),
    [
        ("خبر", 0, 3, False, False),
        ("«خبر»،", 1, 4, True, True),
        ("हिन्दी।", 0, 6, False, True),
        ("(Khabar", 1, 7, True, False),
        ("Dr.", 0, 2, False, False),
        ("(R.", 1, 2, True, False),
        ("Rome.", 0, 4, False, True),
    ],
)
def test_a_word_with_marks_around_it(chunk: str, start: int, end: int, opens: bool, closes: bool) -> None:
    """It is parted from its neighbours where a mark stands, unless that is the stop of a title or an initial."""
    (shape,), keys = words_of(chunk, tuple(terms(chunk)))
    assert (shape.start, shape.end, shape.opens, shape.closes) == (start, end, opens, closes)
    assert keys == tuple(terms(chunk))
