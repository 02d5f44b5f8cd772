"""The api process: its composition root."""

import asyncio
import sys
from contextlib import AsyncExitStack
from functools import partial

from schemas import topology
from services.adapters.amqp import AmqpBroker, AmqpPublisher
from services.adapters.mongo import MongoDatabase
from services.api.app import make_app
from services.api.guard import Guard
from services.api.handlers import Api
from services.api.status import StatusBoard
from services.api.upload import Folder
from services.api.version import version
from services.runtime.backoff import until_available
from services.runtime.health import Health, serve
from services.runtime.lifecycle import run
from services.runtime.settings import Settings, WrongSetting
from services.search.segments import known_words
from services.text.entities import entities_in
from services.text.names.aliases import Aliases, aliases, built_in


async def main(settings: Settings, stop: asyncio.Event) -> None:
    """Wire the process, and serve until stopped."""
    async with AsyncExitStack() as stack:
        health = Health()
        database = MongoDatabase(settings.mongo, settings.mongo_db)
        stack.callback(database.close)
        health.register("mongodb", database.ping)
        queues = topology.queues(settings.retry_delays_s, settings.log_max_age)
        broker = AmqpBroker(settings.amqp, queues)
        stack.push_async_callback(broker.close)
        publisher = AmqpPublisher(settings.amqp, queues)
        stack.push_async_callback(publisher.close)
        health.register("rabbitmq", publisher.ping)

        folder = Folder(settings.seeds_dir.absolute(), settings.max_file_bytes)
        await asyncio.to_thread(folder.sweep)
        # The log keeps every event for days: nobody is behind with it.
        names = [queue.name for queue in queues if queue.name != topology.LOG_QUEUE]
        board = StatusBoard(database, broker, names, version())
        token = settings.api_token.get_secret_value() if settings.api_token else None
        api = Api(database, board, folder, publisher, version(), await asyncio.to_thread(_names, settings))
        app = make_app(api, health, Guard(token, settings.api_host))
        try:
            runner, _ = await serve(app, settings.api_host, settings.api_port, fixed=True)
        except OSError as error:
            address = f"{settings.api_host}:{settings.api_port}"
            raise WrongSetting(f"KHABAR_API_PORT: {address} cannot be bound: {error.strerror}") from error
        stack.push_async_callback(runner.cleanup)
        await until_available(partial(_read_words, database), stop)
        await stop.wait()


async def _read_words(database: MongoDatabase) -> None:
    """Read the words that are known: a second for a million, which the first search should not be charged with."""
    await known_words(database)


def _names(settings: Settings) -> Aliases:
    """Read the newsroom's own table of aliases, if there is one, beside Khabar's; and what entities are called."""
    entities_in(())  # takes half a second, which the first search should not be charged with
    if settings.aliases_file is None:
        return aliases()
    try:
        return Aliases(built_in(), settings.aliases_file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"KHABAR_ALIASES_FILE: {settings.aliases_file} cannot be read: {error}") from error


if __name__ == "__main__":
    sys.exit(run("api", main))
