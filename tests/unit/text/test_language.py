"""Language, script and direction."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from schemas.article import Direction, Script
from services.text import language
from services.text.language import identify, model, valid_tag
from services.text.language.profiles import profiles_of
from tests.unit.text.language_samples import EITHER, NEITHER, ROMAN_HINDI, ROMAN_URDU, TOLD

PROFILES = sorted((Path(language.__file__).parent / "profiles").glob("*/*.toml"))
URDU = "لاہور میں آج موسم خوشگوار ہے اور شہریوں نے پارکوں کا رخ کیا، محکمہ موسمیات نے بارش کی پیش گوئی کی ہے۔"
PERSIAN = "وزارت آموزش امروز از گشایش سه مدرسهٔ تازه در شهر خبر داد و گفت کلاس‌ها از پاییز آغاز می‌شود."
ENGLISH = "Three new schools were opened in the city today, and many people came to the ceremony."
RIGHT_TO_LEFT = {"ur", "ar", "fa", "fa-AF", "ps", "sd", "ug", "ckb", "ku-Arab", "ms-Arab", "azb", "pnb", "skr", "ks",
                 "bal", "brh", "khw", "he", "yi"}  # fmt: skip
# Said `und` today: they are too like another language for one sentence, and never called what they are not.
NOT_TOLD = {"azb", "uz", "sw", "so"}


@pytest.mark.parametrize(("expected", "text"), TOLD)
def test_a_sentence_is_told_apart_from_its_kin(expected: str, text: str) -> None:
    """A sentence of news is told, or in a few languages `und`; its direction follows its script."""
    found = identify(text)
    assert found.language == expected or (found.language == "und" and expected in NOT_TOLD)
    assert found.direction == (Direction.RTL if expected in RIGHT_TO_LEFT else Direction.LTR)
    assert (found.confidence > 0) == (found.language != "und")


@pytest.mark.parametrize(
    "text", ["", "12345 — 67", "منحرف", "ہوں", "محمد علی جناح", "عبد الرحمن", "ok", "Muhammad Ali Jinnah"]
)
def test_rather_undetermined_than_wrong(text: str) -> None:
    """Too few letters, no letters, a name: `und`, and no confidence."""
    found = identify(text)
    assert (found.language, found.confidence) == ("und", 0)


@pytest.mark.parametrize(
    ("expected", "texts", "least"), [("ur-Latn", ROMAN_URDU, 0.9), ("hi-Latn", ROMAN_HINDI, 0.9), ("und", EITHER, 1)]
)
def test_urdu_and_hindi_in_latin_letters(expected: str, texts: tuple[str, ...], least: float) -> None:
    """They are told apart by their vocabulary, else `und`: never taken for each other or for a third language."""
    found = [identify(text).language for text in texts]
    assert set(found) <= {expected, "und"}
    assert found.count(expected) >= least * len(texts)


@pytest.mark.parametrize(("expected", "text"), NEITHER)
def test_what_is_neither_is_not_taken_for_them(expected: str, text: str) -> None:
    """English with South Asian names, Indonesian, Turkish, Swahili and the like: told, or `und`."""
    assert identify(text).language in {expected, "und"}


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (URDU, "ur-PK", "ur-PK"),  # refines what was found
        (PERSIAN, "prs", "fa-AF"),
        (PERSIAN, "fas", "fa"),
        (URDU, "en", "ur"),  # the letters know better
        ("منحرف", "ur", "ur"),  # decides where the text does not
        ("منحرف", "en", "und"),  # English is not written so
        ("Muhammad Ali Jinnah", "ur", "und"),  # nor Urdu
        ("12345", "ur", "und"),
        (ENGLISH, "not a tag!", "en"),
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
        ("urd", "ur"),
        ("prs", "fa-AF"),
        ("und", None),
        ("english!", None),
        ("", None),
        ("x" * 99, None),
        (None, None),
    ],
)
def test_tags(declared: str | None, tag: str | None) -> None:
    """A declared tag is brought into its usual, shortest form, or dropped."""
    assert valid_tag(declared) == tag


def test_another_keyboard_does_not_matter() -> None:
    """Urdu typed with Arabic ي and ك, or with vowel marks, is Urdu."""
    typed = URDU.replace("ی", "ي").replace("ک", "ك")
    assert typed != URDU
    assert identify(typed).language == "ur"
    assert identify(URDU.replace("اور", "اَور").replace("کی", "کِی")).language == "ur"


def test_names_in_latin_letters_do_not_change_the_script() -> None:
    """A Persian headline full of English names stays in Arabic letters."""
    assert identify("گزارش Wall Street Journal دربارهٔ شرکت Microsoft منتشر شد").script is Script.ARABIC


def test_the_main_language_is_that_of_most_text() -> None:
    """It is told from the whole text, not from how it begins, nor by which language has more small words."""
    uyghur = "بۈگۈن شەھەردە قاتتىق يامغۇر ياغدى، بىر قانچە كوچا سۇ ئاستىدا قالدى. "
    assert identify(ENGLISH * 20 + URDU * 60).language == "ur"
    assert identify(f"{PERSIAN * 4}\n\n{uyghur * 12}").language == "ug"


def test_hindi_is_not_all_devanagari() -> None:
    """Two languages of one script are told apart by words and letters of their own."""
    assert {identify(text).language for tag, text in TOLD if tag in {"hi", "mr", "ne"}} == {"hi", "mr", "ne"}


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_profile_is_well_made(path: Path) -> None:
    """A profile names a language, known scripts only, words without blanks or marks between, each word once."""
    table = tomllib.loads(path.read_text("utf-8"))
    assert table.keys() <= {"language", "letters", "without", "words", "parts", "variety_of", "least", "sure", "family"}
    assert valid_tag(table["language"]) == table["language"]
    Script(path.parent.name)
    words = table["words"].split()
    assert [word for word in words if re.search(r"[\d.,;:!?،؛؟۔\"()«»]", word)] == []
    letters = table.get("letters", "")
    assert sorted(letters) == sorted(set(letters))
    assert set(letters).isdisjoint("ابتجحخدذرزسشصضطظعغفقلمنوهيكءآأؤئ")  # every language of the script may write these


def test_every_word_belongs_to_a_language() -> None:
    """The tables name no group that is not there, and Urdu's own words are Urdu's."""
    profiles = profiles_of(Script.ARABIC)
    assert max(profiles.words.values()) < len(profiles.groups)
    assert profiles.groups[profiles.words["ہیں"]] == ("ur",)


def test_not_asking_the_model_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the model is passed over, since nothing it says could matter, it would have led to the same answer."""
    by_words = import_module("services.text.language.identify")
    texts = [" ".join([text] * times) for _, text in TOLD for times in (1, 2, 6)]
    asked: list[str] = []
    ask = model.scores

    def counted(text: str, script: Script) -> dict[str, float]:
        asked.append(text)
        return ask(text, script)

    monkeypatch.setattr(model, "scores", counted)
    found, few = [identify(text) for text in texts], len(asked)
    monkeypatch.setattr(by_words, "_whatever_the_model_says", lambda *_: None)
    assert [identify(text) for text in texts] == found
    assert few < len(asked) - few
