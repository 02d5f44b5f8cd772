"""SimHash: near copies are near, unrelated texts are not, and it never moves by chance."""

import hashlib
import subprocess
import sys

from services.text.analysed import Analysed
from services.text.simhash import BITS, simhash

WORDS = [f"لفظ{chr(0x627 + number % 20)}{number}" for number in range(400)]


def apart(one: str, other: str) -> int:
    """Return the number of bits in which the hashes of two texts differ."""
    return (int(simhash(Analysed(one, "ur")), 16) ^ int(simhash(Analysed(other, "ur")), 16)).bit_count()


def test_order_letters_and_stop_words_do_not_matter() -> None:
    """The same words in another order and on another keyboard are the same fingerprint."""
    text = "حکومت کے وزیر کی تقریر میں بجلی کی قیمت"
    assert apart(text, " ".join(reversed(text.split())).replace("ی", "ي").replace("ک", "ك")) == 0
    assert apart(text, "حکومت وزیر تقریر بجلی قیمت") == 0


def test_near_and_far() -> None:
    """One word in fifty changed costs few bits; other words about half of them."""
    text = " ".join(WORDS[:200])
    assert apart(text, " ".join(WORDS[4:204])) <= 10
    assert apart(text, " ".join(WORDS[200:])) >= 18


def test_it_is_stable() -> None:
    """Another process, with other hash seeds, computes the same: these values are stored."""
    assert simhash(Analysed("", "ur")) == "0" * (BITS // 4)
    code = "from services.text.simhash import *; print(simhash(Analysed('bridge river town rain', 'en')))"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout.strip()
        for env in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
    }
    assert runs == {simhash(Analysed("bridge river town rain", "en"))}


def test_many_words() -> None:
    """More words than a lane can count are no error."""
    text = " ".join(f"w{number}" for number in range(70_000))
    assert len(simhash(Analysed(text, "en"))) == BITS // 4


def test_the_majority_of_different_words_decides_each_bit() -> None:
    """What is counted all at once is the same as counted bit by bit, a word of one chunk or of a part of one alike."""
    words = ["bridge", "river", "town", "rain", "storm"]
    hashes = [int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big") for word in words]
    bits = [sum(each >> bit & 1 for each in hashes) > len(words) / 2 for bit in range(BITS)]
    expected = sum(1 << bit for bit, is_set in enumerate(bits) if is_set)
    assert simhash(Analysed("Bridge, the river-town rain (bridge) town storm!", "en")) == f"{expected:016x}"
