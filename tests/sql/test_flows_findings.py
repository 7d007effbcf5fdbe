"""A finding rests on the data alone: neither what ran before nor what runs beside it changes a word of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.findings import Findings, find
from flows.indicators.config import IndicatorsConfig
from flows.indicators.register import judged_by
from flows.jobs import JOBS
from flows.rows import Run
from flows.rules import Rules
from flows.windows import Window, closed_windows
from tests.fixtures.opinions import Opinions, day
from tests.fixtures.reading import reader_now
from warehouse.indicators import write_findings
from warehouse.landing import land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
RULES = Rules(Brands((Brand("Alder Post", own=True),)), IndicatorsConfig(), AS_OF)
BAD = (day("2026-07-06"), day("2026-08-03"))
"""A fall that was over after four weeks: those weeks and July are critical when they are new."""


def opinions() -> Opinions:
    return Opinions(
        start=day("2025-03-01"),
        end=AS_OF,
        per_day=8,
        happiness=lambda moment, _: 0.3 if BAD[0] <= moment < BAD[1] else 0.8,
    )


def told(found: Iterable[Findings]) -> list[dict[str, Any]]:
    """Rows and evidence in one order, without the run that wrote them."""
    rows = [row for each in found for row in (*each.rows, *each.evidence)]
    kept = [{name: value for name, value in row.items() if name != "run_id"} for row in rows]
    return sorted(kept, key=lambda row: str([row.get(name) for name in KEY]))


KEY = ("window_start", "window_end", "indicator", "subject", "metric", "rank")


def test_a_backfill_says_what_single_runs_say_and_a_rerun_what_the_first_run_said(
    landed: Client, fresh: ClickHouseSettings
) -> None:
    land_feedback(landed, list(opinions().events()), AS_OF)
    landed.database = fresh.database

    def judged(windows: Sequence[Window], run_id: str) -> Findings:
        found = find(reader_now(landed), windows, RULES, Run(run_id, AS_OF), judged_by("threats"))
        write_findings(landed, found.rows, found.evidence, scopes=found.scopes)
        return found

    windows = closed_windows(day("2026-07-20"), day("2026-10-05"), JOBS["threats"].grains)
    backfill = told([judged(windows, "backfill")])
    assert any(row.get("verdict") == "critical" for row in backfill)
    assert told(judged([window], f"single {window.label}") for window in reversed(windows)) == backfill
    assert told([judged(windows, "again")]) == backfill


def test_a_retired_source_blocks_its_brand_for_two_weeks_and_is_no_loss_of_volume_after(
    landed: Client, fresh: ClickHouseSettings
) -> None:
    end = day("2026-09-07")
    for source, until, per_day in (("stores", AS_OF, 12), ("retired", end, 6), ("kiosk", end, 0.5)):
        told_there = Opinions(
            start=day("2026-03-02"), end=until, per_day=12, source=source, happiness=lambda moment, _: 0.8
        )
        events = list(told_there.events())
        land_feedback(landed, events[:: round(12 / per_day)], AS_OF)
    landed.database = fresh.database
    weeks = [window for window in closed_windows(end, AS_OF, ["week"]) if window.start >= end]
    rows = find(reader_now(landed), weeks, RULES, Run("r", AS_OF), judged_by("threats")).rows

    def verdicts(indicator: str, subject: str) -> list[str]:
        found = [row for row in rows if (row["indicator"], row["subject"]) == (indicator, subject)]
        return [row["verdict"] for row in found if row["metric"] not in ("csat", "net_sentiment")]

    assert verdicts("source_outage", "retired") == ["warning"] * 2 + ["ok"] * 6
    drops = verdicts("perception_drop", "Alder Post")
    assert drops[:2] == ["incomplete"] * 2
    assert "incomplete" not in drops[2:]
    assert set(verdicts("volume_drop", "Alder Post")) <= {"ok", "inconclusive", "insufficient_data"}
    kiosk = [row for row in rows if row["indicator"] == "source_outage" and row["subject"] == "kiosk"]
    assert any(row["verdict"] == "warning" for row in kiosk)
