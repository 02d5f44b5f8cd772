"""What sites put around and into articles: menus, shares, related stories, comments, captions."""

import re

from lxml import etree
from lxml.html import HtmlElement

from services.ingest.read.html.blocks import Block
from services.text.fold import fold

_NAMED = re.compile(
    r"comment|disqus|footer|side-?bar|related|recommend|share|social|newsletter|subscri|promo|bread-?crumb|cookie|consent"
    r"|copyright|most-?read|trending|popular|also-?read|read-?more|read-?also|advert|(?<![a-z])(?:nav|menu|tags?|ads?)(?![a-z])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?<![a-z])(?:wp-)?(?:caption|fig-?caption|photo-?credit|image-?credit)", re.IGNORECASE)
_TAGS = frozenset({"nav", "aside", "footer"})
_NEVER = frozenset({"html", "body", "article", "main"})
# What stands before links to other articles, amid a text. Compared folded.
_ELSEWHERE = tuple(
    fold(words)
    for words in (
        "یہ بھی پڑھیں", "یہ بھی پڑھیے", "یہ بھی پڑھئے", "مزید پڑھیں", "مزید پڑھیے", "مزید پڑھئے", "یہ بھی دیکھیں",
        "مزید دیکھیں", "متعلقہ خبریں", "متعلقہ خبر", "اسی بارے میں", "اقرأ أيضا", "اقرأ المزيد", "إقرأ أيضا",
        "إقرأ المزيد", "طالع أيضا", "شاهد أيضا", "مواضيع ذات صلة", "أخبار ذات صلة", "موضوعات متعلقة", "قد يهمك",
        "بیشتر بخوانید", "همچنین بخوانید", "مطالب مرتبط", "اخبار مرتبط", "خبرهای مرتبط", "ये भी पढ़ें", "यह भी पढ़ें",
        "इसे भी पढ़ें", "और पढ़ें", "यह भी देखें", "संबंधित खबरें", "संबंधित समाचार", "read more", "also read", "read also",
        "read next", "see also", "related stories", "related articles", "related news", "more on this story",
        "you may also like", "recommended", "ayrıca okuyun", "ilgili haberler", "bunları da okuyun",
    )
)  # fmt: skip
# Lines that are nothing but this.
_NOISE = frozenset(
    fold(words)
    for words in (
        "advertisement", "advertisements", "sponsored", "story continues below", "share", "اشتہار", "اشتہارات", "إعلان",
        "إعلانات", "آگهی", "تبلیغات", "विज्ञापन", "reklam", "anzeige", "publicité", "advertisement scroll to continue",
    )
)  # fmt: skip
_RIGHTS = re.compile(
    r"(?:copyright|©|\(c\)|all rights reserved)"
    + "".join(
        f"|{fold(words)}"
        for words in ("جملہ حقوق", "جميع الحقوق", "حقوق النشر", "تمامی حقوق", "کلیه حقوق", "सर्वाधिकार")
    )
)
_FIGURES_OF_TEXT = frozenset({"table", "tr", "td", "blockquote", "pre"})
_MAX_LABEL_CHARS, _MAX_RIGHTS_CHARS = 60, 250
_MOST_LINKED = 0.5


def furniture(root: HtmlElement) -> set[HtmlElement]:
    """Return the elements that sites put around articles, and all in them."""
    found: set[HtmlElement] = set()
    for element in root.iter(etree.Element):
        if element.getparent() in found or _is_furniture(element):
            found.add(element)
    return found


def in_furniture(element: HtmlElement) -> bool:
    """Tell whether an element is, or stands in, what sites put around articles."""
    return _is_furniture(element) or any(_is_furniture(each) for each in element.iterancestors())


def named(element: HtmlElement) -> str:
    """Return what an element is called by its page: classes, id and the like."""
    return " ".join(element.get(name, "") for name in ("class", "id", "itemprop", "aria-labelledby"))


def is_caption(block: Block) -> bool:
    """Tell whether a block stands under a picture."""
    near = [element for element, _ in zip(block.ancestors(), range(4), strict=False)]
    if any(element.tag == "figcaption" or _CAPTION.search(named(element)) for element in near[:3]):
        return True
    tags = {str(element.tag) for element in near}
    return "figure" in tags and not tags & _FIGURES_OF_TEXT


def is_rights_line(block: Block) -> bool:
    """Tell a line that says whose the page is."""
    return len(block.text) <= _MAX_RIGHTS_CHARS and _RIGHTS.match(fold(block.text)) is not None


def leads_elsewhere(block: Block) -> bool:
    """Tell a line such as "Read also: ..." whose rest, if any, is a link."""
    folded = fold(block.text[:_MAX_LABEL_CHARS])
    label = next((words for words in _ELSEWHERE if folded.startswith(words)), None)
    if label is None:
        return False
    rest = folded[len(label) :].strip(" :：-–—|.…>»")
    return not rest or block.linked > _MOST_LINKED


def is_noise(block: Block) -> bool:
    """Tell a line that only marks an advertisement."""
    return len(block.text) <= _MAX_LABEL_CHARS and fold(block.text).strip(" .:-–—[]()") in _NOISE


def _is_furniture(element: HtmlElement) -> bool:
    return element.tag not in _NEVER and (element.tag in _TAGS or _NAMED.search(named(element)) is not None)
