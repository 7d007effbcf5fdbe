"""Windows → everything the warehouse is to keep about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from flows.examples import Examples
from flows.facts import Facts, read_facts, read_months
from flows.indicators.outputs import Judgement
from flows.indicators.register import REGISTER
from flows.judge import Rules, judge
from flows.queries import Read, sql
from flows.rows import Run, evidence, finding
from flows.windows import GRAINS, Window
from warehouse.indicators import Scope


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
            facts = read_facts(read, chosen, rules.brands.names, months, rules.config.emerging_theme)
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
    return Examples(read(sql("examples"), parameters) if loud else (), facts.newcomers, facts.themes)


def _scopes(window: Window, run: Run) -> list[Scope]:
    """All indicators and metrics: a run replaces an earlier run's also where it finds nothing."""
    return [
        Scope(entry.name, metric, window.start, window.end, run.run_id, run.computed_at)
        for entry in REGISTER.values()
        for metric in entry.metrics
    ]
