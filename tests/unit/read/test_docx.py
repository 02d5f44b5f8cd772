"""The DOCX reader, on documents made here."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read
from tests.fixtures.market import PARAGRAPHS, TITLE
from tests.unit.read.packed import zip_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def document(fill: Callable[[Any], None]) -> bytes:
    """Make a document's bytes."""
    made = Document()
    fill(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_xml(*paragraphs: str) -> bytes:
    """Make a document of paragraphs given as WordprocessingML."""

    def fill(made: Any) -> None:
        for inner in paragraphs:
            made.element.body.insert(len(made.element.body) - 1, parse_xml(f"<w:p {_W} {_MC}>{inner}</w:p>"))

    return document(fill)


def with_part(whole: bytes, name: str, edited: Callable[[bytes], bytes]) -> bytes:
    """Edit one part of a document's package."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    return zip_of(parts | {name: edited(parts[name])})


def one(raw: bytes) -> Draft:
    """Read a document with one article in it."""
    (item,) = read(File("خبر.docx", raw), Limits())
    assert isinstance(item, Draft)
    return item


def reason(raw: bytes, limits: Limits | None = None) -> Reason:
    """Read what must be refused as a whole."""
    with pytest.raises(Refusal) as refused:
        read(File("a.docx", raw), limits or Limits())
    return refused.value.reason


def told(raw: bytes) -> str:
    """Return a document's text, or why it has none."""
    try:
        return one(raw).text
    except Refusal as refusal:
        return str(refusal)


def test_styles_tell_title_and_subtitle() -> None:
    """Word's own title and subtitle are taken; paragraphs stay paragraphs."""

    def fill(made: Any) -> None:
        made.add_paragraph(TITLE, style="Title")
        made.add_paragraph("بعد إغلاق دام ثلاث سنوات", style="Subtitle")
        for paragraph in PARAGRAPHS:
            made.add_paragraph(paragraph)

    draft = one(document(fill))
    assert (draft.title, draft.subtitle) == (TITLE, "بعد إغلاق دام ثلاث سنوات")
    assert draft.text.split("\n\n") == list(PARAGRAPHS)
    assert draft.format == "docx"


def test_without_styles_the_lines_tell() -> None:
    """A first paragraph that reads like a headline is one, as in plain text."""

    def fill(made: Any) -> None:
        for text in (TITLE, *PARAGRAPHS):
            made.add_paragraph(text)

    draft = one(document(fill))
    assert draft.title == TITLE
    assert draft.text.split("\n\n") == list(PARAGRAPHS)


def test_tables_and_breaks_keep_their_text_in_order() -> None:
    """A row is a line, cells are parted by tabs, and a line break in a paragraph stays one."""

    def fill(made: Any) -> None:
        made.add_paragraph("Before the table.\nA second line.")
        table = made.add_table(rows=2, cols=2)
        for cell, text in zip((cell for row in table.rows for cell in row.cells), "ABCD", strict=True):
            cell.text = text
        made.add_paragraph("After the table.")

    assert one(document(fill)).text == "Before the table.\nA second line.\n\nA\tB\nC\tD\n\nAfter the table."


def test_only_what_is_read_on_the_page_is_taken() -> None:
    """Deleted text is out; inserted text, links, tagged text and boxes are in, the latter once."""
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    raw = with_xml(
        run.format("The bridge ")
        + "<w:del><w:r><w:delText>was shut</w:delText></w:r></w:del>"
        + f"<w:ins>{run.format('is open ')}</w:ins>"
        + f"<w:hyperlink>{run.format('again ')}</w:hyperlink>"
        + f"<w:sdt><w:sdtContent>{run.format('today')}</w:sdtContent></w:sdt>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>.</w:t></w:r>",
        run.format("It has a box.")
        + f"<mc:AlternateContent><mc:Choice>{box.format('In the box.')}</mc:Choice>"
        + f"<mc:Fallback>{box.format('In the box.')}</mc:Fallback></mc:AlternateContent>",
    )
    assert one(raw).text == "The bridge is open again today.\n\nIt has a box.\n\nIn the box."


def test_what_is_no_whole_document_says_why() -> None:
    """A password, a cut file, an empty document, and one that unpacks to too much have a reason each."""
    whole = document(lambda made: made.add_paragraph("News of the day."))
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")
    assert reason(locked) is Reason.ENCRYPTED
    assert reason(whole[: len(whole) // 2]) is Reason.MALFORMED
    assert reason(document(lambda _: None)) is Reason.EMPTY
    assert reason(whole, Limits(max_unpacked_bytes=1000)) is Reason.ARCHIVE_BOMB
    assert reason(whole, Limits(max_text_bytes=5)) is Reason.TOO_LARGE
    assert reason(b"PK\x03\x04 not a document") in (Reason.TYPE_MISMATCH, Reason.MALFORMED)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    """A document with a bomb or a thief in its XML ends in a reason, or in text without what they would bring."""
    whole = document(lambda made: made.add_paragraph("NEWS"))
    bomb = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    thief = "<!DOCTYPE d [<!ENTITY i SYSTEM 'file:///etc/passwd'>"
    for declared in (bomb, thief):

        def edited(xml: bytes, declared: str = declared) -> bytes:
            return f"{declared}]>{xml.decode().partition('?>')[2].replace('NEWS', 'NEWS &i;')}".encode()

        text = told(with_part(whole, "word/document.xml", edited))
        assert len(text) < 300
        assert "root" not in text


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_parts_that_are_not_what_their_names_say_are_malformed(part: str) -> None:
    """A part with another root element, which python-docx does not expect, is a damaged document."""
    whole = document(lambda made: made.add_paragraph("News of the day."))
    assert reason(with_part(whole, part, lambda _: b"<other/>")) is Reason.MALFORMED


def test_a_document_without_a_body_or_with_damaged_bytes_is_malformed() -> None:
    """So is one whose text is something else, or whose compressed bytes are damaged."""
    whole = document(lambda made: made.add_paragraph("News of the day."))
    assert reason(with_part(whole, "word/document.xml", lambda _: b"<other/>")) is Reason.MALFORMED
    at = whole.index(b"word/document.xml") + len("word/document.xml")
    assert reason(whole[:at] + b"\xff" * 40 + whole[at + 40 :]) is Reason.MALFORMED


def test_a_style_without_a_name_is_none() -> None:
    """The paragraph is read all the same."""
    raw = with_xml("<w:pPr><w:pStyle/></w:pPr><w:r><w:t>News of the day.</w:t></w:r>")
    assert one(raw).text == "News of the day."
