"""Names across scripts: aliases from a table, and words that sound alike."""

import pytest

from services.text.fold import fold
from services.text.names.aliases import MOST_NAMES, Aliases, aliases
from services.text.names.sounds import MOST_KEYS, likeness, maybe_alike, sound_keys, surely_alike
from services.text.stop_words import any_stop_terms
from services.text.tokens import terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boston", "بوسٹن"),
        ("Clinton", "کلنٹن"),
        ("Alexander", "الیگزینڈر"),
        ("Smirnov", "Смирнов"),
        ("Martin", "मार्टिन"),
    ],
)
def test_a_name_in_another_script(one: str, other: str) -> None:
    """A name of four consonants or more is known by its sound alone."""
    assert surely_alike(fold(one), fold(other))
    assert surely_alike(fold(other), fold(one))


@pytest.mark.parametrize(
    ("one", "other"), [("Bashar", "بشار"), ("Assad", "الاسد"), ("Khan", "خان"), ("Peshawar", "پشاور")]
)
def test_a_short_name_needs_its_neighbour(one: str, other: str) -> None:
    """With two or three consonants sounding alike is only a hint."""
    assert maybe_alike(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran", "عراق"),
        ("Hassan", "حسین"),
        ("Bashir", "بشار"),
        ("people", "بابل"),
        ("court", "کراچی"),
        ("Karim", "اکرم"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    """Names that differ in a consonant, or in a vowel that is written, are others."""
    assert not surely_alike(fold(one), fold(other))


def test_words_of_one_script_are_not_compared() -> None:
    """Within a script only the spelling counts."""
    assert likeness("boston", "bostan") == 0
    assert not maybe_alike("boston", "bostan")


@pytest.mark.parametrize("term", ["", "a", "北京", "1979", "x" * 100, "аб北", "\u09bc\u09bc\u09bc", "ー"])
def test_what_has_no_sound(term: str) -> None:
    """What is too short, too long, or in letters whose sound is not known has no key, and is like nothing."""
    assert sound_keys(term) == ()
    assert likeness(term, "boston") == 0


def test_keys_are_bounded() -> None:
    """Letters with several sounds do not multiply without end."""
    assert 0 < len(sound_keys(fold("ضظذثجضظذثج"))) <= MOST_KEYS


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("Sky News", "اسکائی نیوز"),
        ("بشار الأسد", "Bashar al-Assad"),
        ("daesh", "داعش"),
        ("داعش", "ISIS"),
        ("दमिश्क", "دمشق"),
        ("وائٹ ہاؤس کا بیان", "White House"),
    ],
)
def test_aliases_meet(query: str, other: str) -> None:
    """The names of one thing meet in any script and spelling, also amid other words."""
    [found] = aliases().equivalents(terms(query))
    assert tuple(terms(other)) in found.others


@pytest.mark.parametrize("query", ["sky", "news of the sky", "white", "al", "house white", "شام", ""])
def test_a_part_of_a_name_is_no_name(query: str) -> None:
    """A word that a name has in it stands for itself."""
    assert aliases().equivalents(terms(query)) == []


def test_the_longest_name_wins() -> None:
    """Of two names that begin at one place the longer is meant, and none overlaps another."""
    table = Aliases("New York\nNYC\n\nNew York Times\nNYT\n")
    [found] = table.equivalents(["new", "york", "times"])
    assert (found.start, found.end, found.others) == (0, 3, (("nyt",),))


def test_a_newsroom_adds_its_own() -> None:
    """Tables add up, and a name that two things share stands for both."""
    table = Aliases("# a comment\nPPP\nپیپلز پارٹی\n", "PPP\nPublic Private Partnership\n")
    [found] = table.equivalents(["ppp"])
    assert set(found.others) == {tuple(terms("پیپلز پارٹی")), ("public", "private", "partnership")}


def test_a_crowd_of_names_is_bounded() -> None:
    """However long a table's entry is, a query does not grow without end."""
    [found] = Aliases("\n".join(f"name{number}" for number in range(500))).equivalents(["name7"])
    assert len(found.others) <= MOST_NAMES


def test_no_alias_is_a_stop_word() -> None:
    """A name that is an ordinary small word of some language would pull in everything."""
    table = aliases()
    assert [word for word in sorted(any_stop_terms()) if table.equivalents([word])] == []
