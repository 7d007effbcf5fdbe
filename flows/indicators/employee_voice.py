"""Staff: what employees write, on the whole and per topic, against the quarters before.

As for perception, but without seasonal factors: quarters hold too few of each part of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.indicators.before import against, difference_from, level_of, past_of, too_little
from flows.indicators.config import IndicatorsConfig, Season
from flows.indicators.inputs import NOTHING, Counts, PerceptionSeries, Period
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.perception import measured, with_exact
from flows.indicators.strata import source_shares, value_or_none
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, moved, number, signed, span, subject_name

NAME = "employee_voice"
FORMULA_VERSION = "1"
NEVER = Season(minimum_months=10_000)


@dataclass(frozen=True, slots=True)
class StaffTexts:
    """Net sentiment of employees' texts, oldest quarter first; the last one is judged, `event_ids` are its unhappy."""

    series: PerceptionSeries
    event_ids: tuple[str, ...] = ()


def measure(said: StaffTexts, config: IndicatorsConfig) -> Estimate:
    """The last quarter against those before it; a fall is the harm. Each person counts once."""
    series, longest = said.series, config.employee_voice.baseline_windows
    past, counts = past_of(series, longest), series.periods[-1].counts
    before = sum((period.counts for period in past), NOTHING)
    frame = _frame(said, past, before, config)
    if blocked := too_little(counts, before, len(past), config):
        return replace(frame, blocked=blocked.replace("customers", "employees"))
    plain = config.model_copy(update={"season": NEVER})
    level = level_of(series, len(past), plain, longest=longest, delta=frame.delta)
    difference = difference_from(level, counts, before, series.metric)
    found = measured(frame, difference, config, comparison=level.value, windows=level.baseline.windows)
    found = with_exact(found, counts, before, series.metric)
    return replace(found, fact=_fact(found, against(level, len(past), series.frequency)))


def _frame(said: StaffTexts, past: Sequence[Period], before: Counts, config: IndicatorsConfig) -> Estimate:
    series, now = said.series, said.series.periods[-1]
    return Estimate(
        indicator=NAME,
        subject=series.subject,
        metric=series.metric,
        frequency=series.frequency,
        window=now.window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        value=value_or_none(now.counts, series.metric),
        n=now.counts.customers,
        n_comparison=before.customers,
        delta=config.employee_voice.delta,
        each="employees",
        short=f"what employees of {subject_name(series.subject)} write in {span(now.window, series.frequency)}",
        sources=source_shares([now], past),
        evidence=_evidence(said, now.counts),
        formula_version=FORMULA_VERSION,
    )


def _evidence(said: StaffTexts, counts: Counts) -> tuple[Evidence, ...]:
    if not counts.n or not said.event_ids:
        return ()
    value = value_or_none(counts, said.series.metric)
    return (Evidence(1, "stratum", "all", value, None, None, counts.customers, 0, said.event_ids),)


def _fact(found: Estimate, compared: str) -> str:
    value, comparison, change = found.value or 0.0, found.comparison or 0.0, found.change or 0.0
    low, high = found.ci or (0.0, 0.0)
    turn = f"{moved(change)} from {number(comparison)} to {number(value)}"
    if moved(change) == "stayed":
        turn = f"stayed at {number(value)}"
    return (
        f"net sentiment of the employees of {subject_name(found.subject)} {turn} in "
        f"{span(found.window, found.frequency)} ({signed(change)} points, 95 % interval {signed(low)} to "
        f"{signed(high)}; {amount(found.n, 'employees')} now, {number(found.n_comparison)} {compared})"
    )
