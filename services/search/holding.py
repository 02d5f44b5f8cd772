"""What it means that an article holds a clause of a query: as a condition for the server, and as a frequency."""

from collections.abc import Sequence
from typing import Any

from services.runtime.ports import Query
from services.search.entities import NAMED
from services.search.layout import FOLDED_TEXT, FOLDED_TITLE, IN_TITLE, KEYS, STOPS
from services.search.wanted import Clause, Field, Form
from services.text.stop_words import any_stop_terms


def has_key(key: str, field: Field = Field.ANY) -> Query:
    """Make the condition that the index answers by itself: that an article has a key."""
    return {f"{KEYS}.{key}": _least(field)}


def holds(clause: Clause) -> Query:
    """Make the condition that an article holds a clause."""
    forms: list[Query] = [{"$and": [_has(key, clause.field) for key in form.keys]} for form in clause.forms]
    any_form: Query = {"$or": forms}
    return {"$and": [any_form, stands(clause)]} if is_verified(clause) else any_form


def stands(clause: Clause) -> Query:
    """Make the condition that the words of a phrase, or a beginning, stand in an article, whatever keys it has."""
    return {"$expr": _standing(clause)}


def is_verified(clause: Clause) -> bool:
    """Tell whether having the keys is not enough."""
    return bool(clause.phrase or clause.prefix)


def is_indexed(clause: Clause) -> bool:
    """Tell whether the index can say who may hold a clause: not if it is made of stop words alone.

    A stem of a stop word, as if it were of another language (`sam` of `same`), says nothing of who has the word.
    """
    stops = any_stop_terms()
    if clause.words and not clause.prefix:
        return not stops.issuperset(clause.words)
    return any(not stops.issuperset(form.keys) for form in clause.forms)


def is_led_by_keys(clause: Clause) -> bool:
    """Tell whether each form has a single key, so that whoever has one of the keys has one of the forms."""
    return is_indexed(clause) and all(len(form.keys) == 1 for form in clause.forms)


def form_keys(form: Form) -> Sequence[str]:
    """Return the keys of a form that the index knows in any language; all, if it knows none."""
    stops = any_stop_terms()
    return [key for key in form.keys if key not in stops] or form.keys


def frequency(clause: Clause, *, verified: bool) -> Any:
    """Build the expression of how strongly an article holds a clause, 0 if not at all.

    Args:
        clause: what is looked for.
        verified: that the words of a phrase, or a beginning, stand there was made sure of before.
    """
    parts = [_form_frequency(form, clause.field) for form in clause.forms]
    parts += [{"$ifNull": [f"${NAMED}.{entity}", 0]} for entity in clause.entities]
    found = parts[0] if len(parts) == 1 else {"$add": parts}
    if is_verified(clause) and not verified:
        return {"$cond": [_standing(clause), found, 0]}
    return found


def key_strength(key: str) -> Any:
    """Build the expression of the number that an article has for a key; there is none if it does not have it."""
    path = f"${KEYS}.{key}"
    # A stop word of one language may be a word of another.
    return {"$ifNull": [f"${STOPS}.{key}", path]} if key in any_stop_terms() else path


def _least(field: Field) -> Query:
    return {"$gte": IN_TITLE} if field is Field.TITLE else {"$gt": 0}


def _has(key: str, field: Field) -> Query:
    if key not in any_stop_terms():
        return has_key(key, field)
    return {"$or": [has_key(key, field), {f"{STOPS}.{key}": _least(field)}]}


def _form_frequency(form: Form, field: Field) -> Any:
    keys = [_key_frequency(key, field) for key in form.keys]
    least = keys[0] if len(keys) == 1 else {"$min": keys}
    return least if form.weight == 1 else {"$multiply": [form.weight, least]}


def _key_frequency(key: str, field: Field) -> Any:
    found = key_strength(key)
    if field is Field.TITLE:
        return {"$max": [0, {"$subtract": [found, IN_TITLE]}]}  # of what is missing, null, and the greater is 0
    return {"$ifNull": [{"$mod": [found, IN_TITLE]}, 0]}


def _standing(clause: Clause) -> Any:
    # A search for plain bytes takes a third of the time of one for a regular expression.
    words = f" {' '.join(clause.phrase)} " if clause.phrase else f" {clause.prefix}"
    return {"$or": [{"$gte": [{"$indexOfBytes": [f"${name}", words]}, 0]} for name in _folded(clause.field)]}


def _folded(field: Field) -> Sequence[str]:
    return (FOLDED_TITLE,) if field is Field.TITLE else (FOLDED_TITLE, FOLDED_TEXT)
