"""What a child may make its parent believe."""

import pickle
from typing import Any

import pytest

from schemas.article import Repair, RepairKind
from schemas.reasons import Reason
from services.ingest.draft import Draft, Refusal
from services.ingest.read.wire import loads


class _ByName:
    """Pickles as `getattr` of something, which is how Python 3.11.2 writes an enum's member."""

    def __init__(self, of: Any, name: str) -> None:
        self.of, self.name = of, name

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self.of, self.name)


def test_drafts_and_refusals_come_through() -> None:
    """With all that they are made of."""
    draft = Draft("عنوان", "متن", repairs=(Repair(kind=RepairKind.MARKUP, count=1, offset=0),))
    refusal = Refusal(Reason.ENCRYPTED, member="a/b.txt")
    first, second = loads(pickle.dumps([draft, refusal]))
    assert first == draft
    assert (second.reason, second.detail, second.member) == (refusal.reason, refusal.detail, refusal.member)


def test_a_member_of_an_enum_comes_by_its_name() -> None:
    """As the Python of Debian 12 pickles it."""
    assert loads(pickle.dumps(_ByName(Reason, "EMPTY"))) is Reason.EMPTY


@pytest.mark.parametrize(
    ("of", "name"), [(Reason, "__class__"), (Reason, "mro"), (Draft, "__init__"), (Reason.EMPTY, "meaning")]
)
def test_nothing_else_comes_by_its_name(of: Any, name: str) -> None:
    """No method, no attribute, nothing that could lead to code."""
    with pytest.raises(pickle.UnpicklingError):
        loads(pickle.dumps(_ByName(of, name)))


@pytest.mark.parametrize("code", [b"cos\nsystem\n(S'true'\ntR.", b"cbuiltins\neval\n(S'1'\ntR.", b"cpathlib\nPath\n."])
def test_no_code_comes(code: bytes) -> None:
    """Neither of the system nor of any library."""
    with pytest.raises(pickle.UnpicklingError):
        loads(code)
