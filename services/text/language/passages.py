"""Passages: paragraphs in a row that are in another language than the article."""

import re
from itertools import groupby, islice
from typing import NamedTuple

from schemas.article import Passage, Script
from services.text.language.evidence import rough_words, word_hits
from services.text.language.identify import ONE_LANGUAGE, Identified, language_of
from services.text.language.profiles import own_group, profiles_of
from services.text.language.scripts import direction_of, main_script
from services.text.language.tags import primary

MOST_PASSAGES = 50
_MOST_PARAGRAPHS = 1000
_PARAGRAPH = re.compile(r"\S[^\n]*")
# Of a paragraph so many characters are looked at.
_SAMPLE_CHARS = 600
_MIN_LETTERS, _MIN_CONFIDENCE = 50, 0.8
# One word of so many that only the article's language has, and at least so many words, are a paragraph of it.
_ENOUGH_WORDS = 10
# Fewer do where no other language has any to speak of: some have few small words.
_FEW_WORDS = 25
_SURE = 0.9


class _Part(NamedTuple):
    """A paragraph. Its language is empty where it is the article's own, and None where nobody can tell."""

    start: int
    end: int
    script: Script
    language: str | None
    confidence: float


class _Article(NamedTuple):
    """What the whole article is written in, and the place of its language's own words."""

    script: Script
    language: str
    own: int
    lone: bool
    """Whether its script tells the language."""
    sure: bool


def passages(text: str, identified: Identified) -> tuple[Passage, ...]:
    """List the runs of paragraphs whose language is, with confidence, another than the article's.

    A paragraph of less than 50 letters, or of a language nobody could tell, joins what is around it: a heading or a
    name makes no passage, and one in the passage's own script belongs to it.

    Args:
        text: faithful text. Its first 1,000 paragraphs are looked at, and of each 600 characters.
        identified: what the whole text was found to be written in.

    Returns:
        At most 50 passages, in order; `start` and `end` are code points of `text`.
    """
    article = _article(identified)
    paragraphs = [_told(text, *match.span(), article) for match in islice(_PARAGRAPH.finditer(text), _MOST_PARAGRAPHS)]
    if not any(part.language for part in paragraphs):
        return ()  # as nearly always
    runs = [list(parts) for kind, parts in groupby(_joined(paragraphs), key=_kind) if kind]
    # Parted by a line of another script, one that nobody could tell has joined what is not next to it.
    told = (run for run in runs if any(part.confidence >= _MIN_CONFIDENCE for part in run))
    return tuple(islice(map(_run, told), MOST_PASSAGES))


def _article(found: Identified) -> _Article:
    language = primary(found.language)
    own = own_group(found.script, language)
    return _Article(found.script, language, own, found.script in ONE_LANGUAGE, found.confidence >= _SURE)


def _told(text: str, start: int, end: int, article: _Article) -> _Part:
    """Tell a paragraph's language, if it is long enough to."""
    sample = text[start : min(end, start + _SAMPLE_CHARS)]
    if _agrees(sample, article):
        return _Part(start, end, article.script, "", 1.0)
    script = main_script(sample)
    if len(sample) < _MIN_LETTERS or sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return _Part(start, end, script, None, 0.0)
    language, confidence = language_of(sample, script)
    if script is article.script and primary(language) == article.language:
        return _Part(start, end, script, "", 1.0)
    return _Part(start, end, script, language if confidence >= _MIN_CONFIDENCE else None, confidence)


def _agrees(sample: str, article: _Article) -> bool:
    """Tell by a glance whether a paragraph is in the article's language: most are."""
    if article.lone:
        return main_script(sample) is article.script
    tokens, groups = rough_words(sample, article.script)
    if len(tokens) < _ENOUGH_WORDS:
        return False
    if _ENOUGH_WORDS * groups.count(article.own) >= len(tokens):
        return True
    hits = word_hits(groups, profiles_of(article.script))
    most = hits.pop(article.language, 0)
    others = max(hits.values(), default=0)
    if _FEW_WORDS * most >= len(tokens) and most >= 2 + 1.5 * others:
        return True
    # Of two that share their small words, the article's own is the likelier, if that one is sure.
    return article.sure and most >= max(2, others)


def _joined(parts: list[_Part]) -> list[_Part]:
    """Give each paragraph that nobody could tell the language of what is around it, else the article's."""
    before, after = _nearest(parts), _nearest(parts[::-1])[::-1]
    return [
        part if part.language is not None else part._replace(language=_between(part, earlier, later))
        for part, earlier, later in zip(parts, before, after, strict=True)
    ]


def _nearest(parts: list[_Part]) -> list[_Part | None]:
    """List for each paragraph the nearest one up to it whose language is told."""
    nearest: list[_Part | None] = []
    for part in parts:
        nearest.append(part if part.language is not None else nearest[-1] if nearest else None)
    return nearest


def _between(part: _Part, earlier: _Part | None, later: _Part | None) -> str:
    around = [each.language or "" if each else "" for each in (earlier, later)]
    if around[0] == around[1]:
        return around[0]
    # At the border of a passage: its heading has its script, where the article's differs.
    fitting = {each.language or "" for each in (earlier, later) if each and each.script is part.script}
    return fitting.pop() if len(fitting) == 1 else ""


def _kind(part: _Part) -> str:
    return primary(part.language or "")


def _run(parts: list[_Part]) -> Passage:
    told = [part for part in parts if part.confidence >= _MIN_CONFIDENCE]
    languages = {part.language for part in told}
    return Passage(
        start=parts[0].start,
        end=parts[-1].end,
        # Two varieties in a row are one passage, of the language they are varieties of.
        language=languages.pop() if len(languages) == 1 else _kind(told[0]),
        script=told[0].script,
        direction=direction_of(told[0].script),
        confidence=min(part.confidence for part in told),
    )
