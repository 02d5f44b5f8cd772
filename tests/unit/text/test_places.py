"""Places: what is a place, what only looks like one, which of those that share a name, and where its letters are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.text.analysed import Analysed
from services.text.places import LANGUAGES, FoundPlace, find_places
from services.text.places.recognise import MOST_MENTIONS, MOST_PLACES
from services.text.places.tables import countries

EVERY_LANGUAGE = sorted({*LANGUAGES, "fa-AF", "pa-Arab", "ur-PK", "und", "zh"})


def _find(text: str, language: str) -> list[FoundPlace]:
    return find_places({"text": Analysed(text, language)}, language)


def _named(text: str, language: str) -> dict[str, str]:
    """Return the code of each place by its letters in the text."""
    return {text[at.start : at.end]: found.place.code for found in _find(text, language) for at in found.mentions}


@pytest.mark.parametrize(
    "text",
    [
        "آج شام لاہور میں بارش ہوئی۔ کل شام تک جاری رہے گی۔",
        "جمعے کی شام اجلاس ہوا۔ شام پانچ بجے ختم ہوا۔",
        "صبح و شام دمشق میں یہی بات ہوتی ہے۔",
        "شامی فوج کے مطابق شام ہوتے ہی کرفیو لگا دیا گیا۔ رات کے بعد شام 6 بجے",
    ],
)
def test_the_evening_is_not_syria(text: str) -> None:
    """شام is the evening where the words beside it say so, even in an article on Syria."""
    assert "شام" not in _named(text, "ur")


@pytest.mark.parametrize(
    "text",
    [
        "وزیراعظم نے شام کے صدر سے ملاقات کی۔",
        "شام کی حکومت نے بیان جاری کیا۔",
        "روسی وزیر نے کہا کہ شام اور عراق میں امن ضروری ہے۔",
        "دمشق میں جلسہ ہوا۔ ماہرین کہتے ہیں شام دوبارہ تعمیر ہو رہا ہے۔",
    ],
)
def test_syria_is_not_the_evening(text: str) -> None:
    """شام is the country beside words of states, and where another place of Syria is named."""
    assert _named(text, "ur")["شام"] == "SY"


def test_and_is_no_town() -> None:
    """The little words of a language are no places, though towns somewhere are called so."""
    text = "پاکستان اور بھارت کے درمیان، لاہور اور دہلی کے درمیان، ایران اور عراق میں پر کر گیا ہے"
    assert set(_named(text, "ur")) == {"پاکستان", "بھارت", "لاہور", "دہلی", "ایران", "عراق"}
    assert _named("Of course, Along with the Same Most Reading from Turkey.", "en") == {"Turkey": "TR"}


@pytest.mark.parametrize(
    "text",
    [
        "پاکستان میں مالی سال کا بجٹ پیش ہوا اور وہ چلی گئی۔",
        "بھارت کے وزیر نے دلی تعزیت کی، کنٹرول روم بنا۔",
        "وہ چین کی نیند سوئے۔ سپلائی چین متاثر ہوئی۔",
        "سعودی عرب میں ملک ریاض احمد نے کہا",
        "پاکستان میں گاڑی دیر سے آئی، مری ہوئی مچھلی ملی، چمن میں پھول کھلے، راستہ اٹک گیا",
        "امریکہ میں واشنگٹن پوسٹ اور نیویارک ٹائمز نے لکھا",
        "یورپ میں مانچسٹر یونائیٹڈ اور ریال میڈرڈ",
        "سی سی ٹی وی کیمروں کی مدد سے برطانیہ میں",
        "ای یو کے رکن",
        "پاناما لیکس کیس میں، کانگو وائرس سے پاکستان میں، بھارت کے محمد شامی",
        "سکاٹش منیجر جیک روس نے برطانیہ میں کہا۔ روس کہتے ہیں کہ وہ جیتیں گے۔",
        "جمہوریہ پر بات ہوئی، دریائے سندھ میں پانی",
    ],
)
def test_words_that_only_look_like_places_in_urdu(text: str) -> None:
    """Ordinary words, men, newspapers and clubs are left out beside real places."""
    wanted = {"PK", "IN", "SA", "US", "GB", "region:europe"}
    assert set(_named(text, "ur").values()) <= wanted


def test_towns_that_are_words_need_a_word_beside_them() -> None:
    """A town that is an ordinary word too is taken beside a word for towns."""
    named = _named("پنجاب کے ضلع اٹک میں، ضلع لیہ اور مری میں برفباری ہوئی۔", "ur")
    assert {"اٹک", "لیہ", "مری"} <= set(named)


def test_capitals_and_longer_names() -> None:
    """In English a place has its capital, and is not part of a person's, a paper's or a club's name."""
    text = "Jack London of the Washington Post met Paris Hilton, Austin Powers and Jordan Peterson. It told us."
    assert _named(text, "en") == {}
    assert _named("They told us. The US did.", "en") == {"US": "US"}
    assert set(_named("He flew from Paris to south London and Los Angeles.", "en")) == {
        "Paris",
        "London",
        "Los Angeles",
    }


