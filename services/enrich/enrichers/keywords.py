"""What an article speaks of most."""

from services.enrich.enricher import Enricher, Subject
from services.text import keywords as text_keywords


def _keywords(subject: Subject) -> list[str]:
    """List up to ten words, those of title and subtitle counted with the text's, in the article's own spelling."""
    article = subject.article
    parts = (article.title, article.subtitle, article.text)
    return text_keywords.keywords("\n".join(part for part in parts if part), article.language)


KEYWORDS = Enricher("keywords", 1, _keywords)
