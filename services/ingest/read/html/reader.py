"""One page, read: an article, or why it is none."""

import html
import re
from collections.abc import Sequence

from schemas.article import Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.decode import Decoded
from services.ingest.read.fields import merged
from services.ingest.read.format import File
from services.ingest.read.html.blocks import Block, blocks_of, clean, key_of
from services.ingest.read.html.body import article_blocks
from services.ingest.read.html.join import joined
from services.ingest.read.html.masthead import Masthead, published, read_masthead
from services.ingest.read.html.metadata import Head, head_of
from services.ingest.read.html.page import decode_page, parse, saved_from
from services.ingest.read.html.refuse import refuse_no_article, signs_of
from services.ingest.read.html.title import title_of
from services.ingest.read.limits import Limits, check_size
from services.ingest.read.structure import analyse
from services.ingest.read.structure.when import best
from services.text.normalise import normalise

_MIN_STATED, _SAMPLE = 150, 200
# Escaped twice: `&amp;quot;`. Not `&lt;`, which may be meant to be seen, and nothing on pages that show code.
_TWICE = re.compile(
    r"&(?:quot|nbsp|zwnj|zwj|[lr][sd]quo|[lr]aquo|[nm]dash|hellip|#39|#03[49]|#820[45]|#x200[cd]);", re.IGNORECASE
)


def read_page(file: File, limits: Limits) -> Draft:
    """Read the article of a page.

    Raises:
        Refusal: EMPTY, BINARY, UNDECODABLE, NO_ARTICLE, TOO_LARGE or PARSER_LIMIT.
    """
    decoded = decode_page(file)
    root = parse(decoded.text)
    head, signs = head_of(root, file.url or saved_from(decoded.text)), signs_of(root)
    clean(root)
    blocks = blocks_of(root)
    body = article_blocks(root, blocks, head.body)
    title, titles = title_of(head.titles, head.source.name, blocks)
    masthead, body = read_masthead(blocks, body, head, titles) if body else (Masthead(), body)
    text = _fuller(joined(body), body, head.body)
    refuse_no_article(title, text, body, signs)
    check_size(limits, title, text)
    text, mended = _once(text) if not signs.code else (text, ())
    return _draft(title, text, head, masthead, decoded._replace(repairs=(*decoded.repairs, *mended)))


def _draft(title: str | None, text: str, head: Head, masthead: Masthead, decoded: Decoded) -> Draft:
    text, repairs = normalise(text)
    title, title_repairs = _line(title)
    subtitle, subtitle_repairs = _line(masthead.subtitle or head.subtitle)
    if subtitle and key_of(subtitle) == key_of(title or ""):
        subtitle = None
    # Empty where there is none: a page marks its sub-headline, so a short first paragraph is taken for none.
    parts = analyse(text.split("\n\n"), title=title, subtitle=subtitle or "", language=head.language)
    if not any(char.isalnum() for paragraph in parts.body for char in paragraph):
        raise Refusal(Reason.NO_ARTICLE, "this page has nothing but lines around an article, and no text between them")
    stated = published(head, masthead, parts.stated)
    updated = head.updated or best(masthead.updated).value or parts.updated
    return parts.draft()._replace(
        subtitle=subtitle,
        authors=head.authors or masthead.authors or parts.authors,
        published_at=stated.value,
        published_at_reason=stated.reason,
        published_text=stated.text,
        updated_at=updated if updated != stated.value else None,
        language=head.language,
        source=head.source,
        encoding=decoded.encoding,
        repairs=(*merged([*decoded.repairs, *title_repairs, *subtitle_repairs, *repairs]), *parts.repairs),
    )


def _fuller(text: str, body: Sequence[Block], stated: str | None) -> str:
    """Take the text that the page states for machines where what it shows is clearly just the beginning of it."""
    if not stated:
        return text
    if "</" in stated:
        root = parse(stated)
        clean(root)
        stated = joined(blocks_of(root))
    whole = key_of(stated)
    if len(whole) < _MIN_STATED or len(whole) < 1.5 * len(key_of(text)):
        return text
    sample = [block.key for block in body[:_SAMPLE]]  # each is sought in all of it
    if sum(len(key) for key in sample if key in whole) * 5 < sum(map(len, sample)) * 4:
        return text
    return "\n\n".join(line.strip() for line in stated.splitlines() if line.strip())


def _once(text: str) -> tuple[str, tuple[Repair, ...]]:
    first = _TWICE.search(text)
    if first is None:
        return text, ()
    mended, count = _TWICE.subn(lambda entity: html.unescape(entity[0]), text)
    return mended, (Repair(kind=RepairKind.MARKUP, count=count, offset=first.start()),)


def _line(text: str | None) -> tuple[str | None, tuple[Repair, ...]]:
    if not text:
        return None, ()
    faithful, repairs = normalise(" ".join(text.split("\n")))
    return faithful.strip() or None, repairs
