"""The parts of an article that are told from its lines."""

import textwrap

import pytest

from schemas.article import RepairKind
from schemas.reasons import PublishedAtReason as Why
from services.ingest.read.structure import Parts, analyse, analyse_text
from services.ingest.read.structure.boilerplate import is_boilerplate, is_section
from services.ingest.read.structure.byline import read_byline, read_signature
from services.ingest.read.structure.dateline import find_dateline
from services.ingest.read.structure.labels import read_labels
from services.ingest.read.structure.when import is_date, is_vague

EN = "The council said on Monday that all old bridges would be inspected by the end of next month."
UR = "انتظامیہ نے پیر کے روز اعلان کیا کہ تمام پرانے پلوں کا معائنہ اگلے ماہ تک مکمل کر لیا جائے گا۔"


def read(*lines: str) -> Parts:
    """Analyse lines with empty lines between."""
    return analyse_text("\n\n".join(lines))


def dropped(parts: Parts, kind: RepairKind) -> list[str | None]:
    """Return what the repairs of a kind have dropped."""
    return [repair.dropped for repair in parts.repairs if repair.kind is kind]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Smith", ("Jane Smith",)),
        ("BY JANE SMITH AND ALI RAZA", ("JANE SMITH", "ALI RAZA")),
        ("By Jane Smith in Islamabad", ("Jane Smith",)),
        ("By Jane Smith, Ali Raza and Omar van der Berg", ("Jane Smith", "Ali Raza", "Omar van der Berg")),
        ("By Reuters", ("Reuters",)),
        ("By Jane Smith, Reuters", ("Jane Smith",)),
        ("Written by: Jane Smith", ("Jane Smith",)),
        ("تحریر: علی احمد", ("علی احمد",)),
        ("از: علی احمد، سارہ حسن", ("علی احمد", "سارہ حسن")),
        ("بقلم أحمد محمود", ("أحمد محمود",)),
        ("كتب/ أحمد محمود", ("أحمد محمود",)),
        ("लेखक: राम", ("राम",)),
        ("Von Anna Müller und Jan Klein", ("Anna Müller", "Jan Klein")),
        ("Par Anne Martin", ("Anne Martin",)),
        ("علی احمد (نامہ نگار)", ("علی احمد",)),
        ("Ahmed Khan | Staff Reporter", ("Ahmed Khan",)),
        ("Staff Reporter", ("Staff Reporter",)),
        ("ویب ڈیسک", ("ویب ڈیسک",)),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    """Names are read as they stand, without their office; an office alone stands for its people."""
    assert read_byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By the time they came",
        "By 2030 the bridge will be gone",
        "By Monday evening the river had risen.",
        "By: the river, for five long and rainy days",
        "از تهران تا لندن",
        "تحریر اسکوائر پر احتجاج",
        "رپورٹ: پلوں کی حالت کے بارے میں",
        "Von der Brücke in die Stadt",
        "Author of the report",
        "نامہ نگار نے پل کا دورہ کیا",
    ],
)
def test_what_only_begins_like_a_byline(line: str) -> None:
    """A sentence or a headline that begins with the same word is none."""
    assert read_byline(line) is None


@pytest.mark.parametrize("line", ["Report: Jane Smith", "رپورٹ: سارہ حسن", "Reuters"])
def test_the_first_line_is_a_title_rather_than_a_byline(line: str) -> None:
    """Above the title only "By …" is believed."""
    assert read_byline(line, first=True) is None


def test_signatures() -> None:
    """A dash and an office at the end sign a text; a dash and a name may be a quotation's."""
    assert read_signature("— نامہ نگار") == ("نامہ نگار",)
    assert read_signature("— Reuters") == ("Reuters",)
    assert read_signature("— علی احمد") is None


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", "ڈھاکہ", "اے پی پی")),
        ("PARIS (AFP) — Police", ("PARIS (AFP)", "PARIS", "AFP")),
        ("NEW DELHI, Dec. 1 (PTI): The", ("NEW DELHI, Dec. 1 (PTI)", "NEW DELHI", "PTI")),
        ("اسلام آباد(اے پی پی)۔وزیراعظم نے", ("اسلام آباد(اے پی پی)", "اسلام آباد", "اے پی پی")),
        (
            "اسلام آباد (اے پی پی/این این آئی) وزیراعظم",
            ("اسلام آباد (اے پی پی/این این آئی)", "اسلام آباد", "اے پی پی/این این آئی"),
        ),
        ("بيروت – «القدس العربي»: قال", ("بيروت – «القدس العربي»", "بيروت", "القدس العربي")),
        ("London — The mayor said", ("London", "London", None)),
        ("کابل: د پوهنې", ("کابل", "کابل", None)),
    ],
)
def test_datelines(paragraph: str, expected: tuple[str, str | None, str | None]) -> None:
    """Place and agency are told as written, and no word of the sentence with them."""
    found = find_dateline(paragraph)
    assert found is not None
    assert (found.dateline.text, found.dateline.place, found.dateline.agency) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "وزیراعظم نے کہا: پل کھلے گا۔",
        "لاہور (پی ٹی آئی) کے رہنما آئے۔",
        "لاہور ہائی کورٹ: درخواست منظور",
        "The Associated Press (AP) said so.",
        "WATCH: a bridge falls",
        "World Health Organization (WHO) - a guide",
        "Lahore - Karachi trains were late.",
        "2024 (AP) - a year",
        "",
    ],
)
def test_what_is_no_dateline(paragraph: str) -> None:
    """A colon, a dash or a bracket in a first sentence makes no dateline of it."""
    assert find_dateline(paragraph) is None


