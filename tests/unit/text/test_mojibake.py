"""Double encoding: undone where it is certain, and nowhere else."""

import time

import pytest

from services.text.mojibake import mend

URDU = "شہر میں آج تین نئے اسکول کھولے گئے۔"


def through(page: str, text: str) -> str:
    """Take a text's UTF-8 for a code page, as programs do by mistake."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1254", "cp1256", "cp1251"])
@pytest.mark.parametrize("text", [URDU, "خبر", "Привет, мир", "L’été a été très chaud à Paris", "हिन्दी में"])
def test_the_way_back(page: str, text: str) -> None:
    """A text comes back whole from any code page, with the number of its letters and the place of the first."""
    mended = mend("OK\n" + through(page, text))
    assert mended is not None
    assert (mended.text, mended.offset) == ("OK\n" + text, 3 + len(text) - len(text.lstrip("L")))
    assert mended.count == sum(not char.isascii() for char in text)


def test_more_than_once() -> None:
    """What was encoded three times too often is undone three times."""
    mended = mend(through("cp1252", through("latin-1", through("cp1252", URDU))))
    assert mended is not None
    assert mended.text == URDU


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The cafÃ© opened", "The café opened"),
        ("donâ€™t", "don’t"),
        ("It cost Â£3 million", "It cost £3 million"),
        (f"{URDU}\n{through('cp1252', URDU)}", f"{URDU}\n{URDU}"),
        (f"{through('cp1252', URDU)} (Â£5)\nÂ© 2020", f"{URDU} (£5)\n© 2020"),
        ("Le café\nL'Ã©tÃ© trÃ¨s chaud", "Le café\nL'été très chaud"),
        (through("cp1252", URDU) + "\nabout UTF-8", URDU + "\nabout UTF-8"),
    ],
)
def test_whole_texts_and_single_lines(broken: str, whole: str) -> None:
    """One letter in a word will do where the whole text agrees; a line is mended alone where it has many."""
    mended = mend(broken)
    assert mended is not None
    assert mended.text == whole


@pytest.mark.parametrize(
    "genuine",
    [
        "L’été, à Noël, « CAFÉ », CAFÉ® et SOCIÉTÉ™",
        "CAFÉ®",
        "“IRMÔ",
        "IRMÔ",
        "ÂNGELA DISSE: NÃO",
        "Thành phố đã mở ba trường học mới; Âu Lạc, Ãi",
        "Ø is a letter, and ® a sign: Ø®",
        "خبر، آپ، ع،",
        "آپ",
        "Mojibake turns é into Ã©",
        "In UTF-8, read as latin-1, it is Ã©, donâ€™t and cafÃ©",
        "É™",
        "РС—С‚",
        "naïve cafÃ©",
        through("cp1252", URDU)[:-1],
        "Ã©",
        "",
        "plain",
    ],
)
def test_genuine_text_is_left_alone(genuine: str) -> None:
    """Nothing is mended that someone may have written, or that does not come back whole."""
    assert mend(genuine) is None


@pytest.mark.parametrize(
    "text", ["Ã©" * 200_000 + "é", "aÃ©" * 100_000 + "é", ("é\n" * 50_000) + "Ã©Ã©Ã©", "آپ" * 200_000]
)
def test_it_takes_linear_time(text: str) -> None:
    """Half a million characters of the worst kind take about half a second here, not minutes."""
    started = time.monotonic()
    mend(text)
    assert time.monotonic() - started < 10
