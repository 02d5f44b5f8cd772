"""The plain-text reader."""

import pytest

from schemas.article import RepairKind
from schemas.reasons import PublishedAtReason as Why
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.format import File
from services.ingest.read.limits import Limits
from services.ingest.read.plain import read_plain

TITLE = "دریا پر نیا پل کھل گیا"
SUBTITLE = "کسانوں کا راستہ آدھا رہ گیا"
BODY = [
    "گاؤں والوں نے پیر کے روز پل پر چراغاں کیا اور مٹھائی بانٹی۔",
    "پل کی لمبائی دو سو میٹر ہے۔اس پر چار ماہ کام ہوا۔",
]


def read_bytes(raw: bytes, limits: Limits) -> Draft:
    """Read one article from bytes."""
    (draft,) = read_plain(File("a.txt", raw), limits)
    assert isinstance(draft, Draft)
    return draft


def read(text: str) -> Draft:
    """Read a text as a file of its own."""
    return read_bytes(text.encode(), Limits())


def test_the_usual_page() -> None:
    """Title, sub-headline, an empty dateline, a stray dot and paragraphs are told apart; what was dropped is listed."""
    text = "\n\n".join([".", TITLE, SUBTITLE, "پہلی اشاعت: آخری اپ ڈیٹ:", *BODY])
    draft = read(text)
    assert (draft.title, draft.subtitle, draft.text) == (TITLE, SUBTITLE, "\n\n".join(BODY))
    assert (draft.published_at, draft.published_at_reason) == (None, Why.EMPTY_LABEL)
    dropped = [
        (repair.kind, repair.dropped, text[repair.offset :][: len(repair.dropped or "")]) for repair in draft.repairs
    ]
    assert dropped == [
        (RepairKind.STRAY_LINE, ".", "."),
        (RepairKind.LABEL_LINE, "پہلی اشاعت: آخری اپ ڈیٹ:", "پہلی اشاعت: آخری اپ ڈیٹ:"),
    ]


@pytest.mark.parametrize(
    ("label", "value", "why"),
    [
        ("پہلی اشاعت: 23 نومبر 2026 آخری اپ ڈیٹ: 24 نومبر 2026", "2026-11-23", None),
        ("آخری اپ ڈیٹ: 24 نومبر 2026", None, Why.NOT_STATED),
        ("تاريخ النشر: 23 نوفمبر 2026", "2026-11-23", None),
        ("تاریخ انتشار: ۲ آذر ۱۴۰۵", "2026-11-23", None),
        ("प्रकाशित: 23 नवंबर 2026", "2026-11-23", None),
        ("Published: 2026-11-23T10:00+05:00 | Updated: 2026-11-24", "2026-11-23T10:00+05:00", None),
        ("Published November 23, 2026", "2026-11-23", None),
        ("Published: yesterday", None, Why.UNPARSED),
        ("Published: 31 February 2026", None, Why.IMPLAUSIBLE),
        ("Yayınlanma tarihi: 23 Kasım 2026", "2026-11-23", None),
        ("Güncelleme:", None, Why.EMPTY_LABEL),
    ],
)
def test_datelines(label: str, value: str | None, why: Why | None) -> None:
    """A dateline gives the date of publication or the reason why there is none, and leaves the text."""
    draft = read("\n\n".join([TITLE, label, *BODY]))
    assert (draft.published_at, draft.published_at_reason) == (value, why)
    assert (draft.title, draft.text) == (TITLE, "\n\n".join(BODY))
    assert [repair.dropped for repair in draft.repairs] == [label]


@pytest.mark.parametrize(
    "line", ["Updated: 5 killed in blast.", "Date of birth: 2026.", "تاریخ: یہ ایک لمبی کہانی ہے۔"]
)
def test_sentences_that_begin_like_labels_stay(line: str) -> None:
    """A label's word does not make a label line of the author's sentence."""
    draft = read("\n\n".join([TITLE, line, *BODY]))
    assert draft.text == "\n\n".join([line, *BODY])
    assert draft.published_at_reason is Why.NOT_STATED


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    """A file with single line ends is read alike."""
    draft = read("\n".join([TITLE, SUBTITLE, *BODY]))
    assert (draft.title, draft.subtitle, draft.text) == (TITLE, SUBTITLE, "\n\n".join(BODY))


def test_headlines_on_adjacent_lines() -> None:
    """Title and sub-headline may share a block."""
    draft = read(f"{TITLE}\n{SUBTITLE}\n\n" + "\n\n".join(BODY))
    assert (draft.title, draft.subtitle, draft.text) == (TITLE, SUBTITLE, "\n\n".join(BODY))


def test_wrapped_text_has_no_title() -> None:
    """The first line of a wrapped paragraph is no headline."""
    wrapped = "It had rained for days when the ferry came\nback across the lake with nobody on board."
    draft = read(f"{wrapped}\n\nThe second paragraph follows.")
    assert (draft.title, draft.text) == (None, f"{wrapped}\n\nThe second paragraph follows.")


@pytest.mark.parametrize("line", ["A brief of one line", "ایک سطر کی خبر۔", "x" * 10_000])
def test_one_line_is_the_text(line: str) -> None:
    """A brief is an article: its line is the text, and nothing is said twice."""
    draft = read(line)
    assert (draft.title, draft.subtitle, draft.text) == (None, None, line)


def test_a_first_sentence_is_no_title() -> None:
    """A text that begins with a sentence has no headline."""
    assert read("\n\n".join(BODY)).title is None


@pytest.mark.parametrize("text", [".\n\n.", "Published:\n\nUpdated:", ".\nپہلی اشاعت:"])
def test_furniture_alone_is_no_article(text: str) -> None:
    """A page of labels and strays holds no article."""
    with pytest.raises(Refusal) as refused:
        read(text)
    assert refused.value.reason is Reason.NO_ARTICLE


def test_too_large() -> None:
    """The limit is in bytes of UTF-8, and what is larger is refused, not cut."""
    limits = Limits(max_text_bytes=20)
    assert read_bytes(("خ" * 10).encode(), limits).text == "خ" * 10
    with pytest.raises(Refusal) as refused:
        read_bytes(("خ" * 11).encode(), limits)
    assert refused.value.reason is Reason.TOO_LARGE