def test_a_dateline_stays_in_the_text() -> None:
    """It is told, and nothing is taken from the author."""
    parts = read("Old bridges", f"KARACHI (Reuters) - {EN}", EN)
    assert parts.dateline is not None
    assert parts.body == (f"KARACHI (Reuters) - {EN}", EN)
    assert parts.repairs == ()


def test_the_date_of_a_dateline() -> None:
    """With a year, it counts where nothing else states a date; without one, no year is made up."""
    assert read("Old bridges", f"KARACHI, 1 December 2026 (APP): {EN}").stated.value == "2026-12-01"
    assert read("Old bridges", f"KARACHI, Dec 1 (APP): {EN}").stated.reason is Why.NOT_STATED
    labelled = read("Old bridges", "Published: 2 December 2026", f"KARACHI, 1 December 2026 (APP): {EN}", EN)
    assert labelled.stated.value == "2026-12-02"
    empty = read("Old bridges", "Published:", f"KARACHI, 1 December 2026 (APP): {EN}", EN)
    assert empty.stated.reason is Why.EMPTY_LABEL


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Published: 2026-11-23 / Updated: 2026-11-24", ["2026-11-23"], ["2026-11-24"]),
        ("Published 23 November 2026 Updated 24 November 2026", ["2026-11-23"], ["2026-11-24"]),
        ("پہلی اشاعت:آخری اپ ڈیٹ:", [None], [None]),
        ("پہلی اشاعت آخری اپ ڈیٹ", [None], [None]),
        ("آخری اپ ڈیٹ: 24 نومبر 2026", [], ["2026-11-24"]),
        ("23 नवंबर 2026 को प्रकाशित", ["2026-11-23"], []),
        ("Published: 3 hours ago", [None], []),
    ],
)
def test_labels(line: str, published: list[str | None], updated: list[str | None]) -> None:
    """Labels stand with or without colons, values and each other."""
    labels = read_labels(line)
    assert labels is not None
    assert [each.value for each in labels.published] == published
    assert [each.value for each in labels.updated] == updated


@pytest.mark.parametrize(
    "line", ["Published in London", "Updated: 5 killed in blast.", "Updated rules for bridges", "تاریخ"]
)
def test_what_is_no_label(line: str) -> None:
    """Without a date, a label's word is the author's."""
    assert read_labels(line) is None


@pytest.mark.parametrize(
    "line", ["23 November 2026", "Mon, 23 Nov 2026 10:15 +0500", "پیر 23 نومبر 2026", "2026-11-23"]
)
def test_dates_alone(line: str) -> None:
    """A line that is a date is told as one."""
    assert is_date(line)


@pytest.mark.parametrize("line", ["2026", "12", "23 people died", "May be", "3-1", "23 November 2026 was a Monday"])
def test_what_is_no_date(line: str) -> None:
    """A number, a score and a sentence are none."""
    assert not is_date(line)


def test_times_from_now() -> None:
    """They are told, and never dated."""
    assert is_vague("3 گھنٹے پہلے")
    assert is_vague("قبل 3 ساعات")
    assert not is_vague("3 people died two days ago on the bridge")
    assert not is_vague("ago")


@pytest.mark.parametrize(
    "line",
    [
        "Share", "شیئر کریں", "फेसबुक पर शेयर करें", "مشاركة", "# Advertisement #", "Facebook Twitter WhatsApp",
        "Photo: Ali Raza/AFP", "تصویر: اے ایف پی", "تصویر کا ذریعہGetty Images", "यह भी पढ़ें: पुल खुला",
        "© 2026 River Daily", "5 min read", "7 Comments",
    ],
)  # fmt: skip
def test_boilerplate(line: str) -> None:
    """Buttons, advertisements, credits and links are the page's."""
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share this with your children.", "Photo: the bridge as it looked before the flood of last summer, from it.",
        "Read more: it is good for you.", "Facebook and Twitter were blocked", "Print is dead", "Views",
        "اشتہار بازی",
        "تصویر: پل پر کھڑے بچے ہاتھ ہلا رہے ہیں۔",
    ],
)  # fmt: skip
def test_what_an_author_wrote_is_no_boilerplate(line: str) -> None:
    """Only whole lines are, that say nothing else; a caption is the author's."""
    assert not is_boilerplate(line)


