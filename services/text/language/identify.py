"""One language for a text, with how sure that is: words first, then letters, then the model; `und` rather than a guess.

Each language's evidence is a sum in natural logarithms, as in naive Bayes: so much for each of its small words, so much
off for each letter it does not write, and the logarithm of the model's probability. It competes with the others and
with "none of them", which is worth what a text of that length would have by chance. Its share is the confidence.
"""

from collections import Counter
from dataclasses import dataclass
from math import exp, log

from schemas.article import Direction, Script
from services.text.language import model
from services.text.language.evidence import letter_hits, part_hits, rough_words, word_hits, words_of
from services.text.language.profiles import Profiles, own_group, profiles_of, strange_letters
from services.text.language.scripts import direction_of, main_script
from services.text.language.tags import UNDETERMINED, primary, valid_tag

# One language for practical purposes; neither words nor the model are asked.
ONE_LANGUAGE = {
    Script.GURMUKHI: "pa",
    Script.GREEK: "el",
    Script.HANGUL: "ko",
    Script.ARMENIAN: "hy",
    Script.GEORGIAN: "ka",
    Script.GUJARATI: "gu",
    Script.ORIYA: "or",
    Script.TAMIL: "ta",
    Script.TELUGU: "te",
    Script.KANNADA: "kn",
    Script.MALAYALAM: "ml",
    Script.SINHALA: "si",
    Script.THAI: "th",
    Script.LAO: "lo",
    Script.KHMER: "km",
    Script.MYANMAR: "my",
    Script.THAANA: "dv",
    Script.NKO: "nqo",
    Script.JAPANESE: "ja",
    Script.OL_CHIKI: "sat",
    Script.MEETEI: "mni",
}
_SCRIPT_CONFIDENCE = 0.98
_MOST_SURE = 0.99
_LEAST_SURE = 0.6

# Of a longer text so many windows of so many characters, evenly spread, are looked at.
_WINDOWS, _WINDOW_CHARS = 5, 600
# What a word is worth, a letter few others write, and one the language does not write.
_WEIGHTS, _WEIGHTS_IN_LATIN = (1.5, 2.5, 2.0), (1.0, 1.2, 1.0)
_PART = 0.4
_DECISIVE, _DECISIVE_WORDS = 4.0, 4
_DENSE, _DENSE_IN_LATIN = 0.12, 0.35
_BY_CHANCE = 0.08
_MODEL_LEAST, _MODEL_SILENT = 0.005, 0.1
_NONE_SHORT, _NONE_LONG, _LONG_CHARS = 0.2, 0.15, 100
# A text may be mixed where a second language has so great a share of the first one's words, or the first is less sure
# than this, or does not write so many of its letters (every ninth is looked at); then so many pieces vote.
_SECOND_LANGUAGE, _UNMIXED, _PIECES = 0.35, 0.8, 10
_EVERY, _STRANGE_SHARE = 9, 0.04
# Of less than so many letters so many small words must be known.
_MIN_LETTERS, _FEW_WORDS = 12, 2
# The variety meant by the language's plain tag.
_TAKEN_FOR_GRANTED = frozenset({"fa-IR"})
_DECLARED_CONFIDENCE = 0.5


@dataclass(frozen=True)
class Identified:
    """What a text is written in. `confidence` is 0 to 1, and 0 for `und`."""

    language: str
    script: Script
    direction: Direction
    confidence: float


def identify(text: str, declared: str | None = None) -> Identified:
    """Tell a text's language by its own words and letters; what the file declares decides only where they do not.

    Args:
        text: faithful text. Of a long one 3,000 characters are looked at, from its beginning to its end.
        declared: the tag the file states, unverified.

    Returns:
        The declared tag where it refines what was found (`ur-PK` over `ur`), else the language found, else the
        declared one if the script allows it, else `und`.
    """
    sample = _sample(text)
    script = main_script(sample)
    language, confidence, mixed = _decide(sample, script)
    if mixed and len(sample) >= _PIECES * _LONG_CHARS:
        language, confidence = _by_pieces(sample, script) or (language, confidence)
    language, confidence = _reconcile(language, confidence, valid_tag(declared), script)
    return Identified(language, script, direction_of(script), confidence)


