"""A query made wide: each word with every key the index may hold it under, its other names, and its name elsewhere."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.search.lookup import Known, Words
from services.search.naming import keys_of_row, other_names
from services.search.parse import MOST_WORDS, Part
from services.search.sounding import sounding
from services.search.wanted import Clause, Field, Form, Wanted
from services.text.entities import entities_in
from services.text.names.aliases import Aliases, aliases
from services.text.stems import query_stems
from services.text.stems.likely import likely_languages, weigh_stems
from services.text.stop_words import any_stop_terms

MOST_BEGINNING = 50
"""Words that one beginning stands for: the most common ones."""
MOST_NAMING_WORDS = 6
"""A query of more words is a headline: who looks for one article by it does not look for all of a country."""
MOST_OF_A_ROW = 4
"""Words by which a row of words is looked up, the longest; that they stand in a row is seen afterwards."""

_Others = Mapping[str, Sequence[Form]]


@dataclass(frozen=True)
class _Reader:
    """What is known beforehand of the words of a query."""

    language: str | None
    likely: Collection[str]
    """The languages it may be in, by its own words."""
    others: _Others
    """Other forms of a word: its other names, and what sounds alike."""
    beginning: Mapping[str, Sequence[Known]]
    entities: Mapping[str, tuple[str, ...]]
    """The entities whose name a word is part of."""

    def clause(self, part: Part) -> Clause:
        """Make a clause of a part that is no row of several words."""
        field = Field.TITLE if part.title else Field.ANY
        word = part.words[0]
        own = tuple(Form((key,), weight) for key, weight in self._stems(word).items())
        if part.quoted:
            return Clause(own, field, phrase=(word,), words=part.words)
        if part.prefix:
            keys = dict.fromkeys(key for known in self.beginning[word] for key in known.stems)
            return Clause(tuple(Form((key,)) for key in keys) or own, field, prefix=word, words=part.words)
        others = () if part.excluded else self.others.get(word, ())
        entities = () if part.excluded or part.title else self.entities.get(word, ())
        return Clause(_different((*own, *others)), field, words=part.words, entities=entities)

    def _stems(self, word: str) -> Mapping[str, float]:
        """Return the keys of a word: a stem in a language that the query is hardly in weighs less."""
        if self.language is not None:
            return dict.fromkeys(query_stems(word, self.language), 1.0)
        return weigh_stems(word, self.likely)

    def phrase(self, part: Part) -> Clause:
        """Make a clause of words in a row. Its keys are those of its longest words, which are enough to look it up."""
        telling = [word for word in part.words if word not in any_stop_terms()] or part.words
        longest = sorted(dict.fromkeys(telling), key=len, reverse=True)[:MOST_OF_A_ROW]
        forms = tuple(Form(keys) for keys in keys_of_row(longest, self.language))
        return Clause(forms, Field.TITLE if part.title else Field.ANY, phrase=part.words, words=part.words)


def widen(parts: Sequence[Part], words: Words, language: str | None = None, names: Aliases | None = None) -> Wanted:
    """Make of the parts of a query what the index is asked for.

    Stop words are kept: beside others they find nothing, and count a little for the score.

    Args:
        parts: from `parse`.
        words: those that are known.
        language: of the articles looked for, if that is told.
        names: the table of aliases; Khabar's own if none is given.
    """
    written = [part.words[0] for part in parts if _is_plain(part)]
    # Stop words too: there are names with some (Bashar al-Assad).
    others = other_names(written, words, language, names or aliases())
    plain = [word for word in written if word not in others and word not in any_stop_terms()]
    heard = sounding(plain, words)
    parts = _bounded(parts)
    begins = dict.fromkeys(part.words[0] for part in parts if part.prefix)
    beginning = {begin: _beginning(begin, words) for begin in begins}
    likely = likely_languages([word for part in parts for word in part.words])
    reader = _Reader(language, likely, {**others, **heard}, beginning, entities_by_word(written))
    made = [(part, reader.phrase(part) if len(part.words) > 1 else reader.clause(part)) for part in parts]
    return Wanted(
        clauses=_distinct(clause for part, clause in made if not (part.excluded or part.quoted or part.title)),
        required=_distinct(clause for part, clause in made if not part.excluded and (part.quoted or part.title)),
        excluded=_distinct(clause for part, clause in made if part.excluded),
    )


def entities_by_word(words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Give each word of an entity's name the entity, so that naming it is worth as much as having all the words.

    Args:
        words: of a query, folded, in order, stop words among them. Of a headline none is given any.
    """
    stops = any_stop_terms()
    if len([word for word in words if word not in stops]) > MOST_NAMING_WORDS:
        return {}
    named = entities_in(words)
    return {word: each.ids for each in named for word in words[each.start : each.end] if word not in stops}


def _is_plain(part: Part) -> bool:
    return part == Part(part.words, title=part.title)


def _bounded(parts: Iterable[Part]) -> list[Part]:
    """Leave out what is more than a query may have: of stop words there may be as many again as of others."""
    stops = any_stop_terms()
    distinct = list(dict.fromkeys(parts))
    small = [part for part in distinct if _is_stop(part, stops)]
    kept = {*small[:MOST_WORDS], *[part for part in distinct if part not in small][:MOST_WORDS]}
    return [part for part in distinct if part in kept]


def _is_stop(part: Part, stops: frozenset[str]) -> bool:
    return part == Part(part.words, excluded=part.excluded) and part.words[0] in stops


def _different(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Leave out forms that say less than another: whoever has Bashar al-Assad has Assad, and would count twice."""
    kept: list[Form] = []
    for form in sorted(forms, key=lambda form: (-form.weight, len(form.keys))):
        if not any(set(form.keys).issuperset(other.keys) for other in kept):
            kept.append(form)
    return tuple(kept)


def _distinct(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(clauses))


def _beginning(begin: str, known: Words) -> list[Known]:
    stops = any_stop_terms()
    return [word for word in known.beginning(begin, MOST_BEGINNING) if word.word not in stops]