def test_sections() -> None:
    """A section's name above the title goes; alone, it is all there is."""
    assert is_section("ہوم / پاکستان")
    assert not is_section("Pakistan wins")
    assert read("پاکستان", "پلوں کا معائنہ", UR).title == "پلوں کا معائنہ"
    assert read("پاکستان", UR).title == "پاکستان"


def test_the_title_said_again() -> None:
    """It goes where it is repeated at the beginning, but not the only text there is."""
    parts = read("Old bridges", "OLD BRIDGES", EN)
    assert (parts.title, parts.body) == ("Old bridges", (EN,))
    assert dropped(parts, RepairKind.REPEATED_TITLE) == ["OLD BRIDGES"]
    assert read("Old bridges", "Old bridges").body == ("Old bridges",)


def test_a_title_that_ends_like_a_sentence() -> None:
    """It is one where a byline or a date stands below it."""
    assert read("The bridges are old.", "By Jane Smith", EN).title == "The bridges are old."
    assert read("The bridges are old.", EN).title is None


def test_a_long_first_line_is_no_title() -> None:
    """More than 200 characters are a paragraph."""
    assert read("word " * 41, EN).title is None


def test_furniture_is_kept_where_too_much_of_it_is_found() -> None:
    """All that is dropped can be shown; the rest stays."""
    parts = read("Old bridges", *["Share this article"] * 1000, EN)
    shown = sum(repair.count for repair in parts.repairs)
    assert len(parts.repairs) <= 30
    assert all(len(repair.dropped or "") <= 200 for repair in parts.repairs)
    assert shown + sum(paragraph == "Share this article" for paragraph in parts.body) == 1000


def test_a_line_of_a_sentence_stays() -> None:
    """In text with short lines, what ends the sentence above is the author's."""
    lines = ["Old bridges", EN, EN, "For those who would like to know the story of it,\nread more", EN]
    assert "read more" in "\n".join(read(*lines).body)


def test_blocks_of_other_formats() -> None:
    """A known title is not said twice, and the head is read alike."""
    parts = analyse(["Old bridges", "By Jane Smith", "Published: 2026-11-23", EN], title="Old bridges")
    assert (parts.title, parts.authors, parts.stated.value, parts.body) == (
        "Old bridges", ("Jane Smith",), "2026-11-23", (EN,),
    )  # fmt: skip
    assert analyse([]).body == ()


def wrap(text: str, width: int) -> str:
    """Break a text into lines."""
    return textwrap.fill(text, width, break_on_hyphens=False)


def test_unwrapping_is_listed() -> None:
    """Joins are counted, with the place of the first."""
    text = f"Old bridges\n\n{wrap(f'{EN} {EN} {EN}', 70)}"
    parts = analyse_text(text)
    (repair,) = parts.repairs
    assert parts.body == (f"{EN} {EN} {EN}",)
    assert (repair.kind, repair.count) == (RepairKind.UNWRAPPED_LINES, text.count("\n") - 2)
    assert text[repair.offset] == "\n"


def test_hyphens_at_line_ends() -> None:
    """A hyphen goes where the text has the whole word elsewhere, else it stays; never in other scripts."""
    lines = [
        "The information desk of the council was open on Monday, and infor-",
        "mation was given to all who came to the desk. There is the well-",
        "known bridge, closed for now, and there are the people who would",
        "like to cross it.",
    ]
    parts = read("Old bridges", "\n".join(lines))
    assert "and information was" in parts.body[0]
    assert "well-known" in parts.body[0]
    assert dropped(parts, RepairKind.HYPHENATION) == ["-"]


@pytest.mark.parametrize(
    "block",
    [
        "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\nAnd be one traveler, long I stood\n"
        "And looked down one as far as I could\nTo where it bent in the undergrowth;",
        "To be, or not to be: that is the question. Whether\nIt is nobler in the mind to suffer the slings. And\n"
        "Arrows of outrageous fortune, or to take arms. Or\nAgainst a sea of troubles, and by opposing end. The\nEnd.",
        "Rice         12\nWheat        14\nSugar        90\nMilk         20",
        "River Daily\n14 Ferry Road\nPort Shiran\nTelephone 555 0100",
        "- one bridge that was closed for good\n- another bridge that was closed\n- a third one that is open now",
        "سحر کے وقت کوئی گیت گا رہا تھا وہاں\nندی کے پار دیا ٹمٹما رہا تھا وہاں\nمجھے بھی یاد نہیں کون تھا وہ",
    ],
)  # fmt: skip
def test_verse_tables_and_lists_are_not_joined(block: str) -> None:
    """Lines that their author made stay lines."""
    parts = read("Old bridges", EN, block, EN)
    assert block in parts.body
    assert parts.repairs == ()


def test_a_sentence_a_line_is_not_joined() -> None:
    """Lines that all end sentences are paragraphs or verses, but not wrapped."""
    lines = [f"The council has closed the bridge number {at} for all of the lorries." for at in range(12)]
    assert read("Old bridges", "\n".join(lines)).repairs == ()
