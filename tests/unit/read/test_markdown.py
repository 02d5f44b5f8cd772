"""The Markdown reader."""

from itertools import pairwise

import pytest

from schemas.article import RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read

BODY = "The council said on Monday that all old bridges would be inspected by the end of next month."
FRONT = """---
title: Old bridges
subtitle: Four are closed
date: 2026-11-23 10:15:00 +0500
lastmod: 2026-11-24
author: [Jane Smith, {name: علی رضا}]
lang: en-GB
url: https://example.org/bridges
source: River Daily
tags: [bridges]
---
"""


def draft_of(text: str) -> Draft:
    """Read a text as a file of its own."""
    (draft,) = read(File("a.md", text.encode()), Limits())
    assert isinstance(draft, Draft)
    return draft


def test_front_matter() -> None:
    """Its fields are the article's, with the offset as stated; the text is what stands below."""
    draft = draft_of(FRONT + BODY)
    assert (draft.title, draft.subtitle, draft.text) == ("Old bridges", "Four are closed", BODY)
    assert (draft.published_at, draft.updated_at) == ("2026-11-23T10:15:00+05:00", "2026-11-24")
    assert (draft.authors, draft.language) == (("Jane Smith", "علی رضا"), "en-GB")
    assert (draft.source.slug, draft.source.url) == ("river-daily", "https://example.org/bridges")


BROKEN = ["---\ntitle: [\n---\n", "---\ntitle: x\n", "---\n- a\n- b\n---\n", f"---\na: {'[' * 5000}\n---\n"]


@pytest.mark.parametrize("front", BROKEN)
def test_broken_front_matter_is_text(front: str) -> None:
    """What cannot be read is kept, or listed."""
    draft = draft_of(f"{front}\n{BODY}\n\n{BODY}")
    assert BODY in draft.text
    shown = " ".join([draft.title or "", draft.text, *(repair.dropped or "" for repair in draft.repairs)])
    assert [word for word in front.split() if word.strip("-:[") and word not in shown] == []


def test_aliases_do_not_grow() -> None:
    """A bomb of aliases is not unpacked."""
    names = "abcdefghij"
    bomb = "".join(f"{after}: &{after} [{', '.join([f'*{name}'] * 9)}]\n" for name, after in pairwise(names))
    assert BODY in draft_of(f"---\na: &a [x, x]\n{bomb}---\n{BODY}\n\n{BODY}").text


@pytest.mark.parametrize(
    "head", ["# Old bridges", "# Old bridges #", "Old bridges\n===========", FRONT + "# Old bridges"]
)
def test_the_first_heading_is_the_title(head: str) -> None:
    """In both notations, and not said twice under front matter that has it."""
    draft = draft_of(f"{head}\n\n{BODY}")
    assert (draft.title, draft.text) == ("Old bridges", BODY)


def test_a_heading_alone_is_the_text() -> None:
    """A brief is an article."""
    assert (draft_of("# Old bridges").title, draft_of("# Old bridges").text) == (None, "Old bridges")


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("a **bold** and *slanted* word", "a bold and slanted word"),
        ("ایک **اہم**خبر", "ایک اہمخبر"),
        ("___all___ ~~gone~~", "all gone"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("a * b * c", "a * b * c"),
        ("a [link](https://example.org/a_(b) \"title\") and [another][1]", "a link and another"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("`*code*` and \\*escaped\\*", "*code* and *escaped*"),
        ("AT&amp;T &lt;b&gt; &nosuch; &", "AT&T <b> &nosuch; &"),
        ("a <b>bold</b> word, 1 < 2 > 0", "a bold word, 1 < 2 > 0"),
        ("one<br>two", "one\ntwo"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("- one\n- two\n  - three", "- one\n- two\n- three"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("```python\na = b * c * d\n```", "a = b * c * d"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("before <!-- hidden\n\nstill --> after", "before  after"),
        ("an <!-- unclosed comment", "an <!-- unclosed comment"),
        ("line one  \nline two", "line one\nline two"),
        ("line one\\\nline two", "line one\nline two"),
        ("[1]: https://example.org\n\ntext", "text"),
        ("[unclosed and ![too", "[unclosed and ![too"),
        ("\u200fمتن *مهم*", "\u200fمتن مهم"),
    ],
)  # fmt: skip
def test_marks(marked: str, text: str) -> None:
    """What a mark says is kept, what is only a mark goes."""
    assert draft_of(f"# Old bridges\n\n{BODY}\n\n{marked}\n\n{BODY}").text == f"{BODY}\n\n{text}\n\n{BODY}"


def test_pictures_are_listed() -> None:
    """The text of a picture leaves the article, and is shown; a long one stays."""
    draft = draft_of(f"# Old bridges\n\n![a bridge](b.jpg)\n\n{BODY}\n\n![{'long ' * 60}](c.jpg)")
    (repair,) = [repair for repair in draft.repairs if repair.kind is RepairKind.MARKUP]
    assert (repair.count, repair.dropped) == (3, "a bridge")
    assert draft.text == f"{BODY}\n\n{'long ' * 60}".rstrip()


def test_the_head_is_read_as_in_plain_text() -> None:
    """Byline, label and dateline."""
    draft = draft_of(f"# Old bridges\n\n*By Jane Smith*\n\n**Published:** 2026-11-23\n\nKARACHI (Reuters) - {BODY}")
    assert (draft.authors, draft.published_at) == (("Jane Smith",), "2026-11-23")
    assert draft.dateline is not None
    assert draft.dateline.agency == "Reuters"


@pytest.mark.parametrize("text", ["---\n---\n", "***", "<!-- x -->", "[a]: http://x"])
def test_nothing_but_marks(text: str) -> None:
    """A file of marks holds no article."""
    with pytest.raises(Refusal) as refused:
        read(File("a.markdown", text.encode()), Limits())
    assert refused.value.reason is Reason.NO_ARTICLE
