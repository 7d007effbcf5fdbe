"""Findings go in before their mark, and what does not fit is refused before anything goes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fixtures.fake_warehouse import FakeClient
from warehouse.indicators import write_findings

START, END = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
ROW: dict[str, Any] = {
    "indicator": "perception_drop",
    "metric": "nps",
    "window_start": START,
    "window_end": END,
    "run_id": "a",
    "computed_at": END,
}
EVIDENCE = ROW | {"subject": "Alder Post", "rank": 1, "kind": "topic", "name": "delivery"}


@dataclass
class Finding:
    """A flow's own type, with the names of the columns."""

    indicator: str
    metric: str
    window_start: datetime
    window_end: datetime
    run_id: str
    computed_at: datetime
    verdict: str


def test_the_mark_comes_last(fake_client: FakeClient) -> None:
    assert write_findings(fake_client, [ROW], [EVIDENCE]) == 1  # type: ignore[arg-type]
    tables = [table for table, _ in fake_client.inserted]
    assert tables == ["indicator_results", "indicator_evidence_landed", "indicator_runs"]


def test_a_scope_has_one_mark_however_many_findings(fake_client: FakeClient) -> None:
    rows = [ROW | {"subject_brand": brand, "metric": metric} for brand in "abc" for metric in ("nps", "csat")]
    write_findings(fake_client, rows)  # type: ignore[arg-type]
    _, marks = fake_client.inserted[-1]
    assert marks.num_rows == 2


def test_dataclasses_are_written_as_mappings_are(fake_client: FakeClient) -> None:
    write_findings(fake_client, [Finding(**ROW, verdict="critical")])  # type: ignore[arg-type]
    _, batch = fake_client.inserted[0]
    assert batch.to_pylist()[0]["severity"] == 4


@pytest.mark.parametrize(
    ("rows", "evidence", "says"),
    [
        pytest.param([ROW | {"vibe": 1}], [], "no such column: vibe", id="an unknown column"),
        pytest.param([ROW | {"run_id": ""}], [], "not given: run_id", id="no run"),
        pytest.param([ROW, ROW | {"run_id": "b"}], [], "two runs", id="two runs of one scope"),
        pytest.param([ROW], [EVIDENCE | {"metric": "csat"}], "no scope", id="evidence for another metric"),
        pytest.param([ROW], [EVIDENCE | {"vibe": 1}], "no such column: vibe", id="an unknown column of evidence"),
    ],
)
def test_is_refused(fake_client: FakeClient, rows: list[Any], evidence: list[Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        write_findings(fake_client, rows, evidence)  # type: ignore[arg-type]
    assert fake_client.inserted == []
