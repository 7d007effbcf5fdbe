"""The flow swot on a real Prefect server: its artifact is the SWOT, and so is what a run shows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from clickhouse_connect.driver.client import Client
from prefect.client.orchestration import get_client

from flows.reports import as_markdown
from flows.run import run
from flows.settings import SHIPPED
from flows.swot.content.swot import Swot
from tests.fixtures.opinions import Opinions, day, falling
from tests.fixtures.prefect_server import PrefectServer
from warehouse.landing import land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-01")
"""The end of the newest window, as of which the artifact speaks: what is drafted runs from then on."""


@pytest.fixture
def room(
    landed: Client,
    fresh: ClickHouseSettings,
    prefect_api: PrefectServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """A warehouse with a year of one brand's feedback, and the Prefect server, as the environment names them."""
    for name in ("indicators.yaml", "brands.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    variables = {
        "EARSHOT_CONFIG_DIR": str(tmp_path),
        "EARSHOT_CLICKHOUSE_PORT": str(fresh.port),
        "EARSHOT_CLICKHOUSE_PASSWORD": fresh.password,
        "EARSHOT_CLICKHOUSE_DATABASE": fresh.database,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = Opinions(start=day("2025-10-01"), end=AS_OF, happiness=falling(0.8, 0.4, day("2026-10-01")))
    land_feedback(landed, list(told.events()), AS_OF)
    return landed


@pytest.mark.usefixtures("room")
def test_a_run_shows_the_swot_and_publishes_the_same_as_its_artifact() -> None:
    found = run("swot", as_of=AS_OF).report
    assert isinstance(found, Swot)
    assert [point.subject for point in found.weaknesses]
    with get_client(sync_client=True) as client:
        [artifact] = client.request(
            "POST",
            "/artifacts/filter",
            json={"limit": 1, "sort": "CREATED_DESC", "artifacts": {"key": {"any_": ["swot"]}}},
        ).json()
    _, *parts = as_markdown(found).split("\n## ")  # the first names the moment: of the artifact the windows' end
    assert parts == artifact["data"].split("\n## ")[1 : len(parts) + 1]


@pytest.mark.usefixtures("room")
def test_a_run_of_another_flow_shows_what_that_one_judged() -> None:
    found = run("kpis", as_of=AS_OF).report
    assert not isinstance(found, Swot)
    assert found.title == "Service"
