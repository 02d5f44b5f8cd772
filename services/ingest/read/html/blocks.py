"""A page as its blocks: paragraphs, headings, list items, cells, in the page's order and letters.

White space is collapsed as browsers do it. Every other character stays: joiners, direction marks, no-break spaces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# As browsers lay them out by default.
_BLOCK = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search"
    " section summary table tbody td tfoot th thead tr ul xmp"
)
_NO_TEXT = _words(
    "applet audio button canvas datalist embed frameset head iframe img input link map math meta meter noembed noframes"
    " noscript object progress script select style svg template textarea title video"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Classes of common frameworks for what is there only for screen readers, or only for editors.
_UNSEEN = _words(
    "noprint no-print d-print-none sr-only screen-reader-text screenreader-text visually-hidden visuallyhidden"
    " off-screen offscreen a11y-hidden mw-editsection"
)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NOT_KEY = re.compile(r"[\W_]+")
_MOST_SHOWN_ANYWAY, _NEARLY_ALL = 3, 0.8
_MAX_VALUE_CHARS = 2048


@dataclass
class Run:
    """A run of text: the `text` or the `tail` of an element."""

    element: HtmlElement
    where: str
    text: str
    letters: int
    linked: bool


@dataclass
class Block:
    """A block of text. `owner` is the block element that it stands in."""

    text: str
    owner: HtmlElement
    runs: list[Run] = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        """Return what two ways of writing the same text have in common: letters and digits."""
        return key_of(self.text)

    @cached_property
    def linked(self) -> float:
        """Return the share of it that is links, 0 to 1."""
        return sum(run.letters for run in self.runs if run.linked) / max(sum(run.letters for run in self.runs), 1)

    def ancestors(self) -> Iterator[HtmlElement]:
        """Yield the owner and what it stands in, up to the root."""
        yield self.owner
        yield from self.owner.iterancestors()


def key_of(text: str) -> str:
    """Return a text's letters and digits, for comparing."""
    return _NOT_KEY.sub("", text).casefold()


def clean(root: HtmlElement) -> None:
    """Empty, in place, all elements that show no text, or none to anybody."""
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    for element in root.iter(etree.Element):
        # Pictures and whole data sets lie in attributes; what names and places an element is short.
        for name in [name for name, value in element.attrib.items() if len(value) > _MAX_VALUE_CHARS]:
            del element.attrib[name]
    total = max(_length(root), 1)
    shown_anyway = 0
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if not is_hidden(element):
            continue
        # A page saved while a dialogue was open is hidden as a whole.
        if shown_anyway < _MOST_SHOWN_ANYWAY and _length(element) / total > _NEARLY_ALL:
            shown_anyway += 1
            continue
        walk.skip_subtree()
        element.clear(keep_tail=True)


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether an element itself says that it is not shown."""
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden", "").strip().lower() == "true"
        or _HIDDEN.search(element.get("style", "")) is not None
        or not _UNSEEN.isdisjoint(element.get("class", "").lower().split())
    )


def blocks_of(root: HtmlElement) -> list[Block]:
    """Cut a cleaned page into its blocks; those without a letter, digit or sign are left out."""
    return _Cutter().cut(root)


class _Cutter:
    """Walks a page once, without recursion."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._owners: list[HtmlElement] = []
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self._links = 0
        self._preformatted = 0
        self._line_is_empty = False
        """Whether nothing followed the last line break yet."""

    def cut(self, root: HtmlElement) -> list[Block]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        return self._blocks

    def _start(self, element: HtmlElement) -> None:
        if _is_block(element):
            self._flush()
            self._owners.append(element)
        elif element.tag == "br":
            self._break()
        self._links += element.tag == "a"
        self._preformatted += element.tag in ("pre", "listing", "xmp", "plaintext")
        self._add(element, "text", element.text)

    def _end(self, element: HtmlElement) -> None:
        self._links -= element.tag == "a"
        self._preformatted -= element.tag in ("pre", "listing", "xmp", "plaintext")
        if _is_block(element):
            self._flush()
            self._owners.pop()
        self._add(element, "tail", element.tail)

    def _add(self, element: HtmlElement, where: str, text: str | None) -> None:
        if not text or not self._owners:
            return
        self._pieces.append(text if self._preformatted else _SPACE.sub(" ", text))
        if not text.isspace():
            self._line_is_empty = False
            self._runs.append(Run(element, where, text, len(key_of(text)), self._links > 0))

    def _break(self) -> None:
        """Take a line break; a second one in a row ends the paragraph."""
        if self._line_is_empty:
            self._flush()
        else:
            self._pieces.append("\n")
            self._line_is_empty = True

    def _flush(self) -> None:
        text = "".join(self._pieces)
        if not self._preformatted:
            text = _SPACE.sub(_kept, text)
        if self._owners and (text := text.strip()):
            self._blocks.append(Block(text, self._owners[-1], self._runs))
        self._pieces, self._runs, self._line_is_empty = [], [], False


def _kept(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCK or _SHOWN_AS_BLOCK.search(element.get("style", "")) is not None
