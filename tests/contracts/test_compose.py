"""docker-compose.yml and the code agree: each variable that it sets is one that some room reads; none has a default."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml
from typer.main import get_command

from flows.alerts.rules import VARIABLE, read_alert_rules
from schemas.topics import TOPICS
from stack.broker import MAX_MESSAGE_BYTES
from stack.cli import app
from stack.processes import NAMES
from stack.variables import ELSEWHERE, variables

REPO = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((REPO / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WORKERS = [name for name, service in SERVICES.items() if "-m" in service.get("command", [])]


def known_variables() -> set[str]:
    """What the rooms' settings are read from, and the addresses of the channels that alerts may go to."""
    return variables() | alert_variables()


def alert_variables() -> set[str]:
    return {VARIABLE + channel.upper().replace("-", "_") for channel in read_alert_rules(REPO / "config").channels}


def set_variables() -> set[str]:
    return {
        name for service in SERVICES.values() for name in service.get("environment", {}) if name.startswith("EARSHOT_")
    }


def test_each_variable_that_compose_sets_is_read_by_some_room() -> None:
    assert set_variables() <= known_variables()


def test_each_variable_that_compose_asks_for_is_used() -> None:
    asked = set(re.findall(r"\$\{(EARSHOT_\w+)", (REPO / "docker-compose.yml").read_text(encoding="utf-8")))
    assert asked - ELSEWHERE <= set_variables()


def test_no_variable_that_compose_asks_for_has_a_default() -> None:
    text = (REPO / "docker-compose.yml").read_text(encoding="utf-8")
    assert len(re.findall(r"\$\{\w+", text)) == len(re.findall(r"\$\{\w+:\?", text)) > 0


def test_every_service_has_a_health_check_or_waits_for_those_that_have() -> None:
    for name, service in SERVICES.items():
        assert "healthcheck" in service or "depends_on" in service, name


def test_each_channel_of_the_shipped_alerts_gets_its_address_from_the_environment_of_whoever_starts_it() -> None:
    flows = SERVICES["flows"]["environment"]
    assert alert_variables()
    assert {name: flows[name] for name in alert_variables()} == dict.fromkeys(alert_variables())


def test_how_long_is_kept_what_customers_said_is_chosen_where_the_warehouse_is_prepared() -> None:
    assert SERVICES["init"]["environment"]["EARSHOT_CLICKHOUSE_RETENTION_DAYS"] is None


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_reads_the_config_beside_the_file_and_cannot_change_it(name: str) -> None:
    assert "./config:/opt/earshot/config:ro" in SERVICES[name]["volumes"]
    assert "WORKDIR /opt/earshot\n" in (REPO / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.skipif(not which("docker-compose"), reason="no docker-compose here")
def test_what_a_user_put_into_the_environment_reaches_the_services() -> None:
    asked = dict.fromkeys(re.findall(r"\$\{(\w+)", (REPO / "docker-compose.yml").read_text(encoding="utf-8")), "x")
    told = {"EARSHOT_ALERT_TEAM_CHAT": "json://localhost", "EARSHOT_CLICKHOUSE_RETENTION_DAYS": "400"}
    config = ["docker-compose", "--file", str(REPO / "docker-compose.yml"), "config"]
    done = subprocess.run(config, env={**os.environ, **asked, **told}, capture_output=True, text=True, check=True)
    services = yaml.safe_load(done.stdout)["services"]
    assert services["flows"]["environment"].items() >= told.items()
    assert services["init"]["environment"]["EARSHOT_CLICKHOUSE_RETENTION_DAYS"] == "400"


@pytest.mark.parametrize("name", ["kafka", "clickhouse", "prefect-db"])
def test_what_holds_data_has_a_volume(name: str) -> None:
    assert service_volumes(name) & set(COMPOSE["volumes"])


def service_volumes(name: str) -> set[str]:
    return {volume.split(":")[0] for volume in SERVICES[name].get("volumes", [])}


def test_ports_are_published_on_loopback_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_runs_a_module_that_exists(name: str) -> None:
    assert find_spec(SERVICES[name]["command"][-1])


@pytest.mark.parametrize("name", WORKERS)
def test_a_workers_health_is_asked_by_its_own_name(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"] == ["CMD", "earshot", "health", name]
    assert name in NAMES
    assert "health" in get_command(app).commands


@pytest.mark.parametrize("name", [n for n, s in SERVICES.items() if s.get("command", [])[:1] == ["earshot"]])
def test_a_service_that_is_a_command_names_one_that_exists(name: str) -> None:
    assert SERVICES[name]["command"][1] in get_command(app).commands


def test_production_takes_the_largest_message_that_a_topic_allows() -> None:
    limit = int(SERVICES["kafka"]["environment"]["KAFKA_MESSAGE_MAX_BYTES"])
    assert limit >= max(topic.max_message_bytes for topic in TOPICS.values())
    assert limit == MAX_MESSAGE_BYTES
