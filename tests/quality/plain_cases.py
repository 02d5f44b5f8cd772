"""Articles as they are scraped, written for these tests, and what is to be read in them."""

import textwrap
from dataclasses import dataclass
from typing import Any

UR = (
    "ضلعی انتظامیہ نے پیر کے روز اعلان کیا کہ شہر کے تمام پرانے پلوں کا معائنہ اگلے ماہ تک مکمل کر لیا جائے گا۔",
    "حکام کے مطابق چار پل ایسے ہیں جن کی فوری مرمت ضروری ہے۔ان پر بھاری گاڑیوں کا داخلہ بند کر دیا گیا ہے۔",
    "مقامی افراد کا کہنا ہے کہ متبادل راستہ بہت لمبا ہے اور بچوں کو سکول پہنچنے میں دیر ہو جاتی ہے۔",
)
AR = (
    "أعلنت البلدية يوم الاثنين أن فحص جميع الجسور القديمة في المدينة سيكتمل قبل نهاية الشهر المقبل.",
    "وقال مسؤولون إن أربعة جسور تحتاج إلى ترميم عاجل، وقد منعت الشاحنات من عبورها حتى إشعار آخر.",
)
FA = (
    "شهرداری روز دوشنبه اعلام کرد که بازرسی همهٔ پل‌های قدیمی شهر تا پایان ماه آینده به پایان می‌رسد.",
    "به گفتهٔ مسئولان چهار پل به تعمیر فوری نیاز دارد و عبور کامیون‌ها از آن‌ها ممنوع شده است.",
)
HI = (
    "नगर निगम ने सोमवार को बताया कि शहर के सभी पुराने पुलों की जाँच अगले महीने तक पूरी कर ली जाएगी।",
    "अधिकारियों के अनुसार चार पुलों की तुरंत मरम्मत ज़रूरी है और उन पर भारी वाहनों की आवाजाही रोक दी गई है।",
)
EN = (
    "The city council said on Monday that all old bridges would be inspected by the end of next month.",
    "Officials said four of them need urgent repair, and lorries have been banned from crossing until then.",
    "People who live on the other bank said the detour was long and their children were late for school.",
)
TR = (
    "Belediye, kentteki bütün eski köprülerin incelemesinin gelecek ayın sonuna kadar biteceğini açıkladı.",
    "Yetkililere göre dört köprünün acilen onarılması gerekiyor ve kamyonların geçişi yasaklandı.",
)
PS = (
    "ښاروالۍ د دوشنبې په ورځ اعلان وکړ چې د ښار د ټولو زړو پلونو کتنه به تر بلې میاشتې پای ته ورسېږي.",
    "چارواکي وايي چې څلور پلونه سمدستي ترمیم ته اړتیا لري او د لویو موټرو تګ راتګ بند شوی دی.",
)
SD = (
    "شهري انتظاميا سومر ڏينهن اعلان ڪيو ته شهر جي سڀني پراڻين پلين جي چڪاس ايندڙ مهيني تائين مڪمل ڪئي ويندي.",
    "عملدارن موجب چئن پلين جي فوري مرمت ضروري آهي ۽ انهن تان ڳرين گاڏين جو لنگهڻ بند ڪيو ويو آهي.",
)
PA = (
    "ਨਗਰ ਨਿਗਮ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਦੱਸਿਆ ਕਿ ਸ਼ਹਿਰ ਦੇ ਸਾਰੇ ਪੁਰਾਣੇ ਪੁਲਾਂ ਦੀ ਜਾਂਚ ਅਗਲੇ ਮਹੀਨੇ ਤੱਕ ਪੂਰੀ ਹੋ ਜਾਵੇਗੀ।",
    "ਅਧਿਕਾਰੀਆਂ ਅਨੁਸਾਰ ਚਾਰ ਪੁਲਾਂ ਦੀ ਤੁਰੰਤ ਮੁਰੰਮਤ ਜ਼ਰੂਰੀ ਹੈ ਅਤੇ ਭਾਰੀ ਵਾਹਨਾਂ ਦੀ ਆਵਾਜਾਈ ਰੋਕ ਦਿੱਤੀ ਗਈ ਹੈ।",
)
RU = (
    "Городской совет в понедельник сообщил, что проверка всех старых мостов завершится до конца месяца.",
    "По словам чиновников, четыре моста требуют срочного ремонта, и движение грузовиков по ним закрыто.",
)
BN = (
    "নগর কর্তৃপক্ষ সোমবার জানিয়েছে, শহরের সব পুরোনো সেতুর পরীক্ষা আগামী মাসের মধ্যে শেষ হবে।",
    "কর্মকর্তারা বলেন, চারটি সেতুর জরুরি মেরামত দরকার এবং ভারী যান চলাচল বন্ধ রাখা হয়েছে।",
)
UR_TITLE, UR_SUB = "شہر کے پرانے پلوں کا معائنہ شروع", "چار پلوں پر بھاری گاڑیوں کا داخلہ بند"
AR_TITLE, AR_SUB = "بدء فحص الجسور القديمة في المدينة", "منع الشاحنات من عبور أربعة جسور"
FA_TITLE, FA_SUB = "بازرسی پل‌های قدیمی شهر آغاز شد", "عبور کامیون از چهار پل ممنوع"
HI_TITLE, HI_SUB = "शहर के पुराने पुलों की जाँच शुरू", "चार पुलों पर भारी वाहनों की रोक"
EN_TITLE, EN_SUB = "Inspection of old bridges begins", "Lorries banned from four crossings"
TR_TITLE, TR_SUB = "Eski köprülerin incelemesi başladı", "Dört köprüde kamyon yasağı"
PS_TITLE, SD_TITLE, PA_TITLE = "د ښار د زړو پلونو کتنه پیل شوه", "پراڻين پلين جي چڪاس شروع", "ਪੁਰਾਣੇ ਪੁਲਾਂ ਦੀ ਜਾਂਚ ਸ਼ੁਰੂ"
RU_TITLE, BN_TITLE = "Началась проверка старых мостов", "পুরোনো সেতুর পরীক্ষা শুরু"


