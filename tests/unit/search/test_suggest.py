"""Did you mean: which readings of a query are tried, and which is offered."""

from collections.abc import Collection as Some
from collections.abc import Sequence

import pytest

from services.search.parse import Part, parse
from services.search.suggest import MOST_TRIED, suggest
from tests.words import few


async def meant(query: str, finding: Some[str] | None = None, **words: int) -> str | None:
    """Suggest for a query; only `finding` words, or all that are known, find something."""

    async def finds(parts: Sequence[Part]) -> bool:
        found = words.keys() if finding is None else set(finding)
        positive = [part for part in parts if not part.excluded]
        required = [part for part in positive if part.quoted or part.title]
        return all(set(part.words) <= found for part in required) and any(set(p.words) <= found for p in positive)

    return await suggest(parse(query), {}, few(words), finds)


@pytest.mark.parametrize(
    ("query", "words", "expected"),
    [
        ("raqa", {"raqqa": 1}, "Raqqa"),
        ("raqqqa", {"raqqa": 1}, "Raqqa"),
        ("rqaqa", {"raqqa": 1}, "Raqqa"),
        ("damascsuu", {"damascus": 1}, "Damascus"),
        ("cat", {"cut": 1, "dog": 9}, "Cut"),
        ("ct", {"cat": 1}, None),
        ("123", {"124": 1}, None),
        ("river", {"mountain": 1}, None),
    ],
)
async def test_the_nearest_word(query: str, words: dict[str, int], expected: str | None) -> None:
    """One slip is mended in a word, two in a long one; very short words and numbers are left alone."""
    assert await meant(query, None, **words) == expected


async def test_of_equals_the_common_one() -> None:
    """Of words as near the one that sounds the same comes first, then the one that is more common."""
    assert await meant("lave", love=2, live=7) == "Live"
    assert await meant("fone", bone=100, phone=1, cone=5) == "Bone", "two slips in a short word are too many"
    assert await meant("katar", qatar=1, kacar=9) == "Qatar"


async def test_words_that_were_run_together_or_apart() -> None:
    """Two words without the space between, and one with a space in it, are set right."""
    assert await meant("skynews", sky=5, news=9) == "Sky News"
    assert await meant("after noon", afternoon=1) == "Afternoon"
    assert await meant("heis", heir=5, he=9) == "Heir", "a short rest is no better than a slip"
    assert await meant("breakfast", breakfasts=1, fast=9) == "Breakfasts"
    assert await meant("skynews", skynewt=1, sky=5, news=9) == "Sky News", "both whole, and more common"


async def test_marks_are_kept_and_then_left_out() -> None:
    """Quotes, title and minus stay where that finds something; else quotes and title go, and never the minus."""
    assert await meant('"sky nwes" -sport', sky=1, news=1) == '"Sky News" -sport'
    assert await meant("title:raqa", raqqa=1) == "title:Raqqa"
    assert await meant('"news sky" sea', finding=["sea"], news=1, sky=1, sea=1) == "news sky sea"
    assert await meant("raq* -sea", raqqa=1) is None


async def test_what_finds_nothing_is_not_offered() -> None:
    """Every reading is tried before it is offered, and only so many."""
    assert await meant("raqa", finding=[], raqqa=1) is None
    tried: list[Sequence[Part]] = []

    async def finds(parts: Sequence[Part]) -> bool:
        tried.append(parts)
        return False

    words = few({"raqqa": 1, "sky": 1, "news": 1, "skynews": 1, "raqqasky": 1})
    assert await suggest(parse('raqa sky news "skynewz raqa" title:skynwes'), {}, words, finds) is None
    assert 0 < len(tried) <= MOST_TRIED
    assert len({tuple(parts) for parts in tried}) == len(tried)


async def test_what_was_typed_stays_as_it_was_typed() -> None:
    """Only new words come in an article's spelling."""

    async def finds(_: Sequence[Part]) -> bool:
        return True

    offered = await suggest(parse("SKY nwes"), {"sky": "SKY", "nwes": "nwes"}, few({"sky": 1, "news": 1}), finds)
    assert offered == "SKY News"
