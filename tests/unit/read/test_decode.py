"""Bytes to text."""

import pytest

from schemas.article import RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Refusal
from services.ingest.read.decode import decode

URDU = "شہر میں آج تین نئے اسکول کھولے گئے اور بہت سے لوگ تقریب میں شریک ہوئے۔ وزیر نے کہا کہ یہ آغاز ہے۔ " * 3
ARABIC = "أعلنت وزارة التعليم اليوم عن افتتاح ثلاث مدارس جديدة في المدينة خلال العام المقبل. " * 3
ENGLISH = "The mayor’s office said on Monday that the “new” café would cost £3 million. " * 3
TURKISH = "Bugün şehirde üç yeni okul açıldı ve törene çok sayıda vatandaş katıldı. " * 3
RUSSIAN = "Сегодня в городе открылись три новые школы, и на праздник пришло много людей. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [URDU, ENGLISH])
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
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
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
