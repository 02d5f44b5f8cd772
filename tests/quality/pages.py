"""Semi-synthetic pages: templates written here (`tests/fixtures/html`), filled with real news and with joiners."""

import html
import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[1] / "fixtures" / "html"
_EACH = re.compile(r"<!--each-->(.*?)<!--end-->", re.DOTALL)
_BOX = re.compile(r"\[\[box (\d)\]\]")
_WORD = re.compile(r"[\u0620-\u06ff]{6,}")


@dataclass(frozen=True)
class Template:
    """A template, and what is true of every page made of it."""

    name: str
    varieties: tuple[str, ...]
    published_at: tuple[str | None, ...]
    """All that is right: what is stated, and null where nothing but words that need guessing states it."""
    authors: tuple[str, ...] = ()
    subtitle: bool = False
    encoding: str = "utf-8"


AUTHOR = ("Jane Doe-Khan",)
FIRST = (
    Template("react_urdu", ("urd",), ("2024-03-12T05:10:33Z", "2024-03-12T05:10:33.000Z"), ("سارہ حسن",)),
    Template("story_english", ("eng-US",), ("2024-03-12T06:31:18+05:00",), ("A Correspondent",)),
    Template("br_urdu", ("urd", "snd-Arab"), ("2024-03-12",)),
    Template("wordpress_urdu", ("urd", "pus"), ("2024-03-12T11:15:00+05:00",), ("ویب ڈیسک",), subtitle=True),
    Template("portal_arabic", ("arb",), ("2024-03-12T14:20:05Z",), ("محمد العلي", "ليلى حسن"), subtitle=True),
    Template("agency_persian", ("fas", "prs"), ("2024-03-12T08:40:11Z",), subtitle=True),
    Template("div_persian", ("fas",), (None, "2024-03-12T10:35", "2024-03-12")),
    Template("portal_hindi", ("hin",), ("2024-03-12T18:45:00+05:30",), ("राहुल शर्मा",)),
    Template(
        "wordpress_english",
        ("eng-US", "deu"),
        ("2024-03-12T09:00:00+00:00", "2024-03-12T09:00:00Z"),
        ("Jane Appleseed",),
    ),
    Template(
        "blog_any", ("urd", "arb", "fas", "ckb-Arab"), ("2024-03-12", "2024-03-12T22:05:00+05:00"), ("Bilal Ahmad",)
    ),
    Template("tables_windows1256", ("arb", "urd"), (None,), encoding="windows-1256"),
    Template("amp_any", ("eng-US", "hin", "tur"), ("2024-03-12T07:00:00+01:00",), ("Gazette staff",)),
    Template("phpnuke_any", ("urd", "eng-US", "rus"), ("2024-03-12",), ("News Portal",)),
    Template("shell_any", ("fas", "hin"), ("2024-03-12",)),
    Template("spans_any", ("urd", "arb", "hin", "ben"), (None,)),
    Template(
        "drupal_any",
        ("eng-US", "arb", "fas"),
        (None, "2024-03-12", "2024-03-12T08:00:00+00:00", "2024-03-12T08:00:00Z"),
    ),
)
SECOND = (
    Template("broadcaster_any", ("fas", "urd"), ("2024-03-12T12:10:19+00:00", "2024-03-12T12:10:19Z"), AUTHOR),
    Template("radio_any", ("urd", "prs"), ("2024-03-12T08:23:47Z",), AUTHOR),
    Template("broken_divs_any", ("eng-US", "hin"), ("2024-03-12T10:05:00+05:30",), AUTHOR),
    Template("essay_any", ("eng-US", "arb"), ("2024-03-12T19:01:44Z", "2024-03-12T19:01:44.208Z"), AUTHOR),
    Template("bare_any", ("urd", "eng-US", "fas", "rus"), (None,)),
    Template("word_windows1256", ("arb", "urd"), (None,), encoding="windows-1256"),
    Template("press_release_any", ("hin", "eng-US", "urd"), ("2024-03-12T18:45", None, "2024-03-12")),
    Template("wiki_any", ("eng-US", "arb"), ("2024-03-12", None)),
)
"""Written when the reader was done, to see how it does on what it was not made with."""


