"""What a page says of its article: title, date, authors, address. Certain, or not at all."""

import json
from typing import Any

import pytest

from schemas.reasons import PublishedAtReason
from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read

PROSE = "".join(
    f"<p>The council met on Monday and decided, after a long debate, on item {n} of its agenda, which was short.</p>"
    for n in range(6)
)


def draft(head: str = "", above: str = "", below: str = "", url: str | None = None) -> Draft:
    """Read a page with this head, and this above and below its text."""
    page = f"<!doctype html><html><head>{head}</head><body>{above}<div class=text>{PROSE}</div>{below}</body></html>"
    (item,) = read(File("a.html", page.encode(), url), Limits())
    assert isinstance(item, Draft)
    assert item.text.count("The council met") == 6
    return item


def linked(*nodes: Any) -> str:
    """Make JSON-LD scripts."""
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def article(**fields: Any) -> dict[str, Any]:
    """Make an article's object."""
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        (
            "<title>Council meets again on Monday | The Post</title>",
            "<h1>Council meets again on Monday</h1>",
            "Council meets again on Monday",
        ),
        ("<title>Council meets again on Monday - The Post</title>", "", "Council meets again on Monday"),
        (
            "<title>The Post: Council meets again on Monday</title>",
            "<div><b>Council meets again on Monday</b></div>",
            "Council meets again on Monday",
        ),
        ("<title>The Post | Council meets</title><meta property=og:site_name content='The Post'>", "", "Council meets"),
        ("<title>Council - again</title>", "", "Council - again"),
        ("<title>A | The Post</title>", "<h1><a href=/>The Post</a></h1>", "A | The Post"),
        ("<meta property=og:title content='Council meets'><title>x</title>", "<h1>The Post</h1>", "Council meets"),
        (
            "<title>x</title>" + linked(article(headline="Council &amp; mayor &quot;meet&quot;")),
            "",
            'Council & mayor "meet"',
        ),
        ("<title>شہر میں نئے اسکول کھل گئے - بی اردو</title>", "", "شہر میں نئے اسکول کھل گئے"),
        ("", "<h1>Council meets</h1>", "Council meets"),
        ("", "", None),
    ],
)
def test_titles(head: str, above: str, title: str | None) -> None:
    """The heading, where the page calls itself so; without the site's name, where that certainly is one."""
    assert draft(head, above).title == title


def test_the_title_is_not_repeated_in_the_text() -> None:
    """The heading is the title, and not the first paragraph too."""
    found = draft("<title>Council meets</title>", "<h1>Council meets</h1>")
    assert not found.text.startswith("Council meets")


@pytest.mark.parametrize(
    ("head", "above", "below", "date"),
    [
        (linked(article(datePublished="2024-03-12T10:00:00+05:00")), "", "", "2024-03-12T10:00:00+05:00"),
        (linked({"@graph": [{"@type": "WebPage"}, article(datePublished="2024-03-12")]}), "", "", "2024-03-12"),
        (
            linked(
                [
                    {"@type": "Organization"},
                    article(**{"@type": ["Article", "NewsArticle"]}, datePublished="2024-03-12"),
                ]
            ),
            "",
            "",
            "2024-03-12",
        ),
        ("<meta property=article:published_time content='2024-03-12T10:00Z'>", "", "", "2024-03-12T10:00Z"),
        ("<meta name='DC.date.issued' content='2024-03-12'>", "", "", "2024-03-12"),
        ("", "<h1>T</h1><time itemprop=datePublished datetime=2024-03-12>12.3.</time>", "", "2024-03-12"),
        ("", "<h1>T</h1><p><time datetime='2024-03-12'>Tuesday</time></p>", "", "2024-03-12"),
        ("", "<h1>T</h1><p>12 March 2024</p>", "", "2024-03-12"),
        ("", "<h1>T</h1><p>Published: 12 March 2024 | Updated: 13 March 2024</p>", "", "2024-03-12"),
        ("", "<h1>عنوان</h1><p>تاریخ اشاعت: 12 مارچ 2024</p>", "", "2024-03-12"),
        ("", "<h1>عنوان</h1><span>نُشر في</span> <span>12 مارس 2024</span>", "", "2024-03-12"),
    ],
)
def test_dates_that_are_stated(head: str, above: str, below: str, date: str) -> None:
    """In JSON-LD, `meta`, microdata, a `time` element or a line of the masthead; as precise as stated."""
    found = draft(head, above, below)
    assert (found.published_at, found.published_at_reason) == (date, None)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "<footer>© 2019 The Post. Last built 12 March 2019</footer>"),
        ("<div class=topbar>Friday, 21 March 2025</div><nav><a href=/>Home</a></nav><h1>T</h1>", ""),
        (
            "<h1>T</h1>",
            "<div class=related><article><a href=/x>Another</a> <time datetime=2019-01-01>2019</time></article></div>",
        ),
        ("<h1>T</h1>", "<div class=comments><p>Fine words. <time datetime=2019-01-01>1 January</time></p></div>"),
        (
            "<h1>T</h1>",
            "<p itemscope itemtype='http://schema.org/Comment'><meta itemprop=datePublished content=2019-01-01></p>",
        ),
        ("<h1>T</h1><p>3 hours ago</p>", ""),
    ],
)
def test_dates_of_other_things_are_not_the_articles(above: str, below: str) -> None:
    """Today's date, a copyright, a comment, a related story: none of them is when this was published."""
    found = draft("<title>T</title>", above, below)
    assert (found.published_at, found.published_at_reason) == (None, PublishedAtReason.NOT_STATED)


