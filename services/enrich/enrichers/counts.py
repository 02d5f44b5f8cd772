"""How long an article is."""

from schemas.article import Article
from services.text.sentences import sentences
from services.text.tokens import count_words


def counts(article: Article) -> dict[str, int]:
    """Count the text's paragraphs, sentences, words and characters (code points), without title and subtitle."""
    text = article.text
    return {
        "paragraphs": sum(1 for paragraph in text.split("\n\n") if paragraph.strip()),
        "sentences": len(sentences(text, article.language)),
        "words": count_words(text),
        "characters": len(text),
    }
