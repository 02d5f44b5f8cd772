"""Hostile pages: an article or a reason, soon, and in bounds."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read

PROSE = "<p>" + "This is a sentence of the article that has some words in it. " * 5 + "</p>"
MOST_SECONDS = 10  # of the process's own time


def outcome(page: str) -> Draft | Reason:
    """Read a page, in the time that one may take."""
    started = time.process_time()
    try:
        (item,) = read(File("a.html", page.encode("utf-8", "surrogatepass")), Limits())
    except Refusal as refusal:
        return refusal.reason
    finally:
        assert time.process_time() - started < MOST_SECONDS
    assert isinstance(item, Draft)
    return item


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 2_000_000,
        "<html>" + "<div>" * 100_000 + PROSE,
        "<html>" + "<span>" * 100_000 + PROSE,
        "<html>" + "<div>a</div>" * 800_000,
        "<html>" + "<p>a b c" * 60_000,
        "<html><p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">x",
        "<html><p " + " a" * 1_000_000,
        "<html>" + "<p a=b c=d e=f g=h i=j>x" * 400_000,
        "<html>" + "<" * 3_000_000,
        "<html>" + "<a href='" * 500_000,
    ],
)
def test_pages_that_no_browser_would_like(page: str) -> None:
    """Nesting, elements and attributes beyond any page's are refused before they cost anything."""
    assert outcome(page) is Reason.PARSER_LIMIT


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 1500 + PROSE * 4,
        "<html>" + "<font><b>" * 400 + PROSE * 4,
        "<html>" + "<table><tr><td>" * 500 + PROSE * 4,
        f"<html><article>{PROSE * 4}<img src='data:image/png;base64,{'A' * 8_000_000}'></article>",
        f"<html><script type='application/ld+json'>{'[' * 200_000}</script>{PROSE * 4}",
        f"<html><title>{'a | ' * 200_000}</title><h1>b</h1>{PROSE * 4}",
        "<html>" + "<div>" * 900 + "<p>hello world, this is a line.</p>" * 20_000 + PROSE,
        "<html><body>" + "a line of text<br>" * 45_000 + PROSE,
        "<html>" + "<time itemprop=datePublished datetime=2024-01-01>x</time>" * 30_000 + PROSE * 4,
        f"<html>{PROSE * 4}<p unclosed <b><i><table><td>{PROSE}",
        f"<html>{PROSE * 4}<plaintext>{PROSE}",
        f"<html>{PROSE * 4}<p hidden>x</p>\x01\x7f&#1; &#x1f;<p>\x02{PROSE}",
        f"<html>{PROSE * 4}<p>\0 &#xD800; &#xFFFFFFFF; &#0; \ufffe</p>",
    ],
)
def test_pages_that_are_just_hard(page: str) -> None:
    """Deep, wide, long or broken: the text is there."""
    found = outcome(page)
    assert isinstance(found, Draft)
    assert "This is a sentence of the article" in found.text


def test_entities_of_a_document_type_are_not_expanded() -> None:
    """Neither a bomb of entities nor a file that one names becomes text."""
    declared = '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">'
    page = f'<?xml version="1.0"?><!DOCTYPE html [{declared}]><html><body>{PROSE * 4}<p>x&b;y&f;z</p></body></html>'
    found = outcome(page)
    assert isinstance(found, Draft)
    assert "x&b;y&f;z" in found.text


_TAGS = (
    "<html> <div> </div> <p> </p> </a> <br> <table> <tr><td> </table> <ul><li> <h1> </h1> <script> </script> <!-- -->"
    " <title> </title> <svg> <template> <plaintext> <![CDATA[ ]]> &amp; &#8204; & < > ' \""
)
PIECES = st.sampled_from(
    [
        *_TAGS.split(),
        *("<a href=x>", "<p hidden>", "<?xml ", "<!DOCTYPE ", "<meta charset=", "<time datetime=2024-01-01>"),
        *('<script type=\'application/ld+json\'>{"@type":"Article",', '"headline":"x"}'),
        *("\0", "\x01", "\u202e", "\ud800", "خبر می\u200cرود "),
        "This is a sentence that is long enough to be prose, or nearly so. ",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_markup_gives_an_article_or_a_reason(page: str) -> None:
    """However markup is shuffled, nothing but a refusal is raised, and nothing unstorable is in the text."""
    found = outcome("<html>" + page)
    if isinstance(found, Draft):
        assert found.text.strip()
        found.text.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_reason(raw: bytes) -> None:
    """A page of any bytes, also in MHTML, is read or refused."""
    for name, head in (("a.html", b"<html><p>"), ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related;")):
        try:
            items = read(File(name, head + raw), Limits())
        except Refusal:
            continue
        assert all(isinstance(item, Draft) for item in items)
