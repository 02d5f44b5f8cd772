"""Archives: what lies in them is taken as if it lay in the folder; what is hostile is refused alone."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pytest

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.readers import Readers
from tests.unit.read import packed
from tests.unit.read.packed import raw_zip, tar_of, zip_member, zip_of

LIMITS = Limits()
NEWS = b"Title\n\nA first paragraph of news."


def taken(items: list[Item]) -> dict[str | None, str]:
    """Return the text of each article by its path in the archive."""
    return {item.member: item.text for item in items if isinstance(item, Draft)}


def refused(items: list[Item]) -> dict[str | None, Reason]:
    """Return the reason of each refusal by its path in the archive."""
    return {item.member: item.reason for item in items if isinstance(item, Refusal)}


def whole(name: str, raw: bytes, limits: Limits = LIMITS) -> tuple[Reason, str]:
    """Read a file that is refused as a whole; return why."""
    with pytest.raises(Refusal) as refusal:
        read(File(name, raw), limits)
    return refusal.value.reason, refusal.value.detail


PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": zip_of,
    "a.tar": tar_of,
    "a.tgz": lambda files: gzip.compress(tar_of(files)),
    "a.tar.gz": lambda files: gzip.compress(tar_of(files)),
    "a.tar.bz2": lambda files: bz2.compress(tar_of(files)),
    "a.tbz2": lambda files: bz2.compress(tar_of(files)),
    "a.tar.xz": lambda files: lzma.compress(tar_of(files)),
    "a.txz": lambda files: lzma.compress(tar_of(files)),
    "no suffix": zip_of,
}


@pytest.mark.parametrize("name", PACKERS)
def test_every_kind_of_archive_gives_its_files(name: str) -> None:
    """Each file is read by its own format; what cannot be is refused by name; what is no article is passed over."""
    files = {
        "folder/a.txt": NEWS,
        "خبر.json": '{"title": "t", "text": "خبریں"}'.encode(),
        "photo.png": b"\x89PNG\r\n\x1a\n",
        "lines.jsonl": b'{"text": "one"}\n{"text": "two"}',
        "empty.txt": b"",
        "__MACOSX/._a.txt": b"\0\5\x16\7",
        ".DS_Store": b"\0\0\0\1",
        "sub/Thumbs.db": b"\xd0\xcf",
        "draft.txt~": b"old",
    }
    items = read(File(name, PACKERS[name](files)), LIMITS)
    inner = {None if member is None else member.removeprefix("a.tar/") for member in taken(items)}
    assert inner == {"folder/a.txt", "خبر.json", "lines.jsonl"}
    assert [item.text for item in items if isinstance(item, Draft)] == [
        "A first paragraph of news.",
        "خبریں",
        "one",
        "two",
    ]
    assert [(item.format, item.alone) for item in items if isinstance(item, Draft)][::2] == [
        ("plain", True),
        ("jsonl", False),
    ]
    assert sorted(refused(items).values()) == [Reason.EMPTY, Reason.UNSUPPORTED_TYPE]


@pytest.mark.parametrize(
    ("name", "compress"), [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)]
)
def test_a_compressed_file_is_the_file_in_it(name: str, compress: Callable[[bytes], bytes]) -> None:
    """It is read under its name without the suffix; files joined end to end are one; half a file is none."""
    assert taken(read(File(name, compress(NEWS)), LIMITS)) == {"a.txt": "A first paragraph of news."}
    joined = compress(NEWS) + compress(b" More.")
    assert taken(read(File(name, joined), LIMITS)) == {"a.txt": "A first paragraph of news. More."}
    assert refused(read(File(name, compress(NEWS)[:-5]), LIMITS)) == {"a.txt": Reason.MALFORMED}


@pytest.mark.parametrize(
    "path",
    [
        "../../evil.txt",
        "a/../../evil.txt",
        "..\\..\\evil.txt",
        "a\\b.txt",
        "/etc/evil.txt",
        "C:\\evil.txt",
        "C:evil.txt",
    ],
)
@pytest.mark.parametrize("archive", ["a.zip", "a.tar"])
def test_a_path_that_leads_out_costs_only_its_file(archive: str, path: str) -> None:
    """It is refused under the path it has, and its neighbour is taken."""
    raw = raw_zip([zip_member(path.encode(), NEWS, NEWS), zip_member(b"b.txt", NEWS, NEWS)])
    raw = raw if archive == "a.zip" else tar_of({path: NEWS, "b.txt": NEWS})
    items = read(File(archive, raw), LIMITS)
    assert list(taken(items)) == ["b.txt"]
    assert list(refused(items).values()) == [Reason.UNSAFE_PATH]


def test_links_and_devices_are_refused() -> None:
    """So is what lies behind a link; nothing in an archive but files is ever taken."""
    link = zip_member(b"link", b"/etc", b"/etc", mode=stat.S_IFLNK | 0o777)
    behind = zip_member(b"link/evil.txt", NEWS, NEWS, mode=stat.S_IFREG | 0o644)
    zipped = read(File("a.zip", raw_zip([link, behind, zip_member(b"b.txt", NEWS, NEWS)])), LIMITS)
    assert refused(zipped) == {"link": Reason.UNSAFE_PATH, "link/evil.txt": Reason.UNSAFE_PATH}
    assert list(taken(zipped)) == ["b.txt"]
    kinds = {"link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "null": tarfile.CHRTYPE, "pipe": tarfile.FIFOTYPE}
    files = dict.fromkeys(kinds, b"/etc") | {"link/evil.txt": NEWS, "b.txt": NEWS}
    tarred = read(File("a.tar", tar_of(files, kinds)), LIMITS)
    assert refused(tarred) == dict.fromkeys([*kinds, "link/evil.txt"], Reason.UNSAFE_PATH)
    assert list(taken(tarred)) == ["b.txt"]


def test_a_password_costs_only_its_file() -> None:
    """An encrypted file among others says that it is."""
    mixed = raw_zip([zip_member(b"a.txt", bytes(40), NEWS, flags=1), zip_member(b"b.txt", NEWS, NEWS)])
    items = read(File("a.zip", mixed), LIMITS)
    assert (refused(items), list(taken(items))) == ({"a.txt": Reason.ENCRYPTED}, ["b.txt"])


@pytest.mark.parametrize("archive", ["a.zip", "a.tar"])
def test_of_two_files_of_one_name_the_last_is_taken(archive: str) -> None:
    """As when they are unpacked; the one that is replaced says so. `./` makes no difference to a name."""
    if archive == "a.zip":
        with pytest.warns(UserWarning, match="Duplicate name"):
            raw = zip_of([("a.txt", b"old news"), ("./a.txt", b"newer news"), ("a.txt", b"newest news")])
    else:
        one, two = tar_of({"a.txt": b"old news", "./a.txt": b"newer news"}), tar_of({"a.txt": b"newest news"})
        raw = one[: 4 * 512] + two
    items = read(File(archive, raw), LIMITS)
    assert taken(items) == {"a.txt": "newest news"}
    assert [(item.reason, item.member) for item in items[:2] if isinstance(item, Refusal)] == [
        (Reason.MALFORMED, "a.txt"),
        (Reason.MALFORMED, "a.txt"),
    ]


def test_names_in_any_encoding_are_shown_safely() -> None:
    """UTF-8 is read as such, flagged or not; other bytes, control characters and reversals are shown as escapes."""
    names = {
        "خبر.txt".encode(): "خبر.txt",
        "خبر2.txt".encode("cp1256"): r"\xce\xc8\xd12.txt",
        "M\u00fcll.txt".encode("cp437"): r"M\x81ll.txt",
        "e\u0301.txt".encode(): "e\u0301.txt",
        "\u00e9.txt".encode(): "\u00e9.txt",
        "\u202egpj.txt".encode(): r"\u202egpj.txt",
        b"a\x07b.txt": r"a\x07b.txt",
        b"a.exe\0.txt": r"a.exe\x00.txt",
    }
    unflagged = raw_zip(zip_member(name, NEWS, NEWS) for name in names)
    assert list(taken(read(File("a.zip", unflagged), LIMITS))) == list(names.values())
    flagged = raw_zip(zip_member("خبر.txt".encode(), NEWS, NEWS, flags=0x800) for _ in range(1))
    assert list(taken(read(File("a.zip", flagged), LIMITS))) == ["خبر.txt"]
    tarred = tar_of({"خبر.txt": NEWS, "\udcce\udcc8.txt": NEWS}, tar_format=tarfile.GNU_FORMAT)
    assert list(taken(read(File("a.tar", tarred), LIMITS))) == ["خبر.txt", r"\xce\xc8.txt"]


@pytest.mark.parametrize(
    ("raw", "limits", "told"),
    [
        (packed.zeros_in_zip(2 << 20), Limits(max_unpacked_bytes=1 << 20), "unpacks to more than 1048576 bytes"),
        (packed.zeros_in_zip(64 << 20), Limits(max_unpacked_bytes=1 << 30), "more than 200 times its size"),
        (packed.overlapping_zip(50, bytes(1000)), LIMITS, "overlap"),
        (packed.quoting_zip(50, bytes(1000)), LIMITS, "overlap"),
        (packed.nested_zip(6, 1), LIMITS, "more than 4 deep"),
        (packed.nested_zip(4, 10), Limits(max_members=1000), "more than 1000 files"),
        (zip_of({f"{number}": b"" for number in range(1001)}), Limits(max_members=1000), "more than 1000 files"),
        (packed.zeros_in_gzip(2 << 20), Limits(max_unpacked_bytes=1 << 20), "unpacks to more than 1048576 bytes"),
        (tar_of({f"{number}": b"" for number in range(11)}), Limits(max_members=10), "more than 10 files"),
    ],
)
def test_a_bomb_is_refused_as_a_whole(raw: bytes, limits: Limits, told: str) -> None:
    """Nothing of it is taken, and the reason says which limit it is past."""
    reason, detail = whole("a", raw, limits)
    assert (reason, told in detail) == (Reason.ARCHIVE_BOMB, True), detail


def test_quoted_overlap_is_what_it_claims_to_be() -> None:
    """The builder is right: without the check each member would unpack, to far more than there is."""
    with zipfile.ZipFile(io.BytesIO(packed.quoting_zip(50, bytes(1000)))) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 50_000
        assert archive.infolist()[0].header_offset < archive.infolist()[1].header_offset


def test_limits_are_of_the_whole_not_of_each_archive() -> None:
    """Members and bytes of archives in an archive count together."""
    inner = zip_of({f"{number}.txt": NEWS for number in range(6)})
    raw = zip_of({"a.zip": inner, "b.zip": inner})
    assert len(read(File("a.zip", raw), Limits(max_members=14))) == 12
    assert whole("a.zip", raw, Limits(max_members=13))[0] is Reason.ARCHIVE_BOMB


def test_nesting_up_to_the_limit_is_read() -> None:
    """A web archive's usual wrapping, compressed in a compressed tar, is read; its path tells each step."""
    raw = gzip.compress(tar_of({"b.txt.gz": gzip.compress(NEWS)}))
    assert list(taken(read(File("a.tar.gz", raw), LIMITS))) == ["a.tar/b.txt.gz/b.txt"]


