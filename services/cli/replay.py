"""The command that sends stored articles once more to one consumer."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.app import EXIT_INTERRUPTED, EXIT_NOTHING, EXIT_UNREACHABLE, EXIT_USAGE, AsJson, app
from services.cli.asking import fail, with_servers
from services.cli.printing import print_json
from services.cli.progress import Progress

if TYPE_CHECKING:
    from services.cli.replaying import Replay
    from services.runtime.settings import Settings


class Consumer(StrEnum):
    """Who can be sent articles once more."""

    STORE = "store"
    INDEX = "index"
    ENRICH = "enrich"


@app.command(
    epilog="Examples: khabar replay --to enrich --where language=ur missing=places   khabar replay --to index --dry-run"
)
def replay(
    consumer: Annotated[Consumer, typer.Option("--to", help="Who gets them; nobody else does.")],
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="CONDITION", help="Which articles; all if there is none.")
    ] = None,
    conditions: Annotated[
        list[str] | None,
        typer.Argument(metavar="CONDITION", show_default=False, help="More conditions; all must hold."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count them.")] = False,
    after: Annotated[str, typer.Option(metavar="ID", help="Go on after this article, where another run ended.")] = "",
    as_json: AsJson = False,
) -> None:
    """Send stored articles once more to one consumer.

    Conditions: language=ur, source=SLUG, since=TIME, until=TIME (of ingestion), id=ID; with --to enrich also
    missing=ENRICHER, outdated=ENRICHER, failed=ENRICHER, of which any will do. An enrich process asks only the
    enrichers that have not answered in their newest version. Withdrawn articles are left out. Works on MongoDB and
    RabbitMQ (KHABAR_MONGO_URL, KHABAR_AMQP_URL).
    """
    import asyncio

    from services.runtime import logs
    from services.runtime.errors import Unavailable

    given = with_servers()
    logs.configure("replay", given.log_format, "error")
    work = _prepared(given, consumer.value, [*(where or ()), *(conditions or ())], after)
    away: Unavailable | None = None
    try:
        asyncio.run(_run(given, work, Progress("replay", quiet=as_json), dry_run=dry_run))
    except Unavailable as outage:
        away = outage
    if as_json:
        print_json(_told(work, dry_run=dry_run, interrupted=bool(away) or work.stop.is_set()))
    go_on = f"; go on with --after {work.after}" if work.after else ""
    if away:
        fail(f"{away}, after {work.sent} were sent{go_on}", EXIT_UNREACHABLE)
    if work.stop.is_set():
        fail(f"interrupted, after {work.sent} were sent{go_on}", EXIT_INTERRUPTED)
    if not work.sent:
        fail("there are no such articles", EXIT_NOTHING)
    if not as_json:
        typer.echo(f"{work.sent} articles {'would be' if dry_run else 'were'} sent to {consumer.value}")


def _prepared(given: "Settings", consumer: str, words: list[str], after: str) -> "Replay":
    import asyncio

    from services.adapters.mongo import MongoDatabase
    from services.cli.conditions import ARTICLE_ID, read_conditions
    from services.cli.replaying import Replay
    from services.enrich.installed import installed_enrichers

    if after and not ARTICLE_ID.fullmatch(after):
        fail("--after: an article's id is 32 hex digits", EXIT_USAGE)
    versions = {enricher.name: enricher.version for enricher in installed_enrichers()} if consumer == "enrich" else {}
    try:
        conditions = read_conditions(words, consumer, versions)
    except ValueError as error:
        fail(str(error), EXIT_USAGE)
    return Replay(MongoDatabase(given.mongo, given.mongo_db), consumer, conditions, asyncio.Event(), after)


async def _run(given: "Settings", work: "Replay", progress: Progress, *, dry_run: bool) -> None:
    from schemas import topology
    from services.adapters.amqp import AmqpBroker, AmqpPublisher
    from services.cli.signals import stop_at_signals

    queues = topology.queues(given.retry_delays_s, given.log_max_age)
    broker, publisher = AmqpBroker(given.amqp, queues), AmqpPublisher(given.amqp, queues, given.publish_window)
    try:
        with progress, stop_at_signals(work.stop):
            if dry_run:
                await work.count(progress.show)
            else:
                await work.run(publisher, broker, progress.show, progress.note)
    finally:
        await publisher.close()
        await broker.close()


def _told(work: "Replay", *, dry_run: bool, interrupted: bool) -> dict[str, Any]:
    return {
        "to": work.consumer,
        "sent": 0 if dry_run else work.sent,
        "matched": work.sent,
        "dry_run": dry_run,
        "interrupted": interrupted,
        "after": work.after or None,
    }
