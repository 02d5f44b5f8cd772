"""Articles to drop, each unlike the others as news is, with a word in it that no other has; the peers get the same."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from tests.bench import mixed

DESCRIPTION = "what is dropped is mixed of their sentences, each text as long as a real one"


def stage(folder: Path, count: int, prefix: str) -> list[Path]:
    """Write `count` articles into `folder`, to be renamed into the watched one; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"{prefix}-{number:06}.txt"
        file.write_text(mixed.text(number).marked(word(prefix, number)), "utf-8")
        files.append(file)
    return files


def word(prefix: str, number: int) -> str:
    """Return the word that only one article of all has."""
    return f"{prefix}x{number:06}"


def write_lines(file: Path, count: int) -> None:
    """Write the same texts as JSON lines for the peers, which add a number themselves."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as lines:
        for text in map(mixed.text, range(count)):
            lines.write(json.dumps({"title": text.title, "text": "\n\n".join(text.paragraphs)}, ensure_ascii=False))
            lines.write("\n")


def shuffled_pauses(count: int) -> Iterator[float]:
    """Yield pauses in seconds, uneven so that they do not fall in step with anything periodic in Khabar."""
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(count):
        yield chance.uniform(0.15, 0.6)
