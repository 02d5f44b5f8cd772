"""The agreements of docker-compose.yml and deploy/Dockerfile."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.local.mongod import EVICTION
from services.runtime import settings

ROOT = Path(__file__).parents[2]
PROCESSES = ("ingest", "store", "index", "enrich", "api")
SERVERS = ("rabbitmq", "mongo")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def seeds_mount(name: str) -> dict[str, Any]:
    """Return the service's mount of the watched folder."""
    [mount] = [volume for volume in SERVICES[name]["volumes"] if volume["target"] == "/seeds"]
    return dict(mount)


def in_container(value: Any) -> str:
    """Fill in the default of each `${NAME:-default}`, as compose does where nothing is set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))


def test_one_service_per_process_and_server() -> None:
    """There are the five processes and the two servers, and nothing else."""
    assert set(SERVICES) == {*PROCESSES, *SERVERS}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_runs_its_own_command(name: str) -> None:
    """Each process is the same image under its own command."""
    assert SERVICES[name]["command"] == ["khabar", name]
    assert SERVICES[name]["image"] == SERVICES["ingest"]["image"]


def test_one_process_builds_the_image_of_all() -> None:
    """The image is built once, where several builds of one name would collide, and is never looked for elsewhere."""
    assert [name for name, service in SERVICES.items() if "build" in service] == ["ingest"]
    assert {SERVICES[name]["pull_policy"] for name in PROCESSES} == {"never"}


def test_the_servers_are_the_agreed_ones() -> None:
    """The broker is RabbitMQ 4 with management, the database MongoDB 8."""
    assert SERVICES["rabbitmq"]["image"] == "rabbitmq:4-management"
    assert SERVICES["mongo"]["image"] == "mongo:8"


@pytest.mark.parametrize("name", PROCESSES)
def test_only_the_api_may_write_into_the_watched_folder(name: str) -> None:
    """The host's folder is read-only for every process but the api, which puts uploads there."""
    mount = seeds_mount(name)
    assert mount["read_only"] is (name != "api")
    assert in_container(mount["source"]) == "./seeds"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_has_a_health_check_and_a_bound_on_everything(name: str) -> None:
    """Each service is probed, restarted, limited in memory and logs, and given 30 s to stop."""
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"
    assert service["stop_grace_period"] == "30s"
    assert service["mem_limit"]
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_waits_for_healthy_servers(name: str) -> None:
    """No process starts before the broker and the database are healthy."""
    assert SERVICES[name]["depends_on"] == {server: {"condition": "service_healthy"} for server in SERVERS}


@pytest.mark.parametrize("name", PROCESSES)
def test_the_environment_is_made_of_real_settings(name: str) -> None:
    """Khabar takes every variable a process is given, and they name the mounted folder and the port that is probed."""
    environment = {key: in_container(value) for key, value in SERVICES[name]["environment"].items()}
    loaded = settings.load(environment)
    assert {key.removeprefix("KHABAR_").lower() for key in environment} <= set(settings.Settings.model_fields)
    assert loaded.seeds_dir == Path("/seeds")
    assert SERVICES[name]["healthcheck"]["test"][-1] == str(loaded.health_port) == str(loaded.api_port)
    assert loaded.amqp.endswith("@rabbitmq:5672/")


def test_the_broker_is_given_the_password_the_processes_use() -> None:
    """The broker's first user is the one in the processes' URL."""
    broker = SERVICES["rabbitmq"]["environment"]
    user, password = broker["RABBITMQ_DEFAULT_USER"], broker["RABBITMQ_DEFAULT_PASS"]
    assert SERVICES["ingest"]["environment"]["KHABAR_AMQP_URL"] == f"amqp://{user}:{password}@rabbitmq:5672/"


def test_only_the_api_is_published_and_only_on_loopback() -> None:
    """Nothing listens on the host but the api, on 127.0.0.1, with a token since inside it binds every address."""
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"api"}
    assert SERVICES["api"]["ports"] == ["127.0.0.1:8080:8080"]
    assert in_container(SERVICES["api"]["environment"]["KHABAR_API_TOKEN"])


def test_the_servers_keep_their_data_in_named_volumes() -> None:
    """Data outlives its container: each server's folder is a named volume, and the broker's node keeps its name."""
    used = {volume.partition(":")[0] for name in SERVERS for volume in SERVICES[name]["volumes"]}
    assert used == set(COMPOSE["volumes"])
    assert SERVICES["rabbitmq"]["hostname"] == "rabbitmq"


def test_the_health_check_makes_the_replica_set_the_processes_ask_for() -> None:
    """MongoDB is started, initiated and addressed as the one replica set `rs0`."""
    mongo = SERVICES["mongo"]
    assert mongo["command"][:2] == ["mongod", "--replSet=rs0"]
    assert 'rs.initiate({_id: "rs0"' in mongo["healthcheck"]["test"][-1]
    assert SERVICES["store"]["environment"]["KHABAR_MONGO_URL"].endswith("?replicaSet=rs0")


def test_the_database_writes_as_seldom_as_the_private_one() -> None:
    """MongoDB is told what the private one is of when changed pages are written; without, indexing is slow."""
    assert f"--wiredTigerEngineConfigString={EVICTION}" in SERVICES["mongo"]["command"]


def test_the_table_of_aliases_is_mounted_where_the_api_reads_it() -> None:
    """The host's table, or an empty one, is read-only in the api's container."""
    [mount] = [volume for volume in SERVICES["api"]["volumes"] if volume["target"] != "/seeds"]
    assert in_container(mount["source"]) == "/dev/null"
    assert mount["target"] == SERVICES["api"]["environment"]["KHABAR_ALIASES_FILE"]
    assert mount["read_only"] is True


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_has_no_powers(name: str) -> None:
    """No process is root, gains privileges, or writes anywhere but to /tmp."""
    service = SERVICES[name]
    assert in_container(service["user"]) == "1000:1000"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True


def test_the_image_is_built_from_hashed_packages_in_two_stages_and_is_not_root() -> None:
    """The image's packages are pinned by hash, its builder is left behind, and its user is not root."""
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    assert "--require-hashes --requirement requirements-container.lock" in DOCKERFILE
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["1000:1000"]
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_image_is_given_only_what_it_copies() -> None:
    """Every file the Dockerfile copies from the repository is let through by .dockerignore, and nothing else is."""
    copied = {
        path for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for path in line.split()
    }
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignore
    assert {line.removeprefix("!") for line in ignore if line.startswith("!")} == copied
