"""Which processes there are, and the ports they are given."""

import os
from pathlib import Path

import pytest

from services.local.workers import processes, workers
from services.runtime import settings
from services.runtime.settings import Settings, WrongSetting

HEALTH_PORT = "KHABAR_HEALTH_PORT"


def _set(**given: str) -> Settings:
    return settings.load({"KHABAR_" + name: value for name, value in given.items()})


def _enriching(chosen: Settings) -> int:
    return len([name for name in processes(chosen) if name.startswith("enrich")])


@pytest.mark.parametrize(("cores", "expected"), [(1, 1), (2, 2), (4, 4), (64, 4)])
def test_there_is_an_enrich_process_for_each_core(cores: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset, or 0, it is the number of cores this process may use, up to four; what is set is taken as it is."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert _enriching(_set()) == _enriching(_set(ENRICH_PROCESSES="0")) == expected
    assert _enriching(_set(ENRICH_PROCESSES="7")) == 7
    assert processes(_set(ENRICH_PROCESSES="1")) == ["ingest", "store", "index", "enrich", "api"]


@pytest.mark.parametrize("value", ["-1", "17", "two", "1.5"])
def test_a_number_of_processes_that_cannot_be_is_refused(value: str) -> None:
    """The line names the setting."""
    with pytest.raises(WrongSetting, match="KHABAR_ENRICH_PROCESSES"):
        _set(ENRICH_PROCESSES=value)


def test_further_processes_are_numbered(tmp_path: Path) -> None:
    """They are of the same kind, and told apart by name and log."""
    chosen = _set(STATE_DIR=str(tmp_path), ENRICH_PROCESSES="3")
    children = workers(chosen, {}, "amqp://here/", "mongodb://here/", 8080)
    names = ["ingest", "store", "index", "enrich", "enrich-2", "enrich-3", "api"]
    assert [child.name for child in children] == names
    assert [child.log.name for child in children] == [f"{name}.log" for name in names]
    assert [child._argv[-1] for child in children] == [
        f"services.{kind}" for kind in ("ingest", "store", "index", "enrich", "enrich", "enrich", "api")
    ]


@pytest.mark.parametrize(("api_port", "anywhere"), [(8080, ["enrich-2", "api"]), (8084, ["enrich", "enrich-2", "api"])])
def test_no_two_ask_for_one_port(api_port: int, anywhere: list[str], tmp_path: Path) -> None:
    """The first of a kind tries its usual port, unless that is the api's; the others take any that is free."""
    chosen = _set(STATE_DIR=str(tmp_path), ENRICH_PROCESSES="2")
    children = workers(chosen, {HEALTH_PORT: "8081"}, "amqp://here/", "mongodb://here/", api_port)
    assert {child.name: child._env[HEALTH_PORT] for child in children if HEALTH_PORT in child._env} == dict.fromkeys(
        anywhere, "0"
    )
    assert {child._env["KHABAR_API_PORT"] for child in children} == {str(api_port)}


def test_who_has_to_know_the_ports_may_choose_them(tmp_path: Path) -> None:
    """Each process gets the one that was chosen for it."""
    chosen = _set(STATE_DIR=str(tmp_path), ENRICH_PROCESSES="2")
    ports = {name: 20_000 + number for number, name in enumerate(processes(chosen))}
    children = workers(chosen, {}, "amqp://here/", "mongodb://here/", ports["api"], ports)
    assert {child.name: int(child._env[HEALTH_PORT]) for child in children} == ports
