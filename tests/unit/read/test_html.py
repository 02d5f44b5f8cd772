"""HTML pages: which bytes are one, what of a page is the article, and what is refused."""

import pytest

from schemas.article import EncodingEvidence, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, format_of, read
from services.ingest.read.html.page import declared_charset

SENTENCE = "شہر میں آج تین نئے اسکول کھولے گئے اور بہت سے لوگ تقریب میں شریک ہوئے۔"
TEXT = [f"{SENTENCE} یہ پیراگراف نمبر {number} ہے، اور اس میں کوئی خاص بات نہیں۔" for number in range(1, 6)]
PROSE = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)


def draft(body: str, head: str = "", limits: Limits | None = None) -> Draft:
    """Read a page of this body."""
    page = f'<!doctype html><html lang="ur"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    (item,) = read(File("a.html", page.encode()), limits or Limits())
    assert isinstance(item, Draft)
    return item


def refused(raw: bytes, name: str = "a.html", limits: Limits | None = None) -> Refusal:
    """Read what must be refused."""
    with pytest.raises(Refusal) as caught:
        read(File(name, raw), limits or Limits())
    return caught.value


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><p>x",
        "<HTML><p>x",
        " \r\n<!-- a note --> <!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><p>x",
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>x',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_is_told_by_its_beginning(page: str, encoding: str) -> None:
    """A document type or a root element makes a page, in any encoding, whatever its name lacks."""
    assert format_of(File("page", page.encode(encoding))).name == "html"


@pytest.mark.parametrize(
    "text",
    ["<3 this", "<p>Not certain", "<htmlx>", "A text about <html>", "<!-- only a note", "<?xml version='1.0'?><note>"],
)
def test_what_only_looks_like_a_page_is_none(text: str) -> None:
    """A text that begins with `<`, or speaks of HTML, stays a text."""
    assert format_of(File("a.txt", text.encode())).name == "plain"


def test_a_page_under_another_name_says_so() -> None:
    """A page that is named like a text is refused, with what helps."""
    refusal = refused(b"<!doctype html><p>x", "a.txt")
    assert refusal.reason is Reason.TYPE_MISMATCH
    assert "rename it to .htm" in refusal.detail


def test_paragraphs_are_copied_letter_by_letter() -> None:
    """Joiners, direction marks, no-break spaces, kashida and quotes stay; white space is what a browser shows."""
    odd = "وہ می\u200cروند\u200f، کتاب\u200dخانه «قول»  اور\u00a0پھر\nـــ کہا: “ٹھیک” ﷲ 1\u202f000 co\u00adop"
    found = draft(f"<article><h1>سرخی</h1>{PROSE}<p>{odd}</p>{PROSE}</article>")
    assert odd.replace("\n", " ").replace("  ", " ") in found.text.split("\n\n")
    assert found.text.split("\n\n").count(TEXT[0]) == 2


def test_entities_are_read_as_html_says() -> None:
    """Named and numbered joiners, also without a semicolon, and the numbers of windows-1252."""
    found = draft(
        f"{PROSE}<p>می&zwnj;خواهد می&#8204;رود می&#x200c;شود &#146;x&#146; &nbsp;&laquo;y&raquo; &#xD800;</p>"
    )
    assert "می\u200cخواهد می\u200cرود می\u200cشود ’x’ \u00a0«y» \ufffd" in found.text


def test_words_are_not_parted_at_inline_elements() -> None:
    """Bold letters within a word, and custom elements, put no space into it."""
    found = draft(f"{PROSE}<p>یہ <b>کت</b>اب <x-y>ہے</x-y> اور <span>بس</span>۔</p>{PROSE}")
    assert "یہ کتاب ہے اور بس۔" in found.text.split("\n\n")


def test_breaks_part_lines_and_paragraphs() -> None:
    """One `br` ends a line, two end a paragraph."""
    found = draft(f"<div>{'<br><br>'.join(TEXT)}<br>ایک سطر<br>دوسری سطر</div>")
    assert found.text.split("\n\n") == [*TEXT[:-1], f"{TEXT[-1]}\nایک سطر\nدوسری سطر"]


def test_lists_and_tables_keep_their_order() -> None:
    """Items stand on lines; the cells of a row are parted by tabs, its rows by line ends."""
    items = "<ul><li>پہلی بات یہ ہے</li><li>دوسری بات یہ ہے</li></ul>"
    table = "<table><tr><th>شہر</th><th>آبادی</th></tr><tr><td>لاہور</td><td>11</td></tr></table>"
    text = draft(f"<article>{PROSE}{items}{PROSE}{table}{PROSE}</article>").text
    assert "پہلی بات یہ ہے\nدوسری بات یہ ہے" in text.split("\n\n")
    assert "شہر\tآبادی\nلاہور\t11" in text.split("\n\n")


