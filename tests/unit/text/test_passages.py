"""Passages: paragraphs in another language than the article."""

from schemas.article import Direction, Passage, Script
from services.text.language import identify, passages
from services.text.language.passages import MOST_PASSAGES

URDU = "کراچی میں گزشتہ رات سے تیز بارش جاری ہے اور کئی علاقے زیرِ آب آ گئے ہیں، شہری گھروں میں رہیں، حکام نے کہا ہے۔"
ENGLISH = "Heavy rain has been falling since last night, and several parts of the city are under water, officials said."
TURKISH = "Dün geceden beri şiddetli yağmur yağıyor ve şehrin birçok bölgesi sular altında kaldı, dedi yetkililer."
ARABIC = "هطلت أمطار غزيرة منذ الليلة الماضية على المدينة وغمرت المياه عددا من الأحياء، كما قال المسؤولون أمس."
PUNJABI = "لہور دے نیڑے پنڈ وچ کل رات چوراں نے تن گھراں نوں لٹ لیا تے پولیس اجے تیکر کسے نوں نہیں پھڑ سکی۔"


def found(text: str) -> list[tuple[str, str]]:
    """List the language and the text of each passage."""
    return [(each.language, text[each.start : each.end]) for each in passages(text, identify(text))]


def test_one_language_has_no_passages() -> None:
    """An article in one language has none, whichever it is, and nor has an empty text."""
    for paragraph in (URDU, ENGLISH, TURKISH, ARABIC, PUNJABI):
        assert found("\n\n".join([paragraph] * 4)) == []
    assert found("") == []


def test_half_and_half_gives_both() -> None:
    """Of an article half Urdu and half English the one half is the article's language, the other a passage."""
    text = "\n\n".join([URDU] * 4 + [ENGLISH] * 4)
    article = identify(text)
    (passage,) = passages(text, article)
    assert article.language == "ur"
    assert passage == Passage(
        start=text.index(ENGLISH),
        end=len(text),
        language="en",
        script=Script.LATIN,
        direction=Direction.LTR,
        confidence=passage.confidence,
    )
    assert passage.confidence >= 0.9


def test_the_same_script_parts_languages_too() -> None:
    """Arabic and Punjabi among Urdu, and Turkish among English, are passages."""
    assert found("\n".join([URDU, ARABIC, URDU, PUNJABI, URDU, URDU])) == [("ar", ARABIC), ("pnb", PUNJABI)]
    assert found("\n\n".join([ENGLISH, ENGLISH, TURKISH, ENGLISH])) == [("tr", TURKISH)]


def test_short_paragraphs_join_what_is_around_them() -> None:
    """A heading, a name or a number makes no passage; inside one, or at its border in its script, it belongs to it."""
    assert found("\n\n".join([URDU, "BBC News", URDU, "2024", URDU])) == []
    inside = "\n\n".join([ENGLISH, "* * *", "Weather", ENGLISH])
    assert found("\n\n".join([URDU, URDU, inside, URDU])) == [("en", inside)]
    headed = f"In English\n\n{ENGLISH}"
    assert found("\n\n".join([URDU, URDU, headed, "مزید", URDU])) == [("en", headed)]


def test_lines_of_both_scripts_after_a_passage_make_none() -> None:
    """A line nobody can tell, parted from its passage by one in another script, is no passage, and no failure."""
    assert found("\n\n".join([URDU, URDU, ENGLISH, "مزید", "BBC News", URDU])) == [("en", ENGLISH)]


def test_a_quotation_inside_a_paragraph_is_none() -> None:
    """English or Qur'anic words inside an Urdu paragraph stay part of it."""
    quoting = f'{URDU} انہوں نے کہا "the situation is under control" اور پھر چلے گئے۔'
    verse = f"قرآن میں ارشاد ہے: ﴿إِنَّ مَعَ الْعُسْرِ يُسْرًا﴾ یعنی تنگی کے ساتھ آسانی ہے۔ {URDU}"
    assert found("\n\n".join([URDU, quoting, verse, URDU])) == []


def test_urdu_in_latin_letters_is_a_passage_of_urdu() -> None:
    """The language is the same, the script is not."""
    roman = "Hukumat ne petrol ki qeemat mein izafa kar diya hai aur awam ne is faislay par ehtejaj kiya hai."
    assert found("\n\n".join([URDU, URDU, roman, URDU])) == [("ur-Latn", roman)]


def test_passages_are_bounded() -> None:
    """However often the languages change, only the first fifty passages are listed, in order."""
    text = "\n\n".join([URDU, URDU, ENGLISH] * 80)
    all_of_them = passages(text, identify(text))
    assert len(all_of_them) == MOST_PASSAGES
    assert [each.start for each in all_of_them] == sorted(each.start for each in all_of_them)
