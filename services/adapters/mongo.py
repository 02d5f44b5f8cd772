"""MongoDB through Motor. Its heir is the PyMongo Async API; this file is all that would change."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, ConfigurationError, ConnectionFailure, OperationFailure
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.runtime.errors import Unavailable
from services.runtime.ports import Query, Row, Update
from services.runtime.settings import WrongSetting

SERVER = "mongodb"
SELECTION_TIMEOUT_MS = 2_000
SOCKET_TIMEOUT_MS = 30_000
FIRST_ROWS = 1_000
"""In the first answer, where the server's default is 101: what a batch of articles asks for mostly fits into one."""
DUPLICATE_KEY = 11000
ALREADY_INITIALIZED = 23
OUTAGES = frozenset(
    {
        6,  # HostUnreachable
        7,  # HostNotFound
        11600,  # InterruptedAtShutdown
        11601,  # Interrupted
        11602,  # InterruptedDueToReplStateChange
        112,  # WriteConflict
        13,  # Unauthorized
        133,  # FailedToSatisfyReadPreference
        13388,  # StaleConfig
        14031,  # OutOfDiskSpace
        18,  # AuthenticationFailed
        189,  # PrimarySteppedDown
        24,  # LockTimeout
        262,  # ExceededTimeLimit
        50,  # MaxTimeMSExpired
        64,  # WriteConcernFailed
        89,  # NetworkTimeout
        91,  # ShutdownInProgress
        94,  # NotYetInitialized
        10107,  # NotWritablePrimary
        13435,  # NotPrimaryNoSecondaryOk
        13436,  # NotPrimaryOrSecondary
    }
)
"""Server errors that pass with time or an operator's help. Any other comes from what was sent."""


class MongoCollection:
    """A Collection; see `ports.Collection`."""

    def __init__(self, collection: "AsyncIOMotorCollection[Row]") -> None:
        self._collection = collection

    async def find(
        self,
        where: Query,
        *,
        fields: Sequence[str] | None = None,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 0,
    ) -> list[Row]:
        """Return the matching rows."""
        with _translated():
            cursor = self._collection.find(where, projection=fields, limit=limit, batch_size=FIRST_ROWS)
            if sort:
                cursor = cursor.sort(list(sort))
            return await cursor.to_list(None)

    async def get(self, key: str) -> Row | None:
        """Return the row with this `_id`."""
        with _translated():
            found: Row | None = await self._collection.find_one({"_id": key})
            return found

    async def insert(self, rows: Sequence[Row]) -> set[str]:
        """Insert rows; return the `_id` of those that were there already."""
        if not rows:
            return set()
        with _translated():
            try:
                await self._collection.insert_many(rows, ordered=False)
            except BulkWriteError as error:
                return {str(rows[index]["_id"]) for index in _duplicates(error)}
        return set()

    async def update_all(self, where: Query, change: Query | Sequence[Query]) -> None:
        """Make one change to every matching row."""
        with _translated():
            await self._collection.update_many(where, _sent(change))

    async def update(self, updates: Sequence[Update]) -> None:
        """Apply all in one unordered bulk."""
        if not updates:
            return
        lost = await self._bulk(updates)
        if lost and await self._bulk([updates[index] for index in lost]):
            raise Unavailable(SERVER, "an upsert lost its race twice")

    async def delete_all(self, where: Query) -> None:
        """Delete every matching row."""
        with _translated():
            await self._collection.delete_many(where)

    async def aggregate(self, pipeline: Sequence[Query]) -> list[Row]:
        """Run a pipeline in the server."""
        with _translated():
            return await self._collection.aggregate(list(pipeline), batchSize=FIRST_ROWS).to_list(None)

    async def count(self, where: Query, *, limit: int = 0) -> int:
        """Count matching rows."""
        options: dict[str, Any] = {"limit": limit} if limit else {}
        with _translated():
            return int(await self._collection.count_documents(where, **options))

    async def drop(self) -> None:
        """Remove the collection."""
        with _translated():
            await self._collection.drop()

    async def ensure_index(self, keys: Sequence[tuple[str, int]], **options: Any) -> None:
        """Create the index if it is not there."""
        with _translated():
            await self._collection.create_index(list(keys), **options)

    async def _bulk(self, updates: Sequence[Update]) -> list[int]:
        """Apply a bulk; return which updates lost a race of upserts."""
        requests = [UpdateOne(update.where, _sent(update.change), upsert=update.upsert) for update in updates]
        with _translated():
            try:
                await self._collection.bulk_write(requests, ordered=False)
            except BulkWriteError as error:
                return _duplicates(error)
        return []


