"""The folded text on real material: spellings meet, joined words are opened, and hardly anything else is."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.ingest.draft import Draft
from services.ingest.read import File, Limits, read
from services.text.fold import fold
from services.text.letters import fold_letters
from services.text.lexicon import lexicon
from services.text.normalise import normalise
from services.text.tokens import terms
from tests.quality.conftest import Figures, rows

OPENED_RIGHTLY = {"وزیراعظم", "غیرقانونی"}
"""What is opened in the Urdu news, looked at by eye: each is two words, which careful writers write apart."""
_NOT_JOINING = "ادڈذرڑزژوں"
_URDU_WORD = re.compile(r"[\u0621-\u064a\u066e-\u06d3\u06d5]+")


@pytest.fixture
def seed_text(corpus: Path) -> str:
    """The faithful text of the real seed, title and sub-headline included."""
    path = next((corpus.parent / "seeds").glob("000_*.txt"))
    (item,) = read(File(path.name, path.read_bytes()), Limits())
    assert isinstance(item, Draft)
    return f"{item.title}\n{item.subtitle}\n{item.text}"


def test_spellings_from_other_projects_meet(corpus: Path, figures: Figures) -> None:
    """Both sides of each pair that other normalisers are tested with have the same key."""
    pairs = list(rows(corpus / "norm_pairs" / "pairs_dev.jsonl"))
    apart = [pair["input"] for pair in pairs if terms(pair["input"]) != terms(pair["expected"])]
    figures.all_of("norm_pairs: both sides have one key", len(pairs) - len(apart), len(pairs), apart)


def test_no_letter_of_theirs_is_changed_in_the_faithful_text(corpus: Path, figures: Figures) -> None:
    """The pairs' letters come through `normalise` as they are, or as their canonical equivalents."""
    pairs = list(rows(corpus / "norm_pairs" / "pairs_dev.jsonl"))
    changed = [pair["input"] for pair in pairs if _letters(normalise(pair["input"])[0]) != _letters(pair["input"])]
    figures.all_of("norm_pairs: no letter changed in faithful text", len(pairs) - len(changed), len(pairs), changed)


def test_joined_words_of_the_seed_are_met(seed_text: str, figures: Figures) -> None:
    """What the seed joins is found written apart, side by side, and the other way about."""
    joined = ["مگرحال", "نشرکی", "کےدوران", "اورطیارہ", "مںحرف"]
    assert all(word in seed_text for word in joined)
    folded = fold(seed_text)
    apart = ["مگر حال", "نشر کی", "کے دوران", "اور طیارہ", "منحرف"]
    missed = [query for query in [*joined, *apart] if f" {' '.join(terms(query))} " not in f" {folded} "]
    figures.all_of("seed: joined words met, joined or apart", 10 - len(missed), 10, missed)


def test_words_that_are_one_are_not_opened(corpus: Path, figures: Figures) -> None:
    """Of the words of the Urdu news nearly all that are opened are two; in other languages hardly any are opened."""
    opened = _opened(corpus, "urd")
    assert len(opened) < 0.01 * sum(1 for _ in _words(corpus, "urd"))
    wrong = [word for word in opened if word not in OPENED_RIGHTLY]
    figures.at_least("urd: of the words opened, rightly", 1 - len(wrong) / max(len(opened), 1), 0.98, wrong)
    for variety in ("arb", "fas", "prs", "pus", "snd-Arab", "ckb-Arab", "uig"):
        found = _opened(corpus, variety)
        share = len(found) / sum(1 for _ in _words(corpus, variety))
        figures.at_most(f"{variety}: share of words opened", share, 0.0005, found)


def test_particles_that_are_joined_to_words_are_opened(corpus: Path, figures: Figures) -> None:
    """Joined to their neighbour where letters do not join, half of the particles before or after a word come apart.

    The material is the Urdu news: two words that stand side by side, one of them a particle that typists join, are run
    together if the first ends in a letter that does not join (after ے they always come apart, so that is not counted).
    """
    known = lexicon("ur")
    right, wrong = 0, []
    for one, other in _neighbours(corpus, "urd"):
        first, second = fold(one), fold(other)
        head = first in known.heads and second not in known.particles
        tail = second in known.tails and first not in known.particles
        if (head or tail) and min(len(one), len(other)) > 1 and fold_letters(one)[-1] in _NOT_JOINING:
            if fold(one + other) == f"{first} {second}":
                right += 1
            else:
                wrong.append(one + other)
    figures.at_least("urd: particles run into words, opened", right / (right + len(wrong)), 0.5, wrong)


def _letters(text: str) -> list[str]:
    return [char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char)[0] in "LM"]


def _words(corpus: Path, variety: str) -> Iterator[str]:
    for article in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
        for line in (article["title"], *article["sentences"]):
            yield from _URDU_WORD.findall(line)


def _neighbours(corpus: Path, variety: str) -> Iterator[tuple[str, str]]:
    for article in rows(corpus / "ntrex_news" / f"{variety}.jsonl"):
        for line in article["sentences"]:
            yield from re.findall(rf"(?<!\S)({_URDU_WORD.pattern}) (?=({_URDU_WORD.pattern}))", line)


def _opened(corpus: Path, variety: str) -> list[str]:
    """List the words that are opened where it is not certain: ے inside a word always ends one."""
    return [word for word in _words(corpus, variety) if "ے" not in word[:-1] and " " in fold(word)]
