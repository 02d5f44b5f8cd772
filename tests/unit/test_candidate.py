"""From a draft to a candidate: what the language decides, and what else is in the text."""

import pytest

from schemas.article import DocumentRef
from schemas.reasons import PublishedAtReason
from services.ingest.draft import Draft
from services.ingest.normalise import Candidate, candidate
from services.text.dates import parse_date

URDU = "شہر کی پرانی نہر کی صفائی کا منصوبہ منظور کر لیا گیا ہے اور کام اگلے ہفتے سے شروع ہو گا۔"
ENGLISH = "The council has approved the cleaning of the old canal, and work will begin next week."


def made(text: str, **stated: str | PublishedAtReason | None) -> Candidate:
    """Make a candidate of a text."""
    draft = Draft("عنوان", text, **stated)  # type: ignore[arg-type]  # the tests name its fields
    return candidate(draft, b"a.txt", DocumentRef(document_id="d" * 32, path="a.txt", name="a.txt"))


@pytest.mark.parametrize(
    ("text", "value", "reason"), [(URDU, "2024-04-03", None), (ENGLISH, None, PublishedAtReason.AMBIGUOUS)]
)
def test_the_language_decides_a_date_with_two_readings(
    text: str, value: str | None, reason: PublishedAtReason | None
) -> None:
    """Urdu writes the day first; English alone does not say."""
    stated = parse_date("03/04/2024")
    assert stated.reason is PublishedAtReason.AMBIGUOUS
    one = made(text, published_at_reason=stated.reason, published_text=stated.text)
    assert (one.published_at, one.published_at_reason) == (value, reason)


def test_what_is_in_another_language_is_told() -> None:
    """A paragraph in English inside an Urdu article is a passage, by its place in the text."""
    text = f"{URDU}\n\n{ENGLISH}\n\n{URDU} {URDU}"
    one = made(text)
    [passage] = one.passages
    assert one.language == "ur"
    assert (passage.language, passage.direction.value) == ("en", "ltr")
    assert text[passage.start : passage.end] == ENGLISH
