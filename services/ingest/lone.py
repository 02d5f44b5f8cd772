"""Folders known to hold no sidecar, in whose files' names six need not be looked for at every look at each file.

A folder is listed once it is watched, and from then on an event tells of each sidecar that comes. Where there are no
events nothing is known, and where some were lost all is forgotten: then each file's own sidecar is looked for.
"""

from threading import Lock


class LoneFiles:
    """Which folders have files without sidecars only. Folders are listed in one thread, events come in another."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._listed: set[bytes] = set()
        """Folders that are being listed, while no sidecar has come."""
        self._lock = Lock()

    def __contains__(self, path: bytes) -> bool:
        """Tell whether a file, by its path, is known to have no sidecar."""
        return path.rpartition(b"/")[0] in self._known

    def begin(self, folder: bytes) -> None:
        """Note that a folder is watched now, and is about to be listed."""
        with self._lock:
            self._listed.add(folder)

    def end(self, folder: bytes, lone: bool) -> None:
        """Note whether the list of a folder had no sidecar; one that has come meanwhile counts, too."""
        with self._lock:
            if lone and folder in self._listed:
                self._known.add(folder)
            else:
                self._known.discard(folder)
            self._listed.discard(folder)

    def came(self, sidecar: bytes) -> None:
        """Note a sidecar, by its path."""
        folder = sidecar.rpartition(b"/")[0]
        with self._lock:
            self._known.discard(folder)
            self._listed.discard(folder)

    def forget(self) -> None:
        """Forget all, since events were lost."""
        with self._lock:
            self._known.clear()
            self._listed.clear()