@pytest.mark.parametrize("cut", [1, 22, 60, 400])
def test_a_zip_that_is_cut_off_is_malformed(cut: int) -> None:
    """Without its list nothing of it is taken."""
    reason, detail = whole("a.zip", zip_of({"a.txt": NEWS * 20, "b.txt": NEWS}, zipfile.ZIP_STORED)[:-cut])
    assert (reason, "cut off" in detail) == (Reason.MALFORMED, True)


def test_a_zip_whose_beginning_is_lost_gives_what_is_left() -> None:
    """The list says that the first file began before the archive does: only that file is damaged."""
    raw = b"PK\3\4" + zip_of({"a.txt": NEWS * 20, "b.txt": NEWS}, zipfile.ZIP_STORED)[404:]
    items = read(File("a.zip", raw), LIMITS)
    assert list(taken(items)) == ["b.txt"]
    assert refused(items) == {"a.txt": Reason.MALFORMED}


def test_damage_in_a_zip_costs_only_its_file() -> None:
    """A member with a wrong checksum, or of an unknown method, has its own reason."""
    wrong = zip_member(b"a.txt", NEWS, b"other")
    wrong.size = len(NEWS)
    odd = zip_member(b"c.txt", NEWS, NEWS, method=97)
    items = read(File("a.zip", raw_zip([wrong, zip_member(b"b.txt", NEWS, NEWS), odd])), LIMITS)
    assert list(taken(items)) == ["b.txt"]
    assert refused(items) == {"a.txt": Reason.MALFORMED, "c.txt": Reason.UNSUPPORTED_TYPE}


