"""Whether two words are forms of one: شام and شامی, city and cities, رئيس and الرئيس. A guess that needs no list."""

_LEAST_CHARS, _SHORT_CHARS = 3, 3
_MORE_CHARS, _MORE_CHARS_SHORT = 3, 2
_ARTICLE, _CONJUNCTION = "ال", "و"
_PREFIXED = "او"
# What changes at a word's end when it is inflected: vowels, as letters or signs.
_CHANGING = frozenset("اهيےوةىaeiouyаеиоуыяюъьािीुूेैोौ")


def alike(one: str, other: str) -> bool:
    """Tell whether two folded terms are probably forms of one word: the longer goes on where the shorter ends.

    Only a vowel may be exchanged for another there. That keeps Iran and Iraq apart, and misses what changes within
    (Land, Länder) and what grows long (party, partisanship).
    """
    if one[0] != other[0] and one[0] not in _PREFIXED and other[0] not in _PREFIXED:
        return False  # most pairs end here
    short, long = sorted((_bare(one), _bare(other)), key=len)
    size = len(short)
    if size < _LEAST_CHARS or len(long) - size > (_MORE_CHARS if size > _SHORT_CHARS else _MORE_CHARS_SHORT):
        return False
    if long.startswith(short):
        return True
    stem = size - 1
    return stem >= _LEAST_CHARS and long[:stem] == short[:stem] and {short[stem], long[stem]} <= _CHANGING


def _bare(term: str) -> str:
    """Return an Arabic word without and, and without its article."""
    bare = term.removeprefix(_CONJUNCTION) if term.startswith(_CONJUNCTION + _ARTICLE) else term
    return bare.removeprefix(_ARTICLE) if len(bare) > len(_ARTICLE) + _LEAST_CHARS - 1 else bare
