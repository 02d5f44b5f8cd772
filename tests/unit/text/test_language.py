"""Language, script and direction."""

import pytest

from schemas.article import Direction, Script
from services.text.language import identify, valid_tag

TEXTS = [
    (
        "ur",
        Script.ARABIC,
        "لاہور میں آج موسم خوشگوار ہے اور شہریوں نے پارکوں کا رخ کیا، محکمہ موسمیات نے بارش کی پیش گوئی کی ہے۔",
    ),
    ("ar", Script.ARABIC, "أعلنت وزارة التعليم اليوم عن افتتاح ثلاث مدارس جديدة في المدينة خلال العام المقبل."),
    ("fa", Script.ARABIC, "وزارت آموزش امروز از گشایش سه مدرسهٔ تازه در شهر خبر داد و گفت کلاس‌ها از پاییز آغاز می‌شود."),
    ("ps", Script.ARABIC, "نن په ښار کې درې نوي ښوونځي پرانیستل شول او ګڼ شمېر خلکو په غونډه کې برخه واخیسته."),
    ("sd", Script.ARABIC, "اڄ شهر ۾ ٽي نوان اسڪول کوليا ويا ۽ گهڻن ماڻهن ان تقريب ۾ شرڪت ڪئي."),
    ("hi", Script.DEVANAGARI, "शहर में आज तीन नए विद्यालय खोले गए और बहुत से लोग समारोह में शामिल हुए।"),
    ("en", Script.LATIN, "Three new schools were opened in the city today, and many people came to the ceremony."),
    ("tr", Script.LATIN, "Bugün şehirde üç yeni okul açıldı ve törene çok sayıda vatandaş katıldı."),
]


@pytest.mark.parametrize(("language", "script", "text"), TEXTS)
def test_a_sentence_is_enough(language: str, script: Script, text: str) -> None:
    """A sentence of news is told apart from its neighbours, and its direction follows its script."""
    found = identify(text)
    assert (found.language, found.script) == (language, script)
    assert found.direction == (Direction.RTL if script is Script.ARABIC else Direction.LTR)
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", ["", "12345 — 67", "منحرف", "ok", "Aaj mausam bohat acha hai, sab log khush hain"])
def test_rather_undetermined_than_wrong(text: str) -> None:
    """Too few letters, no letters, or Urdu in Latin letters: `und`."""
    assert identify(text).language == "und"


def test_punjabi_is_not_taken_for_urdu() -> None:
    """The letters of Urdu alone do not make a text Urdu."""
    text = "ایہ شہر دے لوکاں نوں دسیا گیا کہ سکول وچ اج توں پڑھائی شروع ہو گئی اے تے بال خوش نیں۔"
    assert identify(text).language != "ur"


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (TEXTS[2][2], "fa-AF", "fa-AF"),  # refines what was found
        (TEXTS[0][2], "en", "ur"),  # the letters know better
        ("منحرف", "ur", "ur"),  # decides where the text does not
        ("منحرف", "en", "und"),  # English is not written so
        ("12345", "ur", "und"),
        (TEXTS[6][2], "not a tag!", "en"),
    ],
)
def test_what_the_file_declares(text: str, declared: str, expected: str) -> None:
    """A declared language refines or decides, and never contradicts the letters."""
    assert identify(text, declared).language == expected


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("UR_pk", "ur-PK"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("und", None),
        ("english!", None),
        ("", None),
        ("x" * 99, None),
        (None, None),
    ],
)
def test_tags(declared: str | None, tag: str | None) -> None:
    """A declared tag is brought into its usual form, or dropped."""
    assert valid_tag(declared) == tag
