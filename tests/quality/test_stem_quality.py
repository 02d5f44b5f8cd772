"""What each step of the analyser is worth: the same BM25 (bm25s) over bare words, folded terms, and stems.

Nothing of Khabar's own ranking is in these figures. Queries leave out nothing, so stop words are in them all.
"""

from pathlib import Path
from statistics import mean

from services.text.stems import stem
from services.text.tokens import terms
from tests.quality.conftest import Figures
from tests.quality.known_items import VARIETIES, Known, plain_ranks, plain_words, reciprocal, sentences

CHANCE = 0.02
"""By which a variety's figure may fall though stems do no harm, about: they change few ranks of the 171."""


def test_stems_earn_their_place(corpus: Path, figures: Figures) -> None:
    """On the whole stems find more than folded terms and bare words do, and no language is harmed by them."""
    steps: dict[str, list[float]] = {"words": [], "folded": [], "stems": []}
    for variety in VARIETIES:
        known = sentences(corpus, variety)
        words, folded = reciprocal(plain_ranks(known, plain_words)), reciprocal(plain_ranks(known, terms))
        stems = reciprocal(_stem_ranks(known))
        for name, value in zip(steps, (words, folded, stems), strict=True):
            steps[name].append(value)
        figures.at_least(
            f"{variety}: MRR@10 of stems, over folded {folded:.3f}, words {words:.3f}", stems, folded - CHANCE
        )
    others = max(mean(steps["folded"]), mean(steps["words"]))
    figures.at_least("mean MRR@10 of stems, over folded terms and words", mean(steps["stems"]), others)


def _stem_ranks(known: Known) -> list[int]:
    language = known.items[0].language
    return plain_ranks(known, lambda text: [stem(term, language) for term in terms(text)])
