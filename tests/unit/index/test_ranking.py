"""Which articles a query looks at, and what a score is made of."""

from services.search.ranking import BUDGET, Plan, plan, weights


def test_rare_words_within_the_budget_are_all_looked_at() -> None:
    """While everything fits into the budget nothing is left out."""
    assert plan({"b": 20, "a": 10}) == Plan(["a", "b"], None, complete=True)


def test_common_words_are_left_out_where_rare_ones_bring_enough() -> None:
    """A word that does not fit into the budget any more is only scored, and the total becomes a lower bound."""
    assert plan({"common": BUDGET + 1, "rare": 500}) == Plan(["rare"], None, complete=False)
    assert plan({"a": 600, "b": 600}) == Plan(["a"], None, complete=False)


def test_where_rare_words_bring_little_the_newest_with_a_common_one_are_added() -> None:
    """A misspelt or very rare word does not hide the articles with the query's other words."""
    assert plan({"common": BUDGET + 1, "typo": 0}) == Plan(["typo"], "common", complete=False)
    assert plan({"of": 9_999, "the": 9_000}) == Plan([], "the", complete=False)


def test_weights_fall_with_frequency_and_stay_positive() -> None:
    """A rarer word weighs more; one in every article, or in more than were counted, still weighs something."""
    found = weights({"rare": 1, "some": 50, "all": 100, "stale": 150}, articles=100)
    assert found["rare"] > found["some"] > found["all"] > found["stale"] > 0
