"""Windows → everything the warehouse is to keep about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from flows.examples import Examples
from flows.facts import Facts, read_facts, read_months
from flows.indicators import model_break, new_entrant, source_outage, volume_drop
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import METRICS
from flows.judge import Rules, judge
from flows.queries import Read, sql
from flows.rows import Run, evidence, finding
from flows.windows import GRAINS, Window
from warehouse.indicators import Scope

COVERED: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("perception_drop", "perception_yoy", "perception_trend", "response_bias"), METRICS),
    new_entrant.NAME: [new_entrant.METRIC],
    source_outage.NAME: [source_outage.METRIC],
    volume_drop.NAME: [volume_drop.METRIC],
    model_break.NAME: [model_break.SENTIMENT, model_break.TAXONOMY],
}
"""Indicators and metrics that a run judges in full: it replaces an earlier run's also where it finds nothing."""


class Findings(Struct, frozen=True):
    """What a run found about some windows, in the shape of `warehouse.indicators.write_findings`.

    No dataclass: Prefect walks through those that one task hands to another, row by row.
    """

    rows: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    scopes: list[Scope]


def find(read: Read, windows: Sequence[Window], rules: Rules, run: Run) -> Findings:
    """Judge windows, each from the data alone, as if it were the only one: what else ran changes nothing."""
    months = read_months(read, windows)
    rows: list[dict[str, Any]] = []
    pieces: list[dict[str, Any]] = []
    for grain in GRAINS:
        if chosen := sorted(window for window in windows if window.grain == grain):
            facts = read_facts(read, chosen, rules.brands.names, months)
            judgements = [one for window in chosen for one in judge(facts, window, rules)]
            examples = _examples(read, chosen, judgements, facts)
            rows += [finding(one, facts, run) for one in judgements]
            pieces += [row for one in judgements for row in evidence(one, examples, run)]
    return Findings(rows, pieces, [scope for window in windows for scope in _scopes(window, run)])


def _examples(read: Read, windows: Sequence[Window], judgements: Iterable[Judgement], facts: Facts) -> Examples:
    loud = [one for one in judgements if one.evidence]
    parameters = {
        "grain": facts.grain,
        "from": min(windows).start,
        "to": max(windows).end,
        "topics_from": min(windows).start,
        "windows": sorted({one.window.start.date() for one in loud}),
        "brands": sorted({one.subject.brand for one in loud}),
    }
    return Examples(read(sql("examples"), parameters) if loud else (), facts.newcomers)


def _scopes(window: Window, run: Run) -> list[Scope]:
    return [
        Scope(indicator, metric, window.start, window.end, run.run_id, run.computed_at)
        for indicator, metrics in COVERED.items()
        for metric in metrics
    ]
