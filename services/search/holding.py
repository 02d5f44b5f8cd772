"""What it means that an article holds a clause of a query: as a condition for the server, and as a frequency."""

from collections.abc import Sequence
from typing import Any

from services.runtime.ports import Query
from services.search.layout import FOLDED_TEXT, FOLDED_TITLE, IN_TITLE, KEYS, UNIT
from services.search.wanted import Clause, Field, Form
from services.text.stop_words import any_stop_terms


def has_key(key: str, field: Field = Field.ANY) -> Query:
    """Make the condition that the index answers by itself: that an article has a key."""
    return {f"{KEYS}.{key}": {"$gte": IN_TITLE} if field is Field.TITLE else {"$gt": 0}}


def holds(clause: Clause) -> Query:
    """Make the condition that an article holds a clause."""
    if not is_indexed(clause):
        return stands(clause)
    forms: list[Query] = [{"$and": [has_key(key, clause.field) for key in form_keys(form)]} for form in clause.forms]
    any_form: Query = {"$or": forms}
    return {"$and": [any_form, stands(clause)]} if is_verified(clause) else any_form


def stands(clause: Clause) -> Query:
    """Make the condition that the words of a clause stand in an article as they must, whatever keys it has."""
    return {"$expr": _standing(clause)}


def is_verified(clause: Clause) -> bool:
    """Tell whether having the keys is not enough."""
    return bool(clause.phrase or clause.prefix)


def is_indexed(clause: Clause) -> bool:
    """Tell whether the index can say who may hold a clause: not if there is a form that is made of stop words alone."""
    stops = any_stop_terms()
    return bool(clause.forms) and not any(stops.issuperset(form.keys) for form in clause.forms)


def is_led_by_keys(clause: Clause) -> bool:
    """Tell whether each form has a single key, so that whoever has one of the keys has one of the forms."""
    return is_indexed(clause) and all(len(form.keys) == 1 for form in clause.forms)


def form_keys(form: Form) -> Sequence[str]:
    """Return the keys of a form that tell: stop words are not in the index of an article of their language."""
    stops = any_stop_terms()
    return [key for key in form.keys if key not in stops] or form.keys


def frequency(clause: Clause, *, verified: bool) -> Any:
    """Build the expression of how strongly an article holds a clause, 0 if not at all.

    Args:
        clause: what is looked for.
        verified: that the words of a phrase, or a beginning, stand there was made sure of before.
    """
    if not is_indexed(clause):
        return {"$cond": [_standing(clause), UNIT, 0]}
    forms = [_form_frequency(form, clause.field) for form in clause.forms]
    found = forms[0] if len(forms) == 1 else {"$add": forms}
    if is_verified(clause) and not verified:
        return {"$cond": [_standing(clause), found, 0]}
    return found


def key_strength(key: str) -> str:
    """Return the path to the number that an article has for a key; there is none if it does not have it."""
    return f"${KEYS}.{key}"


def _form_frequency(form: Form, field: Field) -> Any:
    keys = [_key_strength(key, field) for key in form_keys(form)]
    least = keys[0] if len(keys) == 1 else {"$min": keys}
    return least if form.weight == 1 else {"$multiply": [form.weight, least]}


def _key_strength(key: str, field: Field) -> Any:
    path = key_strength(key)
    if field is Field.TITLE:
        return {"$max": [0, {"$subtract": [path, IN_TITLE]}]}  # of what is missing, null, and the greater is 0
    return {"$ifNull": [{"$mod": [path, IN_TITLE]}, 0]}


def _standing(clause: Clause) -> Any:
    # A search for plain bytes takes a third of the time of one for a regular expression.
    return {
        "$or": [
            {"$gte": [{"$indexOfBytes": [f"${name}", words]}, 0]}
            for words in _rows(clause)
            for name in _folded(clause.field)
        ]
    }


def _folded(field: Field) -> Sequence[str]:
    return (FOLDED_TITLE,) if field is Field.TITLE else (FOLDED_TITLE, FOLDED_TEXT)


def _rows(clause: Clause) -> Sequence[str]:
    """List what must stand in the folded words, each of which has a space on both sides: any of these."""
    if clause.phrase:
        return [f" {' '.join(clause.phrase)} "]
    if clause.prefix:
        return [f" {clause.prefix}"]
    words = clause.words or tuple(key for form in clause.forms for key in form.keys)
    return [f" {word} " for word in words]
