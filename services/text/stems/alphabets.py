"""Which languages a folded word may be of, by its letters: those that are stemmed, the likeliest first.

Letters keep languages apart that share a script: what has ٹ in it is no Arabic word. That spares most words of a query
the stems of languages they cannot be of.
"""

import re

# As `letters` folds them: ی is ي, ک is ك, and ہ, ھ, ة and ە are ه.
_ARABIC = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PERSIAN = f"{_ARABIC}پچژگ"
_ALPHABETS = {
    "ur": f"[{_PERSIAN}ٹڈڑے]+",
    "ar": f"[{_ARABIC}]+",
    "fa": f"[{_PERSIAN}]+",
    "ps": f"[{_PERSIAN}ټځڅډړږښڼې]+|[{_PERSIAN}ټځڅډړږښڼې]*ۍ",
    "ckb": f"[{_PERSIAN}ڕڤڵۆێ]+",
    "ug": f"[{_PERSIAN}ڭۆۇۈۋې]+",
    "en": "[a-z]+",
    "de": "[a-z]+",
    "fr": "[a-z]+",
    "es": "[a-z]+",
    "tr": "[a-z]+",
    "it": "[a-z]+",
    "pt": "[a-z]+",
    "nl": "[a-z]+",
    "sv": "[a-z]+",
    "ru": "[а-я]+",
    "he": "[א-ת]+",
    "hi": "[\u0900-\u0963\u0970-\u097f]+",
    "bn": "[\u0980-\u09e5\u09f0-\u09fe]+",
    "pa": "[\u0a00-\u0a65\u0a70-\u0a76]+",
}
WRITTEN = {language: re.compile(letters) for language, letters in _ALPHABETS.items()}
"""What a folded term of each language matches as a whole: letters alone, no digits."""


def languages_of(term: str) -> list[str]:
    """List the languages that a folded term may be a word of, the likeliest first."""
    return [language for language, letters in WRITTEN.items() if letters.fullmatch(term)]
