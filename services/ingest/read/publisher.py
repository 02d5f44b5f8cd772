"""Who published it: a name, an address, and the slug that stands for both."""

import re
import unicodedata
from urllib.parse import urlsplit

from schemas.article import Source
from services.text.normalise import normalise

_MAX_URL_CHARS = 2048
_MAX_NAME_CHARS = 200


def publisher(name: str | None, home: str | None, url: str | None) -> Source:
    """Make a source of a publisher's name and address, and of the article's own; its slug is of the host first.

    For formats with both: a host stays the same where a feed's title is "Latest news" today and another tomorrow.
    """
    name = (normalise(name)[0].strip()[:_MAX_NAME_CHARS] or None) if name else None
    home, url = url_of(home), url_of(url)
    slug = slug_of(None, home or url)
    return Source(slug=slug if slug != Source().slug else slug_of(name), name=name, url=url)


def slug_of(name: str | None, url: str | None = None) -> str:
    """Make a slug `[a-z0-9-]{1,64}` of a publisher's name, else of its host, else `unknown`.

    A name in another script is not transliterated: that would be a guess, and two guesses would be two publishers.
    """
    if name:
        # Not `fold`: slugs are kept in routing keys and identities, and must not move when folding does.
        letters = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
        plain = "".join(char for char in letters if not unicodedata.combining(char))
        if all(char.isascii() for char in plain if char.isalpha()) and (slug := _slug(plain)):
            return slug
    return _slug(_host(url)) or "unknown"


def url_of(value: str | None) -> str | None:
    """Return an http(s) address as stated, or None for what is none."""
    if value is None:
        return None
    url = normalise(value)[0].strip()
    return url if len(url) <= _MAX_URL_CHARS and not re.search(r"\s", url) and _host(url) else None


def _host(url: str | None) -> str:
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:64].strip("-")