def language_of(text: str, script: Script) -> tuple[str, float]:
    """Return the language of a text whose script is known, and how sure that is; `und` and 0 where nothing tells."""
    return _decide(text, script)[:2]


def _decide(text: str, script: Script) -> tuple[str, float, bool]:
    """Return the language of a text, how sure that is, and whether it may be of several languages."""
    if script in ONE_LANGUAGE:
        return ONE_LANGUAGE[script], _SCRIPT_CONFIDENCE, False
    profiles = profiles_of(script)
    # A long text is decided by the words that stand free of marks already. In Latin letters it hardly ever is.
    for split in (words_of,) if script is Script.LATIN else (rough_words, words_of):
        tokens, groups = split(text, script)
        hits = word_hits(groups, profiles)
        language = _by_words(hits, len(tokens), script, profiles)
        if language:
            return _variety(language, tokens, profiles), _MOST_SURE, _may_be_mixed(text, hits, groups, script)
    language, confidence = _by_all(text, tokens, hits, script)
    language = _variety(language, tokens, profiles)
    if language in profiles.families:
        return UNDETERMINED, 0.0, False
    return language, confidence, confidence < _UNMIXED


def _may_be_mixed(text: str, hits: Counter[str], groups: list[int], script: Script) -> bool:
    """Tell whether a second language has a share of the words, or letters stand in it that the first does not write."""
    (first, most), (second, fewer) = [*hits.most_common(2), ("", 0)][:2]
    spread, strange = text[::_EVERY], strange_letters(script, first)
    # Most texts have none.
    if not strange.isdisjoint(spread) and sum(map(strange.__contains__, spread)) > _STRANGE_SHARE * len(spread):
        return True
    if fewer <= _SECOND_LANGUAGE * most:
        return False
    own = [groups.count(own_group(script, language)) for language in (first, second)]
    return own[1] > _SECOND_LANGUAGE * own[0]


def _by_pieces(text: str, script: Script) -> tuple[str, float] | None:
    """Let the pieces of a text vote: some languages have more small words than others, so words do not tell amounts."""
    step = len(text) // _PIECES + 1
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    told = [language_of(piece, script) for piece in pieces if main_script(piece) is script]
    votes = Counter(language for language, _ in told if language != UNDETERMINED)
    if not votes:
        return None
    winner = votes.most_common(1)[0][0]
    return winner, max(confidence for language, confidence in told if language == winner)


def _variety(language: str, tokens: list[str], profiles: Profiles) -> str:
    """Name a variety of the language where enough speaks for it, and twice as much as for the others."""
    varieties = profiles.varieties.get(language)
    if varieties is None:
        return language
    text = f" {' '.join(tokens)} "
    found = Counter(filter(None, map(varieties.words.get, tokens)))
    points = Counter({variety: 2 * count for variety, count in found.items()})
    for part, variety in varieties.parts.items():
        points[variety] += text.count(part)
    best, most = points.most_common(1)[0] if points else ("", 0)
    told = most >= 2 * varieties.least and 3 * most > 2 * points.total()
    return best if told and best not in _TAKEN_FOR_GRANTED else language


def _by_words(hits: Counter[str], tokens: int, script: Script, profiles: Profiles) -> str | None:
    """Return the language whose words are so many, and so many more than any other's, that nothing else is asked."""
    (best, most), (_, second) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    latin = script is Script.LATIN
    if most < tokens * (_DENSE_IN_LATIN if latin else _DENSE) or (latin and best not in profiles.sure):
        return None
    return best if most - second >= _DECISIVE_WORDS and most >= 1.5 * second else None