@dataclass(frozen=True)
class Page:
    """A page, and what a reader must find in it."""

    template: Template
    raw: bytes
    title: str
    paragraphs: tuple[str, ...]
    subtitle: str | None


def pages_of(template: Template, documents: Sequence[dict[str, Any]], most: int) -> Iterator[Page]:
    """Fill a template with each of the first documents; the others give it their titles for its boxes."""
    whole = (TEMPLATES / f"{template.name}.html").read_text(encoding="utf-8")
    page, *boxes = re.split(r"^==== box (\d)\n", whole, flags=re.MULTILINE)
    inserted = dict(zip(map(int, boxes[::2]), boxes[1::2], strict=True))
    for n, document in enumerate(documents[:most]):
        others = [each["title"] for each in documents if each is not document]
        yield _fill(template, page, inserted, document, [*others[n:], *others[:n]])


def _fill(template: Template, page: str, boxes: dict[int, str], document: dict[str, Any], others: list[str]) -> Page:
    fit = _fitting(template.encoding)
    rng = random.Random(document["id"])  # noqa: S311 - the same pages each time, and no secret
    paragraphs = [fit(paragraph) for paragraph in _paragraphs(document["sentences"], rng)]
    title, others = fit(document["title"]), [fit(each) for each in others]
    words = {
        "title": title,
        "start": paragraphs[0][:150],
        "heading": " ".join(others[6].split()[:5]),
        "quote": others[7],
        "author": AUTHOR[0],
    }
    words |= {f"other {n}": other for n, other in enumerate(others[:6])}
    body = "\n\n".join(paragraphs)
    markup = _EACH.search(page)
    expected, parts = [], []
    for n, paragraph in enumerate(paragraphs, 1):
        parts.append(markup[1].replace("[[paragraph]]", _escaped(paragraph)) if markup else "")
        parts.append(boxes.get(n, ""))
        expected += [paragraph, *(words[name] for name in ("heading", "quote") if f"[[{name}]]" in boxes.get(n, ""))]
    # Where the text is told to machines as well, it lacks what stands between its paragraphs, as on real pages.
    page = _BOX.sub("", _EACH.sub(lambda _: "".join(parts), page)).replace("[[body json]]", json.dumps(body)[1:-1])
    for name, value in words.items():
        page = page.replace(f"[[{name} json]]", json.dumps(value, ensure_ascii=False)[1:-1].replace("</", "<\\/"))
        page = page.replace(f"[[{name}]]", _escaped(value))
    return Page(
        template, page.encode(template.encoding), title, tuple(expected), others[5] if template.subtitle else None
    )


def _escaped(text: str) -> str:
    """Escape as pages are: joiners as entities in every second page."""
    escaped = html.escape(text)
    return escaped.replace("\u200c", "&zwnj;").replace("\u200d", "&#8205;") if len(text) % 2 else escaped


def _paragraphs(sentences: Sequence[str], rng: random.Random) -> list[str]:
    """Join sentences to paragraphs of one to three, and put joiners into some of their words, as authors do."""
    paragraphs, rest = [], [sentence.strip() for sentence in sentences]
    while rest:
        size = rng.randint(1, 3)
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return [_WORD.sub(lambda word: _joined(word[0], rng), paragraph) for paragraph in paragraphs]


def _joined(word: str, rng: random.Random) -> str:
    if rng.random() > 0.2:
        return word
    at = rng.randint(2, len(word) - 2)
    return word[:at] + ("\u200c" if rng.random() < 0.8 else "\u200d") + word[at:]


def _fitting(encoding: str) -> Any:
    """Return what brings a text into the form in which pages can hold it, and in which Khabar keeps it."""

    def fit(text: str) -> str:
        kept = unicodedata.normalize("NFC", text).encode(encoding, "ignore").decode(encoding)
        return " ".join(kept.split())

    return fit