@pytest.mark.parametrize(
    "box",
    [
        "<figure><img src=x><figcaption>تصویر کا کیپشن یہاں ہے</figcaption></figure>",
        "<div class='wp-caption'><img src=x><p class='wp-caption-text'>تصویر کا کیپشن یہاں ہے</p></div>",
        "<p><b>یہ بھی پڑھیں:</b> <a href='/x'>کسی اور خبر کی سرخی جو یہاں نہیں ہونی چاہیے</a></p>",
        "<div><h3>مزید پڑھیے</h3><ul><li><a href='/x'>کسی اور خبر کی سرخی</a></li></ul></div>",
        "<p>بیشتر بخوانید:</p><ul><li><a href='/x'>یک خبر دیگر که اینجا نیست</a></li></ul>",
        "<div class='social-share'><a href='#'>فیس بک</a> <a href='#'>ٹویٹر</a></div>",
        "<p>Advertisement</p>",
        "<div hidden><p>چھپا ہوا متن جو کسی کو نظر نہیں آتا، خواہ کتنا ہی لمبا ہو۔</p></div>",
        "<div style='display: none'>چھپا ہوا متن</div><p aria-hidden=true>چھپا ہوا</p>",
        "<script>var a = '<p>متن</p>';</script><style>p { color: red }</style><template><p>متن</p></template>",
    ],
)
def test_boxes_amid_the_text_are_left_out(box: str) -> None:
    """Captions, links to other stories, share buttons, advertisements and hidden text are not the article's."""
    assert draft(f"<article><h1>سرخی</h1>{PROSE}{box}{PROSE}</article>").text.split("\n\n") == TEXT * 2


def test_a_sentence_that_begins_like_a_label_is_kept() -> None:
    """A label such as "Read more" leads elsewhere only when a link, or nothing, follows it."""
    line = "Read more books, the minister said on Monday, and you will understand this country better."
    assert line in draft(f"<article>{PROSE}<p>{line}</p>{PROSE}</article>").text


def test_a_page_hidden_behind_a_dialogue_is_read() -> None:
    """A page saved while a dialogue was open is all hidden; it is read nevertheless."""
    found = draft(
        f"<div id=root aria-hidden=true><article>{PROSE}</article></div><div role=dialog><p>Cookies?</p></div>"
    )
    assert found.text.split("\n\n") == TEXT


def test_a_fragment_without_tags_around_it_is_read() -> None:
    """What is named a page is read as one, even if it is just a few words."""
    (item,) = read(File("a.html", "ایک <b>چھوٹی</b> سی خبر".encode()), Limits())
    assert isinstance(item, Draft)
    assert (item.title, item.text) == (None, "ایک چھوٹی سی خبر")


def test_text_that_only_machines_are_told_is_taken() -> None:
    """Where a script would fill the page, the article's text in JSON-LD is taken, in its paragraphs."""
    body = "\\n\\n".join(TEXT)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    assert draft("<div id=root></div>", head).text.split("\n\n") == TEXT


def test_a_text_told_to_machines_marks_what_the_page_shows() -> None:
    """JSON-LD without paragraphs tells which blocks are the article; the page tells its paragraphs."""
    body = " ".join(TEXT)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    other = (
        "<p>یہ ایک اور خبر کا متن ہے جو اس صفحے پر نیچے دیا گیا ہے اور کافی لمبا بھی ہے، مگر اس خبر کا حصہ نہیں۔</p>"
    )
    assert draft(f"<div>{PROSE}{other}{other}</div>", head).text.split("\n\n") == TEXT


def test_entities_escaped_twice_are_mended_and_listed() -> None:
    """`&amp;quot;` was certainly meant as a quote; on a page that shows code it may be meant to be seen."""
    found = draft(f"{PROSE}<p>اس نے کہا &amp;quot;ہاں&amp;quot; اور چلا گیا۔</p>")
    assert 'اس نے کہا "ہاں" اور' in found.text
    assert [(repair.kind, repair.count) for repair in found.repairs] == [(RepairKind.MARKUP, 2)]
    shown = draft(f"{PROSE}<p>Write &amp;quot; for a quote.</p><pre>x</pre>")
    assert "Write &quot; for a quote." in shown.text
    assert "a &lt; b" in draft(f"{PROSE}<p>a &amp;lt; b</p>").text


def test_lines_around_the_text_are_read_and_listed() -> None:
    """Dates, bylines and notices in the text's own paragraphs are taken out as of plain text, each in a repair."""
    lines = ("شائع: 12 مارچ 2024", "تحریر: سارہ خان", "اسلام آباد (اے ایف پی) — " + TEXT[0])
    found = draft(
        "<div>" + "".join(f"<p>{line}</p>" for line in (*lines, *TEXT[1:], "© 2025 جملہ حقوق محفوظ")) + "</div>",
        "<title>سرخی</title>",
    )
    assert found.text.split("\n\n") == [lines[2], *TEXT[1:]]
    assert (found.published_at, found.authors) == ("2024-03-12", ("سارہ خان",))
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.agency) == ("اسلام آباد", "اے ایف پی")
    assert [repair.dropped for repair in found.repairs] == [lines[0], lines[1], "© 2025 جملہ حقوق محفوظ"]