def test_a_date_of_another_article_in_the_metadata_is_not_taken() -> None:
    """Of several articles in JSON-LD, the one of this title counts; without one, none does."""
    others = [article(headline=f"Other {n}", datePublished=f"2019-01-0{n}") for n in range(1, 4)]
    head = "<title>Council meets</title>"
    assert draft(head + linked(others)).published_at is None
    mine = article(headline="Council meets", datePublished="2024-03-12")
    assert draft(head + linked([*others, mine])).published_at == "2024-03-12"


def test_two_dates_of_equal_standing_are_none() -> None:
    """Where nothing tells which of two dates it is, it is neither."""
    found = draft("", "<h1>T</h1><p>12 March 2024</p><p>13 March 2024</p>")
    assert (found.published_at, found.published_at_reason) == (None, PublishedAtReason.AMBIGUOUS)


def test_a_date_that_cannot_be_read_is_said_to_be_so() -> None:
    """A stated date without one reading is null, for that reason."""
    found = draft(linked(article(datePublished="yesterday evening")))
    assert (found.published_at, found.published_at_reason) == (None, PublishedAtReason.UNPARSED)


def test_the_time_of_an_update_is_not_that_of_publication() -> None:
    """`dateModified` and "Updated:" are `updated_at`."""
    found = draft(linked(article(dateModified="2024-03-13T08:00:00Z")))
    assert (found.published_at, found.updated_at) == (None, "2024-03-13T08:00:00Z")
    assert draft("", "<h1>T</h1><p>Updated: 13 March 2024</p>").updated_at == "2024-03-13"


@pytest.mark.parametrize(
    ("head", "above", "authors"),
    [
        (linked(article(author={"@type": "Person", "name": "Sara Khan"})), "", ("Sara Khan",)),
        (
            linked(article(author=[{"name": "Sara Khan"}, "Ali Raza", {"name": "Sara Khan"}])),
            "",
            ("Sara Khan", "Ali Raza"),
        ),
        (linked(article(author=None, creator="Web Desk")), "", ("Web Desk",)),
        ("<meta name=author content='By Sara Khan'>", "", ("Sara Khan",)),
        ("<meta property=article:author content='https://facebook.example/sara'>", "", ()),
        ("", "<h1>T</h1><p class=byline>By <a href=/a>Sara Khan</a> | Lahore</p>", ("Sara Khan",)),
        ("", "<h1>T</h1><p>By Sara Khan</p>", ("Sara Khan",)),
        ("", "<h1>T</h1><p>تحریر: سارہ خان</p>", ("سارہ خان",)),
        ("", "<h1>T</h1><a rel=author href=/a>Sara Khan</a>", ("Sara Khan",)),
        ("", "<h1>T</h1>", ()),
    ],
)
def test_authors(head: str, above: str, authors: tuple[str, ...]) -> None:
    """As stated, without "By", addresses and repetitions; a byline is no part of the text."""
    found = draft(head, above)
    assert found.authors == authors
    assert "Sara Khan" not in found.text


def test_a_text_that_begins_with_a_byword_is_a_text() -> None:
    """A word that may also stand before a name makes no byline: "تحریر الشام" is a militia, "By Monday" no author."""
    for line in ("تحریر الشام نے شہر پر قبضہ کر لیا", "By Monday the council had decided"):
        page = f"<html><title>T</title><h1>T</h1><div><p>{line}</p>{PROSE}</div>"
        (item,) = read(File("a.html", page.encode()), Limits())
        assert isinstance(item, Draft)
        assert (item.text.split("\n\n")[0], item.authors) == (line, ())


