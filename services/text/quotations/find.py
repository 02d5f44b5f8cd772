"""The quotations of a text, with who said them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.text.analysed import Span
from services.text.named.part import Found, Part
from services.text.quotations.marks import LEAST_WORDS, quoted
from services.text.quotations.speakers import Speakers

MOST_QUOTATIONS = 30


@dataclass(frozen=True)
class Quotation:
    """Something said."""

    text: str
    span: Span
    kind: str
    """`direct` between quotation marks, `reported` without."""
    speaker: Found | None

    def answer(self, names: Mapping[Found, str]) -> dict[str, Any]:
        """Return it as JSON has it.

        Args:
            names: for each mention its most complete name.
        """
        speaker = self.speaker and {
            "name": names[self.speaker],
            "start": self.speaker.span[0],
            "end": self.speaker.span[1],
        }
        return {
            "text": self.text,
            "start": self.span[0],
            "end": self.span[1],
            "speaker": speaker,
            "kind": self.kind,
        }


def quotations(part: Part) -> list[Quotation]:
    """List the quotations of a part of an article whose names have been found, in order, at most `MOST_QUOTATIONS`."""
    text = part.analysed.text
    speakers = Speakers(part)
    between = quoted(text, MOST_QUOTATIONS)
    found = [Quotation(text[start:end], (start, end), "direct", speakers.of(whole)) for (start, end), whole in between]
    wholes = [whole for _, whole in between]
    until = wholes[-1][1] if len(wholes) == MOST_QUOTATIONS else len(text)
    for speaker, (start, end) in speakers.reported():
        apart = not any(start < right and left < end for left, right in wholes)
        if apart and end <= until and len(text[start:end].split(maxsplit=LEAST_WORDS)) >= LEAST_WORDS:
            found.append(Quotation(text[start:end], (start, end), "reported", speaker))
    return sorted(found, key=lambda quotation: quotation.span)[:MOST_QUOTATIONS]
