"""How many slips lie between two words."""


def slips(word: str, other: str, most: int) -> int:
    """Count the letters to put in, leave out, change, or swap with the next, to make one word of the other.

    The optimal string alignment distance of Damerau (1964) and Levenshtein (1966).

    Args:
        word: a folded word.
        other: another.
        most: with more slips than this, any number above it is returned, soon.
    """
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        row = [at]
        for to, theirs in enumerate(other, 1):
            cost = min(above[to] + 1, row[-1] + 1, above[to - 1] + (letter != theirs))
            if at > 1 and to > 1 and letter == other[to - 2] and theirs == word[at - 2]:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]
