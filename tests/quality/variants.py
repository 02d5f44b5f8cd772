"""What becomes of a report on its way: the copies, cuts and rewrites that are made of it."""

import random
from collections.abc import Callable, Iterator, Sequence

SHARE = 0.3
PARAGRAPH = 3
"""Sentences."""
_BYLINES = ("AFP", "Reuters", "WASHINGTON (AP) –", "By our correspondent, 12 May")
_RETYPED = str.maketrans(
    {
        **dict(zip("یيکكہهأإؤۃё", "يیكکهہااوةе", strict=True)),
        **{str(digit): chr(0x6F0 + digit) for digit in range(10)},
        **dict.fromkeys(map(chr, range(0x64B, 0x653)), ""),
        "\u200c": "",
        "\u093c": "",
    }
)

Variant = Callable[[Sequence[str], Sequence[str], random.Random], list[str]]
"""Makes other sentences of a report's; it is given all the words of the language to take from."""


def copy(sentences: Sequence[str], _: Sequence[str], chance: random.Random) -> list[str]:
    """Put an agency's line before it and another after."""
    return [chance.choice(_BYLINES), *sentences, "(AFP)"]


def retyped(sentences: Sequence[str], _: Sequence[str], __: random.Random) -> list[str]:
    """Type it on another keyboard: other letters and digits, no marks, and capitals where there are any."""
    return [sentence.translate(_RETYPED).upper() for sentence in sentences]


def half(sentences: Sequence[str], _: Sequence[str], __: random.Random) -> list[str]:
    """Cut it after its first half."""
    return list(sentences[: max(len(sentences) // 2, 1)])


def third(sentences: Sequence[str], _: Sequence[str], __: random.Random) -> list[str]:
    """Cut it to its first 30 %."""
    return list(sentences[: max(int(len(sentences) * SHARE), 1)])


def reordered(sentences: Sequence[str], _: Sequence[str], __: random.Random) -> list[str]:
    """Put its paragraphs into the opposite order."""
    paragraphs = [sentences[at : at + PARAGRAPH] for at in range(0, len(sentences), PARAGRAPH)]
    return [sentence for paragraph in reversed(paragraphs) for sentence in paragraph]


def replaced(sentences: Sequence[str], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """Replace 30 % of its words by others of the language."""
    return [_each(sentence, lambda: [chance.choice(vocabulary)], chance) for sentence in sentences]


def dropped(sentences: Sequence[str], _: Sequence[str], chance: random.Random) -> list[str]:
    """Leave 30 % of its words out."""
    return [_each(sentence, list, chance) for sentence in sentences]


def swapped(sentences: Sequence[str], _: Sequence[str], chance: random.Random) -> list[str]:
    """Let 30 % of its words change places with their neighbours."""
    return [" ".join(_swapped(sentence.split(), chance)) for sentence in sentences]


COPIES: dict[str, Variant] = {"byline": copy, "retyped letters": retyped}
TRIMS: dict[str, Variant] = {"first half": half, "first 30 %": third}
REWRITES: dict[str, Variant] = {
    "paragraphs reordered": reordered,
    "30 % replaced": replaced,
    "30 % dropped": dropped,
    "30 % swapped": swapped,
}


def _each(sentence: str, change: Callable[[], list[str]], chance: random.Random) -> str:
    changed = (change() if chance.random() < SHARE else [word] for word in sentence.split())
    return " ".join(word for words in changed for word in words)


def _swapped(words: Sequence[str], chance: random.Random) -> Iterator[str]:
    at = 0
    while at < len(words):
        # Each change moves two words.
        if at + 1 < len(words) and chance.random() < SHARE / (2 - SHARE):
            yield from (words[at + 1], words[at])
            at += 2
        else:
            yield words[at]
            at += 1
