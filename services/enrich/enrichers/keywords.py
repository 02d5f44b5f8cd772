"""What an article speaks of most."""

from schemas.article import Article
from services.text import keywords as text_keywords


def keywords(article: Article) -> list[str]:
    """List up to ten words, those of title and subtitle counted with the text's, in the article's own spelling."""
    parts = (article.title, article.subtitle, article.text)
    return text_keywords.keywords("\n".join(part for part in parts if part), article.language)
