"""What holds for any text and any bytes."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.draft import Draft, Refusal
from services.ingest.read import File, Limits, read, suffixes
from services.ingest.read.decode import decode
from services.text.analysed import Analysed
from services.text.dates import parse_date
from services.text.fingerprint import content_hash, faithful_hash
from services.text.fold import fold, fold_with_offsets, fold_words
from services.text.keywords import keywords
from services.text.language import identify
from services.text.mojibake import mend
from services.text.normalise import normalise
from services.text.sentences import sentences
from services.text.tokens import MAX_TERM_CHARS, term_spans, terms, words

# Letters that rules exist for come often, all others sometimes.
ALPHABET = (
    "ےیيىکكہهھةںنۓئءأآاﺎﻻـًَُِّٰ\u200c\u200d\u200b\u00ad\ufeff ۔؟،.\n\r\t\x00नत्ंँ़aIİıéßﬁ1۲٣४_-:"
    "\u2028\u0301\u0316\u0344\ud800\udc00ØÙÃÂâ€™©§®\x81\x85\xa0طظГР°µ"
)
texts = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters(exclude_categories=())), max_size=80)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(texts)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    """Faithful text is stable, and can be stored anywhere."""
    faithful, _ = normalise(text)
    assert normalise(faithful) == (faithful, ())
    assert "\x00" not in faithful
    assert "\r" not in faithful
    assert faithful.encode("utf-8").decode("utf-8") == faithful


@quick
@given(texts)
def test_repairs_lie_inside(text: str) -> None:
    """The first repair lies in the text as given, and every one is of something."""
    _, repairs = normalise(text)
    assert all(repair.count >= 1 and repair.offset >= 0 for repair in repairs)
    assert not repairs or repairs[0].offset < len(text)


@quick
@given(
    texts.filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text)),
    st.sampled_from(["cp1252", "cp1256"]),
)
def test_a_double_encoding_comes_back_or_stays(text: str, page: str) -> None:
    """Going the way back ends where nothing more is certain, and never makes a text longer."""
    broken = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode())
    for each in (text, broken):
        mended = mend(each)
        if mended is not None:
            assert len(mended.text) < len(each)
            assert each[mended.offset] > "\x7f"
            assert mend(mended.text) is None


encoded = st.builds(
    lambda text, codec: text.encode(codec, "ignore"),
    texts,
    st.sampled_from(
        ["utf-8", "utf-16-le", "utf-16", "utf-32-be", "cp1256", "cp1251", "mac_arabic", "gb18030", "utf-8-sig"]
    ),
)


@quick
@given(
    st.one_of(st.binary(max_size=200), encoded, st.tuples(encoded, st.binary(max_size=9)).map(b"".join)),
    st.sampled_from([None, "utf-8", "windows-1256", "utf-16", "rot13", "\x00", "x" * 99, "shift_jis", "ü"]),
)
def test_any_bytes_are_decoded_or_refused(raw: bytes, declared: str | None) -> None:
    """There is a text that can be stored, with repairs inside it, or a verdict; never anything else."""
    try:
        decoded = decode(raw, declared)
    except Refusal:
        return
    assert decoded.text.encode("utf-8").decode("utf-8") == decoded.text
    assert all(0 <= repair.offset <= len(decoded.text) for repair in decoded.repairs)
    faithful, _ = normalise(decoded.text)
    assert "\x00" not in faithful
    assert normalise(faithful) == (faithful, ())


@quick
@given(texts)
def test_offsets_lie_inside_and_never_go_back(text: str) -> None:
    """Both ways to fold agree, and each folded character has a place in the faithful text."""
    faithful, _ = normalise(text)
    folded = fold_with_offsets(faithful)
    assert folded.text == fold(faithful)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(faithful) for offset in folded.offsets)


@quick
@given(texts)
def test_terms_are_folded_and_short(text: str) -> None:
    """A term, typed as a query, is the same term again; highlighting sees no term that the index lacks."""
    faithful, _ = normalise(text)
    found = terms(faithful)
    assert all(0 < len(term) <= MAX_TERM_CHARS for term in found)
    assert [term for each in found for term in terms(each)] == found
    assert all(0 <= start < end <= len(faithful) for start, end in words(faithful))
    assert all(0 <= start < end <= len(faithful) for start, end, _ in term_spans(faithful))


@quick
@given(texts)
def test_what_is_remembered_by_word_is_what_the_whole_text_gives(text: str) -> None:
    """Words counted and folded one by one, from memory, are those of the text in one piece."""
    assert Analysed(text).word_count == len(list(words(text)))
    assert fold_words(text) == " ".join(fold(text).split())


@quick
@given(texts, st.sampled_from(["ur", "ar", "hi", "en", "tr", "und", "xx"]))
def test_sentences_cover_the_text_in_order(text: str, language: str) -> None:
    """Sentences do not overlap, and between them is only white space."""
    faithful, _ = normalise(text)
    spans = sentences(faithful, language)
    edges = [0, *(edge for span in spans for edge in span), len(faithful)]
    assert edges == sorted(edges)
    gaps = [faithful[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True)]
    assert not "".join(gaps).strip()


@quick
@given(texts, st.one_of(st.none(), texts))
def test_the_rest_takes_any_text(text: str, other: str | None) -> None:
    """Hashes, language, keywords and dates answer for any text, and the same each time."""
    faithful, _ = normalise(text)
    assert content_hash(other, text) == content_hash(other, text)
    assert len(faithful_hash(other, None, text)) == 64
    found = identify(faithful, other)
    assert 0 <= found.confidence <= 1
    assert (found.language == "und") == (found.confidence == 0)
    assert len(keywords(faithful, found.language, 3)) <= 3
    stated = parse_date(text)
    assert (stated.value is None) != (stated.reason is None)


@quick
@given(
    st.sampled_from(sorted(suffixes())),
    st.one_of(st.binary(max_size=200), texts.map(lambda t: t.encode("utf-8", "replace"))),
)
def test_any_bytes_give_items_or_a_refusal(suffix: str, raw: bytes) -> None:
    """A reader answers with items or with its verdict, whatever the bytes."""
    _check(suffix, raw)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "text", "source", "url", "date", "id", "name", "articles", "Lang"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)


@quick
@given(values)
def test_any_json_gives_items_or_a_refusal(value: object) -> None:
    """Fields of any type in any place never break the reader."""
    raw = json.dumps(value).encode()
    _check(".json", raw)
    _check(".jsonl", raw + b"\n" + raw)


lines = st.text(st.sampled_from(ALPHABET.replace("\ud800", "").replace("\udc00", "")), max_size=30)


@quick
@given(st.lists(lines, max_size=12))
def test_nothing_of_a_plain_text_is_lost(page: list[str]) -> None:
    """Every letter of a page is in its title, its sub-headline, its text, or among what was dropped."""
    raw = "\n".join(page).encode("utf-8")
    try:
        (draft,) = read(File("a.txt", raw), Limits())
    except Refusal:
        return
    assert isinstance(draft, Draft)
    dropped = "".join(repair.dropped or "" for repair in draft.repairs)
    kept = f"{draft.title or ''}{draft.subtitle or ''}{draft.text}{dropped}"
    assert sorted("".join(kept.split())) == sorted("".join(normalise(raw.decode())[0].split()))


def _check(suffix: str, raw: bytes) -> None:
    try:
        items = read(File(f"a{suffix}", raw), Limits())
    except Refusal:
        return
    assert items
    for item in items:
        if isinstance(item, Draft):
            assert item.text or item.title
            assert (item.published_at is None) != (item.published_at_reason is None)
            assert normalise(item.text)[0] == item.text
        else:
            assert item.detail
