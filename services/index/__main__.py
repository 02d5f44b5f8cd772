"""The index process: its composition root."""

import sys

from services.consumer import main_of
from services.index.handle import Index
from services.index.keep import keep
from services.runtime.lifecycle import run

HEALTH_PORT = 8083

main = main_of(lambda database, _: Index(database), HEALTH_PORT, beside=keep)

if __name__ == "__main__":
    sys.exit(run("index", main))
