"""What an article is about, in words."""

from services.enrich.enricher import Enricher, Subject
from services.text.keywords import keywords_of


def _keywords(subject: Subject) -> list[str]:
    """List up to ten words and phrases, those of title and subtitle counted more, in the article's own spelling."""
    return keywords_of(subject.text, subject.title, subject.subtitle)


KEYWORDS = Enricher("keywords", 2, _keywords)
