"""The enrich process: its composition root."""

import sys

from services.consumer import main_of
from services.enrich.handle import Enrich
from services.enrich.installed import installed_enrichers
from services.enrich.warm import warm_up
from services.enrich.watchdog import WATCHDOG
from services.runtime.lifecycle import run
from services.runtime.ports import Database
from services.runtime.settings import Settings

HEALTH_PORT = 8084


def make(database: Database, settings: Settings) -> Enrich:
    """Make the stage, with all enrichers that are installed, ready to work."""
    WATCHDOG.watch()
    enrichers = installed_enrichers()
    warm_up(enrichers)
    return Enrich(database, enrichers, settings.story_days)


main = main_of(make, HEALTH_PORT)

if __name__ == "__main__":
    sys.exit(run("enrich", main))
