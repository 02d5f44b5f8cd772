"""How long an article is."""

from services.enrich.enricher import Enricher, Subject
from services.text.tokens import count_words


def _counts(subject: Subject) -> dict[str, int]:
    """Count the text's paragraphs, sentences, words and characters (code points), without title and subtitle."""
    text = subject.article.text
    return {
        "paragraphs": sum(1 for paragraph in text.split("\n\n") if paragraph.strip()),
        "sentences": len(subject.text.sentences),
        "words": count_words(text),
        "characters": len(text),
    }


COUNTS = Enricher("counts", 1, _counts)
