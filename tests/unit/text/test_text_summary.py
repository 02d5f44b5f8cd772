"""Summaries: whole sentences of the text, none twice."""

from services.text.analysed import Analysed
from services.text.summary import MOST_CHARS, MOST_SENTENCES, summary

TEXT = (
    "نمونہ خبر\n\n"
    "دریا میں پانی کی سطح بلند ہونے کے بعد نور شہر میں پرانے پل کو بند کر دیا گیا ہے۔ "
    "شہری انتظامیہ نے کہا کہ پل کی مرمت تین ہفتے میں مکمل کر لی جائے گی۔\n\n"
    "’’ہم نے ایسا پانی پہلے نہیں دیکھا‘‘۔ "
    "محکمہ موسمیات کے مطابق بارش کا سلسلہ اتوار تک جاری رہنے کا امکان ہے۔ "
    "دریا میں پانی کی سطح بلند ہونے کے بعد نور شہر میں پرانے پل کو بند کر دیا گیا ہے۔"
)


def chosen(text: str, title: str = "", language: str = "ur") -> list[str]:
    """Return the sentences of the summary."""
    return [text[start:end] for start, end in summary(Analysed(text, language), Analysed(title, language))]


def test_whole_sentences_in_order() -> None:
    """The lead is there, the label is not, and no sentence comes twice."""
    sentences = chosen(TEXT)
    assert sentences[0].startswith("دریا میں پانی")
    assert len(sentences) == len(set(sentences)) <= MOST_SENTENCES
    assert "نمونہ خبر" not in sentences


def test_a_short_article_gives_its_lead() -> None:
    """One sentence is its own summary, and a text without any has none."""
    assert chosen("شہر میں آج نئی لائبریری کا افتتاح کیا گیا ہے۔") == ["شہر میں آج نئی لائبریری کا افتتاح کیا گیا ہے۔"]
    assert chosen("") == chosen("شہر") == chosen("۔۔۔") == []


def test_a_sentence_that_only_repeats_the_title_is_left_out() -> None:
    """The title is known already."""
    title = "Old bridge in Springfield closed after heavy rain"
    text = f"{title}. Workers are repairing the pillars, and the mayor hopes to open it again in spring."
    assert chosen(text, title, "en") == [text[len(title) + 2 :]]


def test_pieces_of_quotations_are_left_out() -> None:
    """A sentence with one half of a pair of marks is a fragment."""
    text = 'He said: "The water came in the night to us. Nobody was there to help in the whole town at that time.'
    assert chosen(text, "", "en") == ["Nobody was there to help in the whole town at that time."]
    hebrew = 'נשיא ארה"ב הגיע אתמול בערב לביקור רשמי בעיר הבירה.'
    assert chosen(hebrew, "", "he") == [hebrew]


def test_it_is_short() -> None:
    """However long the text, the summary is not."""
    text = " ".join(f"Word{number} " * 30 + "ends here." for number in range(300))
    assert sum(map(len, chosen(text, "", "en"))) <= MOST_CHARS
