"""Free ports."""

import socket

import pytest

from services.local.ports import LOOPBACK, free_port, is_free


def test_the_preferred_port_is_taken_when_it_is_free() -> None:
    """A free preferred port is returned as it is."""
    assert is_free(free_port())
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        wanted = probe.getsockname()[1]
    assert free_port(wanted) == wanted


def test_another_port_is_found_when_the_preferred_is_taken() -> None:
    """A port somebody listens on is never returned."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        assert not is_free(wanted)
        port = free_port(wanted)
        assert port != wanted
        assert is_free(port)


def test_no_port_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by chance, nor because its server is down just now; only who asks for it gets it again."""
    monkeypatch.setattr("services.local.ports._RANGE", range(20_000, 20_040))
    monkeypatch.setattr("services.local.ports._GIVEN", set())
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        wanted = taken.getsockname()[1]
    ports = [free_port(wanted), *(free_port() for _ in range(10))]
    assert len(set(ports)) == 11
    assert free_port(wanted) == wanted
