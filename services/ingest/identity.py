"""Who is who: a document by its path, an article by its URL, its publisher's id or its place."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from schemas.article import Source
from schemas.identity import digest, document_id

__all__ = ["article_id", "canonical_url", "document_id"]

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def article_id(path: bytes, source: Source, guid: str | None, item_hash: str | None) -> str:
    """Derive an article's id, 32 hex digits.

    From its URL, else its guid, else its path; an item of a file with several has `item_hash`, its content hash, to
    tell it from its neighbours. Publishers number alike, so a guid counts within its source, or within its folder
    where the source is unknown.
    """
    if source.url and (canonical := canonical_url(source.url)):
        return digest("url", canonical.encode("utf-8", "surrogatepass"))
    if guid:
        scope = path.rpartition(b"/")[0] if source.slug == Source().slug else source.slug.encode()
        return digest("guid", scope + b"\0" + guid.encode("utf-8", "surrogatepass"))
    if item_hash:
        return digest("item", path + b"\0" + item_hash.encode())
    return digest("path", path)


def canonical_url(url: str) -> str | None:
    """Strip what does not tell pages apart: scheme, letter case of the host, default port, fragment, tracking.

    Returns None for what is no http(s) URL.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".")
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    asked = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    query = f"?{urlencode(asked)}" if asked else ""
    return f"//{host}{parts.path.rstrip('/') or '/'}{query}"


def _tracks(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
