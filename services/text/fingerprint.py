"""Hashes of articles: one for "the same content", one for "the very same letters".

The fold here is frozen. It is written into every stored `content_hash`, so it must never follow `fold.py`; a change is
a new version with a new prefix, beside the old one.
"""

import hashlib

from services.text.composition import compatible

_VERSION = "1"
_VARIANTS = {
    "ا": "أإآٱ",
    "و": "ؤ",
    "ی": "يىئ",
    "ک": "كڪ",
    "ہ": "هھةۃەۂۀ",
    "ن": "ں",
    "": "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670\u0640"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u00ad\ufeff",
    **{str(digit): chr(0x660 + digit) + chr(0x6F0 + digit) + chr(0x966 + digit) for digit in range(10)},
}
_REPLACEMENTS = tuple((variant, by) for by, variants in _VARIANTS.items() for variant in variants)


def content_hash(title: str | None, text: str) -> str:
    """Hash the content as a reader would compare it: letters, not how they were typed, and no white space.

    Whether the first line was read as the title or as text makes no difference: the same words are the same content.

    Args:
        title: the title, if there is one.
        text: the text. Both are faithful, and so in NFC.

    Returns:
        `1:` and 64 hex digits; the number is the version of the frozen fold.
    """
    folded = _frozen_fold(f"{title or ''} {text}")
    return f"{_VERSION}:{hashlib.sha256(folded.encode('utf-8', 'surrogatepass')).hexdigest()}"


def faithful_hash(title: str | None, subtitle: str | None, text: str, beside: str | None = None) -> str:
    """Hash the faithful text exactly (64 hex digits): one changed letter or space is another hash.

    Args:
        title: the title, if there is one.
        subtitle: the sub-headline, if there is one.
        text: the text.
        beside: the hash of what else is stated of it in a place of its own, if anything is.
    """
    digest = hashlib.sha256()
    for part in (title, subtitle, text) if beside is None else (title, subtitle, text, beside):
        encoded = (part or "").encode("utf-8", "surrogatepass")
        # Lengths keep the parts apart, and a missing title apart from an empty one.
        digest.update(f"{-1 if part is None else len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()


def _frozen_fold(text: str) -> str:
    # Nearly all white space is these two, and `replace` takes a fifth of the time.
    text = "".join(compatible(text).replace(" ", "").replace("\n", "").split()).casefold()
    for variant, by in _REPLACEMENTS:
        # Most variants are absent from most texts, and looking is much cheaper than replacing.
        if variant in text:
            text = text.replace(variant, by)
    return text
