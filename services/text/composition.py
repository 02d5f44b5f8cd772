"""Unicode's normal forms: what tells by a look that a text is in one (https://unicode.org/reports/tr15/)."""

import re
import unicodedata

import regex

# What lies above the basic plane is not listed: where it is met, `unicodedata` is asked.
_BASIC = "".join(map(chr, range(0x10000)))
UNSURE = "".join(regex.findall(r"\P{NFC_QC=Yes}", _BASIC))
"""The letters of which it cannot be told at once whether they are in NFC."""
MARKS = "".join(regex.findall(r"\P{ccc=0}", _BASIC))
"""What is put into an order behind its letter."""
ABOVE = "\U00010000-\U0010ffff"
"""The planes above, as they stand in a pattern between square brackets."""
_SIGNS = "".join(regex.findall(r"\p{NFKC_QC=No}", _BASIC))
_FOR_OTHERS = re.compile(f"[{re.escape(_SIGNS)}{ABOVE}]")


def compatible(text: str) -> str:
    """Return the NFKC of a text that is in NFC.

    The two differ by the letters and signs alone that NFKC takes for others. For those of Bengali or Hindi that may be
    joined to the one before, `unicodedata` would take all of the text apart and find it as it was.
    """
    # The commonest two become what is joined to nothing.
    text = text.replace("\u00a0", " ").replace("…", "...")
    return text if _FOR_OTHERS.search(text) is None else unicodedata.normalize("NFKC", text)
