"""Bytes to text."""

import pytest

from schemas.article import EncodingEvidence, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.decode import decode

URDU = "شہر میں آج تین نئے اسکول کھولے گئے اور بہت سے لوگ تقریب میں شریک ہوئے۔ وزیر نے کہا کہ یہ آغاز ہے۔ " * 3
ARABIC = "أعلنت وزارة التعليم اليوم عن افتتاح ثلاث مدارس جديدة في المدينة خلال العام المقبل. " * 3
ENGLISH = "The mayor’s office said on Monday that the “new” café would cost £3 million. " * 3
TURKISH = "Bugün şehirde üç yeni okul açıldı ve törene çok sayıda vatandaş katıldı. " * 3
RUSSIAN = "Сегодня в городе открылись три новые школы, и на праздник пришло много людей. " * 3


HINDI = "आज शहर में तीन नए स्कूल खोले गए और समारोह में बहुत से लोग शामिल हुए।"
CHINESE = "市政府周一宣布,今年将在市内新建三所学校,许多市民参加了仪式。市长说,这只是一个开始。"
HEBREW = "היום נפתחו בעיר שלושה בתי ספר חדשים ותושבים רבים השתתפו בטקס. הילדים הגיעו מוקדם."
FRENCH = "Trois nouvelles écoles ont été inaugurées hier à Besançon; le maire l'avait déjà annoncé l'été dernier."
# As its typists wrote Urdu in windows-1256, which lacks ی and ۔
OLD_URDU = URDU.replace("ی", "ي").replace("۔", ".")
PERSIAN = "وزير آموزش و پرورش گفت كه امروز سه مدرسه جديد در شهر گشايش يافت و مردم بسياري در مراسم شركت كردند. " * 2


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("text", [URDU, ENGLISH, RUSSIAN, HINDI, CHINESE, HEBREW, "اسد"])
def test_unicode_encodings(text: str, encoding: str) -> None:
    """Every Unicode encoding is read, with its mark or without."""
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859-6"),
        (ENGLISH, "cp1252"),
        (TURKISH, "cp1254"),
        (TURKISH, "iso8859-9"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "mac_arabic"),
        (OLD_URDU, "cp1256"),
        (OLD_URDU[:60], "cp1256"),
        (PERSIAN, "mac_farsi"),
        (PERSIAN, "cp1256"),
        (HEBREW, "cp1255"),
        (HEBREW, "iso8859-8"),
        (FRENCH, "iso8859-1"),
        (FRENCH, "mac_roman"),
        ("Σήμερα άνοιξαν στην πόλη τρία νέα σχολεία και πολλοί πολίτες πήραν μέρος.", "iso8859-7"),
        ("Dziś w mieście otwarto trzy nowe szkoły, a w uroczystości wzięło udział wielu mieszkańców.", "iso8859-2"),
        ("Сьогодні в місті відкрили три нові школи, і на свято прийшло багато людей.", "koi8-u"),
        ("วันนี้มีการเปิดโรงเรียนใหม่สามแห่งในเมืองและประชาชนจำนวนมากเข้าร่วมพิธี", "cp874"),
        (CHINESE, "gb18030"),
        ("市は月曜日、今年中に市内に三つの新しい学校を開設すると発表しました。", "shift_jis"),
        ("市は月曜日、今年中に市内に三つの新しい学校を開設すると発表しました。", "iso2022_jp"),
        ("시는 월요일 올해 안에 시내에 새 학교 세 곳을 연다고 발표했습니다.", "euc_kr"),
    ],
)
def test_legacy_encodings(text: str, encoding: str) -> None:
    """Pages from before Unicode are recognised."""
    assert decode(text.encode(encoding))[:2] == (text, ())


def test_a_byte_order_mark_is_listed() -> None:
    """A dropped mark is a repair."""
    assert [repair.kind for repair in decode(b"\xef\xbb\xbfNews")[1]] == [RepairKind.BYTE_ORDER_MARK]


