"""Floors on bytes to text and on faithful repairs, on real news and on suites made to break parsers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.article import DocumentRef, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.normalise import Candidate, candidate
from services.ingest.read import File, Limits, read
from services.ingest.read.decode import Decoded, decode
from services.search.layout import search_row
from services.text.mojibake import mend
from services.text.normalise import normalise
from services.text.stems import stem
from services.text.tokens import terms
from tests.quality.conftest import Figures, rows

LENGTHS = (60, 200, 1000, 4000)
# What the encoding lacks is written as its typists wrote it; what then still is not in it, is left out.
URDU = str.maketrans({"ی": "ي", "۔": ".", "ۓ": "ئے", "ۂ": "ہ", "٬": "،"})
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
WINDOWS = {
    "urd": ["cp1256"], "fas": ["cp1256"], "prs": ["cp1256"], "pus": ["cp1256"], "snd-Arab": ["cp1256"],
    "arb": ["cp1256"], "heb": ["cp1255"], "tur": ["cp1254"], "rus": ["cp1251"], "deu": ["cp1252"], "eng-US": ["cp1252"],
}  # fmt: skip
OTHERS = {
    "arb": ["iso8859-6", "mac_arabic"], "urd": ["mac_arabic"], "fas": ["mac_farsi"], "heb": ["iso8859-8"],
    "tur": ["iso8859-9"], "rus": ["koi8-r", "iso8859-5"], "deu": ["iso8859-1"],
}  # fmt: skip
WIDE = {variety: ["utf-16-le", "utf-16-be"] for variety in ("urd", "arb", "fas", "heb", "hin", "rus", "eng-US", "ben")}
DOCUMENT = DocumentRef(document_id="b" * 32, path="a", name="a")
SENTENCE = "شہر میں آج تین نئے اسکول کھولے گئے اور بہت سے لوگ تقریب میں شریک ہوئے۔"


@dataclass(frozen=True)
class Case:
    """A text in an encoding, cut to a length."""

    codec: str
    length: int
    raw: bytes
    text: str


def news(corpus: Path, variety: str) -> Iterator[tuple[str, str]]:
    """Yield the titles and the texts of a variety's articles."""
    for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
        yield row["title"], "\n".join(row["sentences"])


def cases(corpus: Path, grid: dict[str, list[str]]) -> Iterator[Case]:
    """Yield every article in every encoding and length in which it has a letter beyond ASCII."""
    for variety, codecs in grid.items():
        for title, body in news(corpus, variety):
            for codec in codecs:
                for length in LENGTHS:
                    text = body[:length] if length < 1000 else f"{title}\n\n{body}"[:length]
                    text = text.translate(URDU) if codec.startswith(("cp1256", "mac")) else text
                    text = text.translate(QUOTES) if codec.startswith(("iso", "koi", "mac")) else text
                    raw = text.encode(codec, "ignore")
                    if not raw.isascii() or "16" in codec:
                        yield Case(codec, length, raw, raw.decode(codec))


def attempt(raw: bytes, declared: str | None = None) -> Decoded | Refusal:
    """Decode, or return why not."""
    try:
        return decode(raw, declared)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize(("what", "grid"), [("Windows", WINDOWS), ("ISO, KOI and Mac", OTHERS), ("UTF-16", WIDE)])
def test_encodings_are_told(what: str, grid: dict[str, list[str]], corpus: Path, figures: Figures) -> None:
    """Undeclared, a few words are enough; and what cannot be told is refused, not read wrongly."""
    tried = [(case, attempt(case.raw)) for case in cases(corpus, grid)]
    for length in LENGTHS:
        here = [(case, got) for case, got in tried if case.length == length]
        right = sum(isinstance(got, Decoded) and got.text == case.text for case, got in here)
        missed = [
            (case.codec, case.text[:40]) for case, got in here if not isinstance(got, Decoded) or got.text != case.text
        ]
        figures.at_least(
            f"{what}, {length} characters: right", right / len(here), 0.99 if length < 200 else 0.999, missed
        )
    wrong = [(case, got) for case, got in tried if isinstance(got, Decoded) and got.text != case.text]
    figures.at_most(f"{what}: silently wrong", len(wrong) / len(tried), 0.001, wrong)


def test_what_is_told_with_certainty_is_right(corpus: Path, figures: Figures) -> None:
    """The recorded confidence is honest, on more encodings than are promised: those of the Macintosh and of DOS."""
    rare = {
        "rus": ["mac_cyrillic", "cp855"],
        "tur": ["mac_turkish", "cp857"],
        "deu": ["cp850", "mac_roman"],
        "arb": ["cp720"],
    }
    tried = [(case, got) for case in cases(corpus, rare) if isinstance(got := attempt(case.raw), Decoded)]
    sure = [(case, got) for case, got in tried if got.encoding.confidence >= 0.9]
    figures.at_least(
        "rare encodings: right where confidence is 0.9 or more",
        sum(got.text == case.text for case, got in sure) / len(sure),
        0.999,
        [(case.codec, got.encoding) for case, got in sure if got.text != case.text],
    )
    figures.at_least("rare encodings: share of such confidence", len(sure) / len(tried), 0.8)


