"""How much of the structure of plain text is read, on articles written for it in eleven languages."""

import pytest

from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from tests.quality.conftest import Figures
from tests.quality.plain_cases import CASES, Case


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
