"""What hangs together: a union-find forest."""

from collections.abc import Collection, Iterable


class Groups:
    """Keys in groups; each key is alone until it is united with others."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def of(self, key: str) -> str:
        """Return a key's group, named by one of its keys; the name holds until the next `unite`."""
        parents = self._parents
        parent = parents.setdefault(key, key)
        while parent != parents[parent]:
            parents[key] = parents[parent]  # halving the path keeps the next walk short
            key, parent = parent, parents[parent]
        return parent

    def unite(self, keys: Iterable[str]) -> None:
        """Make one group of the groups of these keys."""
        roots = {self.of(key) for key in keys}
        first = min(roots, default="")
        for root in roots:
            self._parents[root] = first

    def lists(self) -> Collection[list[str]]:
        """List the groups, each sorted."""
        found: dict[str, list[str]] = {}
        for key in sorted(self._parents):
            found.setdefault(self.of(key), []).append(key)
        return found.values()
