"""The periodic walk through the watched folder: the truth about what is there."""

import contextlib
import os
from collections.abc import Callable, Iterator

from services.ingest.files import Found, Vanished, ignored, is_sidecar, look
from services.ingest.read import suffixes


def _nothing(_: bytes, __: bool) -> None:
    """Hear of a listed folder, and do nothing."""


def walk(
    root: bytes, on_folder: Callable[[bytes], None], on_listed: Callable[[bytes, bool], None] = _nothing
) -> Iterator[Found]:
    """Yield every entry below the root that is not a plain folder, following no links.

    A folder is announced to `on_folder` before it is listed, so that a watch set there misses nothing that comes
    later; `on_listed` hears whether it has no sidecar, before its files are yielded. A folder named like an article
    (`a.txt`), or that cannot be listed, is yielded itself: it gets a reason.

    Raises:
        OSError: the root itself cannot be listed.
    """
    folders = [b""]
    while folders:
        folder = folders.pop()
        on_folder(folder)
        try:
            alone = not _has_sidecars(root, folder)
            on_listed(folder, alone)
            entries = os.scandir(os.path.join(root, folder))  # noqa: PTH118  paths are bytes here
        except OSError:
            on_listed(folder, False)
            if not folder:
                raise
            yield from _looked(root, folder)
            continue
        with entries:
            for entry in entries:
                path = folder + b"/" + entry.name if folder else entry.name
                if ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                    if not _named_like_article(path):
                        continue
                yield from _looked(root, path, alone=alone)


def _has_sidecars(root: bytes, folder: bytes) -> bool:
    """Tell whether any file of a folder has a sidecar: looking for each file's own would cost seven times as much."""
    with os.scandir(os.path.join(root, folder)) as entries:  # noqa: PTH118
        return any(is_sidecar(entry.name) for entry in entries)


def _looked(root: bytes, path: bytes, *, alone: bool = True) -> Iterator[Found]:
    with contextlib.suppress(Vanished):  # gone between listing and looking
        yield look(root, path, alone=alone)


def _named_like_article(path: bytes) -> bool:
    return os.path.splitext(path)[1].lower().decode("latin-1") in suffixes()  # noqa: PTH122
