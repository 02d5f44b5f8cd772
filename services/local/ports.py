"""Free TCP ports on the loopback address."""

import random
import socket

LOOPBACK = "127.0.0.1"
_TRIES = 200
_RANGE = range(20_000, 32_768)
"""Below the range the kernel gives to outgoing connections, so that a server finds its port free again later."""
_GIVEN: set[int] = set()
"""What this process was told already: it looks free until somebody listens, and while a server restarts."""


def is_free(port: int) -> bool:
    """Tell whether a server could listen on `port` of the loopback address right now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int | None = None) -> int:
    """Return `preferred` if there is one and it is free, else a random free port, a different one each time.

    Raises:
        OSError: no free port was found.
    """
    if preferred is not None and is_free(preferred):
        _GIVEN.add(preferred)
        return preferred
    for _ in range(_TRIES):
        port = random.choice(_RANGE)  # noqa: S311 - a port is no secret
        if port not in _GIVEN and is_free(port):
            _GIVEN.add(port)
            return port
    raise OSError(f"no free port found on {LOOPBACK} in {_TRIES} tries")
