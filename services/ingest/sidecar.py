"""Sidecars: `NAME.meta.json` or `NAME.meta.yaml` beside a file says better what its metadata is.

Its fields have the names that JSON articles use, and go before what the file says; a text in it is not looked at. How
it is found, and that it is no document of its own, is told in `files.py`.
"""

from collections.abc import Mapping
from typing import Any

from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.json_reader import parse
from services.ingest.read.metadata import metadata_of
from services.ingest.read.yaml import parse_yaml

MOST_BYTES = 256 * 1024


def read_sidecar(raw: bytes, name: str) -> Draft:
    """Read what a sidecar states, as a draft whose text means nothing.

    Raises:
        Refusal: MALFORMED, or what is wrong with its encoding; the detail names the sidecar.
    """
    try:
        return metadata_of(_object(raw, name))
    except Refusal as refusal:
        raise Refusal(refusal.reason, f"its sidecar {name}: {refusal.detail}") from refusal


def _object(raw: bytes, name: str) -> Mapping[str, Any]:
    value = parse(raw).value if name.endswith(".json") else parse_yaml(decode(raw).text)
    if not isinstance(value, Mapping):
        raise Refusal(Reason.MALFORMED, "it must be an object with fields such as title, date or language")
    return value
