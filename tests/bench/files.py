"""The texts as files of each format, as they come to a newsroom: what the reading of formats is timed on."""

import gzip
import itertools
import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TypeVar

from tests.bench.corpus import Text
from tests.fixtures.market import feed, word
from tests.newsml import newsml_g2
from tests.unit.read.packed import http, warc_record, zip_of

T = TypeVar("T")
_PDF = Path(__file__).parents[1] / "fixtures" / "pdf" / "arabic.pdf"
_FEW = 200
"""Files of a format where making them takes long."""
_MENU, _RELATED, _COMMENTS = 60, 24, 20
_SCRIPT = 'window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag("js",new Date);'
_STYLE = ".card{display:flex;margin:0 auto;padding:8px 16px}.card a:hover{color:#b80000;text-decoration:underline}"


def of_every_format(texts: Sequence[Text]) -> dict[str, tuple[str, list[bytes]]]:
    """Return, by the name of a format, its suffix and files of it. The PDF is one, printed by a browser."""
    few = texts[:_FEW]
    pages = [news_page(text, texts).encode() for text in few]
    return {
        "text": (".txt", [text.marked("").encode() for text in texts]),
        "text, windows-1256": (".txt", list(_in_windows_1256(texts))),
        "Markdown": (".md", [f"# {text.title}\n\n{_body(text)}\n".encode() for text in texts]),
        "JSON": (".json", [_json(text).encode() for text in texts]),
        "JSON Lines of 100": (".jsonl", ["\n".join(map(_json, group)).encode() for group in _groups(texts, 100)]),
        "HTML": (".html", pages),
        "RSS of 50": (".rss", [feed((t.title, t.paragraphs) for t in group).encode() for group in _groups(texts, 50)]),
        "NewsML-G2": (
            ".xml",
            [newsml_g2(text.title, text.paragraphs) for text in texts],
        ),
        "NITF": (".xml", [_nitf(text).encode() for text in texts]),
        "DOCX": (".docx", [word(text.title, text.paragraphs) for text in few[:50]]),
        "PDF": (".pdf", [_PDF.read_bytes()]),
        "zip of 20 texts": (".zip", [_zip(group) for group in _groups(few, 20)]),
        "WARC of 20 pages": (".gz", [_warc(group) for group in _groups(pages, 20)]),
    }


def news_page(text: Text, others: Sequence[Text]) -> str:
    """Write a page as news sites make them: menus, cards of others, comments, scripts and styles, 60 to 80 KB."""
    around = itertools.cycle(others)
    menu = "".join(f'<li class="nav-item"><a href="/s/{n}">{_words(next(around), 2)}</a></li>' for n in range(_MENU))
    cards = "".join(_card(next(around), n) for n in range(_RELATED))
    comments = "".join(_comment(next(around), n) for n in range(_COMMENTS))
    body = "\n".join(f'<p class="article__p">{escape(paragraph)}</p>' for paragraph in text.paragraphs)
    title = escape(text.title)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title} | The River Gazette</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-23T10:00:00+05:00"><style>{_STYLE * 120}</style>
<script>{_SCRIPT * 220}</script></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1><div class="byline">By A. Writer</div>
<time datetime="2026-11-23T10:00:00+05:00">23 November 2026</time><div class="article__body">{body}</div></article>
<aside class="related"><h2>Read also</h2>{cards}</aside>
<section id="comments"><h2>Comments</h2>{comments}</section></main>
<footer><ul>{menu}</ul><p>© 2026 The River Gazette. All rights reserved.</p></footer>
<script>{_SCRIPT * 60}</script></body></html>
"""


def _card(text: Text, number: int) -> str:
    link = f'<a href="/a/{number}"><img src="/i/{number}.jpg" alt="" loading="lazy"><h3>{escape(text.title)}</h3></a>'
    return f'<div class="card card--small" data-id="{number}">{link}<p>{_words(text, 20)}</p></div>'


def _comment(text: Text, number: int) -> str:
    said = f'<div class="comment__text">{_words(text, 40)}</div><button class="comment__like">Like</button>'
    return f'<div class="comment" id="c{number}"><span class="comment__author">reader {number}</span>{said}</div>'


def _words(text: Text, count: int) -> str:
    return escape(" ".join(" ".join(text.paragraphs).split()[:count]))


def _body(text: Text) -> str:
    return "\n\n".join(text.paragraphs)


def _json(text: Text) -> str:
    stated = {"headline": text.title, "articleBody": _body(text), "datePublished": "2026-11-23T10:00:00+05:00"}
    return json.dumps(stated, ensure_ascii=False)


def _in_windows_1256(texts: Sequence[Text]) -> Iterator[bytes]:
    """Yield those texts that are mostly of letters that windows-1256 has and ASCII has not."""
    for text in texts:
        try:
            raw = text.marked("").encode("windows-1256")
        except UnicodeEncodeError:
            continue
        if sum(byte > 127 for byte in raw) * 2 > len(raw):
            yield raw


def _nitf(text: Text) -> str:
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
    head = '<head><docdata><date.issue norm="20261123T100000Z"/></docdata></head>'
    hedline = f"<body.head><hedline><hl1>{escape(text.title)}</hl1></hedline></body.head>"
    return f'<?xml version="1.0"?><nitf>{head}<body>{hedline}<body.content>{body}</body.content></body></nitf>'


def _zip(texts: Sequence[Text]) -> bytes:
    return zip_of({f"{n}.txt": text.marked("").encode() for n, text in enumerate(texts)})


def _warc(pages: Sequence[bytes]) -> bytes:
    """Pack pages as crawlers do: each record compressed by itself."""
    records = (
        warc_record("response", f"http://example.org/{n}.html", http(page, content_type="text/html; charset=utf-8"))
        for n, page in enumerate(pages)
    )
    return b"".join(map(gzip.compress, records))


def _groups(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
