"""Whether two words are forms of one: شام and شامی, city and cities, رئيس and الرئيس. A guess that needs no list."""

COMMON_CHARS = 3
_MORE_CHARS, _MORE_CHARS_SHORT = 3, 2
_ARTICLE, _CONJUNCTION = "ال", "و"
_PREFIXED = "او"
# What changes at a word's end when it is inflected: vowels, as letters or signs.
_CHANGING = frozenset("اهيےوةىaeiouyаеиоуыяюъьािीुूेैोौ")


def alike(one: str, other: str) -> bool:
    """Tell whether two folded terms are probably forms of one word: the longer goes on where the shorter ends.

    Only a vowel may be exchanged for another there. That keeps Iran and Iraq apart, and misses what changes within
    (Land, Länder) and what grows long (party, partisanship). The first `COMMON_CHARS` letters of both, once they are
    `bare`, are the same.
    """
    one, other = bare(one), bare(other)
    short, long = (one, other) if len(one) < len(other) else (other, one)
    size = len(short)
    if size < COMMON_CHARS or len(long) - size > (_MORE_CHARS if size > COMMON_CHARS else _MORE_CHARS_SHORT):
        return False
    if long.startswith(short):
        return True
    stem = size - 1
    return stem >= COMMON_CHARS and long[:stem] == short[:stem] and {short[stem], long[stem]} <= _CHANGING


def bare(term: str) -> str:
    """Return an Arabic word without and, and without its article."""
    if term[0] not in _PREFIXED:
        return term
    word = term.removeprefix(_CONJUNCTION) if term.startswith(_CONJUNCTION + _ARTICLE) else term
    return word.removeprefix(_ARTICLE) if len(word) >= len(_ARTICLE) + COMMON_CHARS else word
