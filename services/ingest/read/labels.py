"""What news sites print before a date, by language. Labels are compared folded."""

import re

from services.text.fold import fold

_PUBLISHED = {
    "ur": ("پہلی اشاعت", "تاریخ اشاعت", "اشاعت", "شائع", "شائع شدہ", "شائع ہوا", "تاریخ"),
    "ar": ("نشر في", "تاريخ النشر", "نُشر", "أول نشر", "النشر", "التاريخ"),
    "fa": ("تاریخ انتشار", "زمان انتشار", "منتشر شده", "انتشار", "تاریخ"),
    "hi": ("प्रकाशित", "प्रकाशन तिथि", "प्रकाशित तिथि", "पहली बार प्रकाशित", "तारीख"),
    "en": ("published", "first published", "publication date", "published on", "posted", "posted on", "date"),
    "tr": ("yayınlanma", "yayınlanma tarihi", "yayın tarihi", "ilk yayın", "giriş tarihi", "tarih"),
}
_UPDATED = {
    "ur": ("آخری اپ ڈیٹ", "آخری اپڈیٹ", "اپ ڈیٹ", "اپڈیٹ", "تازہ کاری"),
    "ar": ("آخر تحديث", "تحديث", "تم التحديث"),
    "fa": ("آخرین به‌روزرسانی", "به‌روزرسانی", "به روز رسانی", "آخرین ویرایش"),
    "hi": ("अपडेट", "अंतिम अपडेट", "अद्यतन", "आखिरी अपडेट"),
    "en": ("updated", "last updated", "last update", "last modified", "modified", "updated on"),
    "tr": ("güncelleme", "son güncelleme", "güncellenme", "güncelleme tarihi", "güncellenme tarihi"),
}


def _folded(table: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(fold(label) for labels in table.values() for label in labels)


PUBLISHED = _folded(_PUBLISHED)
UPDATED = _folded(_UPDATED)

_ANY = "|".join(re.escape(label) for label in sorted(PUBLISHED | UPDATED, key=len, reverse=True))
LABEL = re.compile(rf"(?:^|(?<=[\s|/:،,]))(?P<label>{_ANY})\s*[:：]")
"""A label and its colon in folded text, at the start or after a space or a separator."""
BARE_LABEL = re.compile(rf"(?P<label>{_ANY})\s+(?P<value>.+)", re.DOTALL)
"""A label without a colon at the start of folded text, and what follows it."""
