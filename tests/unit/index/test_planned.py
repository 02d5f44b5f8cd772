"""Which articles a query looks at, and what a score is made of."""

from collections.abc import Mapping

from services.search.candidates import BUDGET, LEAST_OF_EACH, MOST_SCANNED, Plan, keys_of, plan
from services.search.holding import form_keys, holds, is_indexed
from services.search.layout import IN_TITLE
from services.search.ranking import inverse_frequency
from services.search.wanted import Clause, Field, Form, Wanted


def _word(word: str, field: Field = Field.ANY) -> Clause:
    return Clause((Form((word,)),), field, words=(word,))


def _planned(counts: Mapping[str, int], wanted: Wanted | None = None, **passing: int) -> Plan:
    wanted = wanted or Wanted(tuple(map(_word, counts)))
    of_keys = {key: counts[key[0]] for key in keys_of(wanted)}
    return plan(wanted, of_keys, [{name: 1} for name in passing], list(passing.values()))


def test_rare_words_within_the_budget_are_all_looked_at() -> None:
    """While everything fits into the budget, one look into the index takes it all, and the ranking is exact."""
    found = _planned({"bridge": 20, "anchor": 10})
    [source] = found.sources
    assert source.stages[0] == {"$match": {"$or": [{"keys.anchor": {"$gt": 0}}, {"keys.bridge": {"$gt": 0}}]}}
    assert found.is_exact(25)


def test_of_common_words_the_strongest_are_looked_at() -> None:
    """What does not fit is read in the order of strength; the total is a lower bound then."""
    found = _planned({"common": 9_999, "rare": 400})
    assert found.sources[1].stages == [
        {"$match": {"keys.common": {"$gt": 0}}},
        {"$sort": {"keys.common": -1}},
        {"$limit": BUDGET - 400},
    ]
    assert not found.is_exact(500)


def test_every_common_word_has_its_share() -> None:
    """Words that would fill the budget do not shut out the others, and there is a bound to all of it."""
    found = _planned({"rare": BUDGET - 1} | {f"w{n}": 5_000 for n in range(30)})
    limits = [source.stages[-1]["$limit"] for source in found.sources]
    assert limits[0] == BUDGET
    assert set(limits[1:]) == {LEAST_OF_EACH}
    assert sum(limits) < 2 * BUDGET


def test_a_required_clause_leads() -> None:
    """Where something is required its articles are looked through, however rare the other words are not."""
    wanted = Wanted((_word("common"),), required=(_word("rare", Field.TITLE),))
    found = _planned({"common": 50_000, "rare": 5}, wanted)
    [source] = found.sources
    assert source.stages[0] == {"$match": {"$or": [{"keys.rare": {"$gte": IN_TITLE}}]}}
    assert found.sources[0].conditions == [holds(_word("common"))]


def test_a_narrow_filter_leads() -> None:
    """Few articles that pass a filter are looked through, all of them, rather than the strongest with a common word."""
    found = _planned({"common": 50_000}, source=120, language=40_000)
    assert found.sources[0].stages[0] == {"$match": {"source": 1}}
    assert {"language": 1} in found.sources[0].conditions
    assert found.is_exact(120)
    assert _planned({"rare": 5}, source=120).sources[0].conditions == [{"source": 1}], "the rarer leads"
    assert _planned({"common": 50_000}, source=MOST_SCANNED).sources[0].stages[0] != {"$match": {"source": 1}}


def test_a_name_is_looked_up_by_its_rarest_word() -> None:
    """Of a form of several keys one leads, and the others are verified."""
    name = Clause((Form(("white", "house")),), words=("white", "house"))
    found = _planned({"white": 900, "house": 30}, Wanted((name,)))
    assert found.sources[0].stages[0] == {"$match": {"$or": [{"keys.house": {"$gt": 0}}]}}
    assert found.sources[0].conditions


def test_stop_words_are_not_asked_of_the_index() -> None:
    """A form's stop words are left out; a clause of nothing else is looked for among the newest articles."""
    assert form_keys(Form(("the", "guardian"))) == ["guardian"]
    assert is_indexed(_word("guardian"))
    assert not is_indexed(_word("the"))
    assert holds(_word("the")) == {"$or": [{"$and": [{"$or": [{"keys.the": {"$gt": 0}}, {"stops.the": {"$gt": 0}}]}]}]}
    beside = _planned({"the": 0, "guardian": 5})
    assert beside.sources[0].stages[0] == {"$match": {"$or": [{"keys.guardian": {"$gt": 0}}]}}
    assert beside.sources[0].conditions == []
    newest = _planned({"the": 0})
    assert newest.sources[0].stages[1] == {"$sort": {"ingested_at": -1}}
    assert not newest.is_exact(0)


def test_inverse_frequencies_fall_and_stay_positive() -> None:
    """A rarer word weighs more; one in every article, or in more than were counted, still weighs something."""
    rare, some, every, stale = (inverse_frequency(n, 100) for n in (1, 50, 100, 150))
    assert rare > some > every > stale > 0
