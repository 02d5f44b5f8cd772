"""The PDF reader, on files that a browser printed: see tests/fixtures/pdf/README.txt."""

from pathlib import Path

import pytest

from schemas.article import RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.pdf_layout import Box, Line, boxes, paragraphs, placed
from services.ingest.read.pdf_text import in_order, is_garbled, without_running_lines
from tests.fixtures.market import PARAGRAPHS, TITLE

FOLDER = Path(__file__).parents[2] / "fixtures" / "pdf"


def one(name: str) -> Draft:
    """Read a file with one article in it."""
    (item,) = read(File(name, (FOLDER / name).read_bytes()), Limits())
    assert isinstance(item, Draft)
    return item


def reason(name: str, raw: bytes, limits: Limits | None = None) -> Reason:
    """Read what must be refused as a whole."""
    with pytest.raises(Refusal) as refused:
        read(File(name, raw), limits or Limits())
    return refused.value.reason


def test_arabic_is_read_in_the_order_it_is_written_in() -> None:
    """Title and paragraphs are the author's to the letter: no line break, no mark of direction, no turned bracket."""
    draft = one("arabic.pdf")
    assert draft.title == TITLE
    assert draft.text.split("\n\n") == list(PARAGRAPHS)
    assert [repair.kind for repair in draft.repairs] == [RepairKind.UNWRAPPED_LINES]
    assert draft.format == "pdf"
    assert draft.published_at is None


def test_columns_and_pages_are_read_on() -> None:
    """Paragraphs go on over columns and pages; running heads and page numbers are out, and said to be."""
    draft = one("columns.pdf")
    assert draft.title == "Old market to reopen after three years"
    found = draft.text.split("\n\n")
    assert [paragraph.split(" The town")[0] for paragraph in found] == [
        f"Paragraph {number} begins here." for number in range(1, 19)
    ]
    assert all(paragraph.endswith(f"That was paragraph {number}.") for number, paragraph in enumerate(found, 1))
    assert draft.repairs[0].kind is RepairKind.BOILERPLATE
    assert draft.repairs[0].dropped == "The River Daily\n1\n2\n3\n4"


def test_nastaliq_is_garbled() -> None:
    """A font that parts words into glyphs yields no text, and none is published."""
    assert reason("a.pdf", (FOLDER / "nastaliq.pdf").read_bytes()) is Reason.GARBLED_TEXT


def test_what_is_no_readable_document_says_why() -> None:
    """A password, half a file, a scan, and something else of that name have a reason each."""
    whole = (FOLDER / "arabic.pdf").read_bytes()
    assert reason("a.pdf", (FOLDER / "locked.pdf").read_bytes()) is Reason.ENCRYPTED
    assert reason("a.pdf", b"%PDF-1.7\n" + b"rubbish " * 50) is Reason.MALFORMED
    assert reason("a.pdf", SCAN) is Reason.NO_ARTICLE
    assert reason("a.pdf", b"just text") is Reason.TYPE_MISMATCH
    assert reason("a.pdf", whole, Limits(max_text_bytes=100)) is Reason.TOO_LARGE


def test_pdftotext_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program a PDF says what to install."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refusal, match="poppler-utils") as refused:
        one("arabic.pdf")
    assert refused.value.reason is Reason.UNSUPPORTED_TYPE


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("plain words", "plain words"),
        ("\u202bشہر میں\u202c", "شہر میں"),
        ("\u202bمطابق \u202a ۱۲\u202cکلومیٹر\u202c", "مطابق ۱۲ کلومیٹر"),
        ("\u202bنے کہا\u202a’’ :\u202cہم\u202c", "نے کہا: ’’ہم"),
        ("\u202b\u202a Canal Department\u202cکے\u202c", "Canal Department کے"),
        ("the word \u202bکتاب\u202c means book", "the word کتاب means book"),
    ],
)
def test_direction_marks_are_followed_and_dropped(printed: str, line: str) -> None:
    """What stands at the edge of a run that goes the other way is put where it is read."""
    assert in_order(printed) == line


def test_only_what_comes_on_most_pages_is_running() -> None:
    """A line on top of one page is text; one on most pages is not, though it counts them."""
    bodies = ("Rain fell.", "It stopped.", "A crossing is shut", "Roads are wet.")
    pages = [[f"River Daily {n}", body, f"End of {body}", f"- {n} -"] for n, body in enumerate(bodies, 7)]
    pages[2] = pages[2][1:]
    kept, dropped = without_running_lines(pages, str, lambda _: 0.0)
    assert dropped == ["River Daily 7", "- 7 -", "River Daily 8", "- 8 -", "- 9 -", "River Daily 10", "- 10 -"]
    assert kept[2] == ["A crossing is shut", "End of A crossing is shut"]


def test_one_page_has_no_page_number() -> None:
    """On a page alone, a number may be the author's."""
    assert without_running_lines([["Score", "12"]], str, lambda _: 0.0) == ([["Score", "12"]], [])


def test_lines_make_paragraphs_by_their_places() -> None:
    """The usual pitch goes on; a wider gap, another size, and a short line that ends a sentence begin anew."""

    def line(text: str, top: float, right: float = 100, height: float = 10) -> Line:
        return Line(text, Box(0, top, right, top + height))

    page = [
        line("Title", 0, 60, 20),
        line("one goes", 30),
        line("on here.", 42, 70),
        line("Two begins", 54),
        line("and ends.", 66),
        line("Three", 90),
    ]
    assert paragraphs([page]) == [["Title"], ["one goes", "on here."], ["Two begins", "and ends."], ["Three"]]
    assert paragraphs([[line("It goes", 0)], [line("on there.", 0)]]) == [["It goes", "on there."]]


def test_places_that_do_not_match_tell_nothing() -> None:
    """Where the two outputs have different lines, places are not used."""
    layout = '<page width="1"><line xMin="1" yMin="2" xMax="3.5" yMax="4">'
    assert boxes(layout) == [[Box(1, 2, 3.5, 4)]]
    assert placed([["a", ""]], boxes(layout)) == [[Line("a", Box(1, 2, 3.5, 4))]]
    assert placed([["a", "b"]], boxes(layout)) is None


def test_short_words_are_not_garbled() -> None:
    """Ordinary text of any language has few lone letters; a short text is given the benefit of the doubt."""
    assert not is_garbled(" ".join(PARAGRAPHS))
    assert not is_garbled("I am a man with a plan and a dog, and I have a cat as well as a bird in a cage.")
    assert not is_garbled("a b c")
    assert is_garbled("ن ہر کی صف ا ئ ی کا ن ی ا من صوب ہ من ظ ور " * 3)
    assert is_garbled("\ue012\ue013 " * 20 + "a word here and there " * 3)


SCAN = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj
4 0 obj<</Length 24>>stream
0 0 1 rg 20 20 99 99 re f
endstream endobj
xref
0 5
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000052 00000 n\x20
0000000101 00000 n\x20
0000000173 00000 n\x20
trailer<</Size 5/Root 1 0 R>>
startxref
246
%%EOF
"""
