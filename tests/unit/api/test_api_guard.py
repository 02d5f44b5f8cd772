"""Who may write."""

import pytest

from services.api.guard import Guard, is_loopback
from services.api.problems import Problem

LOCAL = Guard(None, "127.0.0.1")
EVERYWHERE = "0.0.0.0"  # noqa: S104  nothing is bound here


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        (EVERYWHERE, False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, expected: bool) -> None:
    """Only names and addresses that no other machine can reach count as loopback."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1:8080"},
        {"Host": "localhost:8080", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8080"},
        {"Host": "[::1]:8080", "Sec-Fetch-Site": "none"},
    ],
)
def test_this_machine_may_write_without_a_token(headers: dict[str, str]) -> None:
    """On loopback, programs and the api's own page may write when no token is set."""
    LOCAL.check(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "rebound.example.org:8080"},
        {"Host": "["},
        {"Host": "localhost:8080", "Origin": "https://elsewhere.example.org"},
        {"Host": "localhost:8080", "Origin": "http://localhost:3000"},
        {"Host": "localhost:8080", "Origin": "null"},
        {"Host": "localhost:8080", "Sec-Fetch-Site": "cross-site"},
        {"Host": "localhost:8080", "Sec-Fetch-Site": "same-site"},
        {"Host": "rebound.example.org:8080", "Origin": "http://rebound.example.org:8080"},
    ],
)
def test_a_foreign_page_may_not_write(headers: dict[str, str]) -> None:
    """A page of another site, or one whose name was rebound to this machine, is refused."""
    with pytest.raises(Problem) as caught:
        LOCAL.check(headers)
    assert caught.value.status == 403


def test_a_public_address_without_a_token_takes_no_writes() -> None:
    """Where other machines can reach us, only a token lets anyone write, and the answer says which setting to set."""
    with pytest.raises(Problem, match="KHABAR_API_TOKEN") as caught:
        Guard(None, EVERYWHERE).check({"Host": "localhost:8080"})
    assert caught.value.status == 403


@pytest.mark.parametrize("authorization", ["Bearer secret", "bearer secret", "Bearer  secret "])
def test_the_token_lets_write_from_anywhere(authorization: str) -> None:
    """Whoever has the token may write, through any name and any proxy."""
    Guard("secret", EVERYWHERE).check({"Host": "news.example.org", "Authorization": authorization})


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer Secret", "Basic secret", "secret", "Bearer خبر"]
)
@pytest.mark.parametrize("host", ["127.0.0.1", EVERYWHERE])
def test_a_token_that_is_set_is_needed(authorization: str, host: str) -> None:
    """With a token set, nothing else will do, on loopback neither; the answer says how to send it."""
    with pytest.raises(Problem) as caught:
        Guard("secret", host).check({"Host": "localhost", "Authorization": authorization})
    assert caught.value.status == 401
    assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")
    assert "secret" not in caught.value.detail
