"""Floors on real material, which is not part of the repository; without it these tests are skipped."""

import json
from collections.abc import Iterator
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

LANGUAGES = {
    "arb": "ar", "ben": "bn", "ckb-Arab": "ckb", "deu": "de", "eng-US": "en", "fas": "fa", "heb": "he", "hin": "hi",
    "pan": "pa", "prs": "fa", "pus": "ps", "rus": "ru", "snd-Arab": "sd", "tur": "tr", "uig": "ug", "urd": "ur",
}  # fmt: skip


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


def test_spellings_from_other_projects_meet() -> None:
    """Both sides of each pair that other normalisers are tested with have the same terms."""
    pairs = list(_rows(CORPUS / "norm_pairs" / "pairs_dev.jsonl"))
    assert len(pairs) > 100
    assert [pair["input"] for pair in pairs if terms(pair["input"]) != terms(pair["expected"])] == []


@pytest.mark.parametrize("variety", sorted(LANGUAGES))
def test_news_is_identified(variety: str) -> None:
    """The language of an article of news is told, in sixteen varieties; a title alone is never taken for Urdu."""
    articles = list(_rows(CORPUS / "ntrex_news" / f"{variety}.jsonl"))
    found = [identify("\n".join([each["title"], *each["sentences"]])).language for each in articles]
    assert found.count(LANGUAGES[variety]) >= 0.98 * len(found)
    titles = {identify(each["title"]).language for each in articles}
    assert "ur" not in titles or variety == "urd"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
