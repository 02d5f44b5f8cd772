"""What the head of a page says: `meta`, `link`, `title`, JSON-LD and microdata, each believed where it is certain."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from schemas.article import Source
from schemas.reasons import PublishedAtReason
from services.ingest.read.html.furniture import in_furniture
from services.ingest.read.html.jsonld import ARTICLES, Node, article_of, names_of, nodes_of, string_of, urls_of
from services.ingest.read.people import authors_of
from services.ingest.read.publisher import publisher, url_of
from services.ingest.read.structure.byline import read_byline
from services.ingest.read.structure.when import best
from services.text.dates import Stated, parse_date
from services.text.language import valid_tag

_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "publicationdate", "date.published", "dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.created",
    "dc.date.created", "dc.date", "dcterms.date", "dc:date", "citation_publication_date", "displaydate", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "datemodified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "modified", "revised",
)  # fmt: skip
_AUTHORS = (
    "dc:creator", "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "article:author_name", "citation_author",
)  # fmt: skip
_TITLES = ("dc:title", "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site")
_LANGUAGES = ("content-language", "language", "dc.language", "og:locale")
_MAX_TITLE_CHARS = 500
_MOST_MARKED, _MOST_LOOKED_AT = 3, 200
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Head:
    """What a page says of its article, before a line of the text is looked at."""

    titles: tuple[str, ...]
    """What the page calls itself, the most trusted first; the site's name may be part of it."""
    subtitle: str | None
    descriptions: tuple[str, ...]
    authors: tuple[str, ...]
    published: Stated
    updated: str | None
    language: str | None
    source: Source
    body: str | None
    """The article's text as JSON-LD has it."""


def head_of(root: HtmlElement, address: str | None) -> Head:
    """Read a page's metadata. `root` must still have its scripts; `address` is where the page came from, if known."""
    metas = _metas(root)
    headings = [text for text in map(text_of, root.iter("h1")) if text]
    named = [text for text in map(text_of, root.iter("title")) if text][:1]
    stated = [*(value for name in _TITLES for value in metas.get(name, ())), *named]
    canonical = _canonical(root, metas, address)
    node = article_of(nodes_of(root), [*stated, *headings], canonical)
    url = canonical or _first_address(urls_of(node), address) or _address(address, None)
    headline = _line(string_of(node, "headline", "name"))
    return Head(
        titles=tuple(title for title in [headline, *stated] if title and len(title) <= _MAX_TITLE_CHARS),
        subtitle=_line(string_of(node, "alternativeHeadline")),
        descriptions=tuple(
            filter(None, [string_of(node, "description"), *(v for n in _DESCRIPTIONS for v in metas.get(n, ()))])
        ),
        authors=_authors(root, metas, node),
        published=_date(root, string_of(node, "datePublished", "dateCreated"), metas, _PUBLISHED, "datepublished"),
        updated=_date(root, string_of(node, "dateModified"), metas, _UPDATED, "datemodified").value,
        language=_language(root, metas, node),
        source=_source(metas, node, url),
        body=string_of(node, "articleBody", "text"),
    )


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """Collect `meta` by name, in lower case. One may have several names, parted by spaces."""
    metas: dict[str, list[str]] = {}
    for attribute in ("property", "name", "http-equiv"):
        for meta in root.iter("meta"):
            content = _line(meta.get("content"))
            for name in meta.get(attribute, "").lower().split() if content else ():
                metas.setdefault(name, []).append(content or "")
    return metas


def _line(text: str | None) -> str | None:
    return (_SPACE.sub(" ", text).strip() or None) if text else None


def text_of(element: HtmlElement) -> str | None:
    """Return an element's text in one line, or None where there is none."""
    return _line("".join(element.itertext()))


