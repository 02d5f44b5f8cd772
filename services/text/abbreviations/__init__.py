"""Abbreviations and initials, one file a language: stops after them do not end a sentence."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from services.text.lists import sections

_LANGUAGES = ("ar", "bn", "en", "fa", "hi", "tr", "ur")


@dataclass(frozen=True)
class Abbreviations:
    """A language's abbreviations in small letters, without their last stop."""

    always: frozenset[str]
    initials: frozenset[str]
    times: frozenset[str]
    """Those after which a sentence goes on only with certain words."""
    after_times: frozenset[str]


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return a language's list, with that of English, whose names and titles stand in texts of all languages.

    Args:
        language: BCP 47 primary tag; with none of these, only what is English.
    """
    names = {"en", language}.intersection(_LANGUAGES)
    lists = [sections(resources.files(__name__).joinpath(f"{name}.txt")) for name in names]
    found = [
        frozenset(word for each in lists for word in each.get(section, ()))
        for section in ("abbreviations", "initials", "times", "after times")
    ]
    return Abbreviations(*found)
