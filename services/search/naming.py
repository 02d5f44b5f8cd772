"""Names by the table of aliases: what else the names in a query are called, among the words that are known."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from services.search.lookup import Known, Words
from services.search.wanted import Form
from services.text.names.aliases import Aliases
from services.text.names.longest import Name
from services.text.stems import stem
from services.text.stems.alphabets import languages_of
from services.text.stop_words import any_stop_terms

MOST_FORMS = 24
"""Forms of the other names of one name."""
ALIAS_WEIGHT = 0.8
"""Another name counts so much: what was found by the name that was typed comes first."""


def other_names(words: Sequence[str], known: Words, language: str | None, table: Aliases) -> dict[str, list[Form]]:
    """Give each word of a name the name's other names, so that an article with one is worth as much as with all words.

    Args:
        words: of a query, folded, in order, stop words among them.
        known: the words that are known. A name one of whose words is in no article is left out.
        language: of the articles looked for, if that is told.
        table: of aliases.
    """
    names = table.equivalents(words)
    there = known.known({word for name in names for other in name.others for word in _telling(other)})
    found: dict[str, list[Form]] = {}
    for name in names:
        forms = list(islice(_forms(name.others, there, language), MOST_FORMS))
        for word in words[name.start : name.end]:
            found.setdefault(word, []).extend(forms)
    return found


def keys_of_row(words: Sequence[str], language: str | None) -> Iterable[tuple[str, ...]]:
    """List under which keys the index may hold words that stand together: in one article they are of one language."""
    languages = [language] if language else [one for word in words for one in languages_of(word)]
    rows = [tuple(stem(word, one) for word in words) for one in dict.fromkeys(languages)]
    return dict.fromkeys(tuple(dict.fromkeys(row)) for row in [*rows, *([] if language else [tuple(words)])])


def _telling(name: Name) -> Sequence[str]:
    return [word for word in name if word not in any_stop_terms()] or name


def _forms(names: Iterable[Name], known: Mapping[str, Known], language: str | None) -> Iterable[Form]:
    for name in names:
        words = _telling(name)
        if known.keys() >= set(words):
            there = {key for word in words for key in known[word].stems}
            yield from (Form(keys, ALIAS_WEIGHT) for keys in keys_of_row(words, language) if there.issuperset(keys))