@dataclass(frozen=True)
class Case:
    """A text and what it holds."""

    text: str
    title: str | None
    body: tuple[str, ...]
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    dateline: tuple[str, str | None, str | None] | None = None
    published: str | None = None
    updated: str | None = None
    reason: str | None = "not_stated"


def page(*lines: str) -> str:
    """Put lines on a page, with empty lines between."""
    return "\n\n".join(lines)


def dated(published: str) -> dict[str, Any]:
    """Expect a date."""
    return {"published": published, "reason": None}


def lead(dateline: str, body: tuple[str, ...], after: str = " ") -> tuple[str, ...]:
    """Begin a body with a dateline."""
    return (dateline + after + body[0], *body[1:])


def _head(title: str, furniture: tuple[str, ...], body: tuple[str, ...], **expected: object) -> Case:
    return Case(page(title, *furniture, *body), title, body, **expected)  # type: ignore[arg-type]  # fields of Case


def _line(title: str, body: tuple[str, ...], dateline: tuple[str, str | None, str | None], after: str = " ") -> Case:
    whole = lead(dateline[0], body, after)
    return Case(page(title, *whole), title, whole, dateline=dateline)


def _wrapped(title: str | None, body: tuple[str, ...], width: int, between: str = "\n\n", **options: object) -> Case:
    paragraphs = [textwrap.fill(" ".join(body), width, break_on_hyphens=False, **options) for _ in range(2)]  # type: ignore[arg-type]
    whole = (" ".join(body), " ".join(body))
    return Case(between.join([title or "", *paragraphs]).strip("\n"), title, whole)