def test_a_few_broken_bytes_are_shown_as_such() -> None:
    """Nearly clean UTF-8 stays UTF-8: each broken byte becomes U+FFFD, counted and placed."""
    raw = URDU.encode()
    at = len(URDU[:10].encode())
    text, repairs, _ = decode(raw[:at] + b"\xff" + raw[at:])
    assert text == URDU[:10] + "\ufffd" + URDU[10:]
    assert [(repair.kind, repair.count, repair.offset) for repair in repairs] == [(RepairKind.BROKEN_BYTES, 1, 10)]


def test_a_cut_file_loses_only_its_last_letter() -> None:
    """A file that ends in the middle of a character is read up to there."""
    text, repairs, _ = decode(URDU.encode()[:-2])
    assert text.startswith(URDU[:-2])
    assert repairs[0].kind is RepairKind.BROKEN_BYTES


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t ", Reason.EMPTY),
        (b"\xef\xbb\xbf", Reason.EMPTY),
        ("\u200b\u3000\ufeff".encode(), Reason.EMPTY),
        (b"\x00\x01\x02\x03", Reason.BINARY),
        (bytes(range(256)) * 20, Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n" + b"text " * 50, Reason.BINARY),
        (b"\x1f\x8b\x08" + b"a" * 50, Reason.BINARY),
        (b"\x80\x81\x82abc\xff\xff\xfa", Reason.UNDECODABLE),
        (b"\xff\xfe\x00\xd8a", Reason.UNDECODABLE),
    ],
)
def test_what_is_not_text_says_why(raw: bytes, reason: Reason) -> None:
    """Nothing, a picture, an archive and a riddle are refused with different reasons."""
    with pytest.raises(Refusal) as refused:
        decode(raw)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (ARABIC.encode("cp1256").decode("utf-8", "replace").encode(), "read as UTF-8"),
        (HEBREW[::-1].encode("iso8859-8"), "visual order"),
        (ARABIC[::-1].encode("cp1256"), "visual order"),
        ("خبر".encode("cp1256"), "too little of it"),
        (bytes(byte for byte in URDU.encode() if byte % 5), "looks like UTF-8 with"),
        (bytes((97 * n * n) % 224 + 32 for n in range(400)), "not UTF-8"),
        (b"ID3\x03\x00" + b"tag" * 9, "begins like an MP3"),
        (b"\xff\xfb\x90\x64" + bytes(80), "begins like an MP3"),
        (b"\x89PNG\r\n\x1a\n", "begins like a picture"),
        (b"text" + bytes(40), "control characters"),
    ],
)
def test_a_refusal_says_what_it_looks_like(raw: bytes, detail: str) -> None:
    """The detail names what the file seems to be, so that its owner knows what to do."""
    with pytest.raises(Refusal, match=detail):
        decode(raw)


