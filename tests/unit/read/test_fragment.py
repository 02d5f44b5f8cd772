"""Fragments of HTML become paragraphs."""

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.fragment import line_of_html, looks_like_html, text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>.</p><p>Three</p>", "One two.\n\nThree"),
        ("<p>One<br>two<br/><br/>three", "One\ntwo\n\nthree"),
        ("before<ul><li>a<li>b</ul>after", "before\n\na\nb\n\nafter"),
        ("<ol><li><p>a</p></li></ol>", "a"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\nb"),
        ("<pre>a\n\n b</pre>c", "a\n\nb\n\nc"),
        ("a<script>x()</script> b<style>c</style><!-- d --> e<template>f</template>", "a b e"),
        ("<p>&nbsp;</p><p>a&nbsp;b</p>", "a\u00a0b"),
        ("<p>می\u200cشود क्\u200dष</p>", "می\u200cشود क्\u200dष"),
        ("<p>AT&amp;T &lt;b&gt; &#8217;</p>", "AT&T <b> \u2019"),
        ("<p>5 < 6 & 7</p>", "5 < 6 & 7"),
        ("one\nline\n\ntwo", "one\nline\n\ntwo"),
        ("R&amp;D\n  indented", "R&D\nindented"),
        ("a <i>b</i>\n\nc\nd", "a b\n\nc d"),
        ("<![CDATA[<p>a</p>]]>", "a"),
        ("<html><head><title>no</title></head><body><p>yes", "yes"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<unknown>a</unknown>", "a"),
        ("", ""),
        ("<p></p>", ""),
        ("<", "<"),
    ],
)
def test_a_fragment_is_all_content(html: str, text: str) -> None:
    """Blocks part paragraphs, breaks part lines; nothing that a reader would see is lost, nothing else is kept."""
    assert text_of_html(html) == text


def test_a_title_is_one_line() -> None:
    """Blocks and breaks do not part a title."""
    assert line_of_html("<div>A <em>b</em><br>c</div>") == "A b c"


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<p>a</p>", True),
        (' \n<div class="x">a</div>', True),
        ("<b>a</b><p>b</p>", True),
        ("<p>never closed", False),
        ("The <p> tag and </p>", False),
        ("a < b", False),
        ("<3 you", False),
    ],
)
def test_html_is_told_from_text(text: str, is_html: bool) -> None:
    """Only what begins with a tag and closes a block is HTML: an article about HTML is not."""
    assert looks_like_html(text) is is_html


def test_depth_is_bounded() -> None:
    """A thousand levels are read; a hundred thousand are a limit, not a crash."""
    assert text_of_html("<div>" * 1000 + "x") == "x"
    with pytest.raises(Refusal) as refused:
        text_of_html("<div>" * 100_000)
    assert refused.value.reason is Reason.PARSER_LIMIT
