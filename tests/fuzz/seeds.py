"""Good files to begin with: those of the other tests, some made here, and small ones of the real test data."""

import bz2
import gzip
import json
import lzma
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from services.ingest.draft import Refusal
from services.ingest.read import File, format_of
from tests.fixtures.market import PARAGRAPHS, TITLE, in_every_format
from tests.unit.read.packed import http, tar_of, warc_record, zip_of

_ROOT = Path(__file__).parents[2]
_HERE = ("tests/fixtures", "seeds")
_CORPUS = _ROOT.parent / "shared" / "corpus"
_MOST_BYTES = 4096
_MOST_OF_CORPUS = 60
_TEXT = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 150>>stream
BT /F 20 Tf 50 700 Td (The council opens the market) Tj /F 12 Tf 0 -40 Td (The council has decided to open) Tj
0 -14 Td (the old market again.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Size 6/Root 1 0 R>>
%%EOF
"""


def pool() -> Mapping[str, Sequence[bytes]]:
    """Return files by the name of the format they are of; those that are of none are left out."""
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    for name, raw in (*_made(), *_found(), *_of_corpus()):
        try:
            found[format_of(File(name, raw)).name].append(raw)
        except Refusal:
            continue
    return {name: _thinned(files) for name, files in found.items()}


def in_encodings() -> Sequence[bytes]:
    """Return text in encodings of all kinds: with a mark and without, of one byte a letter and of several."""
    named = {"windows-1256": _TEXT, "iso-8859-6": TITLE, "utf-8": _TEXT, "utf-8-sig": _TEXT, "utf-16": _TEXT}
    named |= {
        "utf-16-le": _TEXT,
        "utf-32": TITLE,
        "cp1251": "Мэр города открыл рынок. " * 9,
        "latin-1": "Öl für alle. " * 9,
    }
    named |= {"cp1251": "Мэр города открыл рынок. " * 9, "iso2022_jp": "日本の市場"}
    named |= {"shift_jis": "日本の市場が開いた。" * 9, "gb18030": "市场重新开放。" * 9}
    twice = _TEXT.encode().decode("latin-1").encode()
    return [*(text.encode(name, "replace") for name, text in named.items()), twice, _TEXT.encode()[:-1] + b"\xff\xfe"]


def sidecars() -> Sequence[bytes]:
    """Return what a sidecar may say."""
    stated = {
        "title": TITLE,
        "date": "2026-11-23T10:00:00+05:00",
        "language": "ar",
        "author": ["A. Writer", {"name": "B"}],
        "source": {"name": "River Gazette", "url": "https://example.org/"},
        "id": 7,
    }
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in stated.items())
    return [json.dumps(stated).encode(), lines.encode(), b"title: a\ndate: 2026-11-23\nauthors:\n- a\n- b\n"]


def _made() -> Iterator[tuple[str, bytes]]:
    files = in_every_format()
    yield from files.items()
    values = json.loads(files["market.json"])
    rows = ({**values, "id": number, "url": f"http://a.b/{number}"} for number in range(3))
    yield "a.jsonl", "\n".join(map(json.dumps, rows)).encode()
    yield "a.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [values]}).encode()
    yield (
        "a.md",
        f"---\ntitle: {TITLE}\ndate: 2026-11-23\n---\n\n# b\n\n> **a** [b](c)\n\n- d\n\n```\ne\n".encode(),
    )
    yield "a.xml", b"<?xml version='1.0'?>\n<!DOCTYPE o [<!ENTITY e 'x'>]>\n<o><p>&e;</p></o>"
    yield "a.pdf", _PDF
    yield "a.mhtml", _saved(files["market.html"])
    few = {"a.txt": files["market.txt"], "b/c.html": files["market.html"], "d.json": files["market.json"]}
    yield "a.zip", zip_of(few)
    yield "b.zip", zip_of({"a.zip": zip_of(few), "b.tar": tar_of(few)})
    for tar_format in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        yield "a.tar", tar_of({**few, "long" * 40: b"x", "link": b"a.txt"}, {"link": tarfile.SYMTYPE}, tar_format)
    yield "b.tar", tar_of(few, tar_format=tarfile.USTAR_FORMAT)
    yield "a.tgz", gzip.compress(tar_of(few))
    yield "a.txt.bz2", bz2.compress(files["market.txt"])
    yield "a.txt.xz", lzma.compress(files["market.txt"])
    yield "a.warc", _crawled(files)


def _saved(page: bytes) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    of_page = b"Content-Type: text/html; charset=utf-8\r\nContent-Location: http://example.org/a\r\n\r\n"
    return head + of_page + page + b"\r\n--b\r\nContent-Type: image/gif\r\n\r\nGIF8\r\n--b--\r\n"


def _crawled(files: Mapping[str, bytes]) -> bytes:
    page, text = files["market.html"], files["market.txt"]
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(text), text)
    return b"".join((
        warc_record("response", "http://example.org/a.html", http(page, content_type="text/html; charset=utf-8")),
        warc_record("response", "http://example.org/b", http(gzip.compress(text), extra="Content-Encoding: gzip\r\n")),
        warc_record("response", "http://example.org/c", http(chunked, extra="Transfer-Encoding: chunked\r\n")),
        warc_record("conversion", "http://example.org/d", text, content_type="text/plain"),
    ))  # fmt: skip


def _found() -> Iterator[tuple[str, bytes]]:
    for folder in _HERE:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= 16 * _MOST_BYTES:
                yield path.name, path.read_bytes()


def _of_corpus() -> Iterator[tuple[str, bytes]]:
    """Yield small files of the real test data, and the beginning of files of many lines; nothing where it is not."""
    for path in sorted(_CORPUS.rglob("*")):
        if not path.is_file() or path.name == "README.txt":
            continue
        if path.stat().st_size <= _MOST_BYTES:
            yield path.name, path.read_bytes()
        elif path.suffix in {".jsonl", ".txt"}:
            with path.open("rb") as stream:
                yield path.name, b"".join(stream.readlines(_MOST_BYTES // 4))


def _thinned(files: Sequence[bytes]) -> Sequence[bytes]:
    """Return so many of them, from all over the list, that trying each takes but a moment."""
    return files[:: -(-len(files) // _MOST_OF_CORPUS)]
