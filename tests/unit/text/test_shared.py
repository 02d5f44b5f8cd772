"""What two texts have in common is shown in the letters of the first."""

from services.text.analysed import Analysed
from services.text.shared import MOST_WORDS, shared_phrases


def test_the_longest_runs_come_first_as_the_author_wrote_them() -> None:
    """Runs of three words or more are found in any spelling, the longest first, without the marks around them."""
    one = Analysed("حکومت نے کہا: دریا میں پانی بڑھ گیا ہے۔ لوگ گھروں سے نکل آئے!", "ur")
    other = Analysed("دريا ميں پانی بڑھ گيا ہے، اور کہا گیا کہ لوگ گھروں سے نکل گئے", "ur")
    assert shared_phrases(one, other) == ["دریا میں پانی بڑھ گیا ہے", "لوگ گھروں سے نکل"]
    assert shared_phrases(one, other, limit=1) == ["دریا میں پانی بڑھ گیا ہے"]


def test_long_runs_are_cut_and_short_texts_have_none() -> None:
    """A copy shows the first words of what it shares; two words in a row are too few to be shown."""
    text = Analysed(" ".join(f"word{number}" for number in range(40)))
    [phrase] = shared_phrases(text, text)
    assert phrase.split() == text.text.split()[:MOST_WORDS]
    assert shared_phrases(Analysed("two words"), Analysed("two words")) == []
    assert shared_phrases(Analysed(""), text) == []
