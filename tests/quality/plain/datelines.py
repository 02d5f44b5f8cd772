"""Datelines, and what only looks like one."""

from tests.quality.plain.case import Case, lead, line, page
from tests.quality.plain.texts import (
    AR,
    AR_TITLE,
    BN,
    BN_TITLE,
    EN,
    EN_TITLE,
    FA,
    FA_TITLE,
    HI,
    HI_TITLE,
    PA,
    PA_TITLE,
    PS,
    PS_TITLE,
    RU,
    RU_TITLE,
    SD,
    SD_TITLE,
    TR,
    TR_TITLE,
    UR,
    UR_SUB,
    UR_TITLE,
)


def datelines() -> dict[str, Case]:
    """Datelines as agencies and papers write them."""
    return {
        "ڈھاکہ": line(UR_TITLE, UR, ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", "ڈھاکہ", "اے پی پی")),
        "ڈھاکہ alone": Case(
            page(UR_TITLE, UR_SUB, "ڈھاکہ ۔ یکم دسمبر (اے پی پی)", *UR),
            UR_TITLE,
            ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", *UR),
            UR_SUB,
            dateline=("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", "ڈھاکہ", "اے پی پی"),
        ),
        "لاہور glued": line(UR_TITLE, UR, ("لاہور(این این آئی)", "لاہور", "این این آئی"), ""),
        "small town": line(UR_TITLE, UR, ("چیچہ وطنی (نامہ نگار)", "چیچہ وطنی", "نامہ نگار")),
        "two cities": line(UR_TITLE, UR, ("اسلام آباد/لاہور (نمائندگان جنگ)", "اسلام آباد/لاہور", "نمائندگان جنگ")),
        "نئی دہلی": line(UR_TITLE, UR, ("نئی دہلی، 1 دسمبر (یو این آئی)", "نئی دہلی", "یو این آئی")),
        "لاہور:": line(UR_TITLE, UR, ("لاہور", "لاہور", None), ": "),
        "full date": Case(
            page(UR_TITLE, *lead("کراچی، 1 دسمبر 2026 (آن لائن)", UR)),
            UR_TITLE,
            lead("کراچی، 1 دسمبر 2026 (آن لائن)", UR),
            dateline=("کراچی، 1 دسمبر 2026 (آن لائن)", "کراچی", "آن لائن"),
            published="2026-12-01",
            reason=None,
        ),
        "ISLAMABAD:": line(EN_TITLE, EN, ("ISLAMABAD", "ISLAMABAD", None), ": "),
        "KARACHI": line(EN_TITLE, EN, ("KARACHI, Dec 1 (Reuters)", "KARACHI", "Reuters"), " - "),
        "ANKARA": line(TR_TITLE, TR, ("ANKARA (AA)", "ANKARA", "AA"), " - "),
        "SHIRANSK": line(EN_TITLE, EN, ("PORT SHIRAN (Staff Reporter)", "PORT SHIRAN", "Staff Reporter"), " – "),
        "Lahore, Pakistan": line(EN_TITLE, EN, ("LAHORE, Pakistan (AP)", "LAHORE, Pakistan", "AP"), " — "),
        "Tass": line(EN_TITLE, EN, ("MOSCOW, December 1. /TASS/", "MOSCOW", "TASS"), ". "),
        "واشنطن": line(AR_TITLE, AR, ("واشنطن – رويترز", "واشنطن", "رويترز"), ": "),
        "القاهرة": line(AR_TITLE, AR, ("القاهرة (أ ف ب)", "القاهرة", "أ ف ب"), " - "),
        "الدوحة": line(AR_TITLE, AR, ("الدوحة في 1 ديسمبر (قنا)", "الدوحة", "قنا"), " -- "),
        "لندن": line(AR_TITLE, AR, ("لندن: «الشرق الأوسط»", "لندن", "الشرق الأوسط")),
        "تهران": line(FA_TITLE, FA, ("تهران- ایرنا", "تهران", "ایرنا"), "- "),
        "کابل": line(FA_TITLE, FA, ("کابل (پژواک)", "کابل", "پژواک"), ": "),
        "नई दिल्ली": line(HI_TITLE, HI, ("नई दिल्ली, 1 दिसंबर (भाषा)", "नई दिल्ली", "भाषा")),
        "पटना": line(HI_TITLE, HI, ("पटना", "पटना", None), "। "),
        "کندهار": line(PS_TITLE, PS, ("کندهار (پژواک)", "کندهار", "پژواک")),
        "ڪراچي": line(SD_TITLE, SD, ("ڪراچي (اسٽاف رپورٽر)", "ڪراچي", "اسٽاف رپورٽر")),
        "ਚੰਡੀਗੜ੍ਹ": line(PA_TITLE, PA, ("ਚੰਡੀਗੜ੍ਹ, 1 ਦਸੰਬਰ (ਪੀਟੀਆਈ)", "ਚੰਡੀਗੜ੍ਹ", "ਪੀਟੀਆਈ"), " "),
        "МОСКВА": line(RU_TITLE, RU, ("МОСКВА, 1 декабря (Рейтер)", "МОСКВА", "Рейтер"), " - "),
        "ঢাকা": line(BN_TITLE, BN, ("ঢাকা, ১ ডিসেম্বর (বাসস)", "ঢাকা", "বাসস"), " : "),
        "brief": Case(
            lead("اسلام آباد (اے پی پی)", UR)[0],
            None,
            lead("اسلام آباد (اے پی پی)", UR)[:1],
            dateline=("اسلام آباد (اے پی پی)", "اسلام آباد", "اے پی پی"),
        ),
    }


def no_datelines() -> dict[str, Case]:
    """First sentences that begin as a dateline does."""
    openings = {
        "said": "وزیراعظم نے کہا: پل جلد کھول دیا جائے گا۔",
        "party": "پاکستان تحریک انصاف (پی ٹی آئی) کے چیئرمین نے پل کا دورہ کیا۔",
        "city's party": "لاہور (پی ٹی آئی) کے رہنما پل پر پہنچے۔",
        "fund": "بین الاقوامی مالیاتی فنڈ (آئی ایم ایف) نے قرض کی منظوری دی۔",
        "motorway": "لاہور۔اسلام آباد موٹروے پر دھند کے باعث ٹریفک بند رہی۔",
        "press": "Associated Press (AP) reporters were among the first on the bridge.",
        "party, en": "The People's Party (PPP) said on Monday that it would build a bridge.",
        "route": "Lahore - Islamabad trains were late on Monday because of fog.",
        "note": "NOTE: this bridge has been closed since Monday morning.",
        "colon": "Officials said: the bridge will open on Monday at the latest.",
        "bank": "قال البنك المركزي (الرياض) إن أسعار الفائدة لم تتغير هذا العام.",
        "hi": "भारतीय जनता पार्टी (भाजपा) ने सोमवार को पुल का मुद्दा उठाया।",
        "based": "Tehran-based engineers said the bridge was safe for lorries.",
    }
    return {
        f"no dateline: {name}": Case(page(EN_TITLE, text, *EN), EN_TITLE, (text, *EN))
        for name, text in openings.items()
    }
