"""The queries of the search benchmark: a stated mix, made of the words of articles that are there."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from schemas.article import Article
from services.enrich.enricher import Subject
from services.search.filters import Filters
from services.search.layout import KEYS, search_row
from services.search.wanted import Clause, Form, Wanted
from services.search.widen import entities_by_word
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms
from tests.bench import mixed

SAMPLE = 4_000
"""Articles whose words are counted, to know which are common and which are rare."""
MOST_TRIED = 100
"""Articles that are looked through for one that names a place."""
COMMON, MOST_FORMS, PREFIX = 100, 50, 3
"""A common word is one of the so many most common ones; a prefix of so many letters stands for so many words."""


@dataclass(frozen=True)
class Asked:
    """A query, and what kind it is of."""

    kind: str
    wanted: Wanted
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True)
class Maker:
    """Makes queries of a collection of so many articles."""

    articles: int
    chance: random.Random

    @cached_property
    def frequencies(self) -> Mapping[str, int]:
        """In how many articles of a sample a word is, the most common first."""
        counts = Counter(key for number in range(min(SAMPLE, self.articles)) for key in _row(number)[KEYS])
        return dict(counts.most_common())

    def make(self, count: int) -> list[Asked]:
        """Make so many queries, of each kind its share, mixed."""
        kinds = [kind for kind, share in MIX.items() for _ in range(count * share // 100)]
        self.chance.shuffle(kinds)
        return [_KINDS[kind](self) for kind in kinds]

    def article(self) -> Article:
        """Choose an article."""
        return mixed.article(self.chance.randrange(self.articles))

    def words(self, article: Article) -> list[str]:
        """List the different words of an article that are looked for."""
        return [key for key in dict.fromkeys(terms(article.text)) if key not in any_stop_terms()]

    def common(self) -> str:
        """Choose a common word."""
        return self.chance.choice(list(self.frequencies)[:COMMON])


def _row(number: int) -> Mapping[str, Mapping[str, int]]:
    return search_row(mixed.article(number))


def _word(word: str) -> Clause:
    return Clause((Form((word,)),), words=(word,))


def _any(words: Sequence[str]) -> Wanted:
    """Look for any of some words, and for the places and organisations that are named by them."""
    entities = entities_by_word(words)
    return Wanted(tuple(replace(_word(word), entities=entities.get(word, ())) for word in words))


def _title(maker: Maker) -> Asked:
    words = [word for word in dict.fromkeys(terms(maker.article().title or "")) if word not in any_stop_terms()]
    return Asked("title", _any(words))


def _few(maker: Maker) -> Asked:
    words = maker.words(maker.article())
    return Asked("2-4 words", _any(maker.chance.sample(words, min(maker.chance.randint(2, 4), len(words)))))


def _common(maker: Maker) -> Asked:
    return Asked("common word", _any([maker.common()]))


def _two_common(maker: Maker) -> Asked:
    return Asked("2 common words", _any(list(dict.fromkeys((maker.common(), maker.common())))))


def _rare(maker: Maker) -> Asked:
    words = maker.words(maker.article())
    return Asked("rare word", _any([min(words, key=lambda word: maker.frequencies.get(word, 0))]))


def _place(maker: Maker) -> Asked:
    """Ask for a country or a town by its name in English, whatever the articles are written in."""
    for _ in range(MOST_TRIED):
        named = {found.place.name for found in Subject(maker.article()).places}
        if asked := [words for name in sorted(named) if entities_by_word(words := terms(name))]:
            return Asked("place", _any(maker.chance.choice(asked)))
    return Asked("place", _any(["syria"]))  # generated articles name none


def _phrase(maker: Maker) -> Asked:
    words = terms(maker.article().text)
    at = maker.chance.randrange(max(len(words) - 3, 1))
    row = tuple(words[at : at + 3])
    telling = tuple(word for word in row if word not in any_stop_terms()) or row
    return Asked("phrase", Wanted(required=(Clause((Form(telling),), phrase=row, words=row),)))


def _language(maker: Maker) -> Asked:
    article = maker.article()
    few = maker.chance.sample(words := maker.words(article), min(2, len(words)))
    return Asked("language", _any(few), Filters(language=article.language))


def _day(maker: Maker) -> Asked:
    day = maker.article().ingested_at
    return Asked(
        "common, 1 day",
        _any([maker.common()]),
        Filters(since=day.isoformat(), until=(day + timedelta(days=1)).isoformat()),
    )


def _prefix(maker: Maker) -> Asked:
    begin = next(word for word in iter(lambda: maker.chance.choice(maker.words(maker.article())), "") if word)[:PREFIX]
    found = [word for word in maker.frequencies if word.startswith(begin)][:MOST_FORMS] or [begin]
    return Asked("prefix", Wanted((Clause(tuple(Form((word,)) for word in found), prefix=begin, words=(begin,)),)))


def _without(maker: Maker) -> Asked:
    words = maker.words(maker.article())
    two = maker.chance.sample(words, min(2, len(words)))
    return Asked("-word", Wanted(_any(two).clauses, excluded=(_word(maker.common()),)))


MIX = {
    "title": 15,
    "place": 5,
    "2-4 words": 25,
    "common word": 8,
    "2 common words": 5,
    "rare word": 8,
    "phrase": 10,
    "language": 8,
    "common, 1 day": 3,
    "prefix": 5,
    "-word": 8,
}
"""Of a hundred queries so many are of each kind."""
_KINDS: Mapping[str, Callable[[Maker], Asked]] = {
    "title": _title,
    "place": _place,
    "2-4 words": _few,
    "common word": _common,
    "2 common words": _two_common,
    "rare word": _rare,
    "phrase": _phrase,
    "language": _language,
    "common, 1 day": _day,
    "prefix": _prefix,
    "-word": _without,
}
