"""Places in real texts: on the samples and the seed, on parallel news in sixteen varieties, and against word lists.

NTREX-128 has the same news in every variety, so the countries that are found in the English text are a silver standard
for the others. It is no gold: English says "US president" where Urdu says امریکی صدر, translators leave things out, and
what English misses counts against whoever finds it. The words of these documents were looked at when the lists were
written, so the figures say how well the lists cover such news, not how well they would do on other news.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from services.ingest.check import check
from services.ingest.read.limits import Limits
from services.ingest.read.readers import Readers
from services.text.analysed import Analysed
from services.text.lexicon import lexicon
from services.text.places import FoundPlace, find_places
from services.text.places.gazetteer import LANGUAGES, Gazetteer, gazetteer
from services.text.stop_words import stop_terms
from tests.gazetteer.__main__ import DATA, TABLES, table
from tests.quality.conftest import Figures, rows

SEEDS = Path(__file__).parents[2] / "seeds"
CHECKED = Path(__file__).parent / "places_urd.tsv"
MANY = frozenset({"country", "demonym"})
FLOORS = {
    "arb": (0.85, 0.85), "ben": (0.85, 0.9), "ckb-Arab": (0.7, 0.85), "deu": (0.72, 0.95), "fas": (0.85, 0.85),
    "heb": (0.85, 0.8), "hin": (0.75, 0.9), "pan": (0.8, 0.9), "prs": (0.85, 0.9), "pus": (0.65, 0.95),
    "rus": (0.72, 0.95), "snd-Arab": (0.75, 0.85), "tur": (0.85, 0.83), "uig": (0.8, 0.7), "urd": (0.9, 0.88),
}  # fmt: skip
"""Of each variety: recall and precision of countries against those found in English."""


def _places(row: Mapping[str, str], text: str) -> list[FoundPlace]:
    language = row.get("lang") or row["language"]
    fields = {"title": row["title"], "subtitle": row.get("subtitle"), "text": text}
    return find_places({name: Analysed(each or "", language) for name, each in fields.items()}, language)


def _of_folder(folder: Path) -> dict[tuple[str, str, str], set[str]]:
    """Return what is found in a folder's files: name, kind and code of each place, with the letters it has."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for checked in check([folder], Readers(Limits()), 1_000_000):
        for item in checked.as_json()["items"]:
            article = item["article"]
            for each in _places(article, article["text"]):
                letters = {article[at.field][at.start : at.end] for at in each.mentions}
                found.setdefault((each.place.name, each.place.kind, each.place.country), set()).update(letters)
    return found


def test_the_samples_name_no_real_place(figures: Figures) -> None:
    """The samples' places are invented: nothing is found in them, not even the evening of the Urdu one."""
    figures.at_most("places found in the samples, which have none", len(_of_folder(SEEDS)), 0, _of_folder(SEEDS))


def test_the_seed(corpus: Path, figures: Figures) -> None:
    """In the real seed Syria, Raqqa and Palmyra are found, and the countries that adjectives name, and nothing else."""
    folder = corpus.parent / "seeds"
    if not folder.is_dir():
        pytest.skip("no ../shared/seeds beside the repository")
    wanted = {
        ("Syria", "country", "SY"): {"شام"},
        ("Raqqa", "city", "SY"): {"الرقہ"},
        ("Palmyra", "city", "SY"): {"تدمر"},
        ("Syria", "demonym", "SY"): {"شامی"},
        ("Russia", "demonym", "RU"): {"روسی"},
        ("United Kingdom", "demonym", "GB"): {"برطانوی"},
    }
    found = _of_folder(folder)
    right = sum(found.get(place) == letters for place, letters in wanted.items())
    figures.all_of("places of the seed", right, len(wanted), wanted.keys() - found.keys())
    figures.at_most("false places of the seed", len(found.keys() - wanted.keys()), 0, found)


@pytest.mark.parametrize("variety", sorted(FLOORS))
def test_countries_of_parallel_news(corpus: Path, figures: Figures, variety: str) -> None:
    """The countries named in a document are those named in the same document in English (silver: see above)."""
    english, other = _countries(corpus, "eng-US"), _countries(corpus, variety)
    right = sum(len(english[document] & other[document]) for document in english)
    recall = right / sum(map(len, english.values()))
    precision = right / sum(map(len, other.values()))
    missed = {document: english[document] - other[document] for document in english}
    extra = {document: other[document] - english[document] for document in english}
    figures.at_least(f"{variety}: countries of English (recall)", recall, FLOORS[variety][0], missed.items())
    figures.at_least(f"{variety}: countries of English (precision)", precision, FLOORS[variety][1], extra.items())


def _countries(corpus: Path, variety: str) -> dict[str, set[str]]:
    return {
        row["doc"]: {each.place.country for each in _places(row, " ".join(row["sentences"])) if each.place.kind in MANY}
        for row in rows(corpus / "ntrex_news" / f"{variety}.jsonl")
    }


def test_urdu_places_were_checked_by_hand(corpus: Path, figures: Figures) -> None:
    """Every place found in the 57 Urdu documents was read in its sentence, and is one.

    `places_urd.tsv` lists them by document. One that is not in it has not been looked at, and counts as false.
    """
    known = {tuple(line.split("\t")) for line in CHECKED.read_text("utf-8").splitlines() if not line.startswith("#")}
    found = {
        (row["doc"], each.place.code, each.place.kind)
        for row in rows(corpus / "ntrex_news" / "urd.jsonl")
        for each in _places(row, " ".join(row["sentences"]))
    }
    figures.at_least("urd: places by document", len(found), 140)
    figures.at_most("urd: places nobody has checked", len(found - known), 0, found - known)
    figures.at_least("urd: checked places that are found", len(found & known) / len(known), 1.0, known - found)


def test_ordinary_words_are_no_towns(figures: Figures) -> None:
    """Of 29,000 Urdu words hardly one is taken for a foreign town that the linguist's lists do not have."""
    known = gazetteer("ur")
    words = lexicon("ur").known | stop_terms("ur")
    towns = [word for word in words if word not in known.words.listed() and _is_taken(word, known)]
    figures.at_least("Urdu words that were tried", len(words), 25_000)
    figures.at_most("Urdu words taken for towns without a word for it", len(towns), 0, towns)


def _is_taken(word: str, known: Gazetteer) -> bool:
    text = f"{word}۔ پاکستان بھارت ایران عراق سعودی عرب مصر ترکیہ روس امریکہ برطانیہ۔ {word} ہے۔"
    found = find_places({"text": Analysed(text, known.key)}, known.key)
    return any(each.place.kind == "city" and text[at.start : at.end] == word for each in found for at in each.mentions)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_tables_are_what_the_sources_give(name: str) -> None:
    """`python -m tests.gazetteer` writes the committed tables, byte for byte."""
    make, heading = TABLES[name]
    assert table(heading, make()) == (DATA / name).read_text("utf-8")


def test_every_variety_is_a_language_that_is_read() -> None:
    """All varieties of the corpus have a gazetteer."""
    assert {"ur", "ar", "fa", "prs", "ps", "sd", "pa", "hi", "bn", "tr", "en", "de", "ru", "he", "ug", "ckb"} <= set(
        LANGUAGES
    )