def _by_all(text: str, tokens: list[str], hits: Counter[str], script: Script) -> tuple[str, float]:
    """Weigh words, letters and pieces of words together, and ask the model where they do not settle it."""
    if sum(map(len, tokens)) < _MIN_LETTERS and max(hits.values(), default=0) < _FEW_WORDS:
        return UNDETERMINED, 0.0
    weight, plus, minus = _WEIGHTS_IN_LATIN if script is Script.LATIN else _WEIGHTS
    profiles = profiles_of(script)
    parts, (own, strange) = part_hits(text, profiles), letter_hits(text, profiles)
    words = {tag: weight * hits[tag] + _PART * parts[tag] for tag in profiles.languages}
    letters = {tag: plus * own[tag] - minus * strange[tag] for tag in words}
    chance = weight * _BY_CHANCE * len(tokens)
    evidence = {tag: words[tag] + letters[tag] for tag in words}
    none = chance + log(_NONE_LONG if len(text) >= _LONG_CHARS else _NONE_SHORT)
    best, second = sorted((*evidence.values(), 0.0, 0.0), reverse=True)[:2]
    if script is not Script.LATIN and best - max(second, chance) >= _DECISIVE:
        return _most_likely(evidence, none)
    told = {tag: max(words[tag], _least(tag, chance)) + letters[tag] for tag in words}
    if told and (settled := _whatever_the_model_says(told, chance, none)):
        return settled, _MOST_SURE
    scores = model.scores(text, script)
    evidence = {
        tag: told.get(tag, _least(tag, chance)) + _opinion(tag, scores, words.get(tag, 0.0) > 0)
        for tag in words.keys() | scores.keys()
    }
    return _most_likely(evidence, none)


def _whatever_the_model_says(told: dict[str, float], chance: float, none: float) -> str | None:
    """Return the language that is as sure as can be even if the model denies it and is certain of all others."""
    best = max(told, key=told.__getitem__)
    worst = told[best] + log(_MODEL_LEAST)
    rivals = (*(evidence for tag, evidence in told.items() if tag != best), *(chance,) * model.ANSWERS, none)
    share = 1 / (1 + sum(exp(min(rival - worst, 50)) for rival in rivals))
    return best if share >= _MOST_SURE else None


def _least(tag: str, chance: float) -> float:
    return chance if _counts(tag) else 0.0


def _counts(tag: str) -> bool:
    """Tell whether the model alone is enough for a language. It takes whatever looks like Urdu for Urdu."""
    return model.knows(tag) and tag != "ur"


def _opinion(tag: str, scores: dict[str, float], spoken_for: bool) -> float:
    if not model.knows(tag):
        return log(_MODEL_SILENT if spoken_for else _MODEL_LEAST)
    kin = max((scores.get(other, 0.0) for other in model.TAKEN_FOR.get(tag, ())), default=0.0)
    return log(max(scores.get(tag, kin / 2), _MODEL_LEAST))


def _most_likely(evidence: dict[str, float], none: float) -> tuple[str, float]:
    if not evidence:
        return UNDETERMINED, 0.0
    best = max(sorted(evidence), key=evidence.__getitem__)
    share = 1 / (exp(min(none - evidence[best], 50)) + sum(exp(e - evidence[best]) for e in evidence.values()))
    return (best, round(min(share, _MOST_SURE), 3)) if share >= _LEAST_SURE else (UNDETERMINED, 0.0)


def _sample(text: str) -> str:
    if len(text) <= _WINDOWS * _WINDOW_CHARS:
        return text
    step = (len(text) - _WINDOW_CHARS) // (_WINDOWS - 1)
    return "\n".join(text[at * step : at * step + _WINDOW_CHARS] for at in range(_WINDOWS))


def _reconcile(found: str, confidence: float, declared: str | None, script: Script) -> tuple[str, float]:
    if declared is None:
        return found, confidence
    if primary(found) == primary(declared):
        return (found if "-" not in declared else declared), confidence
    if found == UNDETERMINED and _may_be_in(primary(declared), script):
        return declared, _DECLARED_CONFIDENCE
    return found, confidence


def _may_be_in(language: str, script: Script) -> bool:
    if script in ONE_LANGUAGE:
        return language == ONE_LANGUAGE[script]
    return script is not Script.OTHER and (
        language in profiles_of(script).languages or model.may_be_in(language, script)
    )
