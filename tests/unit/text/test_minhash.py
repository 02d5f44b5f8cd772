"""Sketches: the same everywhere, and what two of them tell."""

import os
import subprocess
import sys
import zlib
from collections.abc import Iterable

import pytest

from services.text.minhash import BANDS, MOST_SHINGLES, Sketch, compare, sketch
from services.text.same_story import kind_of
from services.text.shingles import WORD_BYTES, runs, telling
from services.text.tokens import terms
from tests.fixtures.wire import changed, words

REPORT = words(1, 200)
TERMS = ["حكومت", "نے", "دريا", "12", "كشتيان", "river", "of", "flood", "наводнение", "बाढ़"]
KNOWN = Sketch(
    shingles=[1502471625, 1754256261, 194321356, 3413674554, 2504687766, 470059268, 3877647584],
    bound=0xFFFFFFFF,
    bands=[95191401, 281389814, 449775578, 1556310792, 2032354388, 2082025852],
)


def _sketch(terms: Iterable[str]) -> Sketch:
    return sketch(telling(terms))


def test_a_sketch_is_the_same_in_every_process() -> None:
    """What is stored can be compared for ever: the numbers are these, whatever the process hashes strings with."""
    program = f"from services.text import minhash, shingles; print(minhash.sketch(shingles.telling({TERMS!r})))"
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
        assert told.stdout.decode().strip() == str(KNOWN)


def test_runs_are_those_of_their_words() -> None:
    """What is worked out all at once is the same as word by word; a text of fewer words than a run has has none."""
    words = ["bridge", "river", "2026", "town", "river"]
    hashes = [zlib.crc32(word.encode()) for word in words]
    first, second, third = (
        [each * by >> 16 & 0xFFFFFFFF for each in hashes] for by in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
    )
    pairs, triples = runs(telling(words))
    assert list(pairs) == [first[at] ^ second[at + 1] for at in range(4)]
    assert list(triples) == [first[at] ^ second[at + 1] ^ third[at + 2] for at in range(3)]
    assert [tuple(map(len, runs(telling(words[:size])))) for size in range(4)] == [(0, 0), (0, 0), (1, 0), (2, 1)]


def test_short_words_and_spelling_do_not_count() -> None:
    """Particles are left out, numbers are not, and another keyboard's letters are the same words."""
    assert len(telling(terms("وہ ۱۲ کو آیا"))) == WORD_BYTES  # of one word
    assert _sketch(terms("حكومت نے بيان ديا كہ دريا ميں 12 كشتياں")) == _sketch(
        terms("حکومت نے بیان دیا کہ دریا میں ۱۲ کشتیاں")
    )


def test_a_long_text_is_sampled_fairly() -> None:
    """A text of many words keeps the lowest hashes, and is told from a half of it nearly as if all were there."""
    long = words(2, 5000)
    whole, part = _sketch(long), _sketch(long[:2500])
    assert len(whole.shingles) == MOST_SHINGLES
    assert max(whole.shingles) == whole.bound
    assert len(whole.bands) == BANDS
    likeness = compare(whole, part)
    assert likeness.similarity == pytest.approx(0.5, abs=0.06)
    assert likeness.containment == 1.0
    assert compare(whole, _sketch(words(3, 5000))).similarity < 0.01


def test_nothing_in_common() -> None:
    """Texts that share nothing, and texts without words, are not alike at all."""
    for one, other in ((REPORT, words(9)), ([], REPORT), ([], [])):
        assert compare(_sketch(one), _sketch(other)).shared == 0
        assert kind_of(compare(_sketch(one), _sketch(other))) is None


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (["reporter", *REPORT], "copy"),
        (REPORT[:80], "trim"),
        (["reporter", "agency", *REPORT[:60]], "trim"),
        (changed(REPORT, 4), "rewrite"),
        (REPORT[150:] + REPORT[100:150] + REPORT[50:100] + REPORT[:50], "rewrite"),
        (changed(REPORT, 4, share=0.9), None),
        (words(5, 150) + REPORT[:50], None),
        (words(5, 300) + REPORT + words(6, 300), None),
        (words(5, 100) + REPORT, "trim"),
        (REPORT[:6], None),
    ],
    ids=[
        "copy",
        "trim",
        "trim with a byline",
        "words changed",
        "reordered",
        "hardly kept",
        "a footer",
        "a digest",
        "news put on top",
        "too short",
    ],
)
def test_kinds(made: list[str], kind: str | None) -> None:
    """What was made of a report is told by how much it kept, in what order, and from how much of it."""
    assert kind_of(compare(_sketch(REPORT), _sketch(made))) == kind
    assert kind_of(compare(_sketch(made), _sketch(REPORT))) == kind
