"""Every setting there is. This is the only reader of the environment."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from schemas.topology import RETRY_DELAYS_S

PREFIX = "KHABAR_"
MIB = 1024 * 1024


class WrongSetting(Exception):
    """A setting cannot be used. The message is one line that names it."""


class Settings(BaseSettings):
    """Read from `KHABAR_…` variables. Units are in the names: `_s` seconds, `_ms` milliseconds, `_bytes` bytes."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    seeds_dir: Path = Field(default=Path("seeds"), description="The watched folder")
    state_dir: Path = Field(default=Path(".khabar"), description="Where `khabar up` keeps its servers' data and logs")

    amqp_url: SecretStr | None = Field(default=None, description="RabbitMQ; unset: `khabar up` starts one")
    mongo_url: SecretStr | None = Field(
        default=None, description="MongoDB, a replica set; unset: `khabar up` starts one"
    )
    mongo_db: str = Field(default="khabar", pattern=r"^[A-Za-z0-9_-]{1,60}$", description="The database's name")

    api_host: str = Field(default="127.0.0.1", description="The address the api binds")
    api_port: int = Field(default=8080, ge=0, le=65535, description="The port the api binds; 0: any free one")
    api_token: SecretStr | None = Field(default=None, description="Bearer token that writes over HTTP need")
    aliases_file: Path | None = Field(default=None, description="More names of one thing, beside Khabar's own")
    health_host: str = Field(default="127.0.0.1", description="Where a worker serves /healthz, /readyz and /metrics")
    health_port: int | None = Field(
        default=None, ge=0, le=65535, description="Unset: the process's own (8081-8084), or any free one if it is taken"
    )

    log_format: Literal["auto", "json", "console"] = Field(
        default="auto", description="auto: JSON unless on a terminal"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info")

    watch: Literal["auto", "poll"] = Field(default="auto", description="poll: for NFS and SMB, which give no events")
    scan_interval_s: float = Field(default=2.0, gt=0, le=3600, description="The pause between two scans of the folder")
    settle_ms: int = Field(default=60, ge=0, le=60_000, description="The pause between two looks at a closed file")
    max_file_bytes: int = Field(default=16 * MIB, ge=1, le=512 * MIB, description="A larger file is too_large")
    max_text_bytes: int = Field(default=4 * MIB, ge=1, le=12 * MIB, description="A larger article is too_large")
    max_unpacked_bytes: int = Field(
        default=64 * MIB, ge=1, le=512 * MIB, description="An archive that unpacks to more is an archive_bomb"
    )
    max_members: int = Field(
        default=10_000, ge=1, le=1_000_000, description="An archive of more files is an archive_bomb"
    )
    max_nesting: int = Field(
        default=4, ge=1, le=20, description="Archives around a file; one packed and compressed counts as two"
    )
    max_ratio: int = Field(default=200, ge=1, le=100_000, description="Unpacked bytes for a packed one, past 1 MiB")
    parser_processes: int = Field(default=2, ge=1, le=64, description="Children that parse risky files")
    parser_memory_bytes: int = Field(
        default=480 * MIB, ge=128 * MIB, le=16 * 1024 * MIB, description="Address space of each child"
    )
    parser_cpu_s: float = Field(
        default=5.0, ge=1, le=3600, description="Processor time for a risky file, and as much again for each MiB"
    )
    parser_wall_s: float = Field(
        default=15.0, ge=1, le=3600, description="Time by the clock for a risky file, and as much again for each MiB"
    )
    lease_s: float = Field(default=4.0, gt=0.5, lt=5, description="How long an ingester holds the files it works on")

    enrich_processes: int = Field(
        default=0, ge=0, le=16, description="How many `khabar up` runs; 0: one for each core, up to 4"
    )
    batch_size: int = Field(default=200, ge=1, le=1000, description="The most messages handled at once")
    batch_wait_ms: int = Field(default=20, ge=0, le=5000, description="How long a batch waits to fill")
    retry_delays_s: Annotated[tuple[int, ...], NoDecode] = Field(
        default=RETRY_DELAYS_S,
        min_length=1,
        max_length=10,
        description="Growing pauses of a failed message, in seconds",
    )
    publish_window: int = Field(default=256, ge=1, le=4096, description="The most publishes in flight")
    stop_grace_s: float = Field(default=10.0, gt=0, le=600, description="Time to finish what is in hand when stopped")
    story_days: int = Field(
        default=7, ge=1, le=365, description="The most days between two articles that tell the same story"
    )
    log_max_age: str = Field(
        default="7D", pattern=r"^[1-9][0-9]*[YMDhms]$", description="How long the log keeps events"
    )

    @field_validator("retry_delays_s", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return value.split(",") if isinstance(value, str) else value

    @field_validator("retry_delays_s")
    @classmethod
    def _positive(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(delay < 1 for delay in value) or len(set(value)) != len(value):
            raise ValueError("must be different whole numbers of seconds, each at least 1")
        return value

    @field_validator("amqp_url")
    @classmethod
    def _amqp(cls, value: SecretStr | None) -> SecretStr | None:
        return _of_scheme(value, "amqp://", "amqps://")

    @field_validator("mongo_url")
    @classmethod
    def _mongo(cls, value: SecretStr | None) -> SecretStr | None:
        return _of_scheme(value, "mongodb://", "mongodb+srv://")

    @property
    def amqp(self) -> str:
        """The broker's URL, the usual local one if none is set."""
        return self.amqp_url.get_secret_value() if self.amqp_url else "amqp://guest:guest@127.0.0.1:5672/"

    @property
    def mongo(self) -> str:
        """The database server's URL, the usual local one if none is set."""
        return self.mongo_url.get_secret_value() if self.mongo_url else "mongodb://127.0.0.1:27017/"


def load(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings, arguments before environment.

    Raises:
        WrongSetting: a value is unusable, or a name is so near a setting's that it must be a slip.
    """
    names = os.environ if environment is None else environment
    _refuse_slips(names)
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        if environment is None:
            return Settings(**given)
        return Settings(**_known(environment) | given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def _known(environment: Mapping[str, str]) -> dict[str, str]:
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    return {names[key]: value for key, value in environment.items() if key in names and value}


def _refuse_slips(names: Mapping[str, str]) -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(names):
        if not name.startswith(PREFIX) or name in known:
            continue
        if near := difflib.get_close_matches(name, known, n=1, cutoff=0.9):
            raise WrongSetting(f"{name}: no such setting; did you mean {near[0]}?")


def _refuse_unusable(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("must name a host, and a port from 1 to 65535 or none")


def _of_scheme(value: SecretStr | None, *schemes: str) -> SecretStr | None:
    # The URL may hold a password, so the message does not repeat it.
    if value and not value.get_secret_value().startswith(schemes):
        raise ValueError(f"must start with {' or '.join(schemes)}")
    if value and schemes[0] == "amqp://":
        _refuse_unusable(value.get_secret_value())
    return value
