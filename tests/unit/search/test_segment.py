"""Segments: words packed and found again by themselves, by either end and by sound; merging changes no answer."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from services.search.lookup import Words
from services.search.segment import Entry, Segment, merged, name_of, read_name, segment_row, size_of

_WORD = st.text("abcابتकखгд", min_size=1, max_size=5)
_NAMES = st.builds(name_of, _WORD, _WORD)
_ENTRIES = st.builds(
    Entry,
    st.integers(0, 2**32 - 1),
    st.text("Abcاк", max_size=3),
    st.sets(st.sampled_from(["Latn b", "Arab bt"])).map(tuple),
)
_SEGMENTS = st.lists(st.dictionaries(_NAMES, _ENTRIES, min_size=1), min_size=1, max_size=4)


def unpacked(segment: Segment) -> dict[str, Entry]:
    """Return what is in a segment."""
    sounds: dict[int, tuple[str, ...]] = {}
    for sound, number in zip(segment.sounds.all(), segment.sounding, strict=True):
        sounds[number] = (*sounds.get(number, ()), sound)
    told = enumerate(zip(segment.names.all(), segment.n, segment.spellings.all(), strict=True))
    return {name: Entry(n, spelling, sounds.get(number, ())) for number, (name, n, spelling) in told}


def sorted_sounds(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Put the sounds of each entry in order."""
    return {name: entry._replace(sounds=tuple(sorted(entry.sounds))) for name, entry in entries.items()}


@given(st.dictionaries(_NAMES, _ENTRIES, min_size=1))
def test_what_is_packed_is_found(entries: dict[str, Entry]) -> None:
    """Everything comes out as it went in, in order, each string by its number too; its id tells how many there are."""
    row = segment_row(entries)
    segment = Segment(row)
    assert unpacked(segment) == sorted_sounds(entries)
    assert segment.names.all() == sorted(entries) == list(segment.names)
    assert size_of(row["_id"]) == len(entries) == len(segment.names)


@given(st.dictionaries(_NAMES, _ENTRIES, min_size=1), st.text("abकг", max_size=3))
def test_words_are_found_by_any_part(entries: dict[str, Entry], part: str) -> None:
    """By itself, its beginning, its end and its sound just those words are found that have it; a key is no word."""
    segment = Segment(segment_row(entries))
    names = segment.names
    words = {name: read_name(name)[0] for name in entries}
    for found, wanted in (
        (segment.of_word(part), {name for name, word in words.items() if word == part}),
        (segment.beginning(part), {name for name, word in words.items() if word.startswith(part)}),
        (segment.ending(part), {name for name, word in words.items() if word.endswith(part)}),
        (segment.sounding_so("Latn b"), {name for name, entry in entries.items() if "Latn b" in entry.sounds}),
        (segment.sounding_so("Latn"), set()),
    ):
        assert sorted(names[number] for number in found) == sorted(wanted)


@given(_SEGMENTS)
def test_merging_changes_no_answer(segments: list[dict[str, Entry]]) -> None:
    """Of a name in several the highest count is kept, a spelling if there is any, and all sounds; nothing is lost.

    It does no harm if what was merged is still there.
    """
    rows = [segment_row(entries) for entries in segments]
    row = merged(rows)
    found = unpacked(Segment(row))
    assert found.keys() == {name for entries in segments for name in entries}
    for name, entry in found.items():
        told = [entries[name] for entries in segments if name in entries]
        assert entry.n == max(each.n for each in told)
        assert entry.spelling == next((each.spelling for each in told if each.spelling), "")
        assert set(entry.sounds) == {sound for each in told for sound in each.sounds}
    before, after, both = (Words(list(map(Segment, some))) for some in (rows, [row], [*rows, row]))
    for word in {read_name(name)[0] for name in found}:
        assert before.known([word]) == after.known([word]) == both.known([word])


def test_a_word_with_several_keys_is_one_word() -> None:
    """Its keys are put together from all segments, and its articles under each are added up."""
    one = segment_row({"rivers river": Entry(3, "Rivers", ()), "rivers": Entry(2, "", ()), "riversb": Entry(9, "", ())})
    other = segment_row({"rivers rivr": Entry(1, "", ())})
    [known] = Words([Segment(one), Segment(other)]).known(["rivers", "rive"]).values()
    assert (known.stems, known.n, known.spelling) == (("river", "rivers", "rivr"), 6, "Rivers")


def test_common_words_come_first() -> None:
    """Of many with one beginning the most common are found, wherever they were counted last, with all their keys."""
    many = {f"go{number:03}": Entry(number, "", ()) for number in range(300)}
    last = {"go007": Entry(1000, "", ()), "go008 stem": Entry(0, "", ())}
    words = Words([Segment(segment_row(many)), Segment(segment_row(last))])
    assert [known.word for known in words.beginning("go", 3)] == ["go007", "go299", "go298"]
    [eighth] = words.known(["go008"]).values()
    assert eighth.stems == ("go008", "stem")
    assert {known.n for known in words.near("go", "7", (5, 5), 1000)} >= {1000, 299, 1}
    assert words.near("go", "7", (6, 9), 1000) == []
