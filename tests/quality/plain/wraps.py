"""Lines that were broken at a width."""

from tests.quality.plain.case import Case, page, wrapped
from tests.quality.plain.texts import AR, AR_TITLE, EN, EN_TITLE, FA, FA_TITLE, HI, HI_TITLE, TR, TR_TITLE, UR, UR_TITLE


def wraps() -> dict[str, Case]:
    """Paragraphs whose lines were broken, and verse, whose lines are its own."""
    verse = "\n".join(
        [
            "سحر کے وقت کوئی گیت گا رہا تھا وہاں",
            "ندی کے پار دیا ٹمٹما رہا تھا وہاں",
            "مجھے بھی یاد نہیں کون تھا وہ میرے ساتھ",
            "کسی کا ہاتھ مجھے کیوں بلا رہا تھا وہاں",
        ]
    )
    table = "\n".join(
        f"{name:<20}{value:>10}" for name, value in (("Bridge", 4), ("Road", 12), ("Canal", 7), ("Ferry", 1))
    )
    address = "River Daily\n14 Ferry Road\nPort Shiran\nTelephone 555 0100"
    return {
        "wrapped ur 70": wrapped(UR_TITLE, UR, 70),
        "wrapped ur 60": wrapped(UR_TITLE, UR, 60),
        "wrapped en 72": wrapped(EN_TITLE, EN, 72),
        "wrapped hi 76": wrapped(HI_TITLE, HI, 76),
        "wrapped ar 65": wrapped(AR_TITLE, AR, 65),
        "wrapped fa 80": wrapped(FA_TITLE, FA, 80),
        "wrapped tr 60": wrapped(TR_TITLE, TR, 60),
        "wrapped en, indented": wrapped(EN_TITLE, EN, 66, "\n", initial_indent="    "),
        "wrapped ur, no gaps": wrapped(UR_TITLE, UR, 64, "\n"),
        "verse": Case(page(UR_TITLE, UR[0], verse, UR[1]), UR_TITLE, (UR[0], verse, UR[1])),
        "table": Case(page(EN_TITLE, EN[0], table, EN[1]), EN_TITLE, (EN[0], table, EN[1])),
        "address": Case(page(EN_TITLE, EN[0], address, EN[1]), EN_TITLE, (EN[0], address, EN[1])),
        "list": Case(
            page(EN_TITLE, EN[0], "- the first bridge\n- the second bridge\n- the third", EN[1]),
            EN_TITLE,
            (EN[0], "- the first bridge\n- the second bridge\n- the third", EN[1]),
        ),
    }
