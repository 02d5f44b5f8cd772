"""Who a document is, the same for whoever finds it or puts it there."""

import hashlib


def document_id(path: bytes) -> str:
    """Derive a document's id, 32 hex digits, from its path in the watched folder."""
    return digest("document", path)


def digest(kind: str, key: bytes) -> str:
    """Derive an id, 32 hex digits, from a key among keys of its kind."""
    return hashlib.sha256(kind.encode() + b"\0" + key).hexdigest()[:32]
