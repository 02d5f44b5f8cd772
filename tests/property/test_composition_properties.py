"""Normal forms of texts: the shorter way to one leads to the very same letters."""

import unicodedata
from typing import Literal

from hypothesis import example, given
from hypothesis import strategies as st

from services.text.composition import compatible
from services.text.fingerprint import content_hash
from services.text.normalise import normalise, normalise_part

# Letters that are joined, taken apart or reordered: Bengali, Hindi, Gurmukhi, Arabic, Hebrew, Latin, Korean, above the
# basic plane; exotic spaces, and signs that stand for others.
_TELLING = (
    "aAeéßΣσςİı ক\u09be\u09c7\u09d7\u09bcড\u09dcक\u093c\u094dन\u0928\u0958ज़ੜ\u0a3cਸ"
    "ا\u0653\u0654و\u064eہ\u06c2ی\ufef7\ufdfaשׁ\u05c1\u0301\u0323\u0344\u0345가\u1100\u1161\u11a8\U00011099\U000110ba"
    "\U0001d15e\u00a0\u2000\u3000\u2026\ufb01\u00a8\u1e9b\n\t\u200c\u200d\u00ad"
)
texts = st.text(st.one_of(st.sampled_from(_TELLING), st.characters(codec="utf-8")), max_size=80)


@given(texts)
@example("a" + "\u0301\u0316" * 40 + " b")
@example("\u00a0\u0338…\u0338")
def test_the_compatible_form_is_unicodes_own(text: str) -> None:
    """Of a text in NFC the same comes out as of taking it apart and composing it again."""
    assert compatible(unicodedata.normalize("NFC", text)) == unicodedata.normalize("NFKC", text)


@given(texts, texts)
@example("", "0Ã\x80")
@example("Ã\x85", "cafÃ\x83Â©")
def test_a_content_is_known_however_it_is_composed(title: str, text: str) -> None:
    """Letters and their marks may be typed as one or apart; in the faithful text, which is hashed, they are one."""

    def hashed(form: Literal["NFC", "NFD"]) -> str:
        return content_hash(*(normalise(unicodedata.normalize(form, part))[0] for part in (title, text)))

    assert hashed("NFC") == hashed("NFD")


@given(texts)
@example("ẛ̣ \u0344 \u0958")
def test_a_faithful_text_is_in_nfc(text: str) -> None:
    """What is made of it later relies on that."""
    assert unicodedata.is_normalized("NFC", normalise(text)[0])


@given(texts, st.data())
def test_nothing_is_left_to_repair_in_a_part_of_a_faithful_text(text: str, data: st.DataObject) -> None:
    """A title that is cut out of it stays as it is, unless it may be doubly encoded; then it is looked at again."""
    faithful, _ = normalise(text)
    lines = [line.strip() for line in faithful.split("\n")]
    part = data.draw(st.sampled_from(lines))
    assert normalise_part(part) == normalise(part)
