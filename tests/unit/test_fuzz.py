"""The fuzzer finds what is wrong, and nothing is wrong with what it begins with."""

import platform
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.ingest.read import formats
from tests.fuzz.target import Target
from tests.fuzz.targets import targets

TARGETS = targets()


def test_each_format_is_fuzzed() -> None:
    """A new reader is a new target, and has files of its own to begin with."""
    assert {each.name for each in formats()} | {"decode", "sidecar"} == TARGETS.keys()
    assert [name for name, target in TARGETS.items() if not target.seeds] == []


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_good_input_gives_answers(target: Target) -> None:
    """Nothing is raised for the files that fuzzing begins with: a few of each, and an empty one."""
    for seed in (*target.seeds[:5], b""):
        target.run(seed)


@pytest.mark.parametrize("target", [each for each in TARGETS.values() if each.inside], ids=lambda each: each.name)
def test_what_is_packed_is_changed_inside(target: Target) -> None:
    """The change reaches the inside, and the file can still be unpacked."""
    assert target.inside
    seen: list[bytes] = []

    def note(raw: bytes) -> bytes:
        seen.append(raw)
        return raw

    chances = [random.Random(1) for _ in range(2)]  # noqa: S311  no secret
    packed = target.inside(target.seeds[0], note, chances[0])
    assert target.inside(packed, note, chances[1]) == packed
    assert seen[0] == seen[1] != b""


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="atheris is for x86-64 Linux only"
)
def test_planted_faults_are_found_and_kept(tmp_path: Path) -> None:
    """A fault, and too much memory, make a finding each, with its bytes and its place; what is sound makes none."""
    command = [sys.executable, "-m", "tests.fuzz", "--seconds", "1", "--folder", str(tmp_path), "harmless", "faulty"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "harmless: -" in done.stdout
    kept = {path.name.partition("-")[0]: path for path in (tmp_path / "faulty").glob("*Error-*") if not path.suffix}
    assert kept.keys() == {"KeyError", "MemoryError"}
    assert kept["KeyError"].read_bytes().startswith(b"K")
    assert "planted" in kept["KeyError"].with_suffix(".txt").read_text()
    assert re.search(r"Done [1-9]\d* runs", (tmp_path / "harmless" / "log.txt").read_text())
