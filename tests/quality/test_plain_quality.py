"""How much of the structure of plain text is read, on articles written for it in eleven languages."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from services.ingest.read.structure import analyse_text
from tests.quality.conftest import Figures, rows
from tests.quality.plain.case import Case
from tests.quality.plain.cases import CASES


def draft_of(case: Case) -> Draft:
    """Read a case as a file of its own."""
    (draft,) = read(File("a.txt", case.text.encode()), Limits())
    assert isinstance(draft, Draft)
    return draft


def wrong(name: str, case: Case) -> list[str]:
    """Say what of a case is read otherwise than expected."""
    draft = draft_of(case)
    line = draft.dateline
    pairs = {
        "title": (draft.title, case.title),
        "subtitle": (draft.subtitle, case.subtitle),
        "authors": (draft.authors, case.authors),
        "dateline": ((line.text, line.place, line.agency) if line else None, case.dateline),
        "published": ((draft.published_at, draft.published_at_reason), (case.published, case.reason)),
        "updated": (draft.updated_at, case.updated),
        "body": (draft.text, "\n\n".join(case.body)),
    }
    return [f"{name}, {part}: {found!r} for {want!r}" for part, (found, want) in pairs.items() if found != want]


def test_structure_is_read(figures: Figures) -> None:
    """Title, sub-headline, authors, dateline, dates and paragraphs are all as they should be."""
    misses = {name: found for name, case in CASES.items() if (found := wrong(name, case))}
    assert len(CASES) >= 100
    figures.at_least("plain text: articles read without a slip", 1 - len(misses) / len(CASES), 0.97, misses.values())


@pytest.mark.parametrize("part", ["title", "authors", "dateline", "published", "body"])
def test_each_part_is_read(part: str, figures: Figures) -> None:
    """No part is read much worse than the others."""
    misses = [slip for name, case in CASES.items() for slip in wrong(name, case) if f", {part}:" in slip]
    figures.at_least(f"plain text: {part} right", 1 - len(misses) / len(CASES), 0.97, misses)


VARIETIES = "arb ben deu eng-US fas hin pus rus snd-Arab tur urd".split()  # noqa: SIM905 - a list of codes reads better


def articles(corpus: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield variety, title and paragraphs of three sentences of real news."""
    for variety in VARIETIES:
        for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
            said = [" ".join(sentence.split()) for sentence in row["sentences"]]
            yield variety, row["title"], [" ".join(said[at : at + 3]) for at in range(0, len(said), 3)]


def test_prose_is_left_alone(corpus: Path, figures: Figures) -> None:
    """In clean articles nothing is taken for furniture, a byline or a dateline."""
    found = [(title, analyse_text("\n\n".join([title, *text]))) for _, title, text in articles(corpus)]
    touched = [title for title, parts in found if parts.repairs or parts.authors or parts.dateline]
    figures.at_most("plain text: clean articles touched", len(touched) / len(found), 0.005, touched)


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_articles_are_put_together(width: int, corpus: Path, figures: Figures) -> None:
    """Real articles that were wrapped at a width have the paragraphs again that they had."""
    total, misses = 0, []
    for variety, title, text in articles(corpus):
        wrapped = [textwrap.fill(each, width, break_on_hyphens=False, break_long_words=False) for each in text]
        parts = analyse_text("\n\n".join([title, *wrapped]))
        read_again = " ".join(part for part in (parts.title, parts.subtitle, "\n\n".join(parts.body)) if part)
        total += 1
        if "\n" in read_again.replace("\n\n", " ").replace(title, "") and max(map(len, text)) > width:
            misses.append((variety, title))
    figures.at_least(f"plain text: wrapped at {width}, put together", 1 - len(misses) / total, 0.93, misses)
