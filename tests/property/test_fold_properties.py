"""Folding: spellings of one word meet, different words do not, and every letter leads back to the author's."""

from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.text.fold import fold, fold_with_offsets
from services.text.normalise import normalise
from services.text.tokens import MAX_TERM_CHARS, term_spans, terms

# Words that differ in what is easily confused, and mean different things. No two of them are spellings of one.
DIFFERENT = {
    "ur": "لڑکی لڑکے لڑکا لڑکیاں کتا کتاب کتب ٹال تال تھال پر بر پھر پل پھل کم گم جام جامع دعا دوا علم علماء عالم "
    "سن سال صدر بڑا بڑی بڑے پرہ ڈال دال طال ڈر در گھر گر کھل کل پیر بیر کپڑا "
    "ضمیر خمیر سفر صفر نظر نذر عام آسان احسان حال ہار",
    "ar": "ماء ما جاء جا علم عمل قلب كلب سورة صورة تين طين كتب كتاب كاتب قال قيل سئل على عن إلى",
    "fa": "خواستن خاستن است ایست کار گار کاربر پیر تیر دیر شیر سیر غذا قضا حیات حیاط اساس اثاث عمارت امارت",
    "hi": "कल कला काल कली काला राम रामी दिन दीन सुन सून बल बाल पता पिता मन मान जल जाल बेल बैल ओर और हम हमें गया गए",
    "tr": "kar kır kor kur bal bel bol dal del dil dol yol yıl kalem kelam göl gül baş boş",
    "en": "cat cut cot cart chart form from trial trail angel angle desert dessert lose loose quite quiet then than",
    "ps": "سړی سړې ښه ښځه کور ګور پور زوی زوړ ورور وروڼه لوی لوړ ډېر دېر شپږ ټول تول",
    "sd": "ڳوٺ گوٺ ڄڻ جڻ ٻار بار ڌي دي ڏيڻ ڏين پاڻي پاڻ اٺ اٽ",
}
# The listed classes: what one word may be spelled with.
CLASSES = ("یيى", "کكڪ", "ہهھە", "اأإآٱ", "وؤ", "نں", "0٠۰०০", "5٥۵५৫", "ंँ")
SILENT = "\u064e\u064f\u0650\u0651\u0652\u0640\u200c\u200d\u200e\u200f\u0670"
_CLASS = {letter: letters for letters in CLASSES for letter in letters}

WORDS = [(language, word) for language, words in DIFFERENT.items() for word in words.split()]
texts = st.lists(
    st.one_of(
        st.sampled_from("ےیيىکكہهھةںنۓئءأآاوردـًَُِّٰ\u200c\u200d\u200b\u00ad ۔؟، न्त्हिययेयीगँ़ßﬁﷺ﷽İI1۲٣४aé"),
        st.sampled_from([*(word for _, word in WORDS), "اور", "کے", "میں", "وزیر", "طیارہ", "مگر", "علماء"]),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
).map("".join)
quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word of the list, and one of its spellings within the listed classes."""
    _, word = draw(st.sampled_from(WORDS))
    letters = [draw(st.sampled_from(_CLASS.get(letter, letter))) for letter in word]
    if "\u0600" <= word[0] <= "\u06ff":
        letters = [letter + draw(st.sampled_from(["", "", *SILENT])) for letter in letters]
    return word, "".join(letters)


def test_words_that_differ_stay_apart() -> None:
    """Words of one language that are no spellings of each other fold differently, every one."""
    for language, words in DIFFERENT.items():
        by_fold = sorted(words.split(), key=fold)
        merged = [list(same) for _, same in groupby(by_fold, key=fold)]
        assert [same for same in merged if len(same) > 1] == [], language


@quick
@given(spelled(), spelled())
def test_spellings_meet_and_words_do_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    """However two words are spelled within the classes, they meet just if they are one."""
    assert (fold(one[1]) == fold(other[1])) == (fold(one[0]) == fold(other[0]))
    assert fold(one[1]) == fold(one[0])


@quick
@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    """Folded text is its own fold."""
    faithful, _ = normalise(text)
    assert fold(fold(faithful)) == fold(faithful)


@quick
@given(texts)
def test_offsets_map_inside_and_in_order(text: str) -> None:
    """Each folded character has its place in the faithful text, and every span has its source there."""
    faithful, _ = normalise(text)
    folded = fold_with_offsets(faithful)
    assert folded.text == fold(faithful)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for at in range(len(folded.text)):
        start, end = folded.source(at, at + 1)
        assert 0 <= start <= end <= len(faithful)


@quick
@given(texts)
def test_the_source_of_a_term_is_the_term(text: str) -> None:
    """What the author wrote where a term was found is that term, and terms lie side by side."""
    faithful, _ = normalise(text)
    spans = list(term_spans(faithful))
    assert [term for _, _, term in spans] == terms(faithful)
    assert [start for start, _, _ in spans] == sorted(start for start, _, _ in spans)
    for start, end, term in spans:
        if len(term) < MAX_TERM_CHARS and not _is_ligature(faithful[start:end]):
            assert terms(faithful[start:end]) == [term]


def _is_ligature(source: str) -> bool:
    """Tell whether the author's one character is several terms (ﷺ, ¼)."""
    return any(len(terms(letter)) > 1 for letter in source)