def test_declarations_help_and_do_no_harm(corpus: Path, figures: Figures) -> None:
    """A true declaration is followed, and a false one, or nonsense, changes nothing."""
    short = [case for case in cases(corpus, WINDOWS | {"arb": ["cp1256", "iso8859-6"]}) if case.length == 200][::2]
    told = [attempt(case.raw, case.codec) for case in short]
    right = sum(isinstance(got, Decoded) and got.text == case.text for case, got in zip(short, told, strict=True))
    figures.all_of("declared encoding, 200 characters: right", right, len(short))
    for lie in ("utf-8", "iso-8859-1", "windows-1251", "windows-1256", "shift_jis", "x-user-defined", "none"):
        right = sum(isinstance(got := attempt(case.raw, lie), Decoded) and got.text == case.text for case in short)
        figures.at_least(f"declared {lie} whatever it is: right", right / len(short), 0.995)


def test_sound_text_is_never_mended(corpus: Path, figures: Figures) -> None:
    """Genuine news in sixteen varieties has no double encoding in it, neither in whole nor in a line."""
    found = [path.stem for path in (corpus / "ntrex_news").glob("*.jsonl")]
    texts = [text for variety in found for title, body in news(corpus, variety) for text in (title, body)]
    fired = [text[:60] for text in texts if mend(text)]
    figures.all_of("genuine texts without a double encoding", len(texts) - len(fired), len(texts), fired)


@pytest.mark.parametrize(
    ("page", "floor"), [("cp1252", 1), ("latin-1", 1), ("cp1254", 1), ("cp1256", 1), ("cp1251", 0.98)]
)
def test_double_encoding_is_undone(page: str, floor: float, corpus: Path, figures: Figures) -> None:
    """Whichever code page UTF-8 was read in, the text comes back, letter for letter.

    In windows-1251 the single `£` of an English text looks like two ordinary letters: these are not looked into.
    """
    read_as = [bytes([byte]).decode(page, "ignore") or chr(byte) for byte in range(256)]
    texts = [
        text
        for variety in ("urd", "arb", "fas", "heb", "hin", "rus", "tur", "deu", "eng-US")
        for title, body in news(corpus, variety)
        if not (text := normalise(f"{title}\n{body}")[0]).isascii()
    ]
    broken = ["".join(read_as[byte] for byte in text.encode()) for text in texts]
    mended = [normalise(each) for each in broken]
    missed = [text[:60] for text, (got, _) in zip(texts, mended, strict=True) if got != text]
    figures.at_least(f"double encoding through {page} undone", 1 - len(missed) / len(texts), floor, missed)
    kinds = [[repair.kind for repair in repairs] for text, repairs in mended if text in texts]
    assert all(RepairKind.DOUBLE_ENCODING in each for each in kinds)


