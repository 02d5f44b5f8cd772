"""How a process starts and stops: a soft stop that lets work in hand finish, then a deadline."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Awaitable, Callable

import structlog
import uvloop

from services.runtime import logs, settings
from services.runtime.settings import Settings, WrongSetting

log = structlog.get_logger()

EXIT_WRONG_SETTING = 2
Main = Callable[[Settings, asyncio.Event], Awaitable[None]]


def run(process: str, main: Main) -> int:
    """Run one process until SIGTERM or SIGINT, and return its exit code.

    `main` gets the settings and an event that is set by the first signal: it should take no new work, finish what it
    has, release what it holds and return. After `stop_grace_s`, or at a second signal, it is cancelled.
    """
    try:
        loaded = settings.load()
    except WrongSetting as error:
        print(f"khabar: {error}", file=sys.stderr)  # noqa: T201  there is no log yet
        return EXIT_WRONG_SETTING
    logs.configure(process, loaded.log_format, loaded.log_level)
    spare_collector()
    # Sockets are what these processes wait for: uvloop takes 15 to 20 % less time for each message than asyncio's own.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(supervise(loaded, main))


def spare_collector() -> None:
    """Have the garbage collector look seldom, and never at what is loaded by now.

    Nothing here makes cycles of any size, and a batch in hand is a hundred thousand objects, all of which a round would
    look at for nothing.
    """
    gc.freeze()
    gc.set_threshold(150_000, 20, 50)


async def supervise(loaded: Settings, main: Main) -> int:
    """Run `main` under signals; return 0 when it ended well, 1 when it failed or had to be cut off."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(main(loaded, stop))
    _on_signals(stop, task)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        log.info("process.stopping", grace_s=loaded.stop_grace_s)
        await asyncio.wait({task}, timeout=loaded.stop_grace_s)
    stopping.cancel()
    return await _end(task)


async def _end(task: asyncio.Future[None]) -> int:
    if not task.done():
        log.warning("process.cut_off", why="work in hand took longer than stop_grace_s; it will be redelivered")
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return 1
    if task.cancelled():
        return 1
    if error := task.exception():
        if isinstance(error, WrongSetting):
            print(f"khabar: {error}", file=sys.stderr)  # noqa: T201  one plain line, as for every wrong setting
            return EXIT_WRONG_SETTING
        log.error("process.failed", exc_info=error)
        return 1
    log.info("process.stopped")
    return 0


def _on_signals(stop: asyncio.Event, task: asyncio.Future[None]) -> None:
    def on_signal() -> None:
        if stop.is_set():
            task.cancel()
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
