"""The page at `/`: how things stand and a search box, without scripts. All text from outside is escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from aiohttp import web

from services.runtime.errors import Unavailable
from services.search.highlight import Span
from services.search.query import Hit, SearchResult

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Khabar</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
:root { color-scheme: light dark }
th { text-align: start; font-weight: normal; padding-inline-end: 2rem }
td { text-align: end; font-variant-numeric: tabular-nums }
li { margin-block: 1rem }
input[type=search] { width: 70%; font: inherit; padding: .3rem }
button { font: inherit; padding: .3rem 1rem }
</style>
</head>
<body>
<h1>Khabar <bdi lang="ur">خبر</bdi></h1>
"""
_FOOT = """<p><a href="/articles">articles</a> · <a href="/documents">documents</a> · <a href="/status">status</a> ·
<a href="/openapi.json">openapi.json</a></p>
</body>
</html>
"""


def respond(html: str, status: int) -> web.Response:
    """Answer with a page that may load and run nothing."""
    headers = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def render(status: Mapping[str, Any], q: str, result: SearchResult | None) -> str:
    """Draw the page."""
    return _HEAD + _form(q) + (_found(result) if result else "") + _status(status) + _FOOT


def outage(outage: Unavailable) -> str:
    """Draw the page while the database is away."""
    return f"{_HEAD}<p>{escape(outage.server)} cannot be used just now: {escape(outage.detail)}</p>\n{_FOOT}"


def _form(q: str) -> str:
    label = "Search in any spelling"
    return (
        f'<form action="/" role="search"><input type="search" name="q" dir="auto" value="{escape(q)}"'
        f' aria-label="{label}" placeholder="{label}" required maxlength="1000"> <button>Search</button></form>\n'
    )


def _found(result: SearchResult) -> str:
    least = "" if result.exact else "at least "
    told = [f"{least}{result.total} found"]
    if result.note:
        told.append(escape(result.note))
    if result.did_you_mean:
        meant = escape(result.did_you_mean)
        told.append(f'did you mean <a href="/?q={quote(result.did_you_mean)}" dir="auto">{meant}</a>?')
    return f"<p>{', '.join(told)}</p>\n<ol>\n{''.join(map(_hit, result.hits))}</ol>\n"


def _hit(hit: Hit) -> str:
    about = " · ".join(part for part in (hit.language, hit.published_at or "", hit.source["slug"]) if part)
    title = _marked(hit.title or "(no title)", hit.title_highlights)
    return (
        f'<li><a href="/articles/{quote(hit.article_id)}" dir="auto">{title}</a>'
        f" <small>{escape(about)}</small>"
        f'<div dir="auto" lang="{escape(hit.language)}">{_marked(hit.snippet, hit.highlights)}</div></li>\n'
    )


def _marked(text: str, highlights: Sequence[Span]) -> str:
    """Escape a text, and mark what was looked for in it."""
    parts = []
    at = 0
    for start, end in highlights:
        parts.append(f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>")
        at = end
    return "".join(parts) + escape(text[at:])


def _status(status: Mapping[str, Any]) -> str:
    rows = [(f"{what} {state}", n) for what in ("documents", "articles") for state, n in status[what].items()]
    rows.append(("dead letters", status["dead"]))
    lines = "".join(f"<tr><th>{escape(name)}</th><td>{count}</td></tr>\n" for name, count in rows)
    down = "".join(f"<p>{escape(name)} is away: {escape(why)}</p>\n" for name, why in status["down"].items())
    return f"<p>{'at rest' if status['idle'] else 'working'}</p>\n{down}<table>\n{lines}</table>\n"
