"""Texts to measure with: real news in many languages where they are at hand, else generated."""

import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parents[2] / ".." / "shared"
"""Material beside the repository, which may be missing."""
NEWS = SHARED / "corpus" / "ntrex_news"
_GENERATED = 300
_WORDS = {
    "ur": "شہر میں نئی کتاب کے لیے ایک سڑک پر کام شروع ہو گیا ہے اور لوگوں نے کہا کہ بارش سے پل بند رہا",
    "ar": "في المدينة بدأ العمل على الجسر الجديد بعد أن قال الوزير إن الطريق إلى المدرسة كان مغلقا بسبب المطر",
    "fa": "در این شهر کتابخانه تازه‌ای باز شد و مردم برای دیدن آن به خیابان آمدند اما باران از دیروز راه را بسته بود",
    "hi": "शहर में नई सड़क का काम शुरू हो गया है और लोगों ने कहा कि बारिश के बाद पुल को बंद रखा गया था ताकि मरम्मत हो सके",
    "en": "the city opened a new library and people said that the bridge was closed after rain on the road",
    "tr": "şehirde yeni bir kütüphane açıldı ve insanlar yağmurdan sonra köprünün kapalı olduğunu söyledi",
}


@dataclass(frozen=True)
class Text:
    """An article as a reader would type it: a headline and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    language: str = "und"

    def marked(self, mark: str) -> str:
        """Return the file's content with `mark`, a word, in it: in the headline and on a line of its own."""
        return "\n\n".join((f"{self.title} {mark}", *self.paragraphs, mark)) + "\n"


def texts() -> list[Text]:
    """Return the texts there are, their languages mixed."""
    files = sorted(NEWS.glob("*.jsonl"))
    if not files:
        return [_generated(random.Random(seed)) for seed in range(_GENERATED)]  # noqa: S311 - no secret
    by_language = [[_real(line) for line in file.read_text("utf-8").splitlines()] for file in files]
    return [text for row in itertools.zip_longest(*by_language) for text in row if text]


def describe() -> str:
    """Say in a few words what the texts are."""
    known = texts()
    size = sum(len(text.marked("").encode()) for text in known) // len(known)
    kind = "real news texts" if NEWS.is_dir() else "generated texts"
    return f"{len(known)} {kind}, {size} bytes each on average"


def text(title: str, sentences: Sequence[str], language: str) -> Text:
    """Make a text of sentences, three in a paragraph."""
    groups = (sentences[start : start + 3] for start in range(0, len(sentences), 3))
    return Text(title, tuple(" ".join(group) for group in groups), tuple(sentences), language)


def _real(line: str) -> Text:
    row = json.loads(line)
    return text(row["title"], row["sentences"], row["lang"])


def _generated(chance: random.Random) -> Text:
    language = chance.choice(sorted(_WORDS))
    words = _WORDS[language].split()

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(8, 22))) + "."

    sentences = [sentence() for _ in range(3 * chance.randint(4, 12))]
    return text(" ".join(chance.choices(words, k=8)), sentences, language)
