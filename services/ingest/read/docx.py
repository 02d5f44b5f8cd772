"""The DOCX reader: the paragraphs of a Word document, in order, as its last author left them.

Word keeps more than what is read on the page. Deleted text is left out, inserted text and text in fields and boxes is
taken; of drawings that are kept twice, for old and new programs, the new one counts.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Budget, Limits, check_size
from services.ingest.read.structure import analyse

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", _FALLBACK})
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_TITLE_STYLES = ("title", "heading 1")
_SUBTITLE_STYLES = ("subtitle",)
_HEAD_BLOCKS = 8
_MAX_TITLE_CHARS = 300

Block = tuple[str, str]
"""The style of a paragraph, by Word's own name for it, and its text."""


def recognise(raw: bytes) -> bool:
    """Tell a Word document, also one with a password, by what its package names."""
    if raw.startswith(_OLE):
        return _ENCRYPTED in raw
    return raw.startswith(_ZIP) and b"[Content_Types].xml" in raw and b"word/" in raw


def read_docx(file: File, limits: Limits) -> list[Item]:
    """Read the article of a Word document.

    Raises:
        Refusal: ENCRYPTED, MALFORMED, ARCHIVE_BOMB for a package that unpacks to too much, EMPTY, TOO_LARGE.
    """
    if file.raw.startswith(_OLE):
        raise Refusal(Reason.ENCRYPTED)
    styles, body = _opened(file.raw, limits)
    blocks = [(styles.get(style, ""), text) for style, text in _blocks(body) if text]
    check_size(limits, *(text for _, text in blocks))
    if not blocks:
        raise Refusal(Reason.EMPTY)
    title, blocks = _first_of(_TITLE_STYLES, blocks)
    subtitle, blocks = _first_of(_SUBTITLE_STYLES, blocks)
    return [analyse([text for _, text in blocks], title=title, subtitle=subtitle).draft()]


def _first_of(styles: tuple[str, ...], blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """Take the first block that has one of these styles, and stands among the first, out of the others."""
    for at, (style, text) in enumerate(blocks[:_HEAD_BLOCKS]):
        if style in styles and len(text) <= _MAX_TITLE_CHARS and "\n" not in text:
            return text, blocks[:at] + blocks[at + 1 :]
    return None, blocks


def _opened(raw: bytes, limits: Limits) -> tuple[dict[str, str], Any]:
    """Open the package; return the names of styles by their identifiers, and the body's element."""
    # Imported here: it is heavy, and only children read DOCX.
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        _check_package(raw, limits)
        document = Document(io.BytesIO(raw))
        return _styles(document), document.element.body
    except (Refusal, MemoryError):
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, EOFError) as error:
        raise Refusal(Reason.MALFORMED, f"not a whole Word document: {error}") from error
    except Exception as error:  # python-docx takes it for granted that each part is what its name says
        raise Refusal(Reason.MALFORMED, "not a whole Word document: a part of it is damaged") from error


def _styles(document: Any) -> dict[str, str]:
    return {style.styleId: (style.name_val or "").lower() for style in document.styles.element.style_lst}


def _check_package(raw: bytes, limits: Limits) -> None:
    """Refuse a package that says it unpacks to too much, or whose parts have more in them than they say."""
    budget = Budget(limits, len(raw))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        budget.count_members(len(package.infolist()))
        for part in package.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue  # pictures are never unpacked
            budget.spend(part.file_size)


def _blocks(element: Any) -> Iterator[Block]:
    """Yield the style and the text of each paragraph, and of each table as lines of cells."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _style(child), _text(child).strip()
            yield from _boxed(child)
        elif child.tag == f"{_W}tbl":
            yield "", "\n".join(filter(None, map(_row, child.iter(f"{_W}tr"))))
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _style(paragraph: Any) -> str:
    stated = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if stated is None else stated.get(f"{_W}val") or ""


def _row(row: Any) -> str:
    cells = (" ".join(filter(None, (text for _, text in _blocks(cell)))) for cell in row.iterchildren(f"{_W}tc"))
    return "\t".join(cells).strip()


def _text(element: Any) -> str:
    """Join the letters of a paragraph, those of boxes in it left out."""
    parts = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _CHARACTERS:
            parts.append(_CHARACTERS[child.tag])
        elif child.tag not in _GONE and child.tag != f"{_W}txbxContent":
            parts.append(_text(child))
    return "".join(parts)


def _boxed(paragraph: Any) -> Iterator[Block]:
    """Yield the paragraphs of the text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box)


FORMAT = Reader("docx", "a Word document", frozenset({".docx", ".docm"}), recognise, certain=True, read=read_docx)