@pytest.mark.parametrize(
    "text", ["ID3 tags explained", "GIF89a is a format.", "RIFF raff", "BZhivago", "MZ, the letters"]
)
def test_text_may_begin_with_the_name_of_a_format(text: str) -> None:
    """Only what no text begins with makes a file binary."""
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("raw", "declared", "name", "told_by"),
    [
        (ARABIC.encode("cp1256"), "windows-1256", "windows-1256", EncodingEvidence.DECLARED),
        (ARABIC.encode("cp1256"), " 'CP1256' ", "windows-1256", EncodingEvidence.DECLARED),
        ("caf\u00e9".encode("cp1252"), "iso-8859-1", "windows-1252", EncodingEvidence.DECLARED),
        ("“caf\u00e9”".encode("cp1252"), "latin1", "windows-1252", EncodingEvidence.DECLARED),
        ("خبر".encode("mac_arabic"), "x-mac-arabic", "x-mac-arabic", EncodingEvidence.DECLARED),
        (TURKISH.encode("cp1254"), "iso-8859-9", "windows-1254", EncodingEvidence.DECLARED),
        (HEBREW.encode("cp1255"), "iso-8859-8-i", "iso-8859-8", EncodingEvidence.DECLARED),
        (CHINESE.encode("gbk"), "gb2312", "gb18030", EncodingEvidence.DECLARED),
        # Lies and nonsense
        (ARABIC.encode("cp1256"), "iso-8859-1", "windows-1256", EncodingEvidence.DETECTED),
        (ARABIC.encode("cp1256"), "utf-8", "windows-1256", EncodingEvidence.DETECTED),
        (RUSSIAN.encode("koi8-r"), "windows-1251", "koi8-r", EncodingEvidence.DETECTED),
        (RUSSIAN.encode("cp1251"), "rot13", "windows-1251", EncodingEvidence.DETECTED),
        (RUSSIAN.encode("cp1251"), "\x00", "windows-1251", EncodingEvidence.DETECTED),
        (URDU.encode(), "windows-1256", "utf-8", EncodingEvidence.UTF8),
        (URDU.encode("utf-16"), "utf-8", "utf-16le", EncodingEvidence.BYTE_ORDER_MARK),
        (HINDI.encode("utf-16-be"), "utf-8", "utf-16be", EncodingEvidence.ZERO_BYTES),
        (URDU.encode()[1:], None, "utf-8", EncodingEvidence.DAMAGED_UTF8),
    ],
)
def test_the_decision_is_recorded(raw: bytes, declared: str | None, name: str, told_by: EncodingEvidence) -> None:
    """A declaration is believed where the bytes bear it out; the name is the web's, and the evidence is told."""
    encoding = decode(raw, declared).encoding
    assert (encoding.name, encoding.told_by) == (name, told_by)
    assert 0.5 <= encoding.confidence <= 1


def test_a_true_declaration_carries_a_few_broken_bytes() -> None:
    """A byte that the declared encoding lacks costs one character, and is listed."""
    text, repairs, _ = decode(FRENCH.encode("cp1252") * 60 + b"\x9d", "windows-1252")
    assert text == FRENCH * 60 + "\ufffd"
    assert [(repair.kind, repair.count) for repair in repairs] == [(RepairKind.BROKEN_BYTES, 1)]


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
def test_broken_utf_16(mark: bytes) -> None:
    """An odd last byte and a lone surrogate cost one character each."""
    raw = mark + URDU.encode("utf-16-le") + b"\x00\xd8" + "ا".encode("utf-16-le") + b"\x27"
    text, repairs, _ = decode(raw)
    assert text == URDU + "\ufffdا\ufffd"
    assert [(repair.count, repair.offset) for repair in repairs if repair.kind is RepairKind.BROKEN_BYTES] == [
        (2, len(URDU))
    ]


def test_a_mark_before_another_encoding_is_dropped() -> None:
    """Editors put UTF-8's mark before text that is not UTF-8."""
    text, repairs, encoding = decode(b"\xef\xbb\xbf" + ARABIC.encode("cp1256"))
    assert (text, encoding.name) == (ARABIC, "windows-1256")
    assert [repair.kind for repair in repairs] == [RepairKind.BYTE_ORDER_MARK]


def test_tags_do_not_tell_the_encoding() -> None:
    """What a page says of itself is no evidence here: its reader passes it as the declaration."""
    page = f'<html><meta charset="iso-8859-1"><p class="a">{ARABIC}</p></html>'
    assert decode(page.encode("cp1256")).text == page


@pytest.mark.parametrize("plain", ["All of this is plain English.\n", "All of this is plain English. "])
def test_letters_far_into_a_file_are_looked_at(plain: str) -> None:
    """A long English text with Arabic at its end, and one odd sign before, is read by the Arabic."""
    page = plain * 2_000 + "© " + plain * 5_000 + ARABIC
    assert decode(page.encode("cp1256")).text == page