def test_broken_utf8_is_read_as_listed(corpus: Path, figures: Figures) -> None:
    """Broken bytes in an article become what CPython and the WHATWG make of them, counted and placed."""
    before = SENTENCE * 8 + "\n"
    right, missed = 0, []
    lines = (corpus / "bad_utf8" / "utf8_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        category, given, valid, listed, *_ = line.split("\t")
        raw, wanted = bytes.fromhex(given), bytes.fromhex(listed).decode("utf-8")
        text, repairs, encoding = decode(before.encode() + raw + b"\n" + before.encode())
        broken = wanted.count("\ufffd") if valid == "False" else 0
        as_listed = text == f"{before}{wanted}\n{before}" and encoding.name == "utf-8"
        offset = len(before) + wanted.find("\ufffd")
        placed = [(repair.kind, repair.count, repair.offset) for repair in repairs]
        if as_listed and placed == ([(RepairKind.BROKEN_BYTES, broken, offset)] if broken else []):
            right += 1
        else:
            missed.append((category, given))
    figures.all_of("broken UTF-8 read as listed", right, len(lines), missed)


WHOLE_FILES = {
    "urdu ok": "اسد رجیم",
    "urdu cut mid-letter": "اسد رجی\ufffd",
    "urdu cut at start": "\ufffdسد رجیم",
    "urdu with cp1256 tail": Reason.UNDECODABLE,
    "urdu with latin1 nbsp": "اسد رجیم\ufffdاسد رجیم",
    "urdu with NUL": "اسد رجیماسد رجیم",
    "BOM + urdu": "اسد رجیم",
    "double BOM": "اسد رجیم",
    "BOM inside": "اسد رجیماسد رجیم",
    "utf-16le bytes of urdu": "اسد",
    "utf-16be no bom": "اسد",
    "double-encoded urdu (mojibake)": "اسد",
}


def test_broken_urdu_as_a_file_of_its_own(corpus: Path, figures: Figures) -> None:
    """Two words alone, broken in a dozen ways, are read as what they were; only a mixture of encodings is refused."""
    lines = (corpus / "bad_utf8" / "utf8_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    files = {line.split("\t")[0]: bytes.fromhex(line.split("\t")[1]) for line in lines}
    got: dict[str, str | Reason] = {}
    for name in WHOLE_FILES:
        answer = attempt(files[name])
        got[name] = answer.reason if isinstance(answer, Refusal) else normalise(answer.text)[0]
    missed = [(name, got[name]) for name, wanted in WHOLE_FILES.items() if got[name] != wanted]
    figures.all_of("broken Urdu files read", len(got) - len(missed), len(WHOLE_FILES), missed)


def accepted(name: str, raw: bytes) -> Candidate:
    """Read a file with one article up to its candidate."""
    (item,) = read(File(name, raw), Limits())
    assert isinstance(item, Draft)
    return candidate(item, b"a", DOCUMENT)


def unharmed(naughty: str, article: Candidate) -> bool:
    """Tell whether a string is whole in an article, but for listed repairs, and would be found by its words."""
    wanted, _ = normalise(naughty)
    made = article.article(1, datetime(2026, 1, 1, tzinfo=UTC))
    row = search_row(made)
    lines = [line for line in wanted.split("\n") if line.strip()]
    # A line of marks alone, such as "-", leaves a plain text, and is shown in the repair that says so.
    shown = "\n".join(repair.dropped or "" for repair in article.repairs if repair.kind is RepairKind.STRAY_LINE)
    everything = f"{article.title or ''}\n{article.subtitle or ''}\n{article.text}\n{shown}"
    kept = all(line.strip() in everything for line in lines)
    found = set(terms(wanted, article.language)) <= set(terms(everything, article.language))
    keys = row["keys"].keys() | row["stops"].keys()
    return kept and found and keys >= {stem(term, article.language) for term in terms(wanted)}


def test_naughty_strings_come_through(corpus: Path, figures: Figures) -> None:
    """Each string, beside a sentence, survives as JSON and as plain text, whole and to be found.

    An empty one, or one of white space, has nothing to survive: its article is taken, and holds the sentence alone.
    A dozen are lines of marks alone, such as "-": a plain text shows them in its repairs instead.
    """
    strings = json.loads((corpus / "bad_blns" / "blns.json").read_text(encoding="utf-8"))
    missed = []
    # Each is another line: a title that is said again at the beginning would be furniture.
    lines = [f"{number}: {SENTENCE}" for number in range(12)]
    for naughty in strings:
        as_json = json.dumps({"title": "A list", "text": f"{SENTENCE}\n\n{naughty}"}, ensure_ascii=False).encode()
        # In the middle of a plain text, so that no line of it could be its title or a dateline.
        as_text = "\n\n".join([*lines[:9], naughty, *lines[9:]]).encode()
        for name, raw in (("a.json", as_json), ("a.txt", as_text)):
            article = accepted(name, raw)
            listed = {RepairKind.BYTE_ORDER_MARK, RepairKind.CONTROL_CHARACTERS, RepairKind.LINE_ENDS,
                      RepairKind.TRAILING_SPACE}  # fmt: skip
            if name == "a.txt":
                listed |= {RepairKind.STRAY_LINE}
            if (
                not (naughty.strip(". ,") == "" or unharmed(naughty, article))
                or {repair.kind for repair in article.repairs} - listed
            ):
                missed.append((name, naughty, article.repairs))
    figures.all_of("naughty strings unharmed", len(strings) - len({each[1] for each in missed}), len(strings), missed)


def outcome(path: Path) -> Reason | None:
    """Read a file as JSON; the reason if it is refused."""
    try:
        read(File("a.json", path.read_bytes()), Limits())
    except Refusal as refusal:
        return refusal.reason
    return None


def test_json_is_taken_and_refused_as_the_parsing_suite_says(corpus: Path, figures: Figures) -> None:
    """Valid JSON is never malformed, invalid JSON is malformed or empty, and nothing breaks the reader."""
    outcomes = {path.name: outcome(path) for path in (corpus / "json_testsuite").rglob("*.json")}
    malformed = {name for name, reason in outcomes.items() if reason is Reason.MALFORMED}
    refused = malformed | {name for name, reason in outcomes.items() if reason is Reason.EMPTY}
    valid, invalid, undecided = ({name for name in outcomes if name.startswith(start)} for start in ("y_", "n_", "i_"))
    figures.all_of("valid JSON taken for valid", len(valid - malformed), len(valid), valid & malformed)
    figures.all_of("invalid JSON malformed or empty", len(invalid & refused), len(invalid), invalid - refused)
    assert len(undecided) > 30
