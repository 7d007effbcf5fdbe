"""Views of findings: the latest completed run of a scope, whole, and nothing of a run that is cut off."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from schemas.errors import Unavailable
from warehouse.client import connect
from warehouse.indicators import Scope, write_findings
from warehouse.migrate import migrate
from warehouse.migration_files import MIGRATIONS
from warehouse.query import Row, query_rows
from warehouse.settings import ClickHouseSettings

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
FIRST = datetime(2026, 6, 2, 6, tzinfo=UTC)
RUN = ("run_id", "computed_at")


def finding(run_id: str, brand: str = "Alder Post", hours: int = 0, **changes: Any) -> Row:
    """One of a run that started so many hours after the first."""
    row = {
        "indicator": "perception_drop",
        "metric": "nps",
        "window_start": MAY,
        "window_end": JUNE,
        "subject_brand": brand,
        "verdict": "warning",
        "value": -3.5,
        "run_id": run_id,
        "computed_at": FIRST + timedelta(hours=hours),
    }
    return row | changes


def evidence(run_id: str, rank: int = 1, hours: int = 0) -> Row:
    keys = ("indicator", "metric", "window_start", "window_end", "run_id", "computed_at")
    of_finding = {key: value for key, value in finding(run_id, hours=hours).items() if key in keys}
    return of_finding | {
        "subject": "Alder Post",
        "rank": rank,
        "kind": "topic",
        "name": "delivery",
        "example_event_ids": ["e1", "e2"],
    }


def shown(client: Client, view: str = "indicators") -> list[tuple[str, str]]:
    rows = query_rows(client, f"SELECT run_id, subject FROM {view} ORDER BY run_id, subject")
    return [(row["run_id"], row["subject"]) for row in rows]


def test_a_rerun_replaces_also_what_it_no_longer_finds(landed: Client) -> None:
    write_findings(landed, [finding("a"), finding("a", "Birch")])
    write_findings(landed, [finding("b", hours=1)])
    assert shown(landed) == [("b", "Alder Post")]
    assert len(shown(landed, "indicators_history")) == 3


def test_a_rerun_that_finds_nothing_leaves_nothing(landed: Client) -> None:
    write_findings(landed, [finding("a")])
    write_findings(landed, [], scopes=[Scope("perception_drop", "nps", MAY, JUNE, "b", FIRST + timedelta(hours=1))])
    assert shown(landed) == []


def test_other_windows_metrics_and_indicators_stay(landed: Client) -> None:
    rest = [finding("a", metric="csat"), finding("a", indicator="perception_yoy"), finding("a", window_start=FIRST)]
    write_findings(landed, [finding("a"), *rest])
    write_findings(landed, [finding("b", hours=1)])
    assert [run for run, _ in shown(landed)] == ["a", "a", "a", "b"]


def test_an_older_run_that_ends_late_does_not_replace_a_newer_one(landed: Client) -> None:
    write_findings(landed, [finding("new", hours=1)])
    write_findings(landed, [finding("old")])
    assert shown(landed) == [("new", "Alder Post")]


def test_a_run_that_is_written_twice_shows_once(landed: Client) -> None:
    for _ in range(2):
        write_findings(landed, [finding("a")], [evidence("a")])
    views = ("indicators", "indicators_history", "indicator_evidence")
    assert [len(shown(landed, view)) for view in views] == [1, 1, 1]


@pytest.mark.parametrize("cut_off_at", ["indicator_evidence_landed", "indicator_runs"])
def test_a_half_written_run_is_not_shown(landed: Client, cut_off_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_findings(landed, [finding("a")], [evidence("a")])
    insert = landed.insert_arrow

    def cut_off(table: str, *args: Any, **kwargs: Any) -> Any:
        if table == cut_off_at:
            raise ConnectionResetError
        return insert(table, *args, **kwargs)

    monkeypatch.setattr(landed, "insert_arrow", cut_off)
    with pytest.raises(Unavailable):
        write_findings(landed, [finding("b", hours=1), finding("b", "Birch", hours=1)], [evidence("b", hours=1)])
    for view in ("indicators", "indicators_history", "indicator_evidence"):
        assert shown(landed, view) == [("a", "Alder Post")], view


def test_evidence_is_that_of_the_run_shown(landed: Client) -> None:
    write_findings(landed, [finding("a")], [evidence("a"), evidence("a", rank=2)])
    write_findings(landed, [finding("b", hours=1)], [evidence("b", hours=1)])
    [row] = query_rows(landed, "SELECT * FROM indicator_evidence")
    assert (row["run_id"], row["rank"], row["example_event_ids"]) == ("b", 1, ["e1", "e2"])


def test_what_is_left_out_is_filled_in_or_null(landed: Client) -> None:
    write_findings(landed, [finding("a", subject_topic="delivery", p_value=float("nan"), n=12)])
    [row] = query_rows(landed, "SELECT * FROM indicators")
    assert (row["subject"], row["severity"], row["n"], row["n_comparison"]) == ("Alder Post/delivery", 3, 12, 0)
    assert (row["p_value"], row["ci_low"], row["n_needed"], row["input_watermark"]) == (None, None, None, None)
    assert (row["window_start"], row["window_end"], row["computed_at"]) == (MAY, JUNE, FIRST)
    assert (row["grain"], row["unit"], row["harm"]) == ("month", "", None)


def test_all_that_a_finding_is_about_is_kept_apart_and_joined(landed: Client) -> None:
    about = {
        "subject_topic": "delivery",
        "subject_channel": "app",
        "subject_source": "store",
        "subject_phrase": "too late",
    }
    rest = {
        "subject_language": "en",
        "subject_item": "late-parcels",
        "unit": "points",
        "harm": 3.5,
        "verdict": "missed",
    }
    write_findings(landed, [finding("a") | about | rest])
    [row] = query_rows(landed, "SELECT * FROM indicators_history")
    assert {name: row[name] for name in about | rest} == about | rest
    assert row["subject"] == "Alder Post/delivery/app/store/too late/en/late-parcels"
    assert row["severity"] == 3


def migrated_to(number: int, fresh: ClickHouseSettings, folder: Path) -> Client:
    """A database as an older release left it."""
    for path in sorted(MIGRATIONS.glob("*.sql"))[:number]:
        shutil.copy(path, folder)
    client = connect(fresh, database="default")
    migrate(client, fresh, folder)
    return client


def test_what_an_improved_row_rests_on_is_kept_and_not_known_of_rows_of_before(
    fresh: ClickHouseSettings, tmp_path: Path
) -> None:
    client = migrated_to(15, fresh, tmp_path)
    rows = [["perception_drop", "nps", MAY, JUNE, "a", FIRST]]
    for table in ("indicator_results", "indicator_runs"):
        client.insert(table, rows, column_names=["indicator", "metric", "window_start", "window_end", *RUN])
    migrate(client, fresh)
    write_findings(client, [finding("b", hours=1, verdict="improved", q_value=1.0, q_improved=0.004)])
    [shown] = query_rows(client, "SELECT verdict, q_value, q_improved FROM indicators")
    assert shown == {"verdict": "improved", "q_value": 1.0, "q_improved": 0.004}
    history = query_rows(client, "SELECT q_improved FROM indicators_history ORDER BY run_id")
    assert [row["q_improved"] for row in history] == [None, 0.004]


def test_a_finding_of_before_has_its_grain_from_the_length_of_its_window(
    fresh: ClickHouseSettings, tmp_path: Path
) -> None:
    client = migrated_to(11, fresh, tmp_path)
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "quarter": 92, "half_year": 184}
    names = ["indicator", "metric", "window_start", "window_end", *RUN]
    rows = [["perception_drop", "nps", MAY, MAY + timedelta(days=length), "a", FIRST] for length in days.values()]
    for table in ("indicator_results", "indicator_runs"):
        client.insert(table, rows, column_names=names)
    migrate(client, fresh)
    write_findings(client, [finding("b", window_end=row[3]) for row in rows])
    for run in ("a", "b"):
        sql = f"SELECT grain FROM indicators_history WHERE run_id = '{run}' ORDER BY window_end"
        assert [row["grain"] for row in query_rows(client, sql)] == list(days), run
