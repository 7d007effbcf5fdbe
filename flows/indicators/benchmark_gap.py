"""Weakness: we stand behind others. Rivals like for like, on the same channels and languages, and published figures.

A published figure rests on other questions, customers and times, so that it is never more than a watch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import norm

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.proportions import stratified_difference
from flows.indicators.inputs import Counts, Stratum
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.service import ShareSeries, Words
from flows.indicators.service_measure import measured
from flows.indicators.strata import SIGNED, as_sample
from flows.indicators.vocabulary import Frequency, Metric, Subject, Window
from flows.indicators.wording import METRIC_UNITS, about, in_number, number, signed, span

NAME = "benchmark_gap"
FORMULA_VERSION = "2"
WORDS = {
    "nps": Words("NPS of {brand}", unit="points", sign="", is_signed=True),
    "csat": Words("CSAT of {brand}"),
}
"""What figures are published of."""
CAP = "a published figure rests on other questions and customers, so this is a watch at most"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerPair:
    """Our answers and those about all rivals together, by channel and language; `rivals` tell the latter apart."""

    subject: Subject
    metric: Metric
    frequency: Frequency
    window: Window
    ours: Mapping[Stratum, Counts]
    theirs: Mapping[Stratum, Counts]
    rivals: tuple[Evidence, ...] = ()
    sources: Mapping[str, float] = field(default_factory=dict)


def measure(given: PeerPair | ShareSeries, config: IndicatorsConfig) -> Estimate:
    """Us less the rivals where both are heard, or our score against a published figure."""
    if isinstance(given, PeerPair):
        return _beside(given, config)
    return replace(measured(given, config, (NAME, FORMULA_VERSION)), cap_at_watch=CAP)


def _beside(pair: PeerPair, config: IndicatorsConfig) -> Estimate:
    least = config.benchmark_gap.minimum_stratum
    common = sorted(
        place
        for place in pair.ours.keys() & pair.theirs.keys()
        if min(pair.ours[place].customers, pair.theirs[place].customers) >= least
    )
    frame = _frame(pair, common, config)
    if not common:
        return replace(frame, blocked=f"there is no channel and language with {least} customers of us and of rivals")
    ours, theirs = (as_sample([side[place] for place in common], pair.metric, 1.0) for side in (pair.ours, pair.theirs))
    difference = stratified_difference(ours, theirs)
    critical = difference.critical_value()
    value, comparison = (float(difference.weights @ side.value) for side in (difference.now, difference.before))
    found = replace(
        frame,
        value=value,
        comparison=comparison,
        change=value - comparison,
        harm=comparison - value,
        ci=difference.limits(float(norm.ppf((1 + config.proof.confidence) / 2))),
        p_harm=float(norm.cdf(critical)),
        p_improved=float(norm.sf(critical)),
        sampling=difference.sampling_after(-frame.delta),
        wander=0.0,
    )
    return replace(found, fact=_fact(found, pair, len(common)))


def _frame(pair: PeerPair, common: Sequence[Stratum], config: IndicatorsConfig) -> Estimate:
    compared = common or list(pair.ours)
    return Estimate(
        indicator=NAME,
        formula_version=FORMULA_VERSION,
        subject=pair.subject,
        metric=pair.metric,
        frequency=pair.frequency,
        window=pair.window,
        comparison_window=pair.window,
        n=sum(pair.ours[place].customers for place in compared if place in pair.ours),
        n_comparison=sum(pair.theirs[place].customers for place in common),
        test="difference stratified by channel and language (Mantel-Haenszel weights), one-sided",
        delta=config.delta.of(pair.metric),
        unit=METRIC_UNITS[pair.metric],
        short=f"{about(pair.metric, pair.subject)} beside rivals in {span(pair.window, pair.frequency)}",
        sources=pair.sources,
        evidence=pair.rivals,
    )


def _fact(found: Estimate, pair: PeerPair, places: int) -> str:
    value, comparison, change = found.value or 0.0, found.comparison or 0.0, found.change or 0.0
    low, high = found.ci or (0.0, 0.0)
    sign = "" if SIGNED[pair.metric] else " %"
    where = "on the one channel and language" if places == 1 else f"on the {places} channels and languages"
    return (
        f"{about(pair.metric, pair.subject)} was {number(value)}{sign} in {span(pair.window, pair.frequency)}, that of "
        f"its rivals {number(comparison)}{sign}, like for like {where} that both are heard on "
        f"({signed(change)} {in_number(change, found.unit)}, 95 % interval {signed(low)} to {signed(high)}; "
        f"{number(found.n)} customers of ours, {number(found.n_comparison)} of theirs)"
    )


def score_of(counts: Sequence[Counts], metric: Metric) -> float | None:
    """The score of these answers together; None without any."""
    n = sum(each.n for each in counts)
    if not n:
        return None
    net = np.array([each.positive - SIGNED[metric] * each.negative for each in counts]).sum()
    return float(100 * net / n)
