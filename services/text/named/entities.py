"""What is found in all parts of an article, put together: who and what it names, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.text.analysed import Analysed
from services.text.named.again import again
from services.text.named.organisations import acronym_of, acronyms, known_organisations, organisations_by_pattern
from services.text.named.part import Found, Part
from services.text.named.people import people
from services.text.named.senses import SCRIPTS, senses

LANGUAGES = frozenset(SCRIPTS)
"""Primary BCP 47 tags of those there are lists for."""
MOST_ENTITIES, MOST_MENTIONS = 50, 20


@dataclass
class Entity:
    """A person or an organisation, and where it is named, in the order of the article."""

    name: str
    mentions: list[Found] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The first title that stands before the name."""
        return next((found.title for found in self.mentions if found.title), None)

    @property
    def id(self) -> str | None:
        """Its id in the gazetteer."""
        return next((found.id for found in self.mentions if found.id), None)

    def answer(self) -> dict[str, Any]:
        """Return it as JSON has it, its mentions bounded."""
        mentions = [
            {"field": found.field, "start": found.span[0], "end": found.span[1]}
            for found in self.mentions[:MOST_MENTIONS]
        ]
        return {"name": self.name, "mentions": mentions, "count": len(self.mentions)}


@dataclass(frozen=True)
class Names:
    """Who and what an article names, in the order in which they first come."""

    people: Sequence[Entity]
    organisations: Sequence[Entity]
    parts: Sequence[Part]
    """The parts that are not empty, in order, with the mentions found in each."""


def names(fields: Mapping[str, Analysed]) -> Names:
    """Find the people and organisations of an article.

    Args:
        fields: its parts by name, in the order in which they are read, all in one language of `LANGUAGES`; none empty.
    """
    parts = [Part(name, analysed, senses(analysed.primary)) for name, analysed in fields.items()]
    for part in parts:
        known_organisations(part)
        organisations_by_pattern(part)
        acronyms(part)
        people(part)
    again(parts)
    return Names(_people(parts), _organisations(parts), parts)


def _people(parts: Iterable[Part]) -> list[Entity]:
    mentions = [found for part in parts for found in sorted(part.people, key=lambda found: found.first)]
    full = {found.keys for found in mentions if len(found.keys) > 1}
    owner: dict[tuple[str, ...], tuple[str, ...]] = {}
    grouped: dict[tuple[str, ...], list[Found]] = {}
    for found in mentions:
        whole = _whole_of(found.keys, full, owner)
        grouped.setdefault(whole, []).append(found)
        for size in range(1, len(whole) + 1):
            owner[whole[-size:]] = whole
    return [Entity(_most_complete(group), group) for group in grouped.values()]


def _whole_of(
    keys: tuple[str, ...], full: set[tuple[str, ...]], owner: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the whole name that this is the end of: the one named last before, else the first of all."""
    if keys in owner:
        return owner[keys]
    longer = sorted(name for name in full if len(name) > len(keys) and name[-len(keys) :] == keys)
    return longer[0] if longer else keys


def _organisations(parts: Iterable[Part]) -> list[Entity]:
    grouped: dict[object, list[Found]] = {}
    same: dict[tuple[str, ...], object] = {}
    for part in parts:
        for found in sorted(part.organisations, key=lambda found: found.first):
            whole = acronym_of(part, found)
            key = found.id or same.get(found.keys) or (whole and same.get(whole.keys)) or found.keys
            same[found.keys] = key
            grouped.setdefault(key, []).append(found)
    return [Entity(_most_complete(group), group) for group in grouped.values()]


def _most_complete(mentions: Sequence[Found]) -> str:
    """Return the longest name; of those of one length the one used most, then the first."""
    uses: dict[str, int] = {}
    for found in mentions:
        uses[found.text] = uses.get(found.text, 0) + 1
    size = {found.text: len(found.keys) for found in mentions}
    whole = {found.text for found in mentions if not found.joined}
    return max(uses, key=lambda text: (size[text], text in whole, not text.isupper(), uses[text]))
