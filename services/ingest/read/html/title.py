"""Which of a page's names is the article's title, and where in it the site's name begins."""

import re
from collections.abc import Sequence

from services.ingest.read.html.blocks import Block, key_of

_SEPARATOR = re.compile(r"\s+(?:[|•·«»–—-]|::|//)\s+|\s*\|\s*|(?<=\w):\s+")
_MOST_SITE_WORDS, _LEAST_TITLE_WORDS = 4, 4
_MAX_HEADLINE_CHARS = 300


def title_of(titles: Sequence[str], site: str | None, blocks: Sequence[Block]) -> tuple[str | None, set[str]]:
    """Choose an article's title.

    Args:
        titles: what the page calls itself, the most trusted first.
        site: the site's name, if the page states it.
        blocks: all of the page.

    Returns:
        The heading, as readers see it, where it is what the page calls itself; else what the page calls itself first.
        And the keys (see `key_of`) of all names of the article, so that a repetition is known for one.
    """
    headings = [block.text for block in blocks if _in_heading(block) and block.key != key_of(site or "")]
    lines = {block.key for block in blocks if len(block.text) <= _MAX_HEADLINE_CHARS}
    bare = [_without_site(title, site, lines) for title in titles]
    for title in bare:
        for heading in headings:
            if _agree(key_of(title), key_of(heading)):
                return heading, {key_of(heading), *map(key_of, bare)}
    return next(iter([*bare, *headings]), None), {key_of(title) for title in bare or headings[:1]}


def _in_heading(block: Block) -> bool:
    return any(element.tag == "h1" for element, _ in zip(block.ancestors(), range(2), strict=False))


def _agree(one: str, other: str) -> bool:
    """Tell whether two keys are the same, or one is most of the other's beginning."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.startswith(shorter) and len(shorter) * 2 >= len(longer)


def _without_site(title: str, site: str | None, lines: set[str]) -> str:
    """Take the site's name off a title, at its end or beginning, where it certainly is one.

    It is where the rest stands in the page as a line of its own, or where it is the name that the page states for its
    site; at the end also where it is just a few words after a long title.
    """
    if key_of(title) in lines:
        return title
    cuts = list(_SEPARATOR.finditer(title))
    parts = [title[: cut.start()] for cut in cuts] + [title[cut.end() :] for cut in cuts]
    shown = [part for part in parts if key_of(part) in lines and len(part.split()) >= _LEAST_TITLE_WORDS]
    if shown:
        return max(shown, key=len)
    for cut in cuts:
        before, after = title[: cut.start()], title[cut.end() :]
        if site and key_of(after) == key_of(site):
            return before
        if site and key_of(before) == key_of(site):
            return after
    return _without_few_words(title, cuts)


def _without_few_words(title: str, cuts: Sequence[re.Match[str]]) -> str:
    last = next((cut for cut in reversed(cuts) if ":" not in cut[0]), None)
    if last is None:
        return title
    kept, rest = title[: last.start()].split(), title[last.end() :].split()
    certain = len(rest) <= _MOST_SITE_WORDS and len(rest) * 2 <= len(kept) and len(kept) >= _LEAST_TITLE_WORDS
    return title[: last.start()] if certain else title
