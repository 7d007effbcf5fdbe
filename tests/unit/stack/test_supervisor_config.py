"""stack.supervisor_config: what supervisord is told, as supervisord itself reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from stack.home import Home
from stack.plan import Plan
from stack.processes import declared
from stack.supervisor_config import render


def read_by_supervisord(path: Path) -> ServerOptions:
    options = ServerOptions()
    options.realize(["-c", str(path)])
    return options


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    home = Home.at(tmp_path / "50% of a home")
    home.create()
    return Plan(home, {"EARSHOT_CLICKHOUSE_PASSWORD": "made-for-this-test"}, [], declared(14200), {})


def test_supervisord_accepts_it_with_spaces_and_percent_signs_in_paths(plan: Plan) -> None:
    plan.home.supervisor_config.write_text(render(plan))
    options = read_by_supervisord(plan.home.supervisor_config)
    found = {config.name: config for group in options.process_group_configs for config in group.process_configs}
    assert list(found) == ["broker", "warehouse", "prefect", "score", "land", "flows"]
    assert found["broker"].stdout_logfile == str(plan.home.log("broker"))
    assert all(config.stopasgroup and config.killasgroup and not config.autostart for config in found.values())


def test_workers_end_before_the_engines_that_they_use(plan: Plan) -> None:
    plan.home.supervisor_config.write_text(render(plan))
    groups = read_by_supervisord(plan.home.supervisor_config).process_group_configs
    by_priority = sorted(groups, key=lambda group: group.priority)
    assert [group.name for group in by_priority] == ["engines", "workers"], "supervisord stops the last first"


def test_no_secret_is_in_it(plan: Plan) -> None:
    assert "made-for-this-test" not in render(plan)


def test_a_deep_home_still_gets_a_socket_that_the_system_can_bind(tmp_path: Path) -> None:
    deep = Home.at(tmp_path / ("deep" * 30))
    assert len(str(deep.socket)) <= 90
    assert deep.socket != Home.at(tmp_path / ("Deep" * 30)).socket
