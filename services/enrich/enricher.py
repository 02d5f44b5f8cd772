"""What an enricher is: a pure function with a name, a version and its languages. Others add theirs as entry points."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schemas.article import Article
from services.text.analysed import Analysed
from services.text.named.entities import Names, names
from services.text.places import FoundPlace, find_places

_NAME = re.compile("[a-z][a-z_]{0,39}")


class Subject:
    """An article with its texts analysed, each once for all enrichers."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def title(self) -> Analysed:
        """The title; empty if there is none."""
        return Analysed(self.article.title or "", self.article.language)

    @cached_property
    def subtitle(self) -> Analysed:
        """The sub-headline; empty if there is none."""
        return Analysed(self.article.subtitle or "", self.article.language)

    @cached_property
    def text(self) -> Analysed:
        """The text without the two."""
        return Analysed(self.article.text, self.article.language)

    @cached_property
    def fields(self) -> Mapping[str, Analysed]:
        """Those that are not empty, by the name that mentions give for each, in the order in which they are read."""
        parts = {"title": self.title, "subtitle": self.subtitle, "text": self.text}
        return {name: part for name, part in parts.items() if part}

    @cached_property
    def named(self) -> Names:
        """The people and organisations named in the three; only for an article in one of `entities.LANGUAGES`."""
        return names(self.fields)

    @cached_property
    def places(self) -> Sequence[FoundPlace]:
        """The places named in the three, those named most first; none in a language of which none are known."""
        return find_places(self.fields, self.article.language)


@dataclass(frozen=True)
class Enricher:
    """One thing that can be told from an article. Making one raises ValueError if it cannot be kept under its name."""

    name: str
    """Under which its answer stands in `enrichments`; `[a-z_]`, unique."""
    version: int
    """Rises whenever it answers differently."""
    work: Callable[[Subject], Any]
    """Returns what JSON can hold. What it raises costs this enricher's answer alone."""
    languages: frozenset[str] | None = None
    """Primary BCP 47 tags it knows; None if any will do, `und` included."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"the name of an enricher is up to 40 of a-z and _, not {self.name!r}")
        if type(self.version) is not int or not 1 <= self.version < 2**31:
            raise ValueError(f"the version of {self.name} is a whole number from 1 on, not {self.version!r}")

    def knows(self, language: str) -> bool:
        """Tell whether it can work on an article in this language."""
        return self.languages is None or language.partition("-")[0] in self.languages
