"""Sidecars: `NAME.meta.json` or `NAME.meta.yaml` beside a file says better what its metadata is.

NAME is the file's whole name (`a.txt.meta.json`) or its name without the suffix (`a.meta.json`). A sidecar is no
document of its own; when it changes, its file is read again.
"""

from collections.abc import Iterator

_ENDINGS = (b".meta.json", b".meta.yaml", b".meta.yml")
MOST_BYTES = 256 * 1024


def is_sidecar(path: bytes) -> bool:
    """Tell whether a path is a sidecar's."""
    return path.endswith(_ENDINGS)


def names(path: bytes) -> Iterator[bytes]:
    """Yield the paths at which a file's sidecar may lie; the first that is there counts."""
    folder, slash, name = path.rpartition(b"/")
    stem = name.rpartition(b".")[0]
    for owner in (name, stem) if stem else (name,):
        for ending in _ENDINGS:
            yield folder + slash + owner + ending
