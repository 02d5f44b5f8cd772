"""Pages that are no article: forms, error pages, lists of links, shells that a script would fill."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.html.blocks import Block, key_of

_SHORT, _VERY_SHORT, _MOST_LINKED = 400, 150, 0.8
# Whole titles, or whole parts of them: "Missing aircraft not found" is news.
_ERROR = re.compile(
    "|".join(
        (
            r"(?:http )?(?:error )?(?:404|403|410|500|502|503)\b.*",
            r"(?:the )?(?:page|file|article)? ?(?:can ?not be |was )?not found",
            "access denied", "forbidden", "bad gateway", "service unavailable", "صفحہ (?:نہیں ملا|موجود نہیں(?: ہے)?)",
            "الصفحة غير موجودة", "لم يتم العثور على الصفحة", "صفحه (?:یافت نشد|پیدا نشد|مورد نظر یافت نشد)",
            "पेज नहीं मिला", "पृष्ठ नहीं मिला", "sayfa bulunamadı",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
_TITLE_PARTS = re.compile(r"\s[-–—|:»«]+\s|[:!.۔…]\s|[!.۔…]$")
_SCRIPT = re.compile(
    r"(?:enable|activate|turn on|requires?|without) javascript"
    r"|javascript (?:is|to be) (?:disabled|enabled|required|not enabled)"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)


class Signs(NamedTuple):
    """What must be seen of a page before it is cleaned."""

    password: bool
    """Whether it asks for a password."""
    code: bool
    """Whether it shows code."""


def signs_of(root: HtmlElement) -> Signs:
    """Look at a page that still has its forms."""
    password = any(field.get("type", "").lower() == "password" for field in root.iter("input"))
    return Signs(password, next(root.iter("pre", "code", "xmp"), None) is not None)


def refuse_no_article(title: str | None, text: str, body: Sequence[Block], signs: Signs) -> None:
    """Refuse a page without an article.

    Raises:
        Refusal: NO_ARTICLE, saying what the page is instead.
    """
    letters = len(key_of(text))
    if not any(char.isalnum() for char in text):
        raise Refusal(
            Reason.NO_ARTICLE, "this page has no text of its own; if a script fills it, save it from a browser"
        )
    if letters < _VERY_SHORT and _SCRIPT.search(text):
        raise Refusal(Reason.NO_ARTICLE, "this page waits for a script to fill it: save it from a browser")
    if letters < _SHORT and any(_ERROR.fullmatch(part.strip()) for part in _TITLE_PARTS.split(title or text[:100])):
        raise Refusal(Reason.NO_ARTICLE, f"this is an error page: {(title or text)[:100]}")
    if letters < _VERY_SHORT and signs.password:
        raise Refusal(Reason.NO_ARTICLE, "this page asks for a password")
    shown = sum(len(block.key) for block in body)
    linked = sum(len(block.key) * block.linked for block in body)
    if len(body) > 3 and linked > _MOST_LINKED * shown:
        raise Refusal(Reason.NO_ARTICLE, "this page is a list of links to articles, and none itself")
