"""An article in a few of its own sentences."""

from typing import Any

from services.enrich.enricher import Enricher, Subject
from services.text.summary import summary


def _summary(subject: Subject) -> dict[str, Any]:
    """Return one to three sentences of the text, at most 600 characters, and where they stand in it."""
    spans = summary(subject.text, subject.title)
    text = subject.text.text
    return {
        "sentences": [{"start": start, "end": end} for start, end in spans],
        "text": " ".join(" ".join(text[start:end].split()) for start, end in spans),
    }


SUMMARY = Enricher("summary", 1, _summary)
