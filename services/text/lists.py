"""Word lists that come with the package: files that a linguist can edit, words parted by white space.

A line that begins with # is a comment; `[name]` begins a section.
"""

from importlib.resources.abc import Traversable


def sections(file: Traversable) -> dict[str, list[str]]:
    """Read a file's sections; what stands before the first has the name "".

    Raises:
        FileNotFoundError: there is none.
    """
    found: dict[str, list[str]] = {}
    name = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif not line.startswith("#"):
            found.setdefault(name, []).extend(line.split())
    return found
