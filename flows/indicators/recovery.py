"""Weakness: how well complaints are made good. Acknowledged and resolved in time, reopened, satisfied afterwards, left
open and old.

Customers who complained are others than those who never had to, so that the two beside each other are a watch at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.indicators.backlog import BacklogFlow, growth_estimate
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.proportions import two_samples
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.service import ShareSeries, TimeSeries, Words
from flows.indicators.service_measure import measured
from flows.indicators.strata import as_sample
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import number, signed, span

NAME = "recovery"
FORMULA_VERSION = "3"
WORDS = {
    "acknowledged_in_time": Words("the share of complaints to {brand} acknowledged within {limit}"),
    "resolved_in_time": Words("the share of complaints to {brand} resolved within {limit}"),
    "reopened": Words("the share of resolved complaints to {brand} that were reopened", more_is_worse=True),
    "satisfaction_after": Words("the share of customers of {brand} satisfied after their complaint had ended"),
    "backlog_age": Words("the share of {brand}'s open complaints older than {limit}", more_is_worse=True),
}
GAP = "recovered_gap"
CAP = "those who had cause to complain are other customers than those who had none, so this is a watch at most"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredPair:
    """Satisfaction in one window: of customers whose complaint had ended, and of those who never complained."""

    subject: Subject
    frequency: Frequency
    window: Window
    recovered: Counts
    never: Counts
    sources: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    metric: str = GAP


def measure(given: ShareSeries | TimeSeries | RecoveredPair | BacklogFlow, config: IndicatorsConfig) -> Estimate:
    """The last period against the windows before it; recovered customers against the others of the same window."""
    if isinstance(given, RecoveredPair):
        return _beside(given, config)
    if isinstance(given, BacklogFlow):
        return growth_estimate(given, config, (NAME, FORMULA_VERSION))
    return measured(given, config, (NAME, FORMULA_VERSION))


def _beside(pair: RecoveredPair, config: IndicatorsConfig) -> Estimate:
    frame, least = _frame(pair, config), config.proof.minimum_customers
    if min(frame.n, frame.n_comparison) < least:
        return replace(frame, blocked=f"a side has fewer than {least} customers who answered")
    now, before = (as_sample([side], "csat", 1.0) for side in (pair.recovered, pair.never))
    found = two_samples(now, before, config.proof.confidence)
    value, comparison = float(now.value[0]), float(before.value[0])
    return replace(
        frame,
        value=value,
        comparison=comparison,
        change=found.value,
        harm=-found.value,
        ci=(found.low, found.high),
        p_harm=found.p_lower,
        p_improved=found.p_higher,
        sampling=float(before.moved(-frame.delta, now.n).variance[0] + before.variance[0]),
        wander=0.0,
        fact=f"{number(value)} % of the customers of {pair.subject.brand} whose complaint had ended were satisfied in "
        f"{span(pair.window, pair.frequency)}, {number(comparison)} % of those who never complained "
        f"({signed(found.value)} percentage points, 95 % interval {signed(found.low)} to {signed(found.high)}; "
        f"{number(frame.n)} and {number(frame.n_comparison)} customers)",
    )


def _frame(pair: RecoveredPair, config: IndicatorsConfig) -> Estimate:
    when = span(pair.window, pair.frequency)
    return Estimate(
        indicator=NAME,
        formula_version=FORMULA_VERSION,
        subject=pair.subject,
        metric=GAP,
        frequency=pair.frequency,
        window=pair.window,
        comparison_window=pair.window,
        n=pair.recovered.customers,
        n_comparison=pair.never.customers,
        test="Newcombe difference of two groups, one-sided; exact where a cell is under five",
        delta=config.delta.csat,
        unit="percentage points",
        short=f"satisfaction after complaints to {pair.subject.brand}, beside that without one, in {when}",
        cap_at_watch=CAP,
        sources=pair.sources,
        evidence=pair.evidence,
    )
