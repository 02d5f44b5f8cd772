"""Which format a file is of: what its bytes certainly are, and what its name says, together."""

from collections.abc import Sequence

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.format import Format

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)


def choose(name: str, raw: bytes, formats: Sequence[Format], fallback: Format) -> Format:
    """Choose the format of a file.

    Args:
        name: the file's name; its suffix counts, in any letter case.
        raw: the file's bytes.
        formats: all there are; of several that fit equally, the first is taken.
        fallback: what a file without a suffix is, if its bytes are of no certain format.

    Raises:
        Refusal: TYPE_MISMATCH if name and bytes contradict each other, UNSUPPORTED_TYPE if neither tells a format.
    """
    suffix = _suffix(name)
    named = [each for each in formats if suffix in each.suffixes]
    recognised = [each for each in formats if each.recognise(raw)]
    if both := [each for each in named if each in recognised]:
        return both[0]
    if named:
        _refuse_mismatch(suffix, raw, named, recognised)
        return next(each for each in named if not each.certain)
    if recognised:
        return recognised[0]
    foreign = _foreign(raw)
    if not suffix and foreign is None:
        return fallback
    known = ", ".join(sorted({suffix for each in formats for suffix in each.suffixes}))
    told = f"this is {foreign}" if foreign else f"no reader takes {suffix}"
    raise Refusal(Reason.UNSUPPORTED_TYPE, f"{told}; known: {known}")


def _suffix(name: str) -> str:
    """Return what `PurePath` takes for the suffix of a file's name, in lower case, in a tenth of the time."""
    stem, _, suffix = name.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if stem and suffix else ""


def _refuse_mismatch(suffix: str, raw: bytes, named: Sequence[Format], recognised: Sequence[Format]) -> None:
    if recognised:
        right = recognised[0]
        detail = f"named {suffix}, but this is {right.what}: rename it to {min(right.suffixes)}"
    elif foreign := _foreign(raw):
        detail = f"named {suffix}, but this is {foreign}"
    elif all(each.certain for each in named) and raw.strip():
        detail = f"named {suffix}, but this is not {named[0].what}"
    else:
        if all(each.certain for each in named):
            raise Refusal(Reason.EMPTY)
        return
    raise Refusal(Reason.TYPE_MISMATCH, detail)


def _foreign(raw: bytes) -> str | None:
    return next((what for magic, what in _FOREIGN if raw.startswith(magic)), None)
