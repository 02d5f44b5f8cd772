"""The names that people give the fields of an article in JSON. Of several, the first that is filled counts.

They are compared folded: `Published At`, `publishedAt` and `published-at` are `published_at`. A date of creation is
none of publication: databases set it when a row is made.
"""

TITLE = (
    "title", "headline", "heading", "news_title", "article_title", "web_title", "head_line", "title_text",
    "عنوان", "سرخی", "العنوان", "تیتر", "शीर्षक",
)  # fmt: skip
SUBTITLE = (
    "subtitle", "subheadline", "sub_heading", "standfirst", "deck", "dek", "kicker", "alternative_headline",
    "ذیلی عنوان", "زیرعنوان",
)  # fmt: skip
TEXT = (
    "text", "body", "content", "article_body", "full_text", "main_text", "body_text", "content_text", "article_text",
    "news_text", "article_content", "news_content", "plain_text", "body_html", "body_xhtml", "content_html", "article",
    "news", "story", "post_content", "paragraphs",
    "متن", "خبر", "النص", "المحتوى", "محتوا", "पाठ", "समाचार", "खबर",
)  # fmt: skip
# A description stands in for a text where there is none, as in feeds; beside a text it is often just its beginning.
SUMMARY = (
    "description", "summary", "abstract", "excerpt", "lead", "snippet", "description_text", "description_html",
    "trail_text", "lead_paragraph", "teaser", "خلاصہ", "خلاصه", "الملخص", "सारांश",
)  # fmt: skip
DATE = (
    "published_at", "published", "date_published", "publication_date", "published_date", "publish_date", "date_publish",
    "pub_date", "published_on", "published_time", "publish_time", "time_published", "web_publication_date",
    "first_publication_date", "first_published", "date_gmt", "post_date_gmt", "date", "date_time", "post_date",
    "posted_at", "posted_on", "release_date", "issued", "news_date", "article_date", "first_created", "version_created",
    "تاریخ", "تاریخ اشاعت", "التاريخ", "تاريخ النشر", "تاریخ انتشار", "दिनांक", "तारीख", "प्रकाशन तिथि",
)  # fmt: skip
UPDATED = (
    "updated_at", "updated", "date_modified", "modified_gmt", "modified", "modified_at", "date_modify", "last_modified",
    "last_updated", "date_updated", "updated_date", "modified_time", "updated_time", "version_created", "lastmod",
    "last_modified_at", "آخری اپ ڈیٹ",
)  # fmt: skip
AUTHOR = (
    "authors", "author", "byline", "by", "bylines", "creator", "writer", "author_name", "reporter", "journalist",
    "مصنف", "الكاتب", "نویسنده", "लेखक",
)  # fmt: skip
LANGUAGE = ("language", "lang", "in_language", "language_code", "locale", "زبان", "اللغة", "भाषा")
URL = (
    "url", "link", "canonical_url", "canonical", "permalink", "web_url", "article_url", "news_url",
    "main_entity_of_page", "رابط", "لنک", "लिंक",
)  # fmt: skip
GUID = ("guid", "uuid", "uri")
ID = ("id", "_id", "article_id")
SOURCE = (
    "source", "publisher", "source_name", "site", "site_name", "outlet", "newspaper", "publication", "website",
    "agency", "provider", "domain", "source_domain", "copyright_holder", "ماخذ", "المصدر", "منبع", "स्रोत",
)  # fmt: skip