def test_a_headline_in_capitals_names_what_the_text_names() -> None:
    """In a headline in title case a town needs the text's word for it, a country does not."""
    title, text = "Mayor Of London Visits Syria", "The mayor of London was there."
    both = find_places({"title": Analysed(title, "en"), "text": Analysed(text, "en")}, "en")
    alone = find_places({"title": Analysed(title, "en")}, "en")
    assert {found.place.name for found in both} == {"London", "Syria"}
    assert [found.place.name for found in alone] == ["Syria"]


@pytest.mark.parametrize(
    ("text", "language", "letters", "name"),
    [
        ("Suriye'nin başkenti Şam'da", "tr", ["Suriye", "Şam"], ["Syria", "Damascus"]),
        ("Sam Allardyce İstanbul'a gitti", "tr", ["İstanbul"], ["Istanbul"]),
        ("وصل بدمشق ثم لبيروت", "ar", ["دمشق", "بيروت"], ["Damascus", "Beirut"]),
        ("وللعراق وبالولايات المتحدة", "ar", ["لعراق", "الولايات المتحدة"], ["Iraq", "United States"]),
        ("הוא נסע לירושלים ובדמשק", "he", ["ירושלים", "דמשק"], ["Jerusalem", "Damascus"]),
        ("в Москве и в Сирии", "ru", ["Москве", "Сирии"], ["Moscow", "Syria"]),
        ("Die Grenze Syriens bei Köln", "de", ["Syrien", "Köln"], ["Syria", "Cologne"]),
        ("সিরিয়ার রাজধানী দামেস্কে", "bn", ["সিরিয়া", "দামেস্ক"], ["Syria", "Damascus"]),
        ("سۇرىيەنىڭ پايتەختى", "ug", ["سۇرىيە"], ["Syria"]),
        ("لە سووریادا", "ckb", ["سووریا"], ["Syria"]),
        ("दिल्ली और नई दिल्ली में", "hi", ["दिल्ली", "नई दिल्ली"], ["Delhi", "New Delhi"]),
        ("ਭਾਰਤ ਦੇ ਅੰਮ੍ਰਿਤਸਰ ਵਿੱਚ", "pa", ["ਭਾਰਤ", "ਅੰਮ੍ਰਿਤਸਰ"], ["India", "Amritsar"]),
        ("سنڌ جي شهر سکر ۾", "sd", ["سنڌ", "سکر"], ["Sindh", "Sukkur"]),
        ("په کندهار کې", "ps", ["کندهار"], ["Kandahar"]),
        ("سوریه و ایالات متحدهٔ آمریکا", "fa", ["سوریه", "ایالات متحدهٔ آمریکا"], ["Syria", "United States"]),
        ("در جرمنی و پاکستان", "fa-AF", ["جرمنی", "پاکستان"], ["Germany", "Pakistan"]),
    ],
)
def test_the_letters_are_the_names_alone(text: str, language: str, letters: list[str], name: list[str]) -> None:
    """What is written onto a name is no part of its mention; a Russian case is."""
    found = [
        (at.start, text[at.start : at.end], each.place.name) for each in _find(text, language) for at in each.mentions
    ]
    assert [(word, called) for _, word, called in sorted(found)] == list(zip(letters, name, strict=True))


