"""The hostile archives of `bad_archives`: each is built as its descriptor says, and read as ingest reads it."""

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits
from services.ingest.read.readers import Readers
from tests.quality.conftest import Figures
from tests.unit.read import packed
from tests.unit.read.packed import raw_zip, zip_member, zip_of

MOST_BYTES = 512_000_000
NEWS = b"Title\n\nA first paragraph of news."
OUTSIDE = "what lies outside of the archive"
_MEMBER_NAMES = ("خبر.txt".encode(), "خبر.txt".encode("cp1256"), "\u00fc.txt".encode("cp437"), "e\u0301.txt".encode(),
                 "\u00e9.txt".encode(), "\u202efdp.txt".encode())  # fmt: skip
_WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
Files = Iterator[tuple[str, bytes]]


def entries(descriptor: dict[str, object]) -> Files:
    """Pack members with the names that are listed, news in each."""
    members = []
    names = descriptor["entries"]
    assert isinstance(names, list)
    for number, name in enumerate(names):
        path, _, target = name.partition(" -> ")
        raw = target.encode() or NEWS + str(number).encode()
        members.append(zip_member(path.encode(), raw, raw, mode=stat.S_IFLNK | 0o777 if target else 0))
    yield "a.zip", raw_zip(members)


def docx(document: str) -> bytes:
    """Pack a Word document with that body."""
    types = (
        f'<Types xmlns="{_PARTS}/content-types"><Default Extension="rels" ContentType="{_RELATIONS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    )
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/>'
    relations = f'<Relationships xmlns="{_PARTS}/relationships">{relation}</Relationships>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document}
    return zip_of({name: raw.encode() for name, raw in parts.items()})


def word(doctype: str, text: str) -> bytes:
    """Make a Word document of one paragraph."""
    run = f"<w:p><w:r><w:t>News {text} told.</w:t></w:r></w:p>"
    body = f"<w:document xmlns:w='{_WORDML}'><w:body>{run}</w:body></w:document>"
    return docx(f"<?xml version='1.0'?><!DOCTYPE d [{doctype}]>{body}")


def xml(doctype: str, text: str) -> Files:
    """Make RSS, NITF and DOCX that state a document type, and refer to it where the text stands."""
    item = f"<item><title>Title</title><guid>1</guid><description>News {text} told.</description></item>"
    rss = f"<rss version='2.0'><channel><title>Feed</title>{item}</channel></rss>"
    nitf = f"<nitf><head/><body><body.content><p>News {text} told.</p></body.content></body></nitf>"
    for name, root, body in (("a.rss", "rss", rss), ("a.xml", "nitf", nitf)):
        yield name, f"<?xml version='1.0'?><!DOCTYPE {root} [{doctype}]>{body}".encode()
    yield "a.docx", word(doctype, text)


def laughs() -> bytes:
    """Make a Word document of a word that is ten times another, nine times over."""
    names = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return word(f"<!ENTITY l0 'ha'>{names}", "&l9;")


def built(name: str, outside: Path) -> Files:  # noqa: C901  one case a descriptor
    """Build the archives of a descriptor that gives no list of names."""
    match name:
        case "zip-bomb-flat":
            yield "a.zip", packed.zeros_in_zip(packed.GIB)
        case "zip-bomb-overlap":
            yield "full.zip", packed.overlapping_zip(5000, bytes(1 << 20))
            yield "quoted.zip", packed.quoting_zip(500, bytes(1 << 20))
        case "zip-bomb-nested":
            yield "a.zip", packed.nested_zip(5, 16)
        case "gzip-bomb":
            raw = packed.zeros_in_gzip(packed.GIB)
            yield from (("a.html.gz", raw), ("a.warc.gz", raw))
        case "encrypted-zip":
            yield "a.zip", packed.encrypted_zip([b"a.txt", b"b.txt"])
        case "truncated-zip":
            yield "a.zip", zip_of({"a.txt": NEWS})[:-22]
        case "name-encodings":
            yield "a.zip", raw_zip(zip_member(each, NEWS, NEWS) for each in _MEMBER_NAMES)
        case "many-members":
            yield "a.zip", zip_of((f"{number}.txt", b"") for number in range(100_000))
        case "docx-billion-laughs":
            yield "a.docx", laughs()
        case "xxe":
            yield from xml(f"<!ENTITY x SYSTEM '{outside.as_uri()}'>", "&x;")
        case "xml-quadratic-blowup":
            yield from xml(f"<!ENTITY x '{'ha ' * 33_000}'>", "&x;" * 10_000)
        case _:
            raise LookupError(f"no builder for {name}")


EXPECTED: dict[str, tuple[set[Reason], set[str]]] = {
    "zip-slip-unix": ({Reason.UNSAFE_PATH}, {"good.txt"}),
    "zip-slip-win": ({Reason.UNSAFE_PATH}, set()),
    "absolute": ({Reason.UNSAFE_PATH}, set()),
    "symlink-member": ({Reason.UNSAFE_PATH}, set()),
    "zip-bomb-flat": ({Reason.ARCHIVE_BOMB}, set()),
    "zip-bomb-overlap": ({Reason.ARCHIVE_BOMB}, set()),
    "zip-bomb-nested": ({Reason.ARCHIVE_BOMB}, set()),
    "gzip-bomb": ({Reason.ARCHIVE_BOMB}, set()),
    "encrypted-zip": ({Reason.ENCRYPTED}, set()),
    "truncated-zip": ({Reason.MALFORMED}, set()),
    "dup-names": ({Reason.MALFORMED}, {"a.txt"}),
    "name-encodings": (
        set(),
        {"خبر.txt", r"\xce\xc8\xd1.txt", r"\x81.txt", "e\u0301.txt", "\u00e9.txt", r"\u202efdp.txt"},
    ),
    "many-members": ({Reason.ARCHIVE_BOMB}, set()),
}
"""By descriptor: the reasons there must be, and the members taken. Of the others: a reason, or a harmless article."""


def outcome(readers: Readers, name: str, raw: bytes) -> list[Item]:
    """Read a file as ingest does."""
    try:
        return readers.begin(File(name, raw))()
    except Refusal as refusal:
        return [refusal]


def is_right(name: str, items: list[Item]) -> bool:
    """Tell whether what came of a hostile file is what must come of it."""
    drafts = [item for item in items if isinstance(item, Draft)]
    reasons = {item.reason for item in items if isinstance(item, Refusal)}
    if name in EXPECTED:
        return (reasons, {draft.member for draft in drafts}) == EXPECTED[name]
    harmless = all(OUTSIDE not in draft.text and len(draft.text) < 1_000_000 for draft in drafts)
    return harmless and reasons.isdisjoint({Reason.PARSER_FAILED, Reason.UNSUPPORTED_TYPE})


def test_hostile_archives_come_to_what_they_must(corpus: Path, figures: Figures, tmp_path: Path) -> None:
    """Each descriptor's archives are refused, or taken in part, as it says, in bounded time and memory."""
    outside = tmp_path / "outside.txt"
    outside.write_text(OUTSIDE)
    descriptors = json.loads((corpus / "bad_archives" / "descriptors.json").read_text())
    files = {
        each["name"]: list(entries(each) if "entries" in each else built(each["name"], outside)) for each in descriptors
    }
    Path("/proc/self/clear_refs").write_text("5")  # what building them took is not counted
    before = peak()
    readers = Readers(Limits())
    wrong, slowest, most = [], 0.0, 0
    for name, ones in files.items():
        for file, raw in ones:
            started = time.monotonic()
            items = outcome(readers, file, raw)
            slowest, most = max(slowest, time.monotonic() - started), max(most, peak_of_children())
            if not is_right(name, items):
                wrong.append((name, file, items[:3]))
    readers.close()
    figures.all_of(
        "bad_archives: as their list says", len(files) - len({name for name, *_ in wrong}), len(files), wrong
    )
    figures.at_most("bad_archives: seconds for the slowest", slowest, 15)
    figures.at_least("bad_archives: resident MB of a child that was seen", most / 1e6, 1)
    figures.at_most("bad_archives: resident MB of a child", most / 1e6, MOST_BYTES / 1e6)
    # The parent is the tests' own process, which has by now what other tests have left in it.
    figures.at_most("bad_archives: MB more in the parent", (peak() - before) / 1e6, 100)
    assert not list(tmp_path.glob("evil*"))
    assert not Path("/tmp/evil.txt").exists()  # noqa: S108  where the first of them aims


def peak(process: str = "self") -> int:
    """Return the most that a process had resident, in bytes; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 if "VmHWM:" in status else 0


def peak_of_children() -> int:
    """Return the most that one of the readers' children has had so far; not of those that have ended, which had limits.

    The tests before this one may have had children too, servers among them.
    """
    every = (pid for task in Path("/proc/self/task").iterdir() for pid in told(task / "children").split())
    return max((peak(pid) for pid in every if "read.child" in told(Path(f"/proc/{pid}/cmdline"))), default=0)


def told(file: Path) -> str:
    """Read what the kernel tells of a thread or process; nothing of one that has ended."""
    try:
        return file.read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_expectation_is_of_a_descriptor(corpus: Path, name: str) -> None:
    """No expectation stands here for something that the list no longer has."""
    assert name in {each["name"] for each in json.loads((corpus / "bad_archives" / "descriptors.json").read_text())}
