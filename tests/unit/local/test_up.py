"""`khabar up` as a whole, over children that are no servers."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas.events import Event
from services.local import plan as plans
from services.local import up as ups
from services.local.lock import AlreadyRunning, hold
from services.local.plan import Plan, make_plan
from services.local.server import Server
from services.local.supervise import WrongSettings
from services.local.up import UpOptions, up
from services.runtime import settings
from services.runtime.errors import Unavailable
from services.runtime.settings import WrongSetting
from tests.unit.local.children import SLEEPER, STUBBORN, child, is_running, said

URLS = {"KHABAR_AMQP_URL": "amqp://127.0.0.1:1/", "KHABAR_MONGO_URL": "mongodb://127.0.0.1:1/"}
AT_REST: Mapping[str, Any] = {"documents": {"seen": 1}, "articles": {"published": 1}, "dead": 0, "idle": True}


async def _initiate(_: str, __: str, ___: str) -> None:
    raise AssertionError("no MongoDB is started here")


async def _subscribe(_: str) -> AsyncIterator[Event]:
    raise Unavailable("rabbitmq", "there is none")
    yield


def _options(folder: Path, *, until_idle: bool = False, **env: str) -> UpOptions:
    places = {"KHABAR_STATE_DIR": str(folder / "state"), "KHABAR_SEEDS_DIR": str(folder / "seeds")}
    chosen = settings.load(URLS | places | env)
    return UpOptions(chosen, os.environ, _initiate, _subscribe, until_idle=until_idle, as_json=True)


def _use(monkeypatch: pytest.MonkeyPatch, folder: Path, *codes: str) -> Plan:
    workers = [child(folder, code, f"worker{number}", grace_s=5) for number, code in enumerate(codes)]
    plan = Plan([], workers, "amqp://", "http://api", folder, folder)
    monkeypatch.setattr(ups, "make_plan", lambda *_: plan)
    return plan


async def _up_and_running(options: UpOptions, plan: Plan) -> tuple["asyncio.Task[int]", list[int]]:
    task = asyncio.create_task(up(options))
    for worker in plan.workers:
        await said(worker, "up")
    return task, [worker.pid for worker in plan.workers if worker.pid]


@pytest.fixture
def hangups() -> Iterator[None]:
    """Hang-ups as a terminal's processes have them, also where the tests run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangups")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_stops_everything(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first signal ends every child, lets the state folder go and returns 0."""
    plan = _use(monkeypatch, tmp_path, SLEEPER, SLEEPER)
    options = _options(tmp_path)
    task, pids = await _up_and_running(options, plan)
    os.kill(os.getpid(), number)
    async with asyncio.timeout(5):
        assert await task == 0
    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids)
    with hold(options.settings.state_dir):
        pass


async def test_others_are_told_where_the_servers_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs, the state folder names the api and the servers that were started; afterwards it does not."""
    plan = _use(monkeypatch, tmp_path, SLEEPER)
    options = _options(tmp_path)

    async def ready() -> None:
        """Be ready."""

    server = Server("mongodb://127.0.0.1:7/", child(tmp_path, SLEEPER, "mongod", grace_s=5), ready)
    monkeypatch.setattr(ups, "make_plan", lambda *_: replace(plan, servers=[server]))
    task, _ = await _up_and_running(options, plan)
    notes = {path.name: path.read_text() for path in options.settings.state_dir.glob("*.address")}
    assert notes == {"api.address": "http://api\n", "mongod.address": "mongodb://127.0.0.1:7/\n"}
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(10):
        await task
    assert list(options.settings.state_dir.glob("*.address")) == []


async def test_a_second_signal_kills_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that will not stop is not waited for when asked twice."""
    plan = _use(monkeypatch, tmp_path, STUBBORN)
    plan.workers[0]._grace_s = 60
    task, pids = await _up_and_running(_options(tmp_path), plan)
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(0.2)
    assert is_running(pids[0])
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(5):
        assert await task == 0
    assert not is_running(pids[0])


