"""What stands between quotation marks, of all scripts: “ ”, „ “, « », " ", ‘‘ ’’, ’’ ‘‘, ‘ ’.

Every mark is looked at once. A quotation that is not closed by the end of its paragraph is none; marks inside one of
another kind are its own.
"""

import re
from collections.abc import Mapping

from services.text.analysed import Span

LEAST_WORDS = 4
"""What is shorter is a word used with a distance, a title, a nickname."""
_MOST_CHARS = 2_000
# A set comes first: it is found several times as fast as one of many strings.
_MARK = re.compile("[“”„‟\"«»‘’‚‹›'](?:(?<=‘)‘|(?<=’)’|(?<=')')?")
_CLOSING: Mapping[str, frozenset[str]] = {
    "“": frozenset('”"'),
    "„": frozenset('“”"'),
    "‟": frozenset("”"),
    "”": frozenset("“”"),
    '"': frozenset('"”'),
    "«": frozenset("»"),
    "‘‘": frozenset(("’’", "‘‘")),
    "’’": frozenset(("‘‘", "’’")),  # typed the wrong way round, as in much Urdu text
    "''": frozenset(("''",)),
    "‘": frozenset("’"),
    "‚": frozenset("‘’"),
    "‹": frozenset("›"),
}
_APOSTROPHES = frozenset(("’", "‘", '"', "''"))
"""Marks that stand inside words too: an apostrophe, Hebrew gershayim."""
_SPACED = frozenset("«„“")
"""Marks whose shape alone says that they open, so that a space may follow."""


def quoted(text: str, most: int) -> list[tuple[Span, Span]]:
    """List the quotations: where each stands without its marks and the space inside them, and with its marks.

    Args:
        text: faithful text.
        most: no more than so many, the first.
    """
    found: list[tuple[Span, Span]] = []
    opened: re.Match[str] | None = None
    read = 0  # how far the text after the opening mark has been looked through for a new paragraph
    for mark in _MARK.finditer(text):
        if opened is not None:
            if mark.start() - opened.end() > _MOST_CHARS or text.find("\n\n", read, mark.start()) >= 0:
                opened = None
            elif mark.group() in _CLOSING[opened.group()] and not _in_word(text, mark):
                found += _long_enough(text, opened, mark)
                opened = None
                if len(found) >= most:
                    break
                continue
        if (opened is None or mark.group() == opened.group()) and _opens(text, mark):
            opened = mark
        read = mark.end()
    return found


def _opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    spaced = after.isspace() and mark.group() not in _SPACED
    return mark.group() in _CLOSING and not before.isalnum() and bool(after) and not spaced


def _in_word(text: str, mark: re.Match[str]) -> bool:
    return mark.group() in _APOSTROPHES and text[mark.end() : mark.end() + 1].isalnum()


def _long_enough(text: str, opened: re.Match[str], closed: re.Match[str]) -> list[tuple[Span, Span]]:
    inside = text[opened.end() : closed.start()]
    start = opened.end() + len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    if len(inside.split(maxsplit=LEAST_WORDS)) < LEAST_WORDS:
        return []
    return [((start, end), (opened.start(), closed.end()))]
