"""The JSON Lines reader: one article a line. A bad line costs only itself."""

from schemas.reasons import Reason
from services.ingest.draft import Draft, Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.format import File, Reader
from services.ingest.read.json_reader import draft_or_refusal, holds_html, parse, read_json
from services.ingest.read.limits import Limits, check_count
from services.ingest.read.outcome import kept

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read_jsonl(file: File, limits: Limits) -> list[Item]:
    """Read the articles of a JSON Lines file; empty lines do not count.

    Raises:
        Refusal: EMPTY, UNDECODABLE, TOO_LARGE, or no line holds an article (the first line's reason).
    """
    raw = file.raw
    if raw.startswith(_WIDE_MARKS):
        raw = decode(raw).text.encode("utf-8", "surrogatepass")
    lines = [line for line in raw.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if not lines:
        raise Refusal(Reason.EMPTY)
    check_count(limits, len(lines))
    items = [_item(line, number, limits) for number, line in enumerate(lines, 1)]
    if any(isinstance(item, Draft) for item in items):
        return items
    try:
        # Not lines at all, perhaps: a whole JSON document under this suffix.
        return read_json(File(file.name, raw), limits)
    except Refusal:
        return kept(items)


def _item(line: bytes, number: int, limits: Limits) -> Item:
    try:
        parsed = parse(line)
    except Refusal as refusal:
        return Refusal(refusal.reason, f"line {number}: {refusal.detail}")
    return draft_or_refusal(parsed, limits)


FORMAT = Reader("jsonl", "JSON Lines", frozenset({".jsonl", ".ndjson"}), risky=holds_html, read=read_jsonl, many=True)
