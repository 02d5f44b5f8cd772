"""Properties of the plain-text and Markdown readers: nothing is lost, nothing is invented, whatever the text is."""

import textwrap
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.structure import analyse, analyse_text
from services.text.normalise import normalise

_FURNITURE = (
    ".",
    "***",
    "—",
    "۔",
    "پہلی اشاعت: آخری اپ ڈیٹ:",
    "پہلی اشاعت:",
    "23 نومبر 2026",
    "Published: 3 hours ago",
    "By Jane Smith",
    "تحریر: سارہ حسن اور علی رضا",
    "بی بی سی اردو، اسلام آباد",
    "Share | Print | Comments (5)",
    "Facebook Twitter WhatsApp",
    "شیئر کریں",
    "اشتہار",
    "فوٹو: اے ایف پی",
    "© 2026 River Daily",
    "World",
    "پاکستان",
    "Read more: New park opens",
    "Title: New bridge",
    "Ahmed Khan Published November 23, 2026 Updated November 24, 2026",
    "— Reuters",
    "2026-11-23",
)
_PROSE = (
    "لاہور (این این آئی) ضلعی انتظامیہ نے پیر کے روز اعلان کیا کہ پلوں کا معائنہ مکمل کر لیا جائے گا۔یہ کام جاری ہے۔",
    "KARACHI, Dec 1 (Reuters) - The council said the well-known bridge was closed. Its information desk was not.",
    "شہر کے پرانے پل",
    "A headline over\ntwo lines",
    "کیا پل محفوظ ہیں؟",
    "Well-known informa-\ntion desk",
    "\u200f",
    "a\u00adb",
    "x" * 250,
)
_WRAPPED = st.builds(
    lambda text, width, times: textwrap.fill(" ".join([text] * times), width),
    st.sampled_from(_PROSE[:2]),
    st.integers(30, 90),
    st.integers(1, 5),
)
_LINES = st.lists(
    st.one_of(st.sampled_from(_FURNITURE), st.sampled_from(_PROSE), _WRAPPED, st.text(max_size=60)), max_size=14
)
_TEXTS = st.builds(lambda lines, between: between.join(lines), _LINES, st.sampled_from(["\n", "\n\n", "\r\n \t\r\n"]))


def _letters(*texts: str | None) -> str:
    return "".join("".join(text.split()) for text in texts if text)


def _is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_nothing_is_lost(text: str) -> None:
    """Each letter of a text is in its title, sub-headline or body, in order, or is shown in a repair."""
    faithful, _ = normalise(text)
    parts = analyse_text(faithful)
    kept = _letters(parts.title, parts.subtitle, *parts.body)
    shown = _letters(*(repair.dropped for repair in parts.repairs))
    assert Counter(kept + shown) == Counter(_letters(faithful))
    assert _is_subsequence(kept, _letters(faithful))


@settings(max_examples=200, deadline=None)
@given(_LINES, st.one_of(st.none(), st.sampled_from(_PROSE)), st.booleans())
def test_nothing_is_lost_of_blocks(blocks: list[str], title: str | None, wrapped: bool) -> None:
    """The same holds for the blocks of another format, whose title may be known."""
    faithful = [normalise(block)[0] for block in blocks]
    parts = analyse(faithful, title=title, wrapped=wrapped)
    kept = _letters(None if title else parts.title, parts.subtitle, *parts.body)
    shown = _letters(*(repair.dropped for repair in parts.repairs))
    assert Counter(kept + shown) == Counter(_letters(*faithful))
    assert title is None or parts.title == title


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_authors_and_dateline_are_in_the_text(text: str) -> None:
    """Nobody's name and no place is invented: all stand in the text as they are given; repairs point into it."""
    faithful, _ = normalise(text)
    parts = analyse_text(faithful)
    assert all(_letters(author) in _letters(faithful) for author in parts.authors)
    if parts.dateline:
        assert any(paragraph.startswith(parts.dateline.text) for paragraph in parts.body)
        assert all(
            said is None or said in parts.dateline.text for said in (parts.dateline.place, parts.dateline.agency)
        )
    assert all(repair.offset <= len(faithful) for repair in parts.repairs)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_reading_is_stable(text: str) -> None:
    """What was read, read again, keeps its paragraphs: a text that is clean has nothing more to repair."""
    body = analyse_text(normalise(text)[0]).body
    again = analyse(body, title="Known title", subtitle="known")
    assert not {repair.kind for repair in again.repairs} & {"unwrapped_lines", "hyphenation", "stray_line"}


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(_TEXTS, st.text(alphabet="#*_`~[]()<>!&;-=|\\ \n:aب1", max_size=200)),
    st.sampled_from(["", "---\ntitle: x\n---\n", "---\n: [\n---\n"]),
)
def test_markdown_never_fails(text: str, front: str) -> None:
    """Any Markdown is an article or has a reason; no letter or digit of it is invented."""
    try:
        (draft,) = read(File("a.md", (front + text).encode("utf-8", "surrogatepass")), Limits())
    except Refusal as refusal:
        assert refusal.reason in (Reason.NO_ARTICLE, Reason.EMPTY, Reason.BINARY, Reason.UNDECODABLE)  # noqa: PT017 - either end is right
        return
    assert isinstance(draft, Draft)
    if "&" not in text:
        known = Counter(normalise(front + text)[0])
        assert all(known[char] >= count for char, count in Counter(draft.text).items() if char.isalnum())
