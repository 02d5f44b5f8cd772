"""The command that builds the index anew."""

from typing import TYPE_CHECKING

from services.cli.app import EXIT_INTERRUPTED, EXIT_NOTHING, EXIT_UNREACHABLE, AsJson, app
from services.cli.asking import fail, with_servers
from services.cli.printing import print_json
from services.cli.progress import Progress

if TYPE_CHECKING:
    from services.runtime.settings import Settings


@app.command(epilog="Example: khabar reindex")
def reindex(as_json: AsJson = False) -> None:
    """Build the index anew, beside the old one.

    Searches use the old index until the new one is whole, with what arrived meanwhile; then they switch at once. When
    interrupted, it goes on where it was: when this command is run again, or in an index process, within half a minute.
    Index processes do this by themselves when they start with a newer analyser. Works on MongoDB (KHABAR_MONGO_URL).
    """
    import asyncio

    from services.index.pointer import Busy, LostLease
    from services.index.rebuild import Incomplete, Stopped
    from services.runtime import logs
    from services.runtime.errors import Unavailable

    given = with_servers()
    logs.configure("reindex", given.log_format, "error")
    try:
        articles, left_out = asyncio.run(_rebuild(given, Progress("reindex", quiet=as_json)))
    except (Busy, Incomplete) as refusal:
        fail(str(refusal), EXIT_NOTHING)
    except LostLease:
        fail("it took too long for a sign of life, and somebody else has taken the rebuild up", EXIT_NOTHING)
    except Unavailable as outage:
        fail(f"{outage}; run it again to go on", EXIT_UNREACHABLE)
    except Stopped:
        fail("interrupted; run it again to go on", EXIT_INTERRUPTED)
    if as_json:
        return print_json({"articles": articles, "left_out": left_out})
    from typer import echo

    return echo(f"the new index is searched: {articles} articles" + (f", {left_out} left out" if left_out else ""))


async def _rebuild(given: "Settings", progress: Progress) -> tuple[int, int]:
    import asyncio

    from services.adapters.mongo import MongoDatabase
    from services.cli.signals import stop_at_signals
    from services.index.keep import holder_name
    from services.index.pointer import PointerRow
    from services.index.rebuild import Rebuild
    from services.runtime.backoff import wait_for

    database = MongoDatabase(given.mongo, given.mongo_db)
    row = PointerRow(database, holder_name())
    try:
        stop = asyncio.Event()
        with progress, stop_at_signals(stop):
            rebuild = Rebuild(database, row, stop, say=progress.show)
            articles = await rebuild.run()
            while not stop.is_set() and await row.tidy():  # the old one goes when nobody reads it any more
                await wait_for(stop, 0.5)
    finally:
        database.close()
    return articles, len(rebuild.left_out)
