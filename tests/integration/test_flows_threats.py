"""The flow on a real warehouse and a real Prefect server: what it finds, and what it keeps quiet about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from clickhouse_connect.driver.client import Client
from msgspec import structs
from prefect.client.orchestration import get_client

from flows import deployed, steps
from flows.config import FILE
from flows.errors import RequestError
from flows.findings import find
from flows.indicators.register import REGISTER, TRUST, judged_by
from flows.render import NOTHING, as_markdown
from flows.report import DATA_TRUST, UNJUDGED, Report
from flows.run import _hand_over, report, run
from flows.settings import SHIPPED, configure_prefect
from flows.windows import Window, last_closed, window_of
from schemas.errors import Unavailable
from schemas.scored import BrandMention, ScoredEvent
from tests.fixtures.opinions import Opinions, day, falling, steady
from tests.fixtures.prefect_server import PrefectServer
from tests.fixtures.talk import Talk
from warehouse.indicators import Scope, write_findings
from warehouse.landing import land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
"""A Monday: the last closed windows are 2026-W44, 2026-10 and 2026-Q3."""
TWO_YEARS = day("2024-10-01")


BRANDS = ("Alder Post", "Brackenline", "Merrow Parcels")
"""Listed; the first is ours."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped indicators.yaml beside a list of three brands."""
    shutil.copy(SHIPPED / FILE, tmp_path)
    listed = [{"name": name, "own": name == BRANDS[0]} for name in BRANDS]
    (tmp_path / "brands.yaml").write_text(yaml.safe_dump({"brands": listed}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def room(
    landed: Client,
    fresh: ClickHouseSettings,
    prefect_api: PrefectServer,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Room:
    """An empty warehouse and the Prefect server, as the environment names them."""
    variables = {
        "EARSHOT_CONFIG_DIR": str(config),
        "EARSHOT_CLICKHOUSE_PORT": str(fresh.port),
        "EARSHOT_CLICKHOUSE_PASSWORD": fresh.password,
        "EARSHOT_CLICKHOUSE_DATABASE": fresh.database,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Room(landed, fresh.database)


class Room:
    """What a test does with them."""

    def __init__(self, client: Client, database: str) -> None:
        self.read = partial(query_rows, client)
        self._client, self._database = client, database

    def land(self, *opinions: Opinions | Iterable[ScoredEvent]) -> None:
        for each in opinions:
            land_feedback(self._client, list(each.events() if isinstance(each, Opinions) else each), AS_OF)

    def rows(self, **equal: str) -> list[dict[str, Any]]:
        """Rows of the view `indicators` with these values."""
        found = self.read(f"SELECT * FROM {self._database}.indicators ORDER BY subject, indicator, metric", {})
        return [row for row in found if all(row[name] == value for name, value in equal.items())]

    def judged(self, flow: str, window: Window, at: datetime) -> None:
        """A complete run over that window, which found nothing."""
        span = (window.start, window.end)
        scopes = [Scope(name, metric, *span, "r", at) for name in judged_by(flow) for metric in REGISTER[name].metrics]
        self._client.database = self._database
        write_findings(self._client, [], scopes=scopes)

    def watch_the_hour(self) -> None:
        """As the schedule has it done."""
        configure_prefect(console="CRITICAL")
        try:
            deployed.watch(grains=["hour"])
        finally:
            _hand_over()

    def bursts(self) -> list[datetime]:
        """Where the windows begin in which bursts were looked for, oldest first."""
        sql = "SELECT window_start FROM indicator_runs WHERE metric = 'urgent_customers' ORDER BY window_start"
        return [row["window_start"] for row in self.ask(sql)]

    def ask(self, sql: str) -> list[dict[str, Any]]:
        return self.read(sql.replace("FROM ", f"FROM {self._database}."), {})


def own(happiness: Any = None, **changes: Any) -> Opinions:
    fields: dict[str, Any] = {"start": TWO_YEARS, "end": AS_OF, "happiness": happiness or steady(0.75)}
    return Opinions(**fields | changes)


def loud(found: Report) -> set[str]:
    return {line.subject for line in found.threats if line.severity > 2}


def test_a_planted_fall_and_a_newcomer_are_found_and_nothing_else(room: Room) -> None:
    room.land(
        own(falling(0.8, 0.5, day("2026-10-01"))),
        own(brand="Brackenline", seed=2),
        own(brand="Merrow Parcels", seed=3),
        own(
            start=day("2026-10-12"),
            source="posts",
            per_day=2,
            seed=4,
            mentions=[BrandMention(brand="Zippo", switching=True)],
        ),
        Talk(
            brand="Merrow Parcels",
            start=TWO_YEARS,
            end=AS_OF,
            per_day=8,
            phrases={("parcel locker code", day("2026-10-01")): 12},
        ).events(),
    )
    result = run("threats", as_of=AS_OF)
    assert [window.label for window in result.windows] == ["2026-Q3", "2026-10", "2026-W44"]
    assert "Zippo" in loud(result.report)
    assert {"Alder Post"} <= {line.subject for line in result.report.threats if line.verdict == "critical"}
    assert loud(result.report) <= {"Zippo", "Alder Post"} | {
        f"Alder Post / {part}" for part in ("delivery", "price", "email", "app", "social")
    }
    assert not [line for line in result.report.others if line.severity > 2]
    assert [line.subject for line in result.report.themes] == ["Merrow Parcels / parcel locker code / en"]
    judged = {*judged_by("threats"), *TRUST}
    assert {row["indicator"] for row in room.rows()} == judged
    assert {row["metric"] for row in room.rows()} == {metric for name in judged for metric in REGISTER[name].metrics}
    assert room.ask("SELECT count() AS n FROM indicator_evidence WHERE empty(example_event_ids)")[0]["n"] == 0
    explained = "SELECT arrayJoin(example_event_ids) FROM indicator_evidence"
    [known] = room.ask(f"SELECT count() AS n FROM feedback WHERE event_id IN ({explained})")
    assert known["n"] > 5


def test_an_empty_warehouse_has_no_data_and_no_good_news(room: Room) -> None:
    found = run("threats", as_of=AS_OF).report
    rows = room.rows()
    assert {row["verdict"] for row in rows} == {"no_data"}
    assert {row["value"] for row in rows} == {None}
    assert {row["subject_brand"] for row in rows} == set(BRANDS)
    assert (found.judged, found.steady, found.threats, found.improved) == (0, 0, (), ())
    assert NOTHING not in as_markdown(found)


def test_a_single_day_is_too_little_to_judge(room: Room) -> None:
    room.land(own(start=day("2026-10-28"), end=day("2026-10-29"), per_day=40))
    found = run("threats", as_of=AS_OF).report
    assert {row["verdict"] for row in room.rows() if row["indicator"] not in DATA_TRUST} <= set(UNJUDGED)
    assert (found.judged, found.threats, found.improved, found.others) == (0, (), (), ())


def test_a_source_that_stopped_is_said_and_makes_what_rests_on_it_incomplete(room: Room) -> None:
    room.land(
        own(start=day("2026-03-02"), end=day("2026-10-26"), per_day=10),
        own(start=day("2026-03-02"), source="stores", channels=("web",), per_day=10),
        own(brand="Brackenline", start=day("2026-03-02"), source="stores", channels=("web",), seed=2),
    )
    found = run("threats", as_of=AS_OF).report
    assert "nps survey" in {line.subject for line in found.trust}
    week = [row for row in room.rows(indicator="perception_drop") if row["window_start"] == day("2026-10-26")]
    assert {row["verdict"] for row in week if row["subject"] == "Alder Post"} == {"incomplete"}
    for unharmed in ("Brackenline", "Alder Post/web"):
        assert {row["verdict"] for row in week if row["subject"] == unharmed}.isdisjoint({"incomplete", "no_data"})
    assert not loud(found)


def test_two_versions_of_the_sentiment_model_stop_net_sentiment_only(room: Room) -> None:
    room.land(
        own(start=day("2025-10-01"), end=day("2026-10-01")),
        own(falling(0.75, 0.3, day("2026-10-01")), start=day("2026-10-01"), sentiment_version="s2", seed=2),
    )
    run("threats", as_of=AS_OF)
    month = [row for row in room.rows(subject="Alder Post") if row["window_start"] == day("2026-10-01")]
    drops = {row["metric"]: row for row in month if row["indicator"] == "perception_drop"}
    assert drops["net_sentiment"]["verdict"] == "incomplete"
    assert drops["nps"]["verdict"] == "critical"
    assert drops["nps"]["sentiment_version"] == "s2"
    assert [row["verdict"] for row in month if row["metric"] == "sentiment_versions"] == ["watch"]


def test_a_rerun_replaces_also_what_is_no_longer_found(room: Room) -> None:
    room.land(
        own(start=day("2026-06-01")),
        own(brand="Passing Fancy", start=day("2026-06-01"), seed=2),
        own(
            start=day("2026-10-12"),
            source="posts",
            per_day=2,
            seed=4,
            mentions=[BrandMention(brand="Zippo", switching=True)],
        ),
    )
    run("threats", as_of=AS_OF)
    [first] = {row["run_id"] for row in room.rows()}
    assert room.rows(subject="Passing Fancy")
    assert room.rows(indicator="new_entrant")
    room.land(
        event_of_another_brand(each)
        for each in [
            *own(brand="Passing Fancy", start=day("2026-06-01"), seed=2).events(),
            *own(start=day("2026-10-12"), source="posts", per_day=2, seed=4).events(),
        ]
    )
    run("threats", as_of=AS_OF)
    [second] = {row["run_id"] for row in room.rows()}
    assert second != first
    assert not room.rows(subject="Passing Fancy")
    assert not room.rows(indicator="new_entrant")
    history = room.ask("SELECT run_id, count() AS n FROM indicators_history GROUP BY run_id")
    assert {row["run_id"] for row in history} == {first, second}


def event_of_another_brand(event: ScoredEvent) -> ScoredEvent:
    """The same event, corrected by its source: about Alder Post, and nobody is mentioned."""
    received = event.event.received_at + timedelta(days=1)
    corrected = structs.replace(event.event, brand="Alder Post", received_at=received)
    return ScoredEvent(event=corrected, scores=structs.replace(event.scores, brand_mentions=[]))


def test_a_window_that_is_not_closed_is_incomplete(room: Room) -> None:
    now = datetime.now(UTC)
    room.land(own(start=now - timedelta(days=200), end=now))
    run("threats", as_of=window_of(now, "week").end)
    open_week = [row for row in room.rows(indicator="perception_drop") if row["window_end"] > now]
    assert {row["verdict"] for row in open_week if row["subject"] == "Alder Post"} == {"incomplete"}


def test_a_backfill_judges_every_window_of_a_span_oldest_first(room: Room) -> None:
    room.land(own(start=day("2026-01-01")))
    result = run("threats", from_=day("2026-09-01").date(), to=AS_OF.date())
    labels = [window.label for window in result.windows]
    assert labels[0] == "2026-W36"
    assert labels[-3:] == ["2026-W43", "2026-10", "2026-W44"]
    assert "2026-Q3" in labels
    starts = {(row["window_start"], row["window_end"]) for row in room.rows(indicator="volume_drop")}
    assert starts == {(window.start, window.end) for window in result.windows}


def test_hours_that_no_run_has_judged_are_judged_by_the_next(room: Room) -> None:
    newest = last_closed(datetime.now(UTC), "hour")
    room.judged("watch", newest.shift(-3), at=newest.shift(-2).start)
    room.watch_the_hour()
    assert room.bursts()[:4] == [newest.shift(-back).start for back in (3, 2, 1, 0)]


def test_a_missed_hour_that_cannot_be_judged_keeps_no_newer_one_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = last_closed(datetime.now(UTC), "hour")
    room.judged("watch", newest.shift(-2), at=newest.shift(-1).start)

    def breaks(read: Any, windows: list[Window], *given: Any) -> Any:
        return find(read, windows, *given) if newest in windows else 1 / 0

    monkeypatch.setattr(steps, "find", breaks)
    with pytest.raises(ZeroDivisionError):
        room.watch_the_hour()
    assert room.bursts()[:2] == [newest.shift(-2).start, newest.start]


def test_employees_answers_are_no_perception_of_customers(room: Room) -> None:
    room.land(own(start=day("2026-03-02"), role="employee"))
    run("threats", as_of=AS_OF)
    assert {row["verdict"] for row in room.rows(indicator="perception_drop")} == {"no_data"}


def test_runs_at_the_same_time_take_turns(room: Room) -> None:
    room.land(own(start=day("2026-06-01")))
    call = "from flows.run import run; from datetime import date; run('threats', as_of=date(2026, 11, 2))"
    both = [subprocess.Popen([sys.executable, "-c", call]) for _ in range(2)]
    assert [process.wait(timeout=200) for process in both] == [0, 0]
    first, second = room.ask(
        "SELECT min(computed_at) AS start, max(completed_at) AS end FROM indicator_runs GROUP BY run_id ORDER BY start"
    )
    assert first["end"] < second["start"]


def test_the_report_is_an_artifact_of_the_run(room: Room) -> None:
    room.land(own(falling(0.8, 0.4, day("2026-10-01")), start=day("2026-01-01")))
    shown = run("threats", as_of=AS_OF).report
    with get_client(sync_client=True) as client:
        [artifact] = client.request(
            "POST",
            "/artifacts/filter",
            json={"limit": 1, "sort": "CREATED_DESC", "artifacts": {"key": {"any_": ["threats"]}}},
        ).json()
    assert artifact["data"] == as_markdown(shown)
    assert "Alder Post" in artifact["data"]


def test_what_is_away_is_said_in_one_line(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_PREFECT_API_URL", "http://127.0.0.1:1/api")
    with pytest.raises(Unavailable, match="no Prefect API answers at http"):
        run("threats", as_of=AS_OF)
    monkeypatch.setenv("EARSHOT_CLICKHOUSE_PORT", "1")
    with pytest.raises(Unavailable, match="warehouse"):
        report()


def test_an_unknown_flow_or_an_empty_span_is_refused() -> None:
    with pytest.raises(RequestError, match="there is watch, kpis"):
        run("horoscope")
    with pytest.raises(RequestError, match="no window of threats closes"):
        run("threats", from_=day("2026-11-03"), to=day("2026-11-04"))
