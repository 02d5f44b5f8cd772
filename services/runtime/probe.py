"""`python -m services.runtime.probe PORT`: ask a process on this machine for its health, for container checks."""

import sys
import urllib.error
import urllib.request

TIMEOUT_S = 5


def healthy(port: int, path: str = "/healthz") -> bool:
    """Return whether the process that serves HTTP on this port of this machine answers 200."""
    try:
        # No proxy: the environment may name one, and it would be asked for an address that is its own loopback.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{port}{path}", timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(int(sys.argv[1])) else 1)
