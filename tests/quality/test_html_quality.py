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


def made(corpus: Path, templates: tuple[pages.Template, ...]) -> list[pages.Page]:
    """Return semi-synthetic pages."""
    return [
        page
        for template in templates
        for variety in template.varieties
        for page in pages.pages_of(template, list(rows(corpus / "ntrex_news" / f"{variety}.jsonl")), _MOST_PAGES)
    ]


@pytest.fixture(scope="module", params=["first", "second"])
def read_pages(corpus: Path, request: pytest.FixtureRequest) -> tuple[str, list[tuple[pages.Page, Draft]]]:
    """Return the pages of one set of templates, read."""
    templates = pages.FIRST if request.param == "first" else pages.SECOND
    what = f"HTML, semi-synthetic pages ({request.param} set)"
    return what, [(page, draft_of(page.raw)) for page in made(corpus, templates)]


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


Read = tuple[str, list[tuple[pages.Page, Draft]]]


def test_texts_of_made_pages(read_pages: Read, figures: Figures) -> None:
    """Menus, boxes, captions, comments and footers are left out; the text is whole."""
    what, found = read_pages
    assert len(found) > 100
    scores = [(f1(draft.text, "\n\n".join(page.paragraphs)), page.template.name) for page, draft in found]
    alone = [f1(plain(page.raw), "\n\n".join(page.paragraphs)) for page, _ in found]
    figures.at_least(f"{what}: F1", _mean([score for score, _ in scores]), 0.98, sorted(scores))
    figures.at_least(f"{what}: worst F1", min(scores)[0], 0.85, sorted(scores))
    figures.at_least(f"{what}: F1, trafilatura alone", _mean(alone), 0)


def test_letters_of_made_pages(read_pages: Read, figures: Figures) -> None:
    """Every paragraph is a paragraph, letter by letter; every word with a joiner is there."""
    what, found = read_pages
    missed, lost, joined, total = [], [], 0, 0
    for page, draft in found:
        total += len(page.paragraphs)
        rest = Counter(page.paragraphs) - Counter(draft.text.split("\n\n"))
        missed += [(page.template.name, paragraph[:60]) for paragraph in rest.elements()]
        words = Counter(_JOINED.findall("\n".join(page.paragraphs)))
        joined += words.total()
        lost += [(page.template.name, word) for word in (words - Counter(_JOINED.findall(draft.text))).elements()]
    figures.at_least(f"{what}: paragraphs kept to the letter", 1 - len(missed) / total, 0.99, missed)
    figures.all_of(f"{what}: words with joiners kept", joined - len(lost), joined, lost)


def test_metadata_of_made_pages(read_pages: Read, figures: Figures) -> None:
    """Title, date, authors and sub-headline are right, and never another article's; a date is right or null."""
    what, found = read_pages
    for field, wrong in (
        ("titles right", [(p.template.name, d.title, p.title) for p, d in found if d.title != p.title]),
        ("dates right or null", [(p.template.name, d.published_at, d.published_at_reason) for p, d in found
                                 if d.published_at not in p.template.published_at]),
        ("authors right", [(p.template.name, d.authors) for p, d in found if d.authors != p.template.authors]),
        ("sub-headlines right", [(p.template.name, d.subtitle) for p, d in found if d.subtitle != p.subtitle]),
    ):  # fmt: skip
        figures.all_of(f"{what}: {field}", len(found) - len(wrong), len(found), wrong)


def test_speed(corpus: Path, figures: Figures) -> None:
    """A page of common size takes a fraction of a second."""
    padding = b"<script>" + b'var x = {"a": [1, 2, 3]};\n' * 2600 + b"</script></head>"
    first = {page.template.name: page for page in reversed(made(corpus, pages.FIRST))}
    typical = [page.raw.replace(b"</head>", padding, 1) for page in first.values()]
    started = time.perf_counter()
    for raw in typical:
        draft_of(raw)
    figures.at_least("HTML, pages of about 80 KB: pages/s", len(typical) / (time.perf_counter() - started), 5)