@pytest.mark.parametrize(("left", "count"), [(2360, 1), (1848, 1), (1300, 1), (530, 0)])
def test_a_tar_that_is_cut_off_gives_what_came_before(left: int, count: int) -> None:
    """Whole files before the damage are taken; one refusal tells of the rest."""
    raw = tar_of({"a.txt": NEWS, "b.txt": NEWS * 30}, tar_format=tarfile.USTAR_FORMAT)
    items = read(File("a.tar", raw[:left]), LIMITS)
    assert len(taken(items)) == count
    assert Reason.MALFORMED in refused(items).values()


def test_damage_amid_a_tar_is_told() -> None:
    """A broken header in the middle, after which `tarfile` just stops, does not go unnoticed."""
    raw = bytearray(tar_of({"a.txt": NEWS, "b.txt": NEWS, "c.txt": NEWS}, tar_format=tarfile.USTAR_FORMAT))
    raw[1024 + 10] ^= 1
    items = read(File("a.tar", bytes(raw)), LIMITS)
    assert (list(taken(items)), refused(items)) == (["a.txt"], {None: Reason.MALFORMED})


def test_a_compressed_tar_that_is_cut_off_gives_what_came_before() -> None:
    """What was unpacked before the damage is used, as it is of a plain one."""
    files = {f"{number}.txt": str(number).encode() * 2000 + bytes(range(256)).hex().encode() for number in range(200)}
    items = read(File("a.tar.gz", gzip.compress(tar_of(files))[:-4000]), LIMITS)
    assert 0 < len(taken(items)) < 200
    assert set(refused(items).values()) == {Reason.MALFORMED}


