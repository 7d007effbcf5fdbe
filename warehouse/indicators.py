"""Writes what a flow found, so that a view shows all of a run or nothing of it.

1. findings → indicator_results   2. evidence → indicator_evidence_landed   3. one mark per scope → indicator_runs
A scope is an indicator, a metric and a window. The views show, per scope, the marked run that was computed last: a
rerun replaces all of the scope, also what it no longer finds. A run that finds nothing says so with `scopes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from clickhouse_connect.driver.client import Client

from warehouse.columns import Column, counts, floats, lists, milliseconds, names, strings, times
from warehouse.rows import checked, columns_with_defaults, insert_rows

SEVERITY = {"critical": 4, "warning": 3, "missed": 3, "watch": 2, "behind": 2, "improved": 1, "achieved": 1}
"""For sorting; every other verdict is 0."""
GRAINS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "quarter": 92}
"""The most days that a window of each has; a longer one is a half_year. Migration 0012 has the same for older rows."""


@dataclass(frozen=True)
class Scope:
    """What a run covered completely; `run_id` is new for each attempt, a retry included."""

    indicator: str
    metric: str
    window_start: datetime
    window_end: datetime
    run_id: str
    computed_at: datetime


_SCOPE_COLUMNS = columns_with_defaults(
    {
        (names, ""): "indicator metric",
        (strings, ""): "run_id",
        (times, None): "window_start window_end computed_at",
    }
)
_SCOPE = tuple(column.name for column in _SCOPE_COLUMNS)
_VERSION = Column("version", counts, lambda row: milliseconds(row["computed_at"]))
_SUBJECT = ("brand", "topic", "channel", "source", "phrase", "language", "item")
FINDING_COLUMNS = (
    *_SCOPE_COLUMNS,
    *columns_with_defaults(
        {
            (names, ""): "subject_brand subject_topic subject_channel subject_source subject_language grain unit test"
            " verdict formula_version sentiment_version taxonomy_version",
            (strings, ""): "subject subject_phrase subject_item family_id reason",
            (times, None): "input_watermark",
            (floats, None): "value comparison change harm ci_low ci_high p_value q_value q_improved"
            " detectable_change decomposition_within decomposition_mix decomposition_interaction",
            (counts, 0): "n n_comparison family_size severity",
            (counts, None): "n_needed",
        }
    ),
    _VERSION,
)
EVIDENCE_COLUMNS = (
    *_SCOPE_COLUMNS,
    *columns_with_defaults(
        {
            (names, ""): "kind",
            (strings, ""): "subject name",
            (floats, None): "value comparison change",
            (counts, 0): "rank n n_comparison",
            (lists, ()): "example_event_ids",
        }
    ),
    _VERSION,
)


def write_findings(
    client: Client, rows: Iterable[Any], evidence: Iterable[Any] = (), *, scopes: Iterable[Scope] = ()
) -> int:
    """Write a run's findings and evidence (mappings or dataclasses, named as the views' columns); how many findings.

    One call writes whole scopes: those of the rows, and `scopes` for what was covered without a finding. NaN becomes
    null; subject, grain and severity are filled in from its parts, the window and the verdict where they are left out.
    Raises ValueError for a row that does not fit, before anything is written, and Unavailable: then write all again.
    """
    findings = [_completed(checked(row, FINDING_COLUMNS, _SCOPE)) for row in rows]
    explained = [checked(row, EVIDENCE_COLUMNS, _SCOPE) for row in evidence]
    marks = _marks(findings, scopes)
    for row in explained:
        if _key(row) not in marks:
            raise ValueError(f"evidence for {row['indicator']} {row['metric']} belongs to no scope of this run")
    insert_rows(client, "indicator_results", findings, FINDING_COLUMNS)
    insert_rows(client, "indicator_evidence_landed", explained, EVIDENCE_COLUMNS)
    completed = Column("completed_at", times, lambda _: datetime.now(UTC))
    insert_rows(client, "indicator_runs", list(marks.values()), (*_SCOPE_COLUMNS, completed))
    return len(findings)


def _completed(row: dict[str, Any]) -> dict[str, Any]:
    subject = "/".join(filter(None, (row.get(f"subject_{part}") for part in _SUBJECT)))
    grain = grain_of(row["window_start"], row["window_end"])
    return {"subject": subject, "grain": grain, "severity": SEVERITY.get(row.get("verdict", ""), 0)} | row


def grain_of(start: datetime, end: datetime) -> str:
    """What a window of this length is called."""
    return next((name for name, days in GRAINS.items() if end - start <= timedelta(days=days)), "half_year")


def _marks(findings: Iterable[dict[str, Any]], scopes: Iterable[Scope]) -> dict[tuple[Any, ...], dict[str, Any]]:
    marks: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in [*findings, *map(asdict, scopes)]:
        mark = marks.setdefault(_key(row), {name: row[name] for name in _SCOPE})
        if mark["run_id"] != row["run_id"]:
            raise ValueError(f"two runs in one call for {row['indicator']} {row['metric']}: write each by itself")
        mark["computed_at"] = max(mark["computed_at"], row["computed_at"])
    return marks


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["indicator"], row["metric"], row["window_start"], row["window_end"]
