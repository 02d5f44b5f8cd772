"""The plain-text reader: letters, then structure.

A file of one line is an article whose text is that line: whether it is a headline cannot be told, and an article
without a title is better than one without a text.
"""

from schemas.reasons import Reason
from services.ingest.draft import Item, Refusal
from services.ingest.read.decode import decode
from services.ingest.read.format import File, Reader
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.structure import analyse_text
from services.text.normalise import normalise


def read_plain(file: File, limits: Limits) -> list[Item]:
    """Read one article from a plain-text file.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, TOO_LARGE, or NO_ARTICLE where all lines are furniture.
    """
    decoded = decode(file.raw, file.charset)
    check_size(limits, decoded.text)
    faithful, repairs = normalise(decoded.text)
    parts = analyse_text(faithful)
    if not parts.body:
        raise Refusal(Reason.NO_ARTICLE if parts.repairs else Reason.EMPTY)
    return [parts.draft(*decoded.repairs, *repairs, encoding=decoded.encoding, faithful=True)]


FORMAT = Reader("plain", "plain text", frozenset({".txt", ".text"}), risky=lambda _: False, read=read_plain)
