"""Front matter: the YAML that a Markdown file may begin with, as mapping of strings, lists and mappings."""

import re
from collections.abc import Mapping
from typing import Any

from services.ingest.draft import Refusal
from services.ingest.read.yaml import parse_yaml

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_MAX_CHARS = 16_384


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Part a text from its front matter.

    Args:
        text: with line feeds as its only line ends.

    Returns:
        The fields and the text below; no fields and the whole text where there is no front
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
    if not block.strip():
        return {}
    try:
        value = parse_yaml(block)
    except Refusal:
        return None
    return dict(value) if isinstance(value, Mapping) else None
