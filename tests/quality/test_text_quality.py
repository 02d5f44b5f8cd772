"""Floors on real material, which is not part of the repository; without it these tests are skipped."""

from pathlib import Path

import pytest

from schemas.article import Direction, RepairKind, Script
from schemas.reasons import PublishedAtReason
from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from services.text.language import identify
from services.text.tokens import terms

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no ../shared/corpus beside the repository")


@pytest.fixture
def seed() -> Draft:
    """The real seed, read."""
    path = next((SHARED / "seeds").glob("000_*.txt"))
    (item,) = read(File(path.name, path.read_bytes()), Limits())
    assert isinstance(item, Draft)
    return item


def test_the_real_seed_is_read(seed: Draft) -> None:
    """Title, sub-headline, six paragraphs, no date, and what was dropped."""
    assert seed.title is not None
    assert seed.subtitle is not None
    assert seed.title.startswith("اسد رجیم اور داعش")
    assert seed.subtitle.startswith("داعشی دہشت گردوں")
    assert len(seed.text.split("\n\n")) == 6
    assert (seed.published_at, seed.published_at_reason) == (None, PublishedAtReason.EMPTY_LABEL)
    assert [repair.kind for repair in seed.repairs] == [RepairKind.STRAY_LINE, RepairKind.LABEL_LINE]
    found = identify(seed.text)
    assert (found.language, found.script, found.direction) == ("ur", Script.ARABIC, Direction.RTL)


@pytest.mark.parametrize("query", ["مںحرف", "منحرف", "داعش", "حكومت", "الرقه"])
def test_the_real_seed_is_met_by_any_spelling(seed: Draft, query: str) -> None:
    """A query in another keyboard's letters, or with the article's slip, is among its terms."""
    assert set(terms(query)) <= set(terms(seed.text, "ur"))
