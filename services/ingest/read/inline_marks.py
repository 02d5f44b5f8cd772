"""Markdown's inline marks: what they say is kept as text. One pass each, linear in the text's length."""

import html
import re
from dataclasses import dataclass, field

_CODE = re.compile(r"(?<![`\\])(`{1,3})(?!`)([^`\n]{1,1000})\1(?!`)")
_URL = r"(?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)"
_TARGET = rf"(?:\(\s?{_URL}(?:\s+[\"'][^\"'\n]{{0,500}}[\"'])?\s?\)|\[[^\[\]\n]{{0,200}}\])"
_IMAGE = re.compile(rf"(?<!\\)!\[(?P<alt>[^\[\]\n]{{0,500}})\]{_TARGET}")
_LINK = re.compile(rf"(?<!\\)\[(?P<text>[^\[\]\n]{{1,1000}})\]{_TARGET}")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_BREAK_TAG = re.compile(r"<br\s?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>\n]{0,1000})?/?>")
_MARK = re.compile(r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<run>\*+|_+|~~)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LONGEST_RUN = 3


@dataclass
class Marks:
    """How many marks were taken out of a document, and the texts of its pictures, as far as they can be shown."""

    room: int
    """Characters left for the texts of pictures; further ones stay in the text."""
    count: int = 0
    alternatives: list[str] = field(default_factory=list)


def plain(text: str, marks: Marks) -> str:
    """Return a paragraph without its inline marks, and count them."""
    if not any(char in text for char in "`*_~[<&\\"):
        return text
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces += [_prose(text[end : code.start()], marks), code[2]]
        marks.count += 1
        end = code.end()
    return "".join([*pieces, _prose(text[end:], marks)])


def _prose(text: str, marks: Marks) -> str:
    def alternative(found: re.Match[str]) -> str:
        alt = found["alt"].strip()
        marks.count += 1
        if len(alt) + 1 > marks.room:
            return alt
        if alt:
            marks.room -= len(alt) + 1
            marks.alternatives.append(alt)
        return ""

    text = _IMAGE.sub(alternative, text)
    for pattern, by in ((_LINK, r"\g<text>"), (_AUTOLINK, r"\1"), (_BREAK_TAG, "\n"), (_TAG, "")):
        text, count = pattern.subn(by, text)
        marks.count += count
    text = _without_emphasis(text, marks)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _without_emphasis(text: str, marks: Marks) -> str:
    """Drop runs of * _ ~~ that open and close emphasis; those that do neither are the author's."""
    found = list(_MARK.finditer(text))
    if not found:
        return text
    dropped: set[int] = set()
    openers: dict[str, list[int]] = {}
    for at, mark in enumerate(found):
        if mark["escape"] or len(mark[0]) > _LONGEST_RUN:
            continue
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        # snake_case, and 2*3*4
        inside = len(mark[0]) == 1 and before.isalnum() and after.isalnum()
        opened = openers.setdefault(mark[0], [])
        if opened and before and not before.isspace() and not inside:
            dropped |= {opened.pop(), at}
        elif after and not after.isspace() and not inside:
            opened.append(at)
    marks.count += len(dropped) // 2
    pieces: list[str] = []
    end = 0
    for at, mark in enumerate(found):
        kept = mark[0][1:] if mark["escape"] else "" if at in dropped else mark[0]
        pieces += [text[end : mark.start()], kept]
        end = mark.end()
    return "".join([*pieces, text[end:]])
