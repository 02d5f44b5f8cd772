"""Front matter: the YAML that a Markdown file may begin with, as mapping of strings, lists and mappings."""

import re
from collections.abc import Mapping
from typing import Any

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MAX_CHARS = 16_384
_MAX_DEPTH = 32
_MAX_ALIASES = 20


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Part a text from its front matter.

    Args:
        text: with line feeds as its only line ends.

    Returns:
        The fields, their names in lower case, and the text below; no fields and the whole text where there is no front
        matter, or none that can be read, so that nothing is lost.
    """
    if not text.startswith("---"):
        return {}, text
    head, found, rest = text[:_MAX_CHARS].partition("\n")
    if not found or not _FENCE.fullmatch(head):
        return {}, text
    lines = rest.split("\n")
    end = next((at for at, line in enumerate(lines) if _FENCE.match(line)), None)
    if end is None:
        return {}, text
    fields = _fields("\n".join(lines[:end]))
    if fields is None:
        return {}, text
    length = len(head) + 1 + sum(len(line) + 1 for line in lines[: end + 1])
    return fields, text[length:]


def _fields(block: str) -> dict[str, Any] | None:
    # Imported here: few files need it.
    import yaml

    if not block.strip():
        return {}
    if _is_deep(block):
        return None
    try:
        # Not `safe_load`, which moves times to UTC: this loader makes strings, lists and mappings only, as stated.
        value = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - it makes less than the safe loader does
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(value, Mapping):
        return None
    return {str(name).lower(): field for name, field in value.items() if isinstance(name, str)}


def _is_deep(block: str) -> bool:
    """Tell nesting and aliases that no article has: the parser works on them recursively."""
    return max(block.count("["), block.count("{"), block.count("- -")) > _MAX_DEPTH or block.count("*") > _MAX_ALIASES
