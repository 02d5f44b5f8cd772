"""Shapes of particular kinds of site."""

from tests.quality.plain.case import Case, dated, head, lead, line, page
from tests.quality.plain.texts import AR, AR_TITLE, EN, EN_TITLE, HI, HI_TITLE, UR, UR_TITLE


def sites() -> dict[str, Case]:
    """Shapes of particular kinds of site."""
    return {
        "site before author": head(UR_TITLE, ("العربیہ ڈاٹ نیٹ - سارہ حسن",), UR, authors=("سارہ حسن",)),
        "city and site": Case(
            page(AR_TITLE, "دبي - العربية.نت", *AR),
            AR_TITLE,
            ("دبي - العربية.نت", *AR),
            dateline=("دبي - العربية.نت", "دبي", "العربية.نت"),
        ),
        "agency alone": head(EN_TITLE, ("AFP", "November 23, 2026"), EN, authors=("AFP",), **dated("2026-11-23")),
        "agency and label": head(
            EN_TITLE,
            ("AFP | Updated: November 23, 2026",),
            EN,
            authors=("AFP",),
            updated="2026-11-23",
        ),
        "broadcaster": Case(
            page("BBC News", "World", EN_TITLE, "Published 23 November 2026", "Share", "By Jane Smith")
            + "\n\nBBC transport correspondent\n\n"
            + page(*EN, "Image source, Getty Images", "Related Topics"),
            EN_TITLE,
            EN,
            authors=("Jane Smith",),
            **dated("2026-11-23"),
        ),
        "caption": Case(
            page(UR_TITLE, "تصویر کا ذریعہ،Getty Images", "تصویر کا کیپشن، پل کا معائنہ", *UR),
            UR_TITLE,
            ("تصویر کا کیپشن، پل کا معائنہ", *UR),
        ),
        "editor": head(HI_TITLE, ("Edited By: राम शर्मा", "Published: 2026-11-23"), HI, **dated("2026-11-23")),
        "office before city": line(HI_TITLE, HI, ("जागरण संवाददाता, कानपुर", "कानपुर", "जागरण संवाददाता"), "। "),
        "city and agency": line(HI_TITLE, HI, ("नई दिल्ली, एजेंसी", "नई दिल्ली", "एजेंसी"), "। "),
        "summary above dateline": Case(
            page(EN_TITLE, "By Jane Smith", EN[0], *lead("KARACHI (Reuters)", EN[1:], " - ")),
            EN_TITLE,
            (EN[0], *lead("KARACHI (Reuters)", EN[1:], " - ")),
            authors=("Jane Smith",),
            dateline=("KARACHI (Reuters)", "KARACHI", "Reuters"),
        ),
        "a date in a letter": Case(page(EN_TITLE, *EN, "23 November 2026"), EN_TITLE, (*EN, "23 November 2026")),
        "preparing a plan": Case(
            page(AR_TITLE, "إعداد خطة لترميم الجسور", *AR), AR_TITLE, AR, "إعداد خطة لترميم الجسور"
        ),
        "article on sharing": Case(
            page(EN_TITLE, EN[0], "Share this with your children, the council said.", EN[1]),
            EN_TITLE,
            (EN[0], "Share this with your children, the council said.", EN[1]),
        ),
        "heading in the text": Case(
            page(EN_TITLE, *EN[:2], "What comes next", EN[2]), EN_TITLE, (*EN[:2], "What comes next", EN[2])
        ),
        "quotation": Case(
            page(UR_TITLE, UR[0], "’’ہمیں پل چاہیے‘‘", UR[1]), UR_TITLE, (UR[0], "’’ہمیں پل چاہیے‘‘", UR[1])
        ),
    }