async def test_two_signals_at_once_start_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from `make` and its terminal, or from `timeout`: what was killed stays so, and `up` ends."""
    plan = _use(monkeypatch, tmp_path, SLEEPER, STUBBORN)
    task, pids = await _up_and_running(_options(tmp_path), plan)
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(5):
        assert await task == 0
    assert not any(is_running(pid) for pid in [*pids, *(worker.pid for worker in plan.workers if worker.pid)])


async def test_a_broker_that_is_gone_does_not_hold_the_end_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Giving up the subscription may fail with the broker: it ends all the same."""

    async def lost(_: str) -> AsyncIterator[Event]:
        try:
            await asyncio.Event().wait()
        finally:
            raise Unavailable("rabbitmq", "it was killed")
        yield

    plan = _use(monkeypatch, tmp_path, SLEEPER)
    task, pids = await _up_and_running(replace(_options(tmp_path), subscribe=lost), plan)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(5):
        assert await task == 0
    assert not is_running(pids[0])


async def test_a_second_up_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another `up` on the same state folder is refused and starts nothing."""
    plan = _use(monkeypatch, tmp_path, SLEEPER)
    options = _options(tmp_path)
    with hold(options.settings.state_dir), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        await up(options)
    assert plan.workers[0].pid is None


async def test_wrong_settings_of_a_child_end_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's own line is raised, and the others are stopped."""
    plan = _use(monkeypatch, tmp_path, SLEEPER, "import sys; print('khabar: KHABAR_X: no good'); sys.exit(2)")
    async with asyncio.timeout(10):
        with pytest.raises(WrongSettings, match="KHABAR_X: no good"):
            await up(_options(tmp_path))
    assert plan.workers[0].pid is None


@pytest.mark.parametrize(("dead", "code"), [(0, 0), (3, 1)])
async def test_until_idle_ends_with_a_summary(
    dead: int, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At rest it stops by itself; the summary alone is on standard output; dead letters make the exit code 1."""
    plan = _use(monkeypatch, tmp_path, SLEEPER)

    async def rest(*_: object) -> Mapping[str, Any]:
        await said(plan.workers[0], "up")
        return {**AT_REST, "dead": dead}

    monkeypatch.setattr(ups, "until_idle", rest)
    async with asyncio.timeout(10):
        assert await up(_options(tmp_path, until_idle=True)) == code
    printed = capsys.readouterr()
    assert printed.out.startswith("{")
    assert f'"dead": {dead}' in printed.out
    assert "drop files into" in printed.err


async def test_an_interrupted_wait_for_rest_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C before all is at rest returns 130."""
    plan = _use(monkeypatch, tmp_path, SLEEPER)

    async def never(*_: object) -> Mapping[str, Any]:
        await asyncio.Event().wait()
        return AT_REST

    monkeypatch.setattr(ups, "until_idle", never)
    task, _ = await _up_and_running(_options(tmp_path, until_idle=True), plan)
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(5):
        assert await task == 130


def test_the_plan_uses_servers_that_are_given(tmp_path: Path) -> None:
    """With both URLs set no server is started; the folder is made; every process gets the environment."""
    options = _options(tmp_path, KHABAR_ENRICH_PROCESSES="2")
    plan = make_plan(options.settings, {"PATH": "/bin", "KHABAR_LOG_LEVEL": "debug"}, _initiate)
    assert not plan.servers
    assert plan.amqp_url == URLS["KHABAR_AMQP_URL"]
    assert plan.seeds_dir.is_dir()
    assert [worker.name for worker in plan.workers] == ["ingest", "store", "index", "enrich", "enrich-2", "api"]
    environments = [worker._env for worker in plan.workers]
    assert all(env["KHABAR_MONGO_URL"] == URLS["KHABAR_MONGO_URL"] for env in environments)
    assert all(env["KHABAR_LOG_LEVEL"] == "debug" and env["PATH"] == "/bin" for env in environments)
    assert plan.workers[0]._argv == [sys.executable, "-m", "services.ingest"]


def test_a_port_that_was_asked_for_and_is_taken_is_a_wrong_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual port may be changed silently, one that was asked for may not."""
    monkeypatch.setattr(plans, "is_free", lambda port: port != 8999)
    with pytest.raises(WrongSetting, match="KHABAR_API_PORT: port 8999 is taken"):
        make_plan(_options(tmp_path, KHABAR_API_PORT="8999").settings, {}, _initiate)
    monkeypatch.setattr(plans, "free_port", lambda port: port + 1000)
    assert make_plan(_options(tmp_path).settings, {}, _initiate).api_url == "http://127.0.0.1:9080"
