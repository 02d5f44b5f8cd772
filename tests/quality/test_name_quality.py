"""Names by sound, measured on parallel news: a name in English should be met in the translation, and nowhere else.

What counts as right is told by the documents alone: a word that sounds like an English name is right if one of its
documents is the translation of one of the name's. So the same name in another article counts as wrong, and a word that
is there by chance as right: silver, not gold. The thresholds were set on these texts.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.text.names.sounds import sound_keys, surely_alike
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms
from tests.quality.conftest import Figures, rows

VARIETIES = ("urd", "arb", "fas", "prs", "hin", "rus", "heb", "ben", "pan", "pus", "snd-Arab", "ckb-Arab", "uig")
_NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{2,})\b")
_SMALL = re.compile(r"\b[a-z]{2,}\b")

Documents = Mapping[str, set[str]]


def _english_names(corpus: Path) -> Documents:
    """Find the words that are always capitalised, with the documents they are in."""
    names: dict[str, set[str]] = defaultdict(set)
    small: set[str] = set()
    for row in rows(corpus / "ntrex_news" / "eng-US.jsonl"):
        for sentence in row["sentences"]:
            small.update(_SMALL.findall(sentence))
            for name in _NAME.findall(sentence):
                names[name.lower()].add(row["doc"])
    return {name: found for name, found in names.items() if name not in small and name not in any_stop_terms()}


def _words(corpus: Path, variety: str) -> Documents:
    words: dict[str, set[str]] = defaultdict(set)
    for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
        for term in terms("\n".join((row["title"], *row["sentences"]))):
            if term not in any_stop_terms():
                words[term].add(row["doc"])
    return words


@pytest.mark.parametrize("variety", VARIETIES)
def test_names_by_sound(corpus: Path, figures: Figures, variety: str) -> None:
    """Nearly all that sounds like a name of an article is in the article's translation."""
    names, words = _english_names(corpus), _words(corpus, variety)
    by_key: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for key in sound_keys(word):
            by_key[key].append(word)
    met = [
        (name, word)
        for name in names
        for word in dict.fromkeys(word for key in sound_keys(name) for word in by_key[key])
        if surely_alike(name, word)
    ]
    wrong = [(name, word) for name, word in met if words[word].isdisjoint(names[name])]
    figures.at_least(f"names by sound: {variety} right (silver)", 1 - len(wrong) / len(met), 0.85, wrong)
    found = {name for name, word in met if (name, word) not in wrong}
    figures.at_least(f"names by sound: {variety} names met", len(found) / len(names), 0.15)
