"""Articles out of HTML pages: the pages of readability's own tests, and semi-synthetic ones.

The figure is the F1 of word 4-grams (as multisets) of the extracted text against the true one, averaged over pages.
`trafilatura alone` is the library with its defaults, as one would call it: the text of the same pages in the same run.
"""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
import regex
import trafilatura

from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from tests.quality import pages
from tests.quality.conftest import Figures, rows

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+")
_JOINED = regex.compile(r"[\p{L}\p{M}]*[\u200c\u200d][\p{L}\p{M}\u200c\u200d]*")
_MOST_PAGES = 8
_BLOCKS = (
    "p",
    "div",
    "li",
    "br",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "ul",
    "pre",
)


def f1(found: str, expected: str) -> float:
    """Compare two texts by their word 4-grams; of shorter texts, by all their words."""
    one, other = _grams(found), _grams(expected)
    common = (one & other).total()
    return 2 * common / max(one.total() + other.total(), 1)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    size = min(4, len(words))
    return Counter(tuple(words[n : n + size]) for n in range(len(words) - size + 1))


def draft_of(raw: bytes) -> Draft:
    """Read a page."""
    (item,) = read(File("page.html", raw), Limits())
    assert isinstance(item, Draft)
    return item


def plain(raw: bytes) -> str:
    """Extract with trafilatura's defaults."""
    return trafilatura.extract(raw, include_comments=False) or ""


def _shown(path: Path) -> str:
    root = lxml.html.fromstring(path.read_text(encoding="utf-8"))
    for element in root.iter(*_BLOCKS):
        element.tail = " " + (element.tail or "")
        element.text = " " + (element.text or "")
    return root.text_content()


@pytest.fixture(scope="module")
def made(corpus: Path) -> list[pages.Page]:
    """Return the semi-synthetic pages."""
    return [
        page
        for template in pages.ALL
        for variety in template.varieties
        for page in pages.pages_of(template, list(rows(corpus / "ntrex_news" / f"{variety}.jsonl")), _MOST_PAGES)
    ]


@pytest.fixture(scope="module")
def read_pages(made: list[pages.Page]) -> list[tuple[pages.Page, Draft]]:
    """Return the semi-synthetic pages, read."""
    return [(page, draft_of(page.raw)) for page in made]


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores)


def test_pages_of_readability(corpus: Path, figures: Figures) -> None:
    """The text of the pages that readability is tested with is found, and nothing else."""
    folders = sorted(path.parent for path in (corpus / "html_readability_synthetic").glob("*/source.html"))
    assert len(folders) > 30
    sources = [(folder / "source.html").read_bytes() for folder in folders]
    expected = [_shown(folder / "expected.html") for folder in folders]

    def scored(extract: Callable[[bytes], str]) -> list[tuple[float, str]]:
        return [
            (f1(extract(raw), right), folder.name)
            for raw, right, folder in zip(sources, expected, folders, strict=True)
        ]

    ours = scored(lambda raw: draft_of(raw).text)
    alone = scored(plain)
    figures.at_least("HTML, readability's pages: F1", _mean([score for score, _ in ours]), 0.97, sorted(ours))
    figures.at_least("HTML, readability's pages: F1, trafilatura alone", _mean([score for score, _ in alone]), 0)


def test_texts_of_made_pages(read_pages: list[tuple[pages.Page, Draft]], figures: Figures) -> None:
    """Menus, boxes, captions, comments and footers are left out; the text is whole."""
    scores = [(f1(draft.text, "\n\n".join(page.paragraphs)), page.template.name) for page, draft in read_pages]
    alone = [f1(plain(page.raw), "\n\n".join(page.paragraphs)) for page, _ in read_pages]
    figures.at_least(
        f"HTML, {len(scores)} semi-synthetic pages: F1", _mean([s for s, _ in scores]), 0.99, sorted(scores)
    )
    figures.at_least("HTML, semi-synthetic pages: worst F1", min(scores)[0], 0.9, sorted(scores))
    figures.at_least("HTML, semi-synthetic pages: F1, trafilatura alone", _mean(alone), 0)


def test_letters_of_made_pages(read_pages: list[tuple[pages.Page, Draft]], figures: Figures) -> None:
    """Every paragraph is a paragraph, letter by letter; every word with a joiner is there."""
    missed, total = [], 0
    for page, draft in read_pages:
        found = Counter(draft.text.split("\n\n"))
        total += len(page.paragraphs)
        missed += [(page.template.name, lost[:60]) for lost in (Counter(page.paragraphs) - found).elements()]
    figures.at_least("HTML, semi-synthetic pages: paragraphs kept to the letter", 1 - len(missed) / total, 0.99, missed)
    wanted = [_JOINED.findall("\n".join(page.paragraphs)) for page, _ in read_pages]
    lost = [
        (page.template.name, word)
        for (page, draft), words in zip(read_pages, wanted, strict=True)
        for word in (Counter(words) - Counter(_JOINED.findall(draft.text))).elements()
    ]
    count = sum(map(len, wanted))
    assert count > 1000
    figures.all_of("HTML, semi-synthetic pages: words with joiners kept", count - len(lost), count, lost)


def test_metadata_of_made_pages(read_pages: list[tuple[pages.Page, Draft]], figures: Figures) -> None:
    """Title, date, authors and sub-headline are right, and never another article's; a date is right or null."""
    for what, wrong in (
        ("titles right", [(p.template.name, d.title, p.title) for p, d in read_pages if d.title != p.title]),
        ("dates right or null", [(p.template.name, d.published_at, d.published_at_reason) for p, d in read_pages
                                 if d.published_at not in p.template.published_at]),
        ("authors right", [(p.template.name, d.authors) for p, d in read_pages if d.authors != p.template.authors]),
        ("sub-headlines right", [(p.template.name, d.subtitle) for p, d in read_pages if d.subtitle != p.subtitle]),
    ):  # fmt: skip
        figures.all_of(f"HTML, semi-synthetic pages: {what}", len(read_pages) - len(wrong), len(read_pages), wrong)


def test_speed(made: list[pages.Page], figures: Figures) -> None:
    """A page of common size takes a fraction of a second."""
    padding = b"<script>" + b'var x = {"a": [1, 2, 3]};\n' * 2600 + b"</script></head>"
    typical = [page.raw.replace(b"</head>", padding, 1) for page in _first_of_each(made)]
    started = time.perf_counter()
    for raw in typical:
        draft_of(raw)
    figures.at_least("HTML, pages of about 80 KB: pages/s", len(typical) / (time.perf_counter() - started), 5)


def _first_of_each(made: list[pages.Page]) -> list[pages.Page]:
    return list({page.template.name: page for page in reversed(made)}.values())
