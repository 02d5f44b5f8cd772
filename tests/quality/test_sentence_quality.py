"""Sentences on treebanks and on news: F1 over exact spans, as the CoNLL 2018 shared task counts sentences.

A treebank's text is put together as the treebank says: its sentences follow each other with a space, or without one
where the last word says `SpaceAfter=No`; `newpar` begins a paragraph, `newdoc` a text of its own.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from services.text.sentences import sentences
from tests.quality.conftest import Figures, rows

Span = tuple[int, int]


@pytest.mark.parametrize(
    ("file", "language", "floor"),
    [("fa_perdt-ud-dev.conllu", "fa", 0.99), ("en_ewt-ud-dev.conllu", "en", 0.85)],
)
def test_treebanks(corpus: Path, figures: Figures, file: str, language: str, floor: float) -> None:
    """The sentences of a treebank of edited Persian, and of one of English weblogs, mails and reviews, are found."""
    texts = [_laid_out(document) for document in _documents(corpus / "ud_dev" / file)]
    f1, misses = _f1(texts, language)
    figures.at_least(f"{file}: sentence F1", f1, floor, misses)


def test_urdu_without_its_spaces(corpus: Path, figures: Figures) -> None:
    """Where no space follows the full stop and the question mark, sentences still end there.

    An article's sentences are run together without spaces. Left out are those that do not end in ۔ or ؟ (headings and
    what the source cut otherwise), and those with another one inside, of which nobody says whether they are two.
    """
    texts = []
    for article in rows(corpus / "ntrex_news" / "urd.jsonl"):
        whole = [each.strip() for each in article["sentences"]]
        texts.append(_laid_out([(each, "") for each in whole if re.fullmatch("[^۔؟]+[۔؟]", each)]))
    assert sum(len(spans) for _, spans in texts) > 700
    f1, misses = _f1(texts, "ur")
    figures.at_least("urd without spaces: sentence F1", f1, 0.98, misses)


def _laid_out(parts: list[tuple[str, str]]) -> tuple[str, list[Span]]:
    """Put sentences and what follows each together, and say where each is."""
    text, spans = "", []
    for sentence, gap in parts:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + gap
    return text, spans


def _f1(texts: list[tuple[str, list[Span]]], language: str) -> tuple[float, list[str]]:
    right = wanted = found = 0
    misses = []
    for text, spans in texts:
        answer = sentences(text, language)
        right += len(set(spans) & set(answer))
        wanted, found = wanted + len(spans), found + len(answer)
        misses += [text[start:end] for start, end in sorted(set(spans) - set(answer))]
    return 2 * right / (wanted + found), misses


def _documents(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of each document of a CoNLL-U file, each with the white space after it."""
    for document in re.split(r"^# newdoc.*\n", path.read_text("utf-8"), flags=re.MULTILINE):
        blocks = [block for block in document.split("\n\n") if block.strip()]
        gaps = [_gap(block, following) for block, following in pairwise([*blocks, ""])]
        found = [(_text(block), gap) for block, gap in zip(blocks, gaps, strict=True)]
        if found:
            yield found


def _text(block: str) -> str:
    return next(line.removeprefix("# text = ") for line in block.split("\n") if line.startswith("# text = "))


def _gap(block: str, following: str) -> str:
    if "\n# newpar" in f"\n{following}":
        return "\n\n"
    return "" if "SpaceAfter=No" in _last_word(block) else " "


def _last_word(block: str) -> str:
    """Return the line of the last word, or of the last range of words that are written as one."""
    words = [line for line in block.split("\n") if re.match(r"\d+(-\d+)?\t", line)]
    last = words[-1].split("\t")[0]
    ranges = [line for line in words if re.match(rf"\d+-{last}\t", line)]
    return (ranges or words)[-1]