def test_a_page_of_nothing_but_furniture_is_no_article() -> None:
    """Where nothing is left once the page's own lines are gone, there is no article."""
    assert refused(b"<html><title>T</title><p>Advertisement</p><p>Share</p></html>").reason is Reason.NO_ARTICLE


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        ('<meta charset="windows-1256">', "windows-1256"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-6'>", "iso-8859-6"),
        ("<?xml version='1.0' encoding='KOI8-R'?><html>", "koi8-r"),
        ('<meta charset="utf-16">', "utf-8"),
        ("<meta name=charset>", None),
        ("<p>charset=x</p>", None),
    ],
)
def test_the_declared_encoding_is_found(head: str, charset: str | None) -> None:
    """In `meta`, old and new, and in the XML prolog; an encoding in which it could not be read is not believed."""
    assert declared_charset(head.encode()) == charset


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "utf-8-sig"])
def test_pages_in_other_encodings(encoding: str) -> None:
    """A page is decoded once, and parsed as text: what it declares in its tree changes nothing any more."""
    text = [f"أعلنت الوزارة اليوم عن افتتاح مدارس جديدة في المدينة رقم {n} خلال العام المقبل." for n in range(5)]
    page = "<html><head><meta charset=windows-1256></head>" + "".join(f"<p>{line}</p>" for line in text)
    (item,) = read(File("a.html", page.encode(encoding)), Limits())
    assert isinstance(item, Draft)
    assert item.text.split("\n\n") == text
    assert item.encoding is not None
    assert (item.encoding.told_by is EncodingEvidence.BYTE_ORDER_MARK) == (encoding != "windows-1256")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<!doctype html>", "no element"),
        ("<html><body></body></html>", "no text"),
        ("<html><frameset><frame src=a><noframes><p>Frames</p></noframes></frameset></html>", "no text"),
        ("<html><body><noscript>Enable JavaScript</noscript><div id=app></div>", "no text"),
        ("<html><body><p>You need to enable JavaScript to run this app.</p>", "script"),
        ("<html><title>Just a moment</title><body><p>Checking your browser before accessing the site.</p>", "script"),
        ("<html><title>404 Not Found</title><body><h1>Not Found</h1><p>The requested URL was not found.</p>", "error"),
        ("<html><title>صفحہ نہیں ملا</title><body><p>معذرت، یہ صفحہ موجود نہیں ہے۔</p>", "error"),
        ("<html><title>Log in</title><body><form><p>Your account</p><input type=password></form>", "password"),
        (
            "<html><body>"
            + "".join(f"<div><a href=/{n}>The headline of story number {n}</a></div>" for n in range(30)),
            "links",
        ),
    ],
)
def test_what_is_no_article_says_what_it_is(page: str, told: str) -> None:
    """Shells, error pages, forms, framesets and front pages are refused with what they are."""
    refusal = refused(page.encode())
    assert refusal.reason is Reason.NO_ARTICLE
    assert told in refusal.detail


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Missing aircraft not found</title>", PROSE),
        ("<title>404</title>", PROSE * 3),
        ("<title>Ministers forbidden to speak</title>", "<p>The council said on Monday that nobody may speak.</p>"),
        ("", f"<form><input type=password></form>{PROSE}"),
        ("", f"{PROSE}<p>The minister said that JavaScript is required in schools.</p>"),
    ],
)
def test_words_of_error_pages_make_no_error_page(head: str, body: str) -> None:
    """A story about them, a brief one too, or a site with a log-in box, is an article."""
    assert draft(body, head).text


@pytest.mark.parametrize(
    ("raw", "reason"), [(b"", Reason.EMPTY), (b" \n", Reason.EMPTY), (b"\0\1\2\3" * 9, Reason.BINARY)]
)
def test_what_is_no_text_is_refused_as_such(raw: bytes, reason: Reason) -> None:
    """An empty page and a binary file are not "no article"."""
    assert refused(raw).reason is reason


def test_an_article_that_is_too_large_is_refused() -> None:
    """The limit on an article's text holds for what was found in the page."""
    with pytest.raises(Refusal) as caught:
        draft(PROSE, limits=Limits(max_text_bytes=200))
    assert caught.value.reason is Reason.TOO_LARGE


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://news.example/story/1
Subject: =?utf-8?Q?x?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--b"

----b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example/story/1

<!DOCTYPE html><html><head><meta charset=3D"utf-8"><title>Story</title></head><body>%s</body></html>
----b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.example/1.png

iVBORw0KGgo=
----b--
"""


def test_a_page_saved_as_one_file_is_read() -> None:
    """MHTML: the page in it, and where it came from."""
    prose = "".join(f"={byte:02X}" for byte in PROSE.encode())
    raw = (MHTML % prose).replace("\n", "\r\n").encode()
    (item,) = read(File("a.mhtml", raw), Limits())
    assert isinstance(item, Draft)
    assert item.text.split("\n\n") == TEXT
    assert (item.format, item.source.url) == ("mhtml", "https://news.example/story/1")


def test_mhtml_without_a_page_is_malformed() -> None:
    """A message of other parts holds no article."""
    raw = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    assert refused(raw, "a.mht").reason is Reason.MALFORMED
    assert refused(b"no message", "a.mht").reason is Reason.TYPE_MISMATCH
