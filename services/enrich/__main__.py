"""The enrich process: its composition root."""

import sys

from services.consumer import main_of
from services.enrich.handle import Enrich
from services.runtime.lifecycle import run

HEALTH_PORT = 8084

main = main_of(Enrich, HEALTH_PORT)

if __name__ == "__main__":
    sys.exit(run("enrich", main))
