"""Where a query's words stand in a text: every form that makes an article be found, in the author's own letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from services.search.mentions import Ways
from services.search.wanted import Clause
from services.text.analysed import Analysed
from services.text.memo import Memo
from services.text.stems import stem
from services.text.tokens import TERMS, term_spans

Span = tuple[int, int]
"""Code points from the start of the text, the second exclusive."""


@dataclass(frozen=True)
class Match:
    """Terms of a text that are what a clause looks for: numbers from the first to the last, inclusive."""

    first: int
    last: int
    clause: int


@dataclass(frozen=True)
class _Run:
    """Several words in a row, as they are or stemmed."""

    words: tuple[str, ...]
    clause: int
    stemmed: bool


_Met = tuple[tuple[int, ...], tuple[_Run, ...]]
_NOTHING: _Met = ((), ())


class Marker:
    """Finds what some clauses look for, in texts of one language."""

    def __init__(
        self, clauses: Sequence[Clause], weights: Sequence[float], language: str, ways: Ways = MappingProxyType({})
    ) -> None:
        """Prepare.

        Args:
            clauses: what is looked for.
            weights: how much each of them tells.
            language: BCP 47 tag of the texts, by which their words are stemmed.
            ways: how the texts name the entities that a clause looks for.
        """
        self.language = language
        self._weights = weights
        self._keys: dict[str, set[int]] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._runs: dict[str, list[_Run]] = {}
        for number, clause in enumerate(clauses):
            self._add(number, clause)
            for words in ways.get(number, ()):
                self._add_run(_Run(words, number, stemmed=False))
        self._known = self._keys.keys() | self._runs.keys()
        self._alone = Memo(self._clauses_of)

    def find(self, terms: Sequence[str]) -> list[Match]:
        """Return what is met in a row of folded terms, in order."""
        found: list[Match] = []
        for at, term in enumerate(terms):
            alone, runs = self._alone[term]
            found += [Match(at, at, clause) for clause in alone]
            lasts = ((run.clause, self._find_run(run, terms, at)) for run in runs)
            found += [Match(at, last, clause) for clause, last in lasts if last is not None]
        return found

    def weight(self, matches: Iterable[Match]) -> float:
        """Sum up what the different clauses that are met tell."""
        # In the order of the query, so that a sum is the same each time.
        return sum(self._weights[clause] for clause in sorted({match.clause for match in matches}))

    def telling(self, chunks: Iterable[str]) -> set[str]:
        """Return those pieces between white space in which something may be met: quick, to pass over all others."""
        return {chunk for chunk in chunks if any(self._alone[term] is not _NOTHING for term in TERMS[chunk])}

    def spans(self, text: str) -> list[Span]:
        """Return where what is met stands in a text; in order, and none overlaps the next."""
        if not self.telling(set(text.split())):
            return []
        whole = Analysed(text, self.language)
        found = sorted((_span(whole, match.first)[0], _span(whole, match.last)[1]) for match in self.find(whole.terms))
        joined: list[Span] = []
        for start, end in found:
            if joined and start < joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((start, end))
        return joined

    def _add(self, number: int, clause: Clause) -> None:
        if clause.phrase:
            return self._add_run(_Run(clause.phrase, number, stemmed=False))
        if clause.prefix:
            return self._prefixes.append((clause.prefix, number))
        for form in clause.forms:
            if len(form.keys) == 1:
                self._keys.setdefault(form.keys[0], set()).add(number)
            else:
                self._add_run(_Run(form.keys, number, stemmed=True))
        return None

    def _add_run(self, run: _Run) -> None:
        self._runs.setdefault(run.words[0], []).append(run)

    def _clauses_of(self, term: str) -> _Met:
        """List the clauses that a term meets by itself, and the runs that may begin with it."""
        key = stem(term, self.language)
        if not self._prefixes and self._known.isdisjoint((term, key)):
            return _NOTHING
        alone = self._keys.get(key, set()) | {clause for prefix, clause in self._prefixes if term.startswith(prefix)}
        runs = [run for first in {term, key} for run in self._runs.get(first, ())]
        return (tuple(sorted(alone)), tuple(dict.fromkeys(runs))) if alone or runs else _NOTHING

    def _find_run(self, run: _Run, terms: Sequence[str], at: int) -> int | None:
        """Return the number of the last term of a run that begins at one; None if it does not stand there."""
        if not run.stemmed:
            last = at + len(run.words) - 1
            return last if tuple(terms[at : last + 1]) == run.words else None
        for word in run.words:
            # A name may have a word between two that were looked for: Bashar al-Assad.
            near = [number for number in (at, at + 1) if terms[number : number + 1]]
            found = next((number for number in near if stem(terms[number], self.language) == word), None)
            if found is None:
                return None
            at = found + 1
        return at - 1


def _span(text: Analysed, number: int) -> Span:
    """Return where a term stands, of which there may be several in a chunk."""
    home = text.homes[number]
    within = list(term_spans(text.chunks[home]))
    start, end, _ = within[number - text.homes.index(home)]
    return text.chunk_spans[home][0] + start, text.chunk_spans[home][0] + end