def _furniture() -> dict[str, Case]:
    return {
        "ur labels": _head(
            UR_TITLE,
            ("پہلی اشاعت: 23 نومبر 2026 | آخری اپ ڈیٹ: 24 نومبر 2026",),
            UR,
            updated="2026-11-24",
            **dated("2026-11-23"),
        ),
        "ur empty labels": Case(
            page(".", UR_TITLE, UR_SUB, "پہلی اشاعت: آخری اپ ڈیٹ:", *UR), UR_TITLE, UR, UR_SUB, reason="empty_label"
        ),
        "ur empty labels, two lines": _head(UR_TITLE, ("پہلی اشاعت:", "آخری اپ ڈیٹ:"), UR, reason="empty_label"),
        "ur label above its value": _head(
            UR_TITLE,
            ("پہلی اشاعت:", "23 نومبر 2026", "آخری اپ ڈیٹ:", "24 نومبر 2026"),
            UR,
            updated="2026-11-24",
            **dated("2026-11-23"),
        ),
        "ur value before label": _head(UR_TITLE, ("23 نومبر 2026 کو شائع ہوا",), UR, **dated("2026-11-23")),
        "ur ago": _head(UR_TITLE, ("3 گھنٹے پہلے",), UR, reason="unparsed"),
        "ur byline": _head(UR_TITLE, ("تحریر: سارہ حسن اور علی رضا",), UR, authors=("سارہ حسن", "علی رضا")),
        "ur report": _head(UR_TITLE, ("رپورٹ: محمد اکرم،اسلام آباد",), UR, authors=("محمد اکرم",)),
        "ur desk": _head(UR_TITLE, ("ویب ڈیسک", "یکم دسمبر 2026"), UR, authors=("ویب ڈیسک",), **dated("2026-12-01")),
        "ur name above agency": _head(UR_TITLE, ("سارہ حسن", "بی بی سی اردو، اسلام آباد"), UR, authors=("سارہ حسن",)),
        "ur author comma": _head(UR_TITLE, ("مصنف,سارہ حسن", "عہدہ,بی بی سی اردو ڈاٹ کام"), UR, authors=("سارہ حسن",)),
        "ur share": Case(
            page(
                "پاکستان",
                UR_TITLE,
                "شیئر کریں",
                "فیس بک پر شیئر کریں",
                UR[0],
                "اشتہار",
                UR[1],
                "فوٹو: اے ایف پی",
                UR[2],
                "مزید پڑھیں",
                "جملہ حقوق محفوظ ہیں",
            ),
            UR_TITLE,
            UR,
        ),
        "ur repeated title": Case(page(UR_TITLE, UR_SUB, UR_TITLE, *UR), UR_TITLE, UR, UR_SUB),
        "ur site in title": Case(page(UR_TITLE + " - روزنامہ دریا", UR_TITLE, *UR), UR_TITLE, UR),
        "ur question": _head("کیا شہر کے پرانے پل محفوظ ہیں؟", (), UR),
        "ur stop in title": _head(
            "شہر کے پلوں کا معائنہ شروع ہو گیا۔", ("تاریخ اشاعت: 23 نومبر 2026",), UR, **dated("2026-11-23")
        ),
        "ur picture source": Case(page(UR_TITLE, "تصویر کا ذریعہGetty Images", *UR), UR_TITLE, UR),
        "ur link": Case(page(UR_TITLE, UR[0], "یہ بھی پڑھیں: نہر کی صفائی مکمل ہو گئی", *UR[1:]), UR_TITLE, UR),
        "ur one block": Case(
            "\r\n".join([UR_TITLE, UR_SUB, "تحریر: سارہ حسن", *UR]), UR_TITLE, UR, UR_SUB, ("سارہ حسن",)
        ),
        "ur indented": Case("\n \t \n".join(["\u00a0" + UR_TITLE, *("\t" + each for each in UR)]), UR_TITLE, UR),
        "ur brief": Case(UR[0], None, (UR[0],)),
        "ur no title": Case(page(*UR), None, UR),
        "ar labels": _head(
            AR_TITLE,
            ("نشر في: 23 نوفمبر 2026", "آخر تحديث: 24 نوفمبر 2026"),
            AR,
            updated="2026-11-24",
            **dated("2026-11-23"),
        ),
        "ar byline": _head(AR_TITLE, ("بقلم: أحمد محمود",), AR, authors=("أحمد محمود",)),
        "ar wrote": _head(AR_TITLE, ("كتب - أحمد محمود",), AR, authors=("أحمد محمود",)),
        "ar share": Case(
            page(
                "الرئيسية / أخبار / محليات",
                AR_TITLE,
                AR_SUB,
                "مشاركة",
                "طباعة",
                AR[0],
                "اقرأ أيضا: افتتاح حديقة جديدة",
                "إعلان",
                AR[1],
                "جميع الحقوق محفوظة © 2026",
            ),
            AR_TITLE,
            AR,
            AR_SUB,
        ),
        "ar ago": _head(AR_TITLE, ("منذ 3 ساعات",), AR, reason="unparsed"),
        "fa labels": _head(FA_TITLE, ("تاریخ انتشار: ۲۰۲۶/۱۱/۲۳",), FA, **dated("2026-11-23")),
        "fa byline": _head(FA_TITLE, ("نویسنده: مریم کریمی و حسین رضایی",), FA, authors=("مریم کریمی", "حسین رضایی")),
        "fa furniture": Case(page(FA_TITLE, FA_SUB, "کد خبر: ۱۲۳۴۵۶", *FA, "انتهای پیام/"), FA_TITLE, FA, FA_SUB),
        "hi labels": _head(
            HI_TITLE, ("प्रकाशित: 23 नवंबर 2026 • अपडेट: 24 नवंबर 2026",), HI, updated="2026-11-24", **dated("2026-11-23")
        ),
        "hi byline": _head(HI_TITLE, ("लेखक: राम शर्मा और सीता वर्मा",), HI, authors=("राम शर्मा", "सीता वर्मा")),
        "hi furniture": Case(
            page("होम / देश", HI_TITLE, HI_SUB, "शेयर करें", HI[0], "विज्ञापन", "ये भी पढ़ें: नदी की सफाई पूरी", HI[1]),
            HI_TITLE,
            HI,
            HI_SUB,
        ),
        "hi after": _head(HI_TITLE, ("23 नवंबर 2026 को प्रकाशित",), HI, **dated("2026-11-23")),
        "en dawn": _head(
            EN_TITLE,
            ("Ahmed Khan Published November 23, 2026 Updated November 24, 2026 10:15am",),
            EN,
            authors=("Ahmed Khan",),
            updated="2026-11-24T10:15",
            **dated("2026-11-23"),
        ),
        "en piped": _head(
            EN_TITLE,
            ("By Jane Smith and Ali Raza | Published: 23 Nov 2026 | Updated: 24 Nov 2026",),
            EN,
            authors=("Jane Smith", "Ali Raza"),
            updated="2026-11-24",
            **dated("2026-11-23"),
        ),
        "en date alone": _head(
            EN_TITLE,
            ("By Jane Smith, Staff Writer", "Mon, 23 Nov 2026 10:15 +0500"),
            EN,
            authors=("Jane Smith",),
            **dated("2026-11-23T10:15+05:00"),
        ),
        "en standfirst": Case(
            page(EN_TITLE, "Four crossings are closed to lorries.", "By Jane Smith", "Published: 3 hours ago", *EN),
            EN_TITLE,
            EN,
            "Four crossings are closed to lorries.",
            ("Jane Smith",),
            reason="unparsed",
        ),
        "en by the time": Case(
            page(EN_TITLE, "By the time the bridge was shut", *EN), EN_TITLE, EN, "By the time the bridge was shut"
        ),
        "en fields": Case(
            "Title: " + EN_TITLE + "\nDate: 2026-11-23\nAuthor: Jane Smith\n\n" + page(*EN),
            EN_TITLE,
            EN,
            authors=("Jane Smith",),
            **dated("2026-11-23"),
        ),
        "en page": Case(
            page(
                "Skip to content",
                "World",
                EN_TITLE,
                "Facebook Twitter WhatsApp",
                "Share | Print | Comments (5)",
                EN[0],
                "Advertisement",
                "Photo: Ali/AFP",
                EN[1],
                "Read more: New park opens",
                EN[2],
                "© 2026 River Daily. All rights reserved.",
            ),
            EN_TITLE,
            EN,
        ),
        "en two-line headline": Case(
            "Council begins the inspection\nof all old bridges\n\n" + page(*EN),
            "Council begins the inspection of all old bridges",
            EN,
        ),
        "en signature": Case(page(EN_TITLE, *EN, "— Reuters"), EN_TITLE, EN, authors=("Reuters",)),
        "tr labels": _head(
            TR_TITLE,
            ("Yayınlanma: 23 Kasım 2026 - Güncelleme: 24 Kasım 2026",),
            TR,
            updated="2026-11-24",
            **dated("2026-11-23"),
        ),
        "tr byline": _head(
            TR_TITLE, ("Haber: Ayşe Yılmaz ve Mehmet Demir",), TR, authors=("Ayşe Yılmaz", "Mehmet Demir")
        ),
        "tr furniture": Case(
            page("Gündem", TR_TITLE, TR_SUB, "Paylaş", TR[0], "Reklam", TR[1], "Tüm hakları saklıdır"),
            TR_TITLE,
            TR,
            TR_SUB,
        ),
        "ps byline": _head(PS_TITLE, ("لیکوال: احمد ځدراڼ",), PS, authors=("احمد ځدراڼ",)),
        "sd byline": _head(SD_TITLE, ("رپورٽ: علي ڏيٿو",), SD, authors=("علي ڏيٿو",)),
        "sd furniture": Case(page("سنڌ", SD_TITLE, SD[0], "اشتهار", SD[1], "شيئر ڪريو"), SD_TITLE, SD),
        "pa labels": _head(PA_TITLE, ("ਪ੍ਰਕਾਸ਼ਿਤ: 2026-11-23",), PA, **dated("2026-11-23")),
        "pa furniture": Case(
            page("ਪੰਜਾਬ", PA_TITLE, "ਰਿਪੋਰਟ: ਅਮਨ ਸਿੰਘ", PA[0], "ਇਸ਼ਤਿਹਾਰ", PA[1]), PA_TITLE, PA, authors=("ਅਮਨ ਸਿੰਘ",)
        ),
        "ru furniture": Case(
            page(
                RU_TITLE,
                "Опубликовано: 2026-11-23",
                "Автор: Иван Петров",
                RU[0],
                "Читайте также: Открыт новый парк",
                RU[1],
            ),
            RU_TITLE,
            RU,
            authors=("Иван Петров",),
            published="2026-11-23",
            reason=None,
        ),
        "bn furniture": Case(
            page(BN_TITLE, "নিজস্ব প্রতিবেদক", BN[0], "বিজ্ঞাপন", BN[1], "শেয়ার করুন"),
            BN_TITLE,
            BN,
            authors=("নিজস্ব প্রতিবেদক",),
        ),
    }


