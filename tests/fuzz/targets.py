"""What is fuzzed: each reader, each archive, decoding and sidecars, and what becomes of the articles they give.

A target is a function of bytes. Whatever it raises is a finding: a refusal is an answer, and it is looked at.
"""

import json
import pickle
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from schemas.article import DocumentRef
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.normalise import candidate
from services.ingest.read import File, Limits, format_of, formats
from services.ingest.read.decode import decode
from services.ingest.read.format import Container, Format, Reader
from services.ingest.read.limits import Budget
from services.ingest.read.metadata import override
from services.ingest.sidecar import read_sidecar
from tests.fuzz import seeds, tokens
from tests.fuzz.inside import INSIDE
from tests.fuzz.target import Target

_LIMITS = Limits()
_HERE = DocumentRef(document_id="d" * 32, path="a", name="a")
_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_LOOKED_AT = 3
_DECLARED = (None, "utf-8", "windows-1256", "utf-16", "iso-2022-jp", "big5", "base64", "unknown-8bit", "\0", "x" * 99)
_SHARES = {"html": 3.0, "feed": 1.5, "xml": 0.5, "pdf": 0.5, "gzip": 0.3, "bzip2": 0.3, "xz": 0.3, "mhtml": 0.6}
"""How much of a reader's usual time: more where there is more to find, less where all is in other people's C."""


def targets() -> dict[str, Target]:
    """Return all targets by their names."""
    pool = seeds.pool()
    found = [_of_format(each, pool.get(each.name, ())) for each in formats()]
    found += [
        Target("decode", _decode, seeds.in_encodings(), tokens.ENCODED),
        Target("sidecar", _sidecar, seeds.sidecars(), tokens.FIELDS),
    ]
    return {each.name: each for each in found}


def _of_format(each: Format, seeded: Sequence[bytes]) -> Target:
    def run(raw: bytes) -> None:
        file = File(f"fuzz{min(each.suffixes)}", raw)
        with suppress(Refusal):
            format_of(file).risky(raw)
        if each.certain and not each.recognise(raw):
            return  # nobody would have it read
        for item in _items(each, file)[:_LOOKED_AT]:
            _look_at(item)

    return Target(
        each.name, run, seeded, tokens.of(each.name), INSIDE.get(each.name), share=_SHARES.get(each.name, 1.0)
    )


def _items(each: Format, file: File) -> Sequence[Draft | Refusal | File]:
    try:
        if isinstance(each, Container):
            return list(each.unpack(file, Budget(_LIMITS, len(file.raw))))
        assert isinstance(each, Reader)
        found = each.read(file, _LIMITS)
    except Refusal as refusal:
        return [refusal]
    if not found:
        raise ValueError("neither an article nor a reason")
    return [item._replace(format=each.name) if isinstance(item, Draft) else item for item in found]


def _look_at(item: Draft | Refusal | File) -> None:
    """Do with an item what ingest does: an answer that cannot be written down is as bad as none."""
    if isinstance(item, File):
        item.name.encode()
    elif isinstance(item, Refusal):
        _look_at_refusal(item)
    else:
        try:
            row = candidate(item, b"a", _HERE).article(1, _NOW).row()
        except Refusal as refusal:
            _look_at_refusal(refusal)
        else:
            json.dumps(row, ensure_ascii=False).encode()


def _look_at_refusal(refusal: Refusal) -> None:
    Reason(refusal.reason)
    f"{refusal.detail}{refusal.member}".encode()
    pickle.dumps(refusal)


def _decode(raw: bytes) -> None:
    declared = _DECLARED[len(raw) % len(_DECLARED)]
    try:
        decode(raw, declared).text.encode()
    except Refusal as refusal:
        _look_at_refusal(refusal)


def _sidecar(raw: bytes) -> None:
    for name in ("a.txt.meta.json", "a.txt.meta.yaml"):
        try:
            stated = read_sidecar(raw, name)
        except Refusal as refusal:
            _look_at_refusal(refusal)
        else:
            _look_at(override(Draft("A title", "A text of some words."), stated))
