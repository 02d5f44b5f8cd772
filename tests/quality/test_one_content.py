"""The same article, in whatever format and encoding, is the same content."""

from schemas.article import DocumentRef
from services.ingest.draft import Draft
from services.ingest.normalise import Candidate, candidate
from services.ingest.read import File, Limits, read
from tests.fixtures.market import in_every_format
from tests.quality.conftest import Figures

HERE = DocumentRef(document_id="d" * 32, path="a", name="a")


def taken(name: str, raw: bytes) -> Candidate:
    """Read a file with one article in it."""
    (item,) = read(File(name, raw), Limits())
    assert isinstance(item, Draft), item
    return candidate(item, name.encode(), HERE)


def test_the_same_article_in_every_format_is_one_content(figures: Figures) -> None:
    """Text, pages, Word, PDF, feeds, agency XML and archives fold to one hash, and are told to be Arabic."""
    found = {name: taken(name, raw) for name, raw in in_every_format().items()}
    wanted = found["market.txt"].content_hash
    others = [name for name, one in found.items() if one.content_hash != wanted]
    figures.all_of("formats of one article with one content hash", len(found) - len(others), len(found), others)
    assert {one.language for one in found.values()} == {"ar"}
