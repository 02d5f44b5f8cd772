"""Any number of unlike articles, made of the real news texts: for a collection that is larger than they are.

Each has sentences of several texts of one language, and a title put together of two. Real news has new names every
day, which mixed sentences have not: so some words are replaced by invented ones, whose ranks follow a Zipf-Mandelbrot
law, so that the vocabulary grows with the collection. A text or an article depends on its number alone.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import regex

from schemas.article import Article, Direction, DocumentRef, Script, Source
from tests.bench import corpus

START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(seconds=20)
"""Between two articles."""
SOURCES = 40
OFTEN = {"ur": 12, "en": 8, "ar": 4}
"""So many times as many articles are of these languages as of each other: a newsroom has a few main ones."""
LEAST_WORDS, MOST_WORDS = 60, 700
NAMES_IN = 30
"""One of so many words is a name."""
OTHERS_IN = 4
"""One of so many words of a text is one from elsewhere: else many a text would share its sentences with ten others."""
_WORD = regex.compile(r"[\p{L}\p{M}]{4,}")
_RANKS_FROM, _TAIL = 40, 0.4
_RTL = {"ar", "ckb", "fa", "he", "prs", "ps", "sd", "ug", "ur"}


@dataclass(frozen=True)
class _Pool:
    """What there is of one language."""

    language: str
    titles: Sequence[Sequence[str]]
    sentences: Sequence[Sequence[str]]
    words: Sequence[str]


def text(number: int) -> corpus.Text:
    """Make the text of this number: as long as the real one whose turn it is, and in the same variety."""
    real = _real()[number % len(_real())]
    pool = _pools()[real.language]
    chance = random.Random(f"text {number}")  # noqa: S311 - no secret
    sentences = [_named(_altered(chance.choice(pool.sentences), pool, chance), pool, chance) for _ in real.sentences]
    return corpus.text(_title(pool, chance), sentences, real.language)


def article(number: int, language: str | None = None, least_words: int | None = None) -> Article:
    """Make the article of this number: in this language, and with so many words; or else as they come."""
    chance = random.Random(number)  # noqa: S311 - no secret
    pools = list(_pools().values())
    [any_pool] = chance.choices(pools, [OFTEN.get(pool.language, 1) for pool in pools])
    pool = any_pool if language is None else _pools()[language]
    any_length = round(LEAST_WORDS * (MOST_WORDS / LEAST_WORDS) ** chance.random())
    wanted = any_length if least_words is None else least_words
    paragraphs: list[str] = []
    words = 0
    while words < wanted:
        sentence = chance.choice(pool.sentences)
        paragraphs.append(_named(sentence, pool, chance))
        words += len(sentence)
    title = _title(pool, chance)
    made = f"{number:08}"
    return Article(
        article_id=hashlib.sha256(made.encode()).hexdigest()[:32],
        revision=1,
        title=title,
        subtitle=None,
        text="\n\n".join(paragraphs),
        language=pool.language,
        script=Script.OTHER,
        direction=Direction.RTL if pool.language.partition("-")[0] in _RTL else Direction.LTR,
        published_at=(START + EVERY * number).isoformat(timespec="minutes"),
        published_at_reason=None,
        ingested_at=START + EVERY * number,
        source=Source(slug=f"source-{chance.randrange(SOURCES)}"),
        document=DocumentRef(document_id="d" * 32, path=f"{made}.txt", name=f"{made}.txt"),
        content_hash=f"1:{'0' * 64}",
    )


@cache
def _real() -> Sequence[corpus.Text]:
    return corpus.texts()


@cache
def _pools() -> dict[str, _Pool]:
    """Return what there is of each variety."""
    pools: dict[str, list[corpus.Text]] = {}
    for real in _real():
        pools.setdefault(real.language, []).append(real)
    return {language: _pool(language, texts) for language, texts in sorted(pools.items())}


def _pool(language: str, texts: Sequence[corpus.Text]) -> _Pool:
    sentences = [sentence.split() for text in texts for sentence in text.sentences]
    words = sorted({word for sentence in sentences for word in sentence if _WORD.fullmatch(word)})
    return _Pool(language, [text.title.split() for text in texts], sentences, words)


def _title(pool: _Pool, chance: random.Random) -> str:
    first, second = chance.choice(pool.titles), chance.choice(pool.titles)
    return " ".join([*first[: len(first) // 2], _name(pool, chance), *second[len(second) // 2 :]])


def _altered(sentence: Sequence[str], pool: _Pool, chance: random.Random) -> Sequence[str]:
    return [
        chance.choice(chance.choice(pool.sentences)) if chance.randrange(OTHERS_IN) == 0 else word for word in sentence
    ]


def _named(sentence: Sequence[str], pool: _Pool, chance: random.Random) -> str:
    return " ".join(_name(pool, chance) if chance.randrange(NAMES_IN) == 0 else word for word in sentence)


def _name(pool: _Pool, chance: random.Random) -> str:
    """Invent the name of a rank: the beginning of one word and the end of another."""
    rank = int(_RANKS_FROM * ((1 - chance.random()) ** (-1 / _TAIL) - 1))
    of_rank = random.Random(f"{pool.language} {rank}")  # noqa: S311 - no secret
    first, second = of_rank.choice(pool.words), of_rank.choice(pool.words)
    return first[:4] + second[-3:]