def test_a_file_of_holes_is_bounded() -> None:
    """A sparse member that claims to be huge is a bomb, one that is small is read."""
    huge, small = (_sparse(size) for size in (1 << 40, 2048))
    assert whole("a.tar", huge)[0] is Reason.ARCHIVE_BOMB
    assert list(refused(read(File("a.tar", small), LIMITS))) in ([], ["a.txt"])


def _sparse(size: int) -> bytes:
    """Make an old GNU sparse member: five bytes at 0, and then nothing up to its size."""
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 5
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[386:398], header[398:410] = b"%011o\0" % 0, b"%011o\0" % 5
    header[483:495] = b"%011o\0" % size if size < 1 << 33 else b"\x80" + size.to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + b"news\n".ljust(512, b"\0") + bytes(1024)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}, "an Excel workbook"),
        ({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<w/>"}, "a PowerPoint presentation"),
        ({"mimetype": b"application/epub+zip", "a.xhtml": NEWS}, "an e-book or an office document"),
        ({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0"}, "a Java program"),
    ],
)
def test_a_document_packed_as_zip_is_no_archive(files: dict[str, bytes], told: str) -> None:
    """An office document, an e-book or a program is not picked to pieces."""
    reason, detail = whole("a.zip", zip_of(files))
    assert (reason, told in detail) == (Reason.UNSUPPORTED_TYPE, True)


def test_an_xz_file_that_asks_for_too_much_memory_costs_only_itself() -> None:
    """Its header may ask for a dictionary of 4 GiB: in a child that is not had, and the file beside it is read."""
    greedy = bytearray(lzma.compress(NEWS))
    size = (greedy[12] + 1) * 4  # of the block's header, with its checksum
    at = greedy.index(b"\x21\x01", 12) + 2  # LZMA2, and one byte that tells the dictionary's size
    greedy[at] = 40
    greedy[12 + size - 4 : 12 + size] = zlib.crc32(greedy[12 : 12 + size - 4]).to_bytes(4, "little")
    readers = Readers(LIMITS)
    try:
        items = readers.begin(File("a.zip", zip_of({"a.txt.xz": bytes(greedy), "b.txt": NEWS})))()
    finally:
        readers.close()
    assert (refused(items), list(taken(items))) == ({"a.txt.xz": Reason.PARSER_LIMIT}, ["b.txt"])


def test_an_archive_without_articles_says_so() -> None:
    """An empty archive, and one of furniture only, hold no article."""
    assert whole("a.zip", zip_of({}))[0] is Reason.NO_ARTICLE
    assert whole("a.zip", zip_of({".DS_Store": b"x", "folder/": b""}))[0] is Reason.NO_ARTICLE


def test_an_archive_under_another_name_is_a_mismatch() -> None:
    """An archive named as text, and text named as an archive, say what they are."""
    assert whole("a.txt", zip_of({"a.txt": NEWS})) == (
        Reason.TYPE_MISMATCH,
        "named .txt, but this is a zip archive: rename it to .zip",
    )
    assert whole("a.zip", NEWS)[0] is Reason.TYPE_MISMATCH
    assert whole("a.tar", bytes(10240))[0] is Reason.TYPE_MISMATCH


@pytest.mark.parametrize("fault", [LookupError, BaseException])
def test_a_member_that_breaks_its_reader_costs_only_itself(
    fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in one file of an archive, a panic too, is told in its place, and where it is."""

    def broken(value: object, limits: Limits) -> Item:
        raise fault

    monkeypatch.setattr("services.ingest.read.jsonl.draft_or_refusal", broken)
    items = read(File("a.zip", zip_of({"a.jsonl": b"{}", "b.txt": NEWS})), LIMITS)
    assert (refused(items), list(taken(items))) == ({"a.jsonl": Reason.PARSER_FAILED}, ["b.txt"])
    assert isinstance(items[0], Refusal)
    assert f"{fault.__name__} at test_archives.py" in items[0].detail
