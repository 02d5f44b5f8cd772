"""The data files of the words around articles: what whoever edits them must keep."""

import tomllib
from importlib import resources

import pytest

from services.ingest.read.structure.lexicon import compact, key, lexicon

FOLDER = resources.files("services.ingest.read").joinpath("languages")
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))


def sections(name: str) -> dict[str, list[str]]:
    """Read a data file."""
    return tomllib.loads(FOLDER.joinpath(name).read_text("utf-8"))


def test_the_languages_of_the_agreement_are_there() -> None:
    """Nine languages, and both scripts of Punjabi, have a file."""
    assert {f"{tag}.toml" for tag in ("ur", "ar", "fa", "hi", "en", "tr", "ps", "sd", "pa", "pnb")} <= set(FILES)


def test_every_section_is_explained() -> None:
    """The README tells what each section is for."""
    explained = {
        line.split()[0] for line in FOLDER.joinpath("README.txt").read_text("utf-8").splitlines() if line[:1].islower()
    }
    assert set().union(*(sections(name) for name in FILES)) <= explained


@pytest.mark.parametrize("name", FILES)
def test_entries_are_words(name: str) -> None:
    """Entries are not empty once folded, and stand once."""
    for section, entries in sections(name).items():
        assert all(key(entry.replace("#", "0")) and compact(entry) for entry in entries), section
        assert len(set(entries)) == len(entries), section


def test_no_word_is_a_label_of_both_kinds() -> None:
    """A date is of publication or of the last change."""
    words = lexicon()
    assert words.published & words.updated == frozenset()


def test_boilerplate_is_no_single_common_word() -> None:
    """What an author could write as a heading of one word is not listed: such lines would be lost to readers."""
    assert lexicon().boilerplate.isdisjoint(
        map(key, ["search", "close", "save", "views", "weather", "news", "خبر", "رائے"])
    )
