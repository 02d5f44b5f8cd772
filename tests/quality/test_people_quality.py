"""People and organisations on news: precision and recall of mentions, against notes made by hand (`named.tsv`).

A mention is right if its span is that of a name in the notes, to the letter. What was tuned was tuned on other articles
of the same collection. Where people would differ (a band, a prison, a panel) the notes say so, and it counts neither
way.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.text.analysed import Analysed
from services.text.named.entities import Names, names
from services.text.normalise import normalise
from services.text.quotations.find import Quotation, quotations
from tests.quality.conftest import CORPUS, Figures, rows

Span = tuple[int, int]

_NOTES = Path(__file__).with_name("named.tsv")
_FILES = {"urd": "ur", "eng-US": "en", "arb": "ar", "hin": "hi"}


@pytest.mark.parametrize(
    ("varieties", "what", "precision", "recall"),
    [
        (("urd",), "person", 0.9, 0.78),
        (("urd",), "organisation", 0.95, 0.65),
        (("eng-US", "arb", "hin"), "person", 0.9, 0.7),
        (("eng-US", "arb", "hin"), "organisation", 0.93, 0.75),
    ],
)
def test_mentions(
    corpus: Path, figures: Figures, varieties: tuple[str, ...], what: str, precision: float, recall: float
) -> None:
    """What is named is found, and hardly anything else."""
    right = found = wanted = 0
    false: list[str] = []
    missed: list[str] = []
    for text, language, notes in _articles(corpus, varieties):
        answer = _spans(names({"text": Analysed(text, language)}), what)
        gold, either = _noted(text, notes, what)
        answer = {span for span in answer if not any(_meets(span, other) for other in either)}
        hits = {span for span in answer if any(span in extents for extents in gold)}
        reached = [extents for extents in gold if extents & answer]
        right, found, wanted = right + len(hits), found + len(answer), wanted + len(gold)
        false += [text[start:end] for start, end in sorted(answer - hits)]
        missed += [text[slice(*max(extents))] for extents in gold if not extents & answer]
        assert len(reached) <= len(hits)
    label = f"{'+'.join(varieties)}: {what}"
    assert wanted > 50
    figures.at_least(f"{label} mentions, precision", right / found, precision, false)
    figures.at_least(f"{label} mentions, recall", right / wanted, recall, missed)


def _articles(corpus: Path, varieties: tuple[str, ...]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield the text of each article with notes, its language, and its notes."""
    notes: dict[str, list[tuple[str, str]]] = {}
    for line in _NOTES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            article, what, forms = line.split("\t")
            notes.setdefault(article, []).append((what, forms))
    for variety in varieties:
        for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
            if row["id"] in notes:
                yield f"{row['title']}\n\n{' '.join(row['sentences'])}", _FILES[variety], notes[row["id"]]


def _spans(found: Names, what: str) -> set[Span]:
    entities: Any = found.people if what == "person" else found.organisations
    return {mention.span for entity in entities for mention in entity.mentions}


def _noted(text: str, notes: list[tuple[str, str]], what: str) -> tuple[list[set[Span]], set[Span]]:
    """Return for each mention the extents that are right, and where people would differ.

    The names of one kind are looked for together, the longest first, so that a family name is not met in a full one.
    """
    forms = {form: noted for noted, group in notes if noted.startswith(what) for form in group.split("|")}
    by_name = {form.split("=")[0]: (form.split("=")[1:], noted) for form, noted in forms.items()}
    longest = sorted(by_name, key=len, reverse=True)
    gold: list[set[Span]] = []
    either: set[Span] = set()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?![\w\u0900-\u0963])") if longest else None
    for match in pattern.finditer(text) if pattern else ():
        others, noted = by_name[match.group()]
        extents = {match.span()}
        for other in others:
            start = text.find(other, *match.span())
            extents.add((start, start + len(other)))
        if noted.endswith("?"):
            either.add(match.span())
        else:
            gold.append(extents)
    return gold, either


def _meets(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def test_speakers(corpus: Path, figures: Figures) -> None:
    """A speaker that is told is the right one; who is named in the sentence is mostly told."""
    noted = [line.split("\t") for line in _quoted_notes()]
    answers = _answers(corpus, {article for article, _, _ in noted})
    told = right = 0
    missing: list[tuple[str, str, str]] = []
    false: list[tuple[str, str, str]] = []
    for article, start, who in noted:
        quotation = answers[article][int(start)]
        speaker = quotation.speaker.text if quotation.speaker else None
        told += speaker is not None
        if speaker is not None and who.lstrip("~").endswith(speaker.split()[-1]):
            right += 1
        elif speaker is not None:
            false.append((article, start, speaker))
        elif who[0] not in "~-":
            missing.append((article, start, who))
    named = sum(1 for _, _, who in noted if who[0] not in "~-")
    figures.at_least("speakers of quotations: precision", right / told, 0.9, false)
    figures.at_least("speakers named in the sentence: recall", 1 - len(missing) / named, 0.5, missing)


def _quoted_notes() -> list[str]:
    lines = _NOTES.with_name("quoted.tsv").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _answers(corpus: Path, articles: set[str]) -> dict[str, dict[int, Quotation]]:
    """Return for each article its direct quotations by where they begin."""
    found: dict[str, dict[int, Quotation]] = {}
    for variety, language in _FILES.items():
        for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
            if row["id"] in articles:
                text = f"{row['title']}\n\n{' '.join(row['sentences'])}"
                part = names({"text": Analysed(text, language)}).parts[0]
                said = quotations(part)
                found[row["id"]] = {each.span[0]: each for each in said if each.kind == "direct"}
    return found


def test_the_seed_and_the_samples(figures: Figures) -> None:
    """On the repository's samples and the first real file nobody and nothing is found that is not there."""
    samples = list(_samples())
    if _SEED.is_file():
        samples.append((_SEED, "ur"))
    right = total = 0
    wrong: list[tuple[str, str]] = []
    for path, language in samples:
        found = names({"text": Analysed(_faithful(path), language)})
        answer = {entity.name for entity in (*found.people, *found.organisations)}
        wanted = _IN_SAMPLES.get(path.name, set())
        right, total = right + len(answer & wanted), total + len(answer | wanted)
        wrong += [(path.name, name) for name in answer ^ wanted]
    figures.all_of("names in the samples and the seed", right, total, wrong)


_SEEDS = Path(__file__).parents[2] / "seeds"
_SEED = CORPUS.parent / "seeds" / "000_fd8aecd81b42af10.txt"
_IN_SAMPLES = {
    _SEED.name: {"بشار الاسد", "سٹیوراٹ رمسائی", "دولت اسلامی", "اسکائی نیوز", "جیش الحر"},
    "نہر-کا-پانی.txt": {"محکمہ آبپاشی"},
}


def _samples() -> Iterator[tuple[Path, str]]:
    """Yield the sample articles and their languages."""
    languages = {
        "2026-02 pul ki marammat.txt": "hi",
        "Irmak Şenliği.txt": "tr",
        "KETABKHANEH-sayyar.txt": "fa",
        "nadi_alqiraa.txt": "ar",
        "urdu_kutub_khana_02.txt": "ur",
        "نہر-کا-پانی.txt": "ur",
        "harbour-clock.json": "en",
    }
    assert all((_SEEDS / name).is_file() for name in languages)
    yield from ((_SEEDS / name, language) for name, language in languages.items())


def _faithful(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        article = json.loads(text)
        text = "\n\n".join(article[name] for name in ("title", "subtitle", "text"))
    return normalise(text)[0]