def test_joined_words_and_any_letters() -> None:
    """Words that were joined, joiners, diacritics and another keyboard's letters do not hide a place."""
    text = "لاہورمیں اورکراچی سے، اسلام‌آباد اور كراچي، پِشاور"
    assert set(_named(text, "ur")) == {"لاہور", "کراچی", "كراچي", "اسلام‌آباد", "پِشاور"}


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("حیدر آباد میں جلسہ", "ur", "PK"),
        ("بھارت کے شہر حیدر آباد میں جلسہ", "ur", "IN"),
        ("حیدرآباد ۾ جلسو", "sd", "PK"),
        ("हैदराबाद में सभा", "hi", "IN"),
        ("Tripoli fell as Libya burned.", "en", "LY"),
        ("Tripoli is in northern Lebanon, and Beirut is not.", "en", "LB"),
        ("She lives in London.", "en", "GB"),
        ("She lives in London, Ontario.", "en", "CA"),
        ("They play in London, Calgary and Toronto.", "en", "GB"),
    ],
)
def test_namesakes(text: str, language: str, country: str) -> None:
    """Of towns that share a name that is meant whose country is named, or is the language's home, or the larger."""
    cities = [found.place for found in _find(text, language) if found.place.name in ("Hyderabad", "Tripoli", "London")]
    assert [place.country for place in cities] == [country]


def test_an_adjective_is_told_from_the_country() -> None:
    """A country named by its adjective is found as such, under the same code."""
    found = {
        (each.place.kind, each.place.code): each.count for each in _find("شامی فوج اور شامی حکومت، شام کے صدر", "ur")
    }
    assert found == {("demonym", "SY"): 2, ("country", "SY"): 1}


def test_the_most_named_come_first_and_lists_end() -> None:
    """Places come by mentions; places and mentions are bounded, the count is not."""
    names = [found.place.name for found in _find("Egypt. Spain. Egypt.", "en")]
    assert names == ["Egypt", "Spain"]
    found = _find("Lahore, " * 500, "en")
    assert (found[0].count, len(found[0].mentions)) == (500, MOST_MENTIONS)
    everywhere = " ".join(f"{place.name}." for place in countries().values())
    assert len(_find(everywhere, "en")) == MOST_PLACES


def test_languages_that_are_not_known() -> None:
    """Nothing is found in a language without a gazetteer, and nothing fails."""
    assert _find("London and Paris", "und") == _find("伦敦", "zh") == _find("", "ur") == _find("۔ ؟ !", "ur") == []


WORDS = st.sampled_from(
    [
        *(
            "شام",
            "کے",
            "صدر",
            "لاہور",
            "اور",
            "دلی",
            "گجرات",
            "۔",
            "ﷺ",
            "اسلام\u200cآباد",
            "دمشق\u200c",
            "\u200fشام\u200f",
        ),
        *("'", "1", "\u200c", "St.", "New", "York", "London,", "Ontario", "İ", "ß", "ABD'de", "Киеве", "للعراق"),
        *("এর", "ঢাকায়", "ב", "בירושלים", "سۇرىيەنىڭ"),
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(EVERY_LANGUAGE))
def test_mentions_are_letters_of_the_text(text: str, language: str) -> None:
    """Whatever the text, a mention lies within it, begins and ends with a letter or mark, and none overlap."""
    spans = sorted((at.start, at.end) for found in _find(text, language) for at in found.mentions)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start].isalpha()
        assert not text[end - 1].isspace()
        assert text[end - 1] not in ".,'\u200c\u200f۔"
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
