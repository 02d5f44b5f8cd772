"""The store process: its composition root."""

import sys

from services.consumer import main_of
from services.runtime.lifecycle import run
from services.store.handle import Store

HEALTH_PORT = 8082

main = main_of(lambda database, _: Store(database), HEALTH_PORT)

if __name__ == "__main__":
    sys.exit(run("store", main))
