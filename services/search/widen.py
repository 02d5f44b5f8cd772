"""A query made wide: each word with every key the index may hold it under, its other names, and its name elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from schemas.article import Script
from services.search.lookup import Known, Words
from services.search.parse import MOST_WORDS, Part
from services.search.stand_ins import alike, equivalents, likeness, query_stems
from services.search.vocabulary import sounds_of
from services.search.wanted import Clause, Field, Form, Wanted
from services.text.language.scripts import main_script
from services.text.stop_words import any_stop_terms

MOST_BEGINNING = 50
"""Words that one beginning stands for: the most common ones."""
MOST_SOUNDED = 8
"""Words of a query that are looked for by their sound: names are few, and long queries name them first."""
SOUNDED = (
    *(Script.ARABIC, Script.LATIN, Script.DEVANAGARI, Script.CYRILLIC),
    *(Script.HEBREW, Script.BENGALI, Script.GURMUKHI),
)
"""The scripts in which a name is looked for."""
MOST_ALIKE = 4
"""Words of other scripts that one word stands for."""
ALIKE_WEIGHT = 0.6
"""What merely sounds alike counts so much, times its likeness."""
MOST_NAMES = 24
"""Other names of one name."""
MOST_SPELLINGS = 4
"""Ways to put the keys of the words of one name together."""

_Others = Mapping[str, Sequence[Form]]


@dataclass(frozen=True)
class _Reader:
    """What is known beforehand of the words of a query."""

    language: str | None
    others: _Others
    """Other forms of a word: its other names, and what sounds alike."""
    beginning: Mapping[str, Sequence[Known]]

    def clause(self, part: Part) -> Clause:
        """Make a clause of a part that is no row of several words."""
        field = Field.TITLE if part.title else Field.ANY
        word = part.words[0]
        own = tuple(Form((key,)) for key in query_stems(word, self.language))
        if part.quoted:
            return Clause(own, field, phrase=(word,), words=part.words)
        if part.prefix:
            keys = dict.fromkeys(key for known in self.beginning[word] for key in known.stems)
            return Clause(tuple(Form((key,)) for key in keys) or own, field, prefix=word, words=part.words)
        others = () if part.excluded else self.others.get(word, ())
        return Clause((*own, *others), field, words=part.words)

    def phrase(self, part: Part) -> Clause:
        """Make a clause of words in a row. Its keys are those of its longest words, which are enough to look it up."""
        stops = any_stop_terms()
        telling = [word for word in part.words if word not in stops] or part.words
        longest = sorted(dict.fromkeys(telling), key=len, reverse=True)[:2]
        keys = product(*(query_stems(word, self.language) for word in longest))
        forms = tuple(Form(tuple(dict.fromkeys(some))) for some in keys)
        return Clause(forms, Field.TITLE if part.title else Field.ANY, phrase=part.words, words=part.words)


async def widen(parts: Sequence[Part], words: Words, language: str | None = None) -> Wanted:
    """Make of the parts of a query what the index is asked for.

    Stop words are left out where there is anything else to go by. Raises Unavailable.

    Args:
        parts: from `parse`.
        words: the vocabulary.
        language: of the articles looked for, if that is told.
    """
    # Names are looked for before stop words are left out: they hold some (Bashar al-Assad).
    others = _aliases([part.words[0] for part in parts if _is_plain(part)], language)
    parts = list(_telling(parts))
    plain = [part.words[0] for part in parts if _is_plain(part)]
    sounding = await _sounding([word for word in plain if word not in others][:MOST_SOUNDED], words)
    begins = dict.fromkeys(part.words[0] for part in parts if part.prefix)
    beginning = {begin: await _beginning(begin, words) for begin in begins}
    reader = _Reader(language, {**others, **sounding}, beginning)
    made = [(part, reader.phrase(part) if len(part.words) > 1 else reader.clause(part)) for part in parts]
    return Wanted(
        clauses=_distinct(clause for part, clause in made if not (part.excluded or part.quoted or part.title)),
        required=_distinct(clause for part, clause in made if not part.excluded and (part.quoted or part.title)),
        excluded=_distinct(clause for part, clause in made if part.excluded),
    )


def _is_plain(part: Part) -> bool:
    return part == Part(part.words, title=part.title)


def _telling(parts: Iterable[Part]) -> Iterable[Part]:
    """Leave out stop words, unless they are all there is; and what is more than a query may have."""
    parts = list(parts)
    stops = any_stop_terms()
    rest = [part for part in parts if not _is_stop(part, stops)]
    if not any(not part.excluded for part in rest):
        rest = parts
    return islice(dict.fromkeys(rest), MOST_WORDS)


def _is_stop(part: Part, stops: frozenset[str]) -> bool:
    return part == Part(part.words, excluded=part.excluded) and part.words[0] in stops


def _distinct(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(clauses))


def _aliases(words: Sequence[str], language: str | None) -> dict[str, list[Form]]:
    """Give each word of a name the name's other names, so that an article with one is worth as much as with all."""
    found: dict[str, list[Form]] = {}
    for name in equivalents(words):
        forms = list(chain.from_iterable(_named(other, language) for other in name.others[:MOST_NAMES]))
        for word in words[name.start : name.end]:
            found.setdefault(word, []).extend(forms)
    return found


def _named(name: Sequence[str], language: str | None) -> Iterable[Form]:
    keys = product(*(query_stems(word, language) for word in name))
    return (Form(tuple(dict.fromkeys(some))) for some in islice(keys, MOST_SPELLINGS))


async def _sounding(words: Sequence[str], known: Words) -> _Others:
    keys = {word: [key for script in _other_scripts(word) for key in sounds_of(word, script)] for word in words}
    candidates = await known.sounding({key for found in keys.values() for key in found})
    return {word: _alike(word, candidates) for word in words if keys[word]}


def _other_scripts(word: str) -> Iterable[Script]:
    own = main_script(word)
    return (script for script in SOUNDED if script is not own) if own in SOUNDED else ()


def _alike(word: str, candidates: Iterable[Known]) -> list[Form]:
    found = [(likeness(word, known.word), known) for known in candidates if alike(word, known.word)]
    best = sorted(found, key=lambda pair: (-pair[0], -pair[1].n, pair[1].word))[:MOST_ALIKE]
    return [Form((key,), round(ALIKE_WEIGHT * like, 3)) for like, known in best for key in known.stems]


async def _beginning(begin: str, known: Words) -> list[Known]:
    stops = any_stop_terms()
    return [word for word in await known.beginning(begin, MOST_BEGINNING) if word.word not in stops]
