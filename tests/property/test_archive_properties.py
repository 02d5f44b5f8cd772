"""What holds for any archive, however it was damaged."""

import bz2
import gzip
import lzma
import tarfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read
from services.ingest.read.archives.members import Kind, Member, unpack
from services.ingest.read.limits import Budget
from tests.unit.read.packed import encrypted_zip, http, raw_zip, tar_of, warc_record, zip_member, zip_of

NEWS = {"a.txt": b"Title\n\nOne.", "folder/b.jsonl": b'{"text": "two"}\n{"text": "three"}', "c.txt": b"Four."}
_TAR = tar_of(NEWS, {"link": tarfile.SYMTYPE})
_PAX = tar_of({"خبر" * 60 + ".txt": b"Long name."})
_WARC = b"".join(
    (
        warc_record("response", "http://a.example/1", http(b"One is told.")),
        warc_record(
            "response", "http://a.example/2", http(gzip.compress(b"Two is told."), extra="Content-Encoding: gzip\r\n")
        ),
        warc_record("conversion", "http://a.example/3", b"Three is told.", content_type="text/plain"),
    )
)
WHOLE = (
    zip_of(NEWS),
    zip_of({"inner.zip": zip_of(NEWS), "b.tar.gz": gzip.compress(_TAR)}),
    encrypted_zip([b"a.txt"]),
    raw_zip([zip_member(b"a.txt", b"One.", b"One.")]),
    _TAR,
    _PAX,
    gzip.compress(_TAR),
    bz2.compress(_TAR),
    lzma.compress(_TAR),
    _WARC,
    gzip.compress(_WARC),
)
LIMITS = Limits(max_unpacked_bytes=1 << 20, max_members=100)
often = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])

edits = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(("set", "cut", "drop", "add")), st.binary(max_size=6)),
    min_size=1,
    max_size=6,
)


def mutated(raw: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    """Change an archive here and there, and keep what tells its format, mostly."""
    for where, how, what in changes:
        at = int(where * len(raw))
        match how:
            case "set":
                raw = raw[:at] + what + raw[at + len(what) :]
            case "cut":
                raw = raw[: max(at, 8)]
            case "drop":
                raw = raw[:at] + raw[at + len(what) :]
            case "add":
                raw = raw[:at] + what + raw[at:]
    return raw


@often
@given(st.sampled_from(WHOLE), edits)
def test_a_damaged_archive_gives_items_or_a_reason(raw: bytes, changes: list[tuple[float, str, bytes]]) -> None:
    """Never anything else; what is taken has a text and a path, and no fault of ours comes out."""
    try:
        items = read(File("a", mutated(raw, changes)), LIMITS)
    except Refusal as refusal:
        items = [refusal]
    assert items
    for item in items:
        if isinstance(item, Draft):
            assert item.text or item.title
        else:
            assert item.reason is not Reason.PARSER_FAILED, item.detail


paths = st.lists(
    st.sampled_from([b"a", b"..", b".", b"", b"\\", b"C:", b"\0", b"\xff", b"\xe2\x80\xae", b".b", b"c.txt"]),
    max_size=5,
).map(b"/".join)
members = st.lists(st.builds(Member, paths, st.sampled_from(Kind), st.just(lambda _: b"x")), max_size=8)


@often
@given(members)
def test_no_name_leads_anywhere(found: list[Member]) -> None:
    """Whatever members are called, what is taken has a printable relative path that climbs nowhere, and no twin."""
    names = [file.name for file in unpack(found, Budget(LIMITS, 0)) if isinstance(file, File)]
    assert len(names) == len(set(names))
    for name in names:
        assert name.isprintable()
        assert not name.startswith("/")
        assert not {"", ".", ".."} & set(name.split("/"))
