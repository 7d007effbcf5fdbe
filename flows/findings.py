"""Windows → everything the warehouse is to keep about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any

from msgspec import Struct

from flows.aggregates import read_activity, read_facts, read_months
from flows.answers import Answers
from flows.changes import Change, changes, said_before
from flows.examples import Examples, metric_of, topic_of
from flows.facts import PERCEPTION, Facts
from flows.indicators.outputs import Judgement
from flows.indicators.register import REGISTER, TRUST
from flows.indicators.vocabulary import METRICS
from flows.judge import SILENCE_ONLY, judge
from flows.queries import Read, remembered, sql
from flows.rows import Run, evidence, finding
from flows.rules import Rules
from flows.windows import GRAINS, Window
from warehouse.indicators import Scope


class Findings(Struct, frozen=True):
    """What a run found about some windows, in the shape of `warehouse.indicators.write_findings`, and what it changed.

    No dataclass: Prefect walks through those that one task hands to another, row by row.
    """

    rows: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    scopes: list[Scope]
    changes: list[Change] = []


def find(read: Read, windows: Sequence[Window], rules: Rules, run: Run, names: Set[str]) -> Findings:
    """Judge windows by the named indicators, each from the data alone: what else ran changes nothing."""
    read = remembered(read)
    months = read_months(read, windows) if names & PERCEPTION else Answers()
    activity = read_activity(read, windows)
    before = said_before(read, windows, {*names, *TRUST})
    rows: list[dict[str, Any]] = []
    pieces: list[dict[str, Any]] = []
    for grain in GRAINS:
        if chosen := sorted(window for window in windows if window.grain == grain):
            facts = read_facts(read, chosen, rules, (months, activity), names)
            judgements = [one for window in chosen for one in judge(read, facts, window, rules, names)]
            examples = _examples(read, chosen, judgements, facts)
            rows += [finding(one, facts, run) for one in judgements]
            pieces += [row for one in judgements for row in evidence(one, examples, run)]
    scopes = [scope for window in windows for scope in _scopes(window, run, names)]
    return Findings(rows, pieces, scopes, changes(before, rows))


def _examples(read: Read, windows: Sequence[Window], judgements: Iterable[Judgement], facts: Facts) -> Examples:
    """For the evidence that names no events of its own; what is no answer to a metric has none here."""
    answers = [one for one in judgements if metric_of(one) in METRICS]
    bare = [(one, piece) for one in answers for piece in one.evidence if not piece.event_ids]
    parameters = {
        "grain": facts.grain,
        "from": min(windows).start,
        "to": max(windows).end,
        "topics_from": min(windows).start,
        "windows": sorted({one.window.start.date() for one, _ in bare}),
        "brands": sorted({one.subject.brand for one, _ in bare}),
        "topics": sorted({topic_of(one, piece) for one, piece in bare}),
        "metrics": sorted({metric_of(one) for one, _ in bare}),
    }
    return Examples(read(sql("examples"), parameters) if bare else (), facts.newcomers, facts.themes)


def _scopes(window: Window, run: Run, names: Set[str]) -> list[Scope]:
    """Everything judged: a run replaces an earlier run's also where it finds nothing."""
    trust = () if window.grain == "hour" else TRUST[:1] if window.grain in SILENCE_ONLY else TRUST
    return [
        Scope(entry.name, metric, window.start, window.end, run.run_id, run.computed_at)
        for entry in map(REGISTER.__getitem__, sorted({*names, *trust}))
        for metric in entry.metrics
    ]