class MongoDatabase:
    """A Database; see `ports.Database`. Close it when done."""

    def __init__(self, url: str, name: str) -> None:
        """Prepare a client; nothing is sent yet. Raises WrongSetting if the URL cannot be used."""
        # The socket timeout bounds a hung server; a write that timed out may have landed, and all are safe to repeat.
        try:
            self._client: AsyncIOMotorClient[Row] = AsyncIOMotorClient(
                url,
                appname="khabar",
                tz_aware=True,
                serverSelectionTimeoutMS=SELECTION_TIMEOUT_MS,
                socketTimeoutMS=SOCKET_TIMEOUT_MS,
                connectTimeoutMS=SELECTION_TIMEOUT_MS,
            )
        except (ConfigurationError, ValueError) as error:
            raise WrongSetting(f"KHABAR_MONGO_URL: {error}") from error
        self._database = self._client.get_database(
            name, write_concern=WriteConcern("majority"), read_concern=ReadConcern("local")
        )

    def __getitem__(self, name: str) -> MongoCollection:
        """Return a collection; nothing is sent."""
        return MongoCollection(self._database[name])

    async def ping(self) -> None:
        """Ask the primary to answer."""
        with _translated():
            answer = await self._database.command("hello", maxTimeMS=1500)
        if not answer.get("isWritablePrimary"):
            raise Unavailable(SERVER, "no primary to write to")

    async def now(self) -> datetime:
        """Return the server's clock."""
        with _translated():
            answer = await self._database.command("hello")
        clock: datetime = answer["localTime"]
        return clock.replace(tzinfo=UTC)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()


async def initiate_replica_set(url: str, host: str, name: str = "rs0") -> None:
    """Make the lone mongod at `url` the one member `host` (`address:port`) of a replica set, whatever it was before.

    Raises:
        Unavailable: the server does not answer.
    """
    client: AsyncIOMotorClient[Row] = AsyncIOMotorClient(
        url, directConnection=True, serverSelectionTimeoutMS=SELECTION_TIMEOUT_MS
    )
    member = {"_id": 0, "host": host}
    try:
        with _translated():
            try:
                answer = await client.admin.command("replSetGetConfig")
            except OperationFailure:
                await _initiate(client, {"_id": name, "members": [member]})
                return
            config = answer["config"]
            if [known["host"] for known in config["members"]] != [host]:
                config |= {"members": [member], "version": config["version"] + 1}
                await client.admin.command("replSetReconfig", config, force=True)
    finally:
        client.close()


async def _initiate(client: "AsyncIOMotorClient[Row]", config: Row) -> None:
    try:
        await client.admin.command("replSetInitiate", config)
    except OperationFailure as error:
        if error.code == ALREADY_INITIALIZED:  # a restarted server that has not read its configuration yet
            raise Unavailable(SERVER, "the replica set is still starting") from error
        raise


def _sent(change: Query | Sequence[Query]) -> Any:
    return dict(change) if isinstance(change, Mapping) else list(change)


def _duplicates(error: BulkWriteError) -> list[int]:
    failures = error.details.get("writeErrors", [])
    if any(failure["code"] != DUPLICATE_KEY for failure in failures):
        raise error
    if error.details.get("writeConcernErrors"):
        raise Unavailable(SERVER, "the write is not yet durable")
    return [failure["index"] for failure in failures]


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn outages into ours. What the server says of our own data or query is left as it is: waiting cannot help."""
    try:
        yield
    except BulkWriteError as error:
        codes = {failure["code"] for failure in error.details.get("writeErrors", [])}
        if codes - OUTAGES:
            raise
        raise Unavailable(SERVER, f"a bulk write failed with {sorted(codes)}") from error
    except OperationFailure as error:
        if error.code not in OUTAGES and not error.has_error_label("RetryableWriteError"):
            raise
        raise Unavailable(SERVER, f"{type(error).__name__} {error.code}: {error.details}"[:300]) from error
    except ConnectionFailure as error:
        raise Unavailable(SERVER, f"{type(error).__name__}: {error}"[:300]) from error