def _datelines() -> dict[str, Case]:
    return {
        "ڈھاکہ": _line(UR_TITLE, UR, ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", "ڈھاکہ", "اے پی پی")),
        "ڈھاکہ alone": Case(
            page(UR_TITLE, UR_SUB, "ڈھاکہ ۔ یکم دسمبر (اے پی پی)", *UR),
            UR_TITLE,
            ("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", *UR),
            UR_SUB,
            dateline=("ڈھاکہ ۔ یکم دسمبر (اے پی پی)", "ڈھاکہ", "اے پی پی"),
        ),
        "لاہور glued": _line(UR_TITLE, UR, ("لاہور(این این آئی)", "لاہور", "این این آئی"), ""),
        "small town": _line(UR_TITLE, UR, ("چیچہ وطنی (نامہ نگار)", "چیچہ وطنی", "نامہ نگار")),
        "two cities": _line(UR_TITLE, UR, ("اسلام آباد/لاہور (نمائندگان جنگ)", "اسلام آباد/لاہور", "نمائندگان جنگ")),
        "نئی دہلی": _line(UR_TITLE, UR, ("نئی دہلی، 1 دسمبر (یو این آئی)", "نئی دہلی", "یو این آئی")),
        "لاہور:": _line(UR_TITLE, UR, ("لاہور", "لاہور", None), ": "),
        "full date": Case(
            page(UR_TITLE, *lead("کراچی، 1 دسمبر 2026 (آن لائن)", UR)),
            UR_TITLE,
            lead("کراچی، 1 دسمبر 2026 (آن لائن)", UR),
            dateline=("کراچی، 1 دسمبر 2026 (آن لائن)", "کراچی", "آن لائن"),
            published="2026-12-01",
            reason=None,
        ),
        "ISLAMABAD:": _line(EN_TITLE, EN, ("ISLAMABAD", "ISLAMABAD", None), ": "),
        "KARACHI": _line(EN_TITLE, EN, ("KARACHI, Dec 1 (Reuters)", "KARACHI", "Reuters"), " - "),
        "ANKARA": _line(TR_TITLE, TR, ("ANKARA (AA)", "ANKARA", "AA"), " - "),
        "SHIRANSK": _line(EN_TITLE, EN, ("PORT SHIRAN (Staff Reporter)", "PORT SHIRAN", "Staff Reporter"), " – "),
        "Lahore, Pakistan": _line(EN_TITLE, EN, ("LAHORE, Pakistan (AP)", "LAHORE, Pakistan", "AP"), " — "),
        "Tass": _line(EN_TITLE, EN, ("MOSCOW, December 1. /TASS/", "MOSCOW", "TASS"), ". "),
        "واشنطن": _line(AR_TITLE, AR, ("واشنطن – رويترز", "واشنطن", "رويترز"), ": "),
        "القاهرة": _line(AR_TITLE, AR, ("القاهرة (أ ف ب)", "القاهرة", "أ ف ب"), " - "),
        "الدوحة": _line(AR_TITLE, AR, ("الدوحة في 1 ديسمبر (قنا)", "الدوحة", "قنا"), " -- "),
        "لندن": _line(AR_TITLE, AR, ("لندن: «الشرق الأوسط»", "لندن", "الشرق الأوسط")),
        "تهران": _line(FA_TITLE, FA, ("تهران- ایرنا", "تهران", "ایرنا"), "- "),
        "کابل": _line(FA_TITLE, FA, ("کابل (پژواک)", "کابل", "پژواک"), ": "),
        "नई दिल्ली": _line(HI_TITLE, HI, ("नई दिल्ली, 1 दिसंबर (भाषा)", "नई दिल्ली", "भाषा")),
        "पटना": _line(HI_TITLE, HI, ("पटना", "पटना", None), "। "),
        "کندهار": _line(PS_TITLE, PS, ("کندهار (پژواک)", "کندهار", "پژواک")),
        "ڪراچي": _line(SD_TITLE, SD, ("ڪراچي (اسٽاف رپورٽر)", "ڪراچي", "اسٽاف رپورٽر")),
        "ਚੰਡੀਗੜ੍ਹ": _line(PA_TITLE, PA, ("ਚੰਡੀਗੜ੍ਹ, 1 ਦਸੰਬਰ (ਪੀਟੀਆਈ)", "ਚੰਡੀਗੜ੍ਹ", "ਪੀਟੀਆਈ"), " "),
        "МОСКВА": _line(RU_TITLE, RU, ("МОСКВА, 1 декабря (Рейтер)", "МОСКВА", "Рейтер"), " - "),
        "ঢাকা": _line(BN_TITLE, BN, ("ঢাকা, ১ ডিসেম্বর (বাসস)", "ঢাকা", "বাসস"), " : "),
        "brief": Case(
            lead("اسلام آباد (اے پی پی)", UR)[0],
            None,
            lead("اسلام آباد (اے پی پی)", UR)[:1],
            dateline=("اسلام آباد (اے پی پی)", "اسلام آباد", "اے پی پی"),
        ),
    }


def _no_datelines() -> dict[str, Case]:
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


def _wraps() -> dict[str, Case]:
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
        "wrapped ur 70": _wrapped(UR_TITLE, UR, 70),
        "wrapped ur 60": _wrapped(UR_TITLE, UR, 60),
        "wrapped en 72": _wrapped(EN_TITLE, EN, 72),
        "wrapped hi 76": _wrapped(HI_TITLE, HI, 76),
        "wrapped ar 65": _wrapped(AR_TITLE, AR, 65),
        "wrapped fa 80": _wrapped(FA_TITLE, FA, 80),
        "wrapped tr 60": _wrapped(TR_TITLE, TR, 60),
        "wrapped en, indented": _wrapped(EN_TITLE, EN, 66, "\n", initial_indent="    "),
        "wrapped ur, no gaps": _wrapped(UR_TITLE, UR, 64, "\n"),
        "verse": Case(page(UR_TITLE, UR[0], verse, UR[1]), UR_TITLE, (UR[0], verse, UR[1])),
        "table": Case(page(EN_TITLE, EN[0], table, EN[1]), EN_TITLE, (EN[0], table, EN[1])),
        "address": Case(page(EN_TITLE, EN[0], address, EN[1]), EN_TITLE, (EN[0], address, EN[1])),
        "list": Case(
            page(EN_TITLE, EN[0], "- the first bridge\n- the second bridge\n- the third", EN[1]),
            EN_TITLE,
            (EN[0], "- the first bridge\n- the second bridge\n- the third", EN[1]),
        ),
    }


def _sites() -> dict[str, Case]:
    """Shapes of particular kinds of site."""
    return {
        "site before author": _head(UR_TITLE, ("العربیہ ڈاٹ نیٹ - سارہ حسن",), UR, authors=("سارہ حسن",)),
        "city and site": Case(
            page(AR_TITLE, "دبي - العربية.نت", *AR),
            AR_TITLE,
            ("دبي - العربية.نت", *AR),
            dateline=("دبي - العربية.نت", "دبي", "العربية.نت"),
        ),
        "agency alone": _head(EN_TITLE, ("AFP", "November 23, 2026"), EN, authors=("AFP",), **dated("2026-11-23")),
        "agency and label": _head(
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
        "editor": _head(HI_TITLE, ("Edited By: राम शर्मा", "Published: 2026-11-23"), HI, **dated("2026-11-23")),
        "office before city": _line(HI_TITLE, HI, ("जागरण संवाददाता, कानपुर", "कानपुर", "जागरण संवाददाता"), "। "),
        "city and agency": _line(HI_TITLE, HI, ("नई दिल्ली, एजेंसी", "नई दिल्ली", "एजेंसी"), "। "),
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


CASES = {**_furniture(), **_datelines(), **_no_datelines(), **_wraps(), **_sites()}
