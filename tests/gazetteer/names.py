"""Which spellings of a place are worth a row: folded, and none that reads as something else."""

import re
import unicodedata
from collections.abc import Iterable

from services.text.stop_words import any_stop_terms
from services.text.tokens import terms

LANGUAGES = (
    "ar", "bn", "ckb", "de", "en", "es", "fa", "fa_AF", "fr", "he", "hi", "id", "pa", "ps", "ru", "sd", "tr", "ug",
    "ur",
)  # fmt: skip
"""CLDR's names of those whose articles are read."""
SCRIPTS = ("ARABIC", "BENGALI", "CYRILLIC", "DEVANAGARI", "GURMUKHI", "HEBREW", "LATIN")
_LEAST_CHARS, _MOST_TERMS = 3, 6
# "City of X" and "X, Ohio" are found as X; X-by-itself is what an offset should show.
_MORE_THAN_A_NAME = re.compile(
    "[,،;(/]|^(?:City of|مدينة|شهر|شهرک|شهرستان|استان|ولایت|ولاية|محافظة|ضلع|город|Город|העיר) "
    "| (?:район|ош|хот|балһсн|шаары|қаласы|شهر|شەھىرى|شہر|ضلع|जिल्ला|जिला|शहर|नगरपालिका|मंडल|শহর|জেলা)$"
)


def script(name: str) -> str:
    """Return the script of a name's first letter, as Unicode names it; empty if there is no letter."""
    return next((unicodedata.name(char, "").partition(" ")[0] for char in name if char.isalpha()), "")


def folded(names: Iterable[str]) -> list[str]:
    """Return the names as the recogniser compares them, each once, sorted."""
    return sorted({name for name in map(_folded, names) if name})


def _folded(name: str) -> str:
    if _MORE_THAN_A_NAME.search(name):
        return ""
    found = terms(name)
    short = sum(map(len, found)) < _LEAST_CHARS or len(found) > _MOST_TERMS
    odd = len({script(term) for term in found}) != 1 or script(name) not in SCRIPTS
    return "" if short or odd or any_stop_terms().issuperset(found) else " ".join(found)
