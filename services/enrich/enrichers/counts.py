"""How long an article is, and how long it takes to read."""

from services.enrich.enricher import Enricher, Subject
from services.text.reading_time import reading_time_s


def _counts(subject: Subject) -> dict[str, int]:
    """Count the text's paragraphs, sentences, words and characters (code points), without title and subtitle."""
    text = subject.text
    return {
        "paragraphs": sum(1 for paragraph in text.text.split("\n\n") if paragraph.strip()),
        "sentences": len(text.sentences),
        "words": text.word_count,
        "characters": len(text.text),
        "reading_time_s": reading_time_s(text.word_count, text.language),
    }


COUNTS = Enricher("counts", 2, _counts)
