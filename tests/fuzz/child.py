"""The program of a child: fuzzes one target, `python -m tests.fuzz.child NAME FOLDER SCRATCH SECONDS`.

A fault is kept in the folder, and fuzzing goes on. libFuzzer itself ends at what no Python can go on after: too much
time or memory, or a crash. Its own words go to standard error.
"""

import hashlib
import json
import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped] # it has no types

from tests.fuzz.target import PLANTED, Target

MOST_MB = 512
MOST_S = 10
_MOST_BYTES = 64 * 1024
_PACKED = 0.7
"""How often, of what is packed, the inside is changed rather than the file."""
# What is followed line by line: our own code, and other people's Python that takes the file's bytes or text.
_FOLLOWED = ["services", "feedparser", "trafilatura", "tarfile", "zipfile"]


class Watched:
    """A target that is timed, and whose faults are kept: one input for each place of the code that raises."""

    def __init__(self, run: Callable[[bytes], object], folder: Path) -> None:
        self._run = run
        self._folder = folder
        self._places: set[str] = set()
        self._slowest_ms = 0.0

    def __call__(self, raw: bytes) -> None:
        """Run the target on bytes."""
        began = time.perf_counter()
        try:
            self._run(raw)
        except Exception as error:
            self._keep(raw, error)
        self._time(raw, (time.perf_counter() - began) * 1000)

    def _keep(self, raw: bytes, error: Exception) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {last.filename} {last.lineno}"
        if place not in self._places:
            self._places.add(place)
            kept = self._folder / f"{type(error).__name__}-{hashlib.sha1(raw).hexdigest()}"  # noqa: S324  as libFuzzer
            kept.write_bytes(raw)
            kept.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "replace")

    def _time(self, raw: bytes, taken_ms: float) -> None:
        if taken_ms > self._slowest_ms:
            self._slowest_ms = taken_ms
            (self._folder / "slowest").write_bytes(raw)
            (self._folder / "slowest.json").write_text(json.dumps({"ms": round(taken_ms, 1)}))


def main() -> None:
    """Fuzz until the time is over. Does not return."""
    name, folder, scratch, seconds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MB << 20, MOST_MB << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    target = _instrumented(name)
    corpus, words = _corpus(target, folder, scratch)
    options = {"timeout": MOST_S, "rss_limit_mb": MOST_MB, "max_len": _MOST_BYTES, "max_total_time": seconds}
    options |= {"print_final_stats": 1, "dict": words, "artifact_prefix": f"{folder}/"}
    arguments = [sys.argv[0], *(f"-{option}={value}" for option, value in options.items()), str(corpus)]
    how: dict[str, Any] = {"custom_mutator": _mutator(target)} if target.inside else {}
    atheris.Setup(arguments, Watched(target.run, folder), **how)
    atheris.Fuzz()


def _instrumented(name: str) -> Target:
    """Load a target so that the fuzzer sees its way through the code; also what it loads only when it is needed."""
    if name in PLANTED:
        return PLANTED[name]
    with atheris.instrument_imports(include=_FOLLOWED):
        from tests.fuzz.targets import targets

        target = targets()[name]
        for seed in target.seeds:
            with suppress(Exception):  # it will be found again
                target.run(seed)
    return target


def _corpus(target: Target, folder: Path, scratch: Path) -> tuple[Path, Path]:
    """Write the good input and what was found before, which leaves its folder, and the words."""
    before = [path.read_bytes() for path in folder.iterdir() if path.suffix == ""]
    for path in folder.iterdir():
        path.unlink()
    corpus = scratch / "corpus"
    corpus.mkdir()
    for number, raw in enumerate((*target.seeds, *before)):
        (corpus / str(number)).write_bytes(raw)
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.tokens)
    dictionary = scratch / "words.dict"
    dictionary.write_text("".join(f'"{word}"\n' for word in words) or '"-"\n')
    return corpus, dictionary


def _mutator(target: Target) -> Callable[[bytes, int, int], bytes]:
    def mutate(raw: bytes, most_bytes: int, seed: int) -> bytes:
        def change(of: bytes) -> bytes:
            changed: bytes = atheris.Mutate(of, max(len(of) * 2, _MOST_BYTES))
            return changed

        chance = random.Random(seed)  # noqa: S311  no secret
        if target.inside and chance.random() < _PACKED:
            with suppress(Exception):  # a damaged file has no inside
                return target.inside(raw, change, chance)[:most_bytes]
        plain: bytes = atheris.Mutate(raw, most_bytes)
        return plain

    return mutate


if __name__ == "__main__":
    main()
