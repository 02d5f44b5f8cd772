"""HTML pages, and pages saved as MHTML: the article's text, copied letter by letter, and what the page says of it.

Only this file and `recognise.py` are loaded with the other readers: the rest needs libraries that take half a second
to load, and runs in child processes.
"""

from collections.abc import Sequence

from services.ingest.draft import Item
from services.ingest.read.format import File, Reader
from services.ingest.read.html.recognise import is_html, is_mhtml
from services.ingest.read.limits import Limits


def read_html(file: File, limits: Limits) -> Sequence[Item]:
    """Read the article of a page.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, NO_ARTICLE, TOO_LARGE or PARSER_LIMIT.
    """
    from services.ingest.read.html.reader import read_page  # heavy, see above

    return [read_page(file, limits)]


def read_mhtml(file: File, limits: Limits) -> Sequence[Item]:
    """Read the article of a page that a browser saved as one file.

    Raises:
        Refusal: MALFORMED where no page is in it, or as `read_html`.
    """
    from services.ingest.read.html.mhtml import page_of  # needs `email`, which only children load

    return read_html(page_of(file), limits)


HTML = Reader("html", "an HTML page", frozenset({".html", ".htm", ".xhtml", ".shtml"}), is_html, read=read_html)
MHTML = Reader("mhtml", "a saved web page", frozenset({".mhtml", ".mht"}), is_mhtml, certain=True, read=read_mhtml)