@pytest.mark.parametrize(
    ("head", "above", "subtitle"),
    [
        ("", "<h1>T</h1><p class=standfirst>What it is about</p>", "What it is about"),
        (
            "<meta name=description content='What it is about'>",
            "<div><h1>T</h1><h2>What it is about</h2></div>",
            "What it is about",
        ),
        ("<meta name=description content='What it is about'>", "<h1>T</h1>", None),
        (linked(article(headline="T", alternativeHeadline="What it is about")), "", "What it is about"),
        (linked(article(headline="T", alternativeHeadline="T")), "", None),
    ],
)
def test_subtitles(head: str, above: str, subtitle: str | None) -> None:
    """A standfirst that the page shows; a description that it only tells machines is none."""
    found = draft(head, above)
    assert found.subtitle == subtitle
    assert "What it is about" not in found.text


def test_the_beginning_of_a_text_is_not_its_subtitle() -> None:
    """A description that repeats the first paragraph leaves it in the text."""
    first = PROSE.partition("</p>")[0].removeprefix("<p>")
    found = draft(f"<meta property=og:description content='{first}'>", "<h1>T</h1>")
    assert (found.subtitle, found.text.split("\n\n")[0]) == (None, first)


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ("<link rel=canonical href='https://post.example/a/1'>", None, "https://post.example/a/1"),
        ("<link rel=canonical href='/a/1'><base href='https://post.example/x/'>", None, "https://post.example/a/1"),
        ("<link rel=canonical href='/a/1'>", "https://post.example/x?y", "https://post.example/a/1"),
        ("<link rel=canonical href='/a/1'>", None, None),
        ("<link rel=canonical href='https://post.example/'>", "https://post.example/a/1", "https://post.example/a/1"),
        (
            "<link rel=canonical href='javascript:x'><meta property=og:url content='https://post.example/a/2'>",
            None,
            "https://post.example/a/2",
        ),
        ("<link rel=canonical href='http://[bad/'>", None, None),
        (linked(article(mainEntityOfPage={"@id": "https://post.example/a/3"})), None, "https://post.example/a/3"),
        ("", "https://post.example/a/4", "https://post.example/a/4"),
        ("<!-- saved from url=(0024)https://post.example/a/5 -->", None, "https://post.example/a/5"),
    ],
)
def test_addresses(head: str, url: str | None, expected: str | None) -> None:
    """Absolute, for http or https, and an article's: a site's front page is nobody's identity."""
    assert draft(head, url=url).source.url == expected


def test_the_source_is_the_publisher() -> None:
    """Its slug is of the address, as in the site's feeds; without one, of the name."""
    name = "<meta property=og:site_name content='The Valley Post'>"
    found = draft(f"{name}<link rel=canonical href='https://www.post.example/1'>").source
    assert (found.slug, found.name) == ("post-example", "The Valley Post")
    assert draft(name).source.slug == "the-valley-post"
    assert draft(linked(article(publisher={"name": "وادی نیوز"}))).source.slug == "unknown"


def test_the_declared_language_is_a_hint() -> None:
    """From the root element, else from the metadata."""
    (item,) = read(File("a.html", f"<html lang=ur_PK><body>{PROSE}".encode()), Limits())
    assert isinstance(item, Draft)
    assert item.language == "ur-PK"
    assert draft("<meta property=og:locale content=fa_IR>").language == "fa-IR"


@pytest.mark.parametrize(
    "script",
    [
        "{broken",
        "[]",
        "null",
        "1",
        '"x"',
        "{}",
        '{"@type": 1}',
        '{"@type": "Article", "author": 7, "headline": ["", 3]}',
        '{"@type": "Article", "publisher": [null, {"name": {}}], "mainEntityOfPage": [], "url": {}}',
        '{"@type": "Article", "datePublished": {}}',
        "[" * 5000,
        '{"@graph": ' * 3000,
    ],
)
def test_broken_metadata_costs_nothing(script: str) -> None:
    """Whatever JSON-LD holds, the article is read without it."""
    found = draft(f'<title>Council meets</title><script type="application/ld+json">{script}</script>')
    assert (found.title, found.published_at, found.authors) == ("Council meets", None, ())


@pytest.mark.parametrize(
    "wrapped", ["<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/{}/*]]>*/", "{},", " {};"]
)
def test_json_in_wrappings_is_read(wrapped: str) -> None:
    """Comments, CDATA and a semicolon around JSON-LD, and commas and line ends in it, are mended."""
    node = '{"@type": "NewsArticle", "headline": "A\nB", "datePublished": "2024-03-12",}'
    script = wrapped.replace("{}", node)
    found = draft(f'<script type="application/ld+json">{script}</script>')
    assert found.published_at == "2024-03-12"
