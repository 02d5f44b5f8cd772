"""Unicode's normal forms NFC and NFKC, word by word where `unicodedata` would take the whole text apart.

For most scripts `unicodedata` sees at once that there is nothing to do. But where a letter may be joined to the one
before (the Bengali া, the nukta of Hindi), and for NFKC where there is as little as one no-break space, it decomposes
and composes all of the text, which takes longer than all else that is done with it. Nothing is joined across a space,
so a text's form is that of its words, and these repeat (https://unicode.org/reports/tr15/).
"""

import re
import unicodedata
from functools import partial
from typing import Literal

import regex

from services.text.memo import Memo

# Of what lies above the basic plane `unicodedata` is asked without a look; what it answers is the same.
_BASIC = "".join(map(chr, range(0x10000)))
UNSURE = {form: "".join(regex.findall(rf"\P{{{form}_QC=Yes}}", _BASIC)) for form in ("NFC", "NFKC")}
"""The letters of which it cannot be told at once whether they are in the form."""
MARKS = "".join(regex.findall(r"\P{ccc=0}", _BASIC))
"""What is put into an order behind its letter."""
_UNSURE = {form: re.compile(f"[{re.escape(letters)}]") for form, letters in UNSURE.items()}
_WORDS = {form: Memo(partial(unicodedata.normalize, form)) for form in ("NFC", "NFKC")}


def normal_form(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return the text in a normal form, the very same that `unicodedata.normalize` gives."""
    if text.isascii():
        return text
    if _UNSURE[form].search(text) is None:
        return unicodedata.normalize(form, text)
    return " ".join(map(_WORDS[form].__getitem__, text.split(" ")))
