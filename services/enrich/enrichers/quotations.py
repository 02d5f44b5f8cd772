"""What an article quotes, and whom."""

from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.named.entities import LANGUAGES
from services.text.quotations.find import quotations


def _quotations(subject: Subject) -> list[dict[str, Any]]:
    """List the quotations of the text, title and subtitle left out, with who said each if that is certain."""
    names = subject.named
    part = next((part for part in names.parts if part.field == "text"), None)
    if part is None:
        return []
    found = quotations(part)
    if not any(quotation.speaker for quotation in found):
        return [quotation.answer({}) for quotation in found]
    whose = {mention: entity.name for entity in (*names.people, *names.organisations) for mention in entity.mentions}
    return [quotation.answer(whose) for quotation in found]


QUOTATIONS = Enricher("quotations", 1, _quotations, LANGUAGES)
