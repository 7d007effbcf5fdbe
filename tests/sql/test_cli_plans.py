"""`earshot actions` and `earshot whatif price` on the real engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from typer.testing import CliRunner, Result

from flows.indicators.event_told import LEVELS
from schemas.scored import Mention
from stack.cli import app
from tests.fixtures.made import fact, scored
from warehouse.indicators import write_findings
from warehouse.landing import land_facts, land_feedback
from warehouse.settings import ClickHouseSettings

NOW = datetime.now(UTC).replace(microsecond=0)
NOTHING: dict[str, Any] = {"value": None, "period_start": None, "period_end": None}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def action(action_id: str, **changes: Any) -> Any:
    told: dict[str, Any] = NOTHING | {
        "kind": "action",
        "action_id": action_id,
        "objective": "Nobody waits",
        "owner": "head of counters",
        "topic": "waiting",
        "start_at": ago(200),
        "due_at": ago(90),
        "occurred_at": ago(200),
        "received_at": NOW,
    }
    return fact(**{"event_id": f"f-{action_id}"} | told | changes)


@pytest.fixture
def earshot(landed: Client, fresh: ClickHouseSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.delenv("COLUMNS", raising=False)  # workers of the tests set it, as a terminal does
    landed.database = fresh.database
    for name in ("host", "port", "user", "password", "database"):
        monkeypatch.setenv(f"EARSHOT_CLICKHOUSE_{name.upper()}", str(getattr(fresh, name)))
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return run


def test_without_actions_it_says_how_they_come(earshot: Any) -> None:
    assert "push them as facts of the kind action" in earshot("actions").output
    assert earshot("actions", "--you-said").output == "Nothing has been finished yet.\n"
    assert earshot("actions", "--team", "nobody").exit_code == 2


def test_actions_are_shown_told_to_customers_and_to_their_team(landed: Client, earshot: Any) -> None:
    land_facts(landed, [action("A-1", done_at=ago(100)), action("A-2"), action("A-3", brand="Brackenline")], NOW)
    found = json.loads(earshot("actions", "--json").output)
    assert [(each["action_id"], each["state"], each["effect"]) for each in found] == [
        ("A-1", "done", None),
        ("A-2", "overdue", None),
    ]
    assert "You spoke to us about waiting." in earshot("actions", "--you-said").output
    assert "overdue" in earshot("actions", "--team", "Head of counters").output
    assert "overdue" in earshot("actions").output


def test_customers_are_told_what_was_measured_never_what_was_to_be_expected(landed: Client, earshot: Any) -> None:
    land_facts(landed, [action("A-1", done_at=ago(100), metric="nps")], NOW)
    scope = {
        "run_id": "r",
        "computed_at": NOW,
        "indicator": "action_effect",
        "metric": "nps",
        "window_start": ago(60),
        "window_end": ago(30),
        "subject": "Alder Post/A-1",
    }
    about = {"subject_brand": "Alder Post", "subject_item": "A-1", "grain": "month"}
    found = {"verdict": "strong", "value": 31.2, "comparison": 4.85, "reason": "Why."}
    levels = {"rank": 1, "kind": "fact", "name": LEVELS, "value": 31.2, "comparison": 13.1}
    write_findings(landed, [scope | about | found], [scope | levels])
    assert "Since then NPS went from 13.1 to 31.2." in earshot("actions", "--you-said").output


def test_a_scenario_is_of_those_who_wrote_in_the_year_before(landed: Client, earshot: Any) -> None:
    price = {"topics": ["price"], "mentions": [Mention(topic="price", sentiment="negative")]}
    texts = [
        scored(f"e{at}", price if at < 5 else None, customer_ref=f"c{at}", occurred_at=ago(30), received_at=NOW)
        for at in range(20)
    ]
    again = scored("again", price, customer_ref="c1", occurred_at=ago(20), received_at=NOW)
    old = scored("old", price, customer_ref="c99", occurred_at=ago(400), received_at=NOW)
    land_feedback(landed, [*texts, again, old], NOW)
    land_facts(landed, [fact(value=1000.0, period_start=ago(60), period_end=ago(30), received_at=NOW)], NOW)
    [found] = json.loads(earshot("whatif", "price", "--change", "5", "--margin", "40", "--json").output)
    assert (found["brand"], found["heard"], found["is_core"]) == ("Alder Post", 20, False)
    assert found["at_risk"] == pytest.approx(250)
    assert found["break_even"] == pytest.approx(5 / 45)
    table = earshot("whatif", "price", "--change", "5", "--change", "-5", "--margin", "40").output
    assert "more might go than may" in table
    assert "A scenario, no forecast" in table


def test_core_customers_count_where_they_are_known(landed: Client, earshot: Any) -> None:
    texts = [
        scored(
            f"e{at}",
            customer_ref=f"c{at}",
            customer_segment="core" if at % 2 else "",
            occurred_at=ago(30),
            received_at=NOW,
        )
        for at in range(40)
    ]
    land_feedback(landed, texts, NOW)
    [found] = json.loads(earshot("whatif", "price", "--change", "5", "--margin", "40", "--json").output)
    assert (found["heard"], found["is_core"], found["at_risk"]) == (20, True, 0.0)


def test_what_makes_no_scenario_is_wrong_usage(earshot: Any) -> None:
    assert earshot("whatif", "price", "--change", "5", "--margin", "0").exit_code == 2
    refused = earshot("whatif", "price", "--change", "5", "--margin", "40", "--brand", "Nobody")
    assert refused.exit_code == 2
