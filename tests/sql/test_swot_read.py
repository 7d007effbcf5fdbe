"""The SWOT out of the real engine: newest windows with evidence and past, open episodes, the plan, and the command."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from typer.testing import CliRunner

from flows.brands import read_brands
from flows.collect.goal_progress import collect
from flows.goals import read_goals
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.goal_levels import Standing, standing
from flows.indicators.goal_progress import measure
from flows.report import build, read_findings
from flows.reports import report_of
from flows.rules import Rules
from flows.settings import SHIPPED
from flows.swot.content.swot import Swot
from flows.swot.read import read_swot
from flows.windows import parse_window, window_of
from schemas.parse import parse_fact
from schemas.scored import ScoredEvent
from stack.cli import app
from tests.fixtures.made import scored
from tests.fixtures.reading import reader
from tests.fixtures.swot import AS_OF, OWN, Row, episode, evidence, row, told
from warehouse.columns import Column
from warehouse.episodes import EPISODE_COLUMNS, write_episodes
from warehouse.indicators import EVIDENCE_COLUMNS, write_findings
from warehouse.landing import land_facts, land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

STAMP = {"run_id": "r", "computed_at": AS_OF, "formula_version": "1"}


def written(one: Row, label: str = "", **changed: Any) -> Row:
    window = parse_window(label or one["label"])
    return row(one) | STAMP | {"window_start": window.start, "window_end": window.end} | changed


def only(columns: tuple[Column, ...], one: Row) -> Row:
    """What these columns hold of a row of a view."""
    names = {column.name for column in columns} - {"version"}
    return {name: value for name, value in one.items() if name in names}


def action(at: str, **fields: Any) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "event_id": f"a{at}",
        "source": "plan",
        "kind": "action",
        "occurred_at": f"{at}T00:00:00Z",
        "received_at": f"{at}T01:00:00Z",
        "brand": "Alder Post",
        "action_id": "A-1",
        "objective": "Fewer lockers that do not open",
        "owner": "lockers",
        "start_at": "2026-01-05T00:00:00Z",
        "due_at": "2026-09-01T00:00:00Z",
        **fields,
    }


@pytest.fixture
def client(landed: Client, fresh: ClickHouseSettings) -> Client:
    """A warehouse with the findings of the file, a past of one of them, an indicator that stopped, an open episode,
    one that is over, one that has lapsed."""
    landed.database = fresh.database
    past = [written(told()[0], label, value=value) for label, value in (("2026-08", 42.0), ("2026-09", 40.0))]
    stopped = written(dict(told()[0]) | {"indicator": "perception_yoy"}, "2025-10")
    rows = [*(written(one) for one in told()), *past, stopped]
    pieces = [piece | STAMP for one in told() for piece in evidence(one)]
    write_findings(landed, rows, [only(EVIDENCE_COLUMNS, piece) for piece in pieces])
    open_one = episode(told()[1]) | STAMP | {"state_since": AS_OF, "last_seen": AS_OF, "peak_severity": 3}
    over = open_one | {"episode_id": "ffff000011", "recovered_at": AS_OF - timedelta(days=1), "state": "recovered"}
    lapsed = open_one | {"episode_id": "ffff000012", "state_since": AS_OF - timedelta(days=1), "state": "lapsed"}
    write_episodes(landed, [only(EPISODE_COLUMNS, one) for one in (open_one, over, lapsed)])
    facts = [action("2026-02-01"), action("2026-10-20", done_at="2026-10-15T00:00:00Z")]
    land_facts(landed, [parse_fact(json.dumps(each).encode(), AS_OF) for each in facts], AS_OF)
    return landed


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for name in ("indicators.yaml", "brands.yaml", "goals.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


def swot(client: Client, config: Path) -> Swot:
    return read_swot(partial(query_rows, client), AS_OF, config)


def test_each_indicators_newest_window_counts_with_its_evidence_and_its_past(client: Client, config: Path) -> None:
    found = swot(client, config)
    nps = next(one for point in found.threats for one in point.findings if one.subject == "Alder Post")
    assert (nps.label, nps.value) == ("2026-10", 22.0)
    assert [moment.value for moment in nps.series] == [42.0, 40.0, 22.0]
    assert [piece.name for piece in nps.evidence] == ["delivery"]
    assert nps.event_ids == ("e1", "e2")
    assert {point.subject for point in found.strengths} == {"Alder Post / staff", "Hazelgate / staff"}


def test_an_indicator_that_stopped_long_ago_says_nothing_now(client: Client, config: Path) -> None:
    found = swot(client, config)
    assert "perception_yoy" in found.missing
    before = read_swot(partial(query_rows, client), AS_OF - timedelta(days=300), config)
    assert [point.subject for point in before.threats] == ["Alder Post"]


def test_an_episode_is_open_until_it_is_over(client: Client, config: Path) -> None:
    assert [one.episode_id for one in swot(client, config).episodes] == ["abcdef0123"]
    earlier = read_swot(partial(query_rows, client), AS_OF - timedelta(days=2), config)
    assert {one.episode_id for one in earlier.episodes} == {"abcdef0123", "ffff000011", "ffff000012"}


def test_an_actions_newest_version_counts_as_it_was_known_then(client: Client, config: Path) -> None:
    [now] = swot(client, config).actions
    assert (now.id, now.state) == ("A-1", "done")
    [then] = read_swot(partial(query_rows, client), AS_OF - timedelta(days=20), config).actions
    assert (then.state, then.days_late, then.effect) == ("overdue", 42, "")


def test_customers_are_told_what_was_done(client: Client, config: Path) -> None:
    [sentence] = swot(client, config).told
    assert sentence.startswith("You spoke to us about")
    assert "Fewer lockers that do not open" in sentence
    assert "**" not in sentence


def test_goals_are_the_files_with_what_was_found(client: Client, config: Path) -> None:
    goals = {goal.id: goal for goal in swot(client, config).goals}
    assert goals["orders-on-time"].verdict == "behind"
    assert goals["app-nps"].verdict == "no_data"


def answers(month: str, promoters: int, count: int = 700) -> list[ScoredEvent]:
    """So many customers who answered in a month, the first of them promoters and the others detractors."""
    return [
        scored(
            f"{month}-{n}",
            kind="survey",
            nps=9 if n < promoters else 3,
            customer_ref=f"c{n}",
            occurred_at=parse_window(month).start + timedelta(hours=n),
            received_at=parse_window(month).end,
        )
        for n in range(count)
    ]


def test_a_pasted_draft_is_read_with_the_baseline_that_it_promised_and_shows_what_it_asks_for(
    client: Client, config: Path
) -> None:
    land_feedback(client, answers("2026-10", 420), AS_OF)
    drafted = next(one for one in read_swot(reader(client), AS_OF, config).objectives if one.subject == "Alder Post")
    assert (drafted.metric, drafted.baseline) == ("nps", pytest.approx(20.0))
    (config / "goals.yaml").write_text("goals:\n" + drafted.entry.replace("''", "head of rounds"), encoding="utf-8")
    month = window_of(datetime.combine(drafted.deadline, time(), UTC), "month")
    promoters = 7 * (100 + round(drafted.target + 0.5)) // 2
    land_feedback(client, answers(month.label, promoters), month.end)
    rules = Rules(read_brands(config), IndicatorsConfig(), month.end, read_goals(config))
    [read] = collect(reader(client), month, rules)
    [judged] = conclude([measure(read, rules.config)], rules.config, month.end)
    assert (judged.verdict, judged.comparison) == ("achieved", pytest.approx(20.0))
    stands = standing(read, rules.config.proof)
    assert isinstance(stands, Standing)
    assert stands.detectable is not None
    assert stands.detectable <= drafted.target - drafted.baseline


def test_an_empty_warehouse_is_told_as_such(landed: Client, fresh: ClickHouseSettings, config: Path) -> None:
    landed.database = fresh.database
    found = swot(landed, config)
    assert (found.judged, found.unjudged, found.threats, found.objectives) == (0, (), (), ())


def test_topics_are_called_by_the_names_that_the_taxonomy_gives_them(client: Client, config: Path) -> None:
    shutil.copy(SHIPPED / "taxonomy.yaml", config)
    found = swot(client, config)
    [improved] = found.improved
    assert improved.subject == "Alder Post / Website and app"
    assert improved.strongest.reason == "NPS of Alder Post on website and app rose from 3 to 40 in October 2026."


def test_a_flows_report_shows_what_it_judged(client: Client, config: Path) -> None:
    read = partial(query_rows, client)
    service = report_of("kpis", read, AS_OF, config)
    assert not isinstance(service, Swot)
    assert (service.title, service.threats) == ("Service", ())
    assert [line.subject for line in service.trust] == ["forum"]
    assert isinstance(report_of("swot", read, AS_OF, config), Swot)
    assert isinstance(report_of("all", read, AS_OF, config), Swot)
    threats = report_of("threats", read, AS_OF, config)
    assert threats == build(read_findings(read, AS_OF), AS_OF, OWN)


def test_the_command_writes_a_page_and_markdown_and_tells_programs(
    client: Client, fresh: ClickHouseSettings, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("host", "port", "user", "password", "database"):
        monkeypatch.setenv(f"EARSHOT_CLICKHOUSE_{name.upper()}", str(getattr(fresh, name)))
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    monkeypatch.setenv("EARSHOT_CONFIG_DIR", str(config))
    html, markdown = tmp_path / "swot.html", tmp_path / "swot.md"
    asked = ["swot", "--as-of", f"{AS_OF:%Y-%m-%d}"]
    done = CliRunner().invoke(app, [*asked, "--html", str(html), "--md", str(markdown), "--json"])
    assert done.exit_code == 0, done.output
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert markdown.read_text(encoding="utf-8").startswith("# SWOT of Alder Post")
    assert json.loads(done.stdout)["threats"][0]["subject"] == "Alder Post"
    shown = CliRunner().invoke(app, asked)
    assert "Proposed objectives" in shown.stdout
    refused = CliRunner().invoke(app, [*asked, "--html", str(tmp_path / "nowhere" / "swot.html")])
    assert refused.exit_code == 2
