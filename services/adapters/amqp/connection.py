"""Connections, and what their errors mean to us.

Connections are plain, not "robust": each session connects, declares, works and ends with its connection, and its user
opens the next one. So there is one way to reconnect, it is ours, and a recovery without a consumer cannot happen.
Publishing and consuming use connections of their own, because an alarm blocks the ones that publish.
"""

import asyncio
import contextlib
from collections.abc import Iterator

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError, DeliveryError, PublishError
from yarl import URL

from services.runtime.errors import Unavailable, Unroutable

SERVER = "rabbitmq"
CONNECT_TIMEOUT_S = 10
CLOSE_TIMEOUT_S = 2


async def connect(url: str) -> AbstractConnection:
    """Open a connection. Raises Unavailable."""
    # Not `aio_pika.connect`: what it leaves behind when it fails warns of a close that was never awaited.
    connection = aio_pika.Connection(URL(url))
    try:
        with translated():
            await connection.connect(timeout=CONNECT_TIMEOUT_S)
    except BaseException:
        await connection.close()
        raise
    return connection


async def close(connection: AbstractConnection) -> None:
    """Close a connection. The other side may be gone or, in an alarm, not reading: it is a courtesy with a bound."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSE_TIMEOUT_S):
            await connection.close()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except PublishError as error:
        raise Unroutable(str(error)) from error
    except DeliveryError as error:
        raise Unavailable(SERVER, "refused a message (a queue is full?)") from error
    except (AMQPError, OSError, RuntimeError, TimeoutError) as error:
        raise Unavailable(SERVER, _told(error)) from error
    except asyncio.CancelledError as error:
        # aiormq cancels its waiters when a connection goes; that is not our own cancellation.
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise Unavailable(SERVER, "the connection was closed") from error
    except Exception as error:
        if type(error) is not Exception:
            raise
        # This is what aiormq fails its waiters with when a channel goes for no reason that it knows.
        raise Unavailable(SERVER, "the connection was closed") from error


def _told(error: BaseException) -> str:
    """Say what happened, without the URL, which may hold a password."""
    return f"{type(error).__name__}: {str(error) or 'no detail'}"[:300]
