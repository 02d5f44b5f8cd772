"""One spelling for what is written in many: the form in which texts and the names in `words/` are compared."""

import re

from services.text.fold import fold_words

_NOT_LETTER = r"\s\d!-/:-@\[-`{-~"
_DOT_AFTER_LETTER = re.compile(rf"(?<=[^{_NOT_LETTER}])\.")
_HYPHEN_IN_WORD = re.compile(rf"(?<=[^{_NOT_LETTER}])-+(?=[^{_NOT_LETTER}])")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼʻ`´ʿʾʹ׳״\"“”„«»॰", None),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("۔।॥。", "."),
        **dict.fromkeys("،؛٫٬、;", ","),
        "؍": "/",  # the Arabic date separator, as Urdu newspapers write it
        "⁄": "/",
        "∶": ":",
        **dict.fromkeys("|·•●", ","),
    }
)


def clean(text: str) -> str:
    """Fold letters and digits; drop apostrophes and abbreviation dots; part words at hyphens; one space at most."""
    folded = fold_words(text).translate(_MARKS)
    folded = _DOT_AFTER_LETTER.sub("", folded)
    return " ".join(_HYPHEN_IN_WORD.sub(" ", folded).split())
