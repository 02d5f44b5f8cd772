"""`khabar up`: everything on this machine, from the servers to the api, until Ctrl-C or until all is at rest."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from schemas.events import Event, UndecodableEvent
from services.local.display import Lines, LiveTable, View, show
from services.local.lock import hold
from services.local.mongod import Initiate
from services.local.plan import Plan, make_plan
from services.local.server import Server, ServerDied
from services.local.summary import Status, print_summary, summarise, until_idle
from services.local.supervise import Say, Supervisor
from services.runtime.errors import Unavailable
from services.runtime.settings import Settings

API_ADDRESS = "api.address"
"""The file in the state folder that tells other commands where the api is, while `up` runs."""
EXIT_DEAD_LETTERS = 1
EXIT_INTERRUPTED = 130
_BOOT_TIMEOUT_S = 120.0
_RETRY_S = 0.5


@dataclass(frozen=True)
class UpOptions:
    """What `up` is given by the command line."""

    settings: Settings
    env: Mapping[str, str]
    """The environment the children start from."""
    initiate: Initiate
    """Makes the private mongod a replica set: the adapters' `initiate_replica_set`."""
    subscribe: Callable[[str], AsyncIterator[Event]]
    """Yields every event from now on, given the broker's URL; raises Unavailable when the connection ends."""
    until_idle: bool = False
    as_json: bool = False


async def up(options: UpOptions) -> int:
    """Run everything; return 0, or 1 if dead letters are left, or 130 if interrupted before all was at rest.

    SIGINT, SIGTERM and SIGHUP stop the processes, then the servers, in order; a second one kills them at once.

    Raises:
        AlreadyRunning: another `up` holds the state folder.
        MissingProgram: a server has to be started and is not installed.
        WrongSetting: the api's port is taken.
        WrongSettings: a process refused its settings.
    """
    began = time.monotonic()
    console = Console(stderr=options.as_json)
    with hold(options.settings.state_dir):
        plan = make_plan(options.settings, options.env, options.initiate)
        _say_where(console, plan)
        with _noted(options.settings.state_dir, plan), _view(console) as view:
            status = await _run(plan, options, console, view)
    if status is None:
        return EXIT_INTERRUPTED if options.until_idle else 0
    print_summary(summarise(status, time.monotonic() - began), Console(), as_json=options.as_json)
    return EXIT_DEAD_LETTERS if status["dead"] else 0


async def _run(plan: Plan, options: UpOptions, console: Console, view: View) -> Status | None:
    """Keep everything running until the goal is reached or a signal comes; return the last status if it was reached."""

    def say(line: str) -> None:
        console.print(Text(line), soft_wrap=True)

    stop = asyncio.Event()
    supervisor = Supervisor([plan.workers, plan.servers], say)
    with _signals(stop, supervisor.kill):
        running = asyncio.create_task(supervisor.run())
        aside = asyncio.create_task(_aside(plan, options, view, say))
        goal = asyncio.create_task(_goal(plan, stop, until_rest=options.until_idle))
        try:
            await asyncio.wait({running, goal, aside}, return_when=asyncio.FIRST_COMPLETED)
            say("stopping; once more to stop at once" if stop.is_set() else "stopping")
            await _end(goal, aside)
        finally:
            await _end(running)
    return goal.result() if not goal.cancelled() else None


async def _aside(plan: Plan, options: UpOptions, view: View, say: Say) -> None:
    """Show what arrives, for ever, and tell when each server is ready."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_show_arrivals(options.subscribe, plan.amqp_url, view))
        for server in plan.servers:
            group.create_task(_make_ready(server, say))


async def _goal(plan: Plan, stop: asyncio.Event, *, until_rest: bool) -> Status | None:
    """Return the status when all is at rest, if that is the goal; None when told to stop."""
    stopped = asyncio.create_task(stop.wait())
    if not until_rest:
        await stopped
        return None
    rest = asyncio.create_task(until_idle(plan.api_url, plan.seeds_dir))
    await asyncio.wait({stopped, rest}, return_when=asyncio.FIRST_COMPLETED)
    await _end(stopped, rest)
    return rest.result() if not rest.cancelled() else None


async def _end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel what still runs and wait for it; raise what went wrong."""
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _show_arrivals(subscribe: Callable[[str], AsyncIterator[Event]], amqp_url: str, view: View) -> None:
    while True:
        with contextlib.suppress(Unavailable, UndecodableEvent):
            await show(subscribe(amqp_url), view)
        if (task := asyncio.current_task()) and task.cancelling():
            raise asyncio.CancelledError  # it was lost where the broker was gone while the subscription was given up
        await asyncio.sleep(_RETRY_S)


async def _make_ready(server: Server, say: Say) -> None:
    """Wait until a server answers, however often it is started for that."""
    began = time.monotonic()
    while True:
        try:
            await server.wait_ready(_BOOT_TIMEOUT_S)
        except ServerDied:
            await asyncio.sleep(_RETRY_S)  # the supervisor starts it again
        except TimeoutError:
            say(f"{server.name} has not answered for {_BOOT_TIMEOUT_S:g} s ({server.last_words()})")
        else:
            break
    say(f"{server.name} is ready after {time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def _noted(folder: Path, plan: Plan) -> Iterator[None]:
    """Tell other commands where the api is, and the servers that are started here."""
    notes = {API_ADDRESS: plan.api_url} | {f"{server.name}.address": server.url for server in plan.servers}
    for name, url in notes.items():
        (folder / name).write_text(f"{url}\n")
    try:
        yield
    finally:
        for name in notes:
            (folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _view(console: Console) -> Iterator[View]:
    if console.is_terminal:
        with LiveTable(console) as table:
            yield table
    else:
        yield Lines(console)


@contextlib.contextmanager
def _signals(stop: asyncio.Event, kill: Callable[[], None]) -> Iterator[None]:
    """Have the first signal set `stop`, and any other call `kill`."""

    def on_signal() -> None:
        if stop.is_set():
            kill()
        stop.set()

    loop = asyncio.get_running_loop()
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup, and to be left so
        numbers.append(signal.SIGHUP)
    for number in numbers:
        loop.add_signal_handler(number, on_signal)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _say_where(console: Console, plan: Plan) -> None:
    for what, where in (
        ("drop files into", plan.seeds_dir),
        ("open", f"{plan.api_url}/"),
        ("logs are in", plan.logs_dir),
        ("processes", ", ".join(worker.name for worker in plan.workers)),
    ):
        console.print(Text(f"{what:<16} {where}"), soft_wrap=True)
