"""Articles written for tests: Urdu, one unlike the other by its number."""

import os
from pathlib import Path

_PARAGRAPHS = (
    "شہر کے پرانے بازار میں جمعے کی صبح ایک نئی لائبریری کھولی گئی ہے۔اس میں تین ہزار سے زیادہ کتابیں رکھی گئی ہیں۔",
    "منتظمین کا کہنا ہے کہ مطالعے کا کمرہ رات دس بجے تک کھلا رہے گا ، اور طلبہ سے کوئی فیس نہیں لی جائے گی۔",
    "علاقے کے لوگوں نے اس اقدام کا خیر مقدم کیا ہے اور کہا ہے کہ اس سے بچوں میں پڑھنے کا شوق بڑھے گا۔",
)


def text(number: int) -> str:
    """Return an article with `unique<number>` as a word of its own in its title."""
    return f"نئی لائبریری کا افتتاح unique{number}\n\n" + "\n\n".join(f"{part} {number}" for part in _PARAGRAPHS) + "\n"


def drop(folder: Path, name: str, content: str | bytes) -> Path:
    """Drop a file as a careful program does: written under a hidden name, then renamed."""
    raw = content.encode() if isinstance(content, str) else content
    hidden = folder / f".{os.urandom(8).hex()}"
    hidden.write_bytes(raw)
    return hidden.rename(folder / name)