def _date(
    root: HtmlElement, stated: str | None, metas: dict[str, list[str]], names: Sequence[str], itemprop: str
) -> Stated:
    """Read a date: from JSON-LD, else from `meta`, else from microdata. The first that can be read counts."""
    values = [stated] if stated else []
    values += [value for name in names for value in metas.get(name, ())]
    return best([*map(parse_date, values), *_microdata(root, itemprop)])


def _microdata(root: HtmlElement, itemprop: str) -> list[Stated]:
    """Read a date from microdata, unless it is of several minds: then some of it is of other articles."""
    found = [
        parse_date(value)
        for element in _marked(root, "itemprop", itemprop)
        if (value := element.get("content") or element.get("datetime") or element.get("title") or text_of(element))
    ]
    dates = {each.value for each in found}
    return found if len(dates) <= 1 else [Stated(None, PublishedAtReason.AMBIGUOUS)]


def _marked(root: HtmlElement, attribute: str, value: str) -> Iterator[HtmlElement]:
    """Yield what is marked so in an article's own scope; without scopes, outside of what stands around articles."""
    for element, _ in zip(root.iterfind(f".//*[@{attribute}]"), range(_MOST_LOOKED_AT), strict=False):
        if value in element.get(attribute, "").lower().split():
            kind = next(
                (each.get("itemtype", "") for each in element.iterancestors() if "itemscope" in each.attrib), ""
            )
            if kind.endswith(ARTICLES) or not (kind.endswith("Comment") or in_furniture(element)):
                yield element


def _authors(root: HtmlElement, metas: dict[str, list[str]], node: Node) -> tuple[str, ...]:
    stated = names_of(node, "author", "creator")
    for name in _AUTHORS:
        stated = stated or [value for value in metas.get(name, ()) if "://" not in value]
    return authors_of(map(_without_by, stated or _marked_authors(root)))


def _without_by(name: str) -> str:
    """Take "By" or "تحریر:" off a name."""
    return ", ".join(read_byline(name) or (name,))


def _marked_authors(root: HtmlElement) -> list[str]:
    """Read authors marked in the page itself, unless they are many: then most are of other articles."""
    marked = [*_marked(root, "itemprop", "author"), *_marked(root, "rel", "author")]
    names = {text: None for text in map(text_of, marked) if text}
    return list(names) if len(names) <= _MOST_MARKED else []


def _language(root: HtmlElement, metas: dict[str, list[str]], node: Node) -> str | None:
    """Return the language the page declares: its element first, which browsers obey."""
    body = root.find("body")
    stated = [root.get("lang"), root.get("xml:lang"), body.get("lang") if body is not None else None]
    stated += [string_of(node, "inLanguage"), *(value for name in _LANGUAGES for value in metas.get(name, ()))]
    return next((tag for each in stated if (tag := valid_tag(each))), None)


def _canonical(root: HtmlElement, metas: dict[str, list[str]], address: str | None) -> str | None:
    base = next((link.get("href") for link in root.iter("base") if link.get("href")), None)
    base = _address(base, address) or address
    links = [link.get("href") for link in root.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    return _first_address([*links, *metas.get("og:url", ())], base)


def _first_address(stated: Iterable[str | None], base: str | None) -> str | None:
    """Return the first that is an article's: pages that give their site's front page for themselves are many."""
    for each in stated:
        url = _address(each, base)
        if url and (urlsplit(url).path.strip("/") or urlsplit(url).query):
            return url
    return None


def _address(stated: str | None, base: str | None) -> str | None:
    """Return an absolute address for http or https, or None."""
    try:
        return url_of(urljoin(base or "", (stated or "").strip()))
    except ValueError:
        return None


def _source(metas: dict[str, list[str]], node: Node, url: str | None) -> Source:
    names = [*metas.get("og:site_name", ()), *names_of(node, "publisher", "sourceOrganization")]
    names += [value for name in _SITES for value in metas.get(name, ()) if "://" not in value and "@" not in value]
    return publisher(next(filter(None, map(_line, names)), None), None, url)
