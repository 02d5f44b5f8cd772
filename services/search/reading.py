"""Articles as the index reads them: each chunk between white space is looked up once, with all that is wanted of it.

A chunk's terms and keys are kept as two strings, for what is remembered of a hundred thousand chunks is in no cache of
the processor: the fewer objects, the better.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.article import Article
from services.text.memo import Memo, Room
from services.text.stems import stemmer
from services.text.tokens import terms_of

Read = tuple[str, str]
"""The folded terms of a chunk, and as many keys, each with spaces between them: mostly one, and the same."""


@dataclass(frozen=True)
class Reading:
    """An article's fields, chunk by chunk."""

    title: Sequence[Read]
    subtitle: Sequence[Read]
    text: Sequence[Read]


class Reader:
    """Reads articles, and remembers chunks: one memo for each language that has stems, and one for all others."""

    def __init__(self, met: Callable[[str, Read], None] | None = None) -> None:
        """Remember nothing yet; `met` is called with each chunk that is not known, or not any more."""
        self._met = met
        self._room = Room()
        self._memos: dict[Callable[[str], str] | None, Memo[Read]] = {}

    def read(self, article: Article) -> Reading:
        """Read an article."""
        known = self._memo(article.language)
        fields = (article.title or "", article.subtitle or "", article.text)
        title, subtitle, text = [list(map(known.__getitem__, field.split())) for field in fields]
        return Reading(title, subtitle, text)

    def forget(self) -> None:
        """Forget all chunks."""
        for memo in self._memos.values():
            memo.clear()

    def _memo(self, language: str) -> Memo[Read]:
        stem = stemmer(language)
        if stem not in self._memos:
            self._memos[stem] = Memo(lambda chunk: self._work(chunk, stem), self._room)
        return self._memos[stem]

    def _work(self, chunk: str, stem: Callable[[str], str] | None) -> Read:
        terms = terms_of(chunk)
        folded = " ".join(terms)
        keys = folded if stem is None else " ".join(map(stem, terms))
        read = folded, folded if keys == folded else keys
        if self._met:
            self._met(chunk, read)
        return read


_READER = Reader()


def read_article(article: Article) -> Reading:
    """Read an article, for who learns nothing from it."""
    return _READER.read(article)
