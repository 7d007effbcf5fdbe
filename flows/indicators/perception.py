"""What the indicators of perception share: an estimate from a difference, and the sentence that says it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scipy.stats import t

from flows.indicators.classified import allowed_for
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.exact import exact_p_lower, has_small_cell
from flows.indicators.formulas.noise import freedom
from flows.indicators.formulas.power import reach, t_quantile
from flows.indicators.formulas.scores import Difference
from flows.indicators.inputs import Classifier, Counts, PerceptionSeries, Period
from flows.indicators.outputs import Estimate
from flows.indicators.strata import SIGNED
from flows.indicators.vocabulary import Metric, Window
from flows.indicators.wording import METRIC_UNITS, about, amount, from_to, in_number, moved, number, signed, span

ROUNDS = 3


def frame_of(series: PerceptionSeries, past: Sequence[Period], **fields: Any) -> Estimate:
    """The last period of a series beside `past`: whom, when and how many; `fields` are the estimate's others."""
    now = series.periods[-1]
    return Estimate(
        subject=series.subject,
        metric=series.metric,
        frequency=series.frequency,
        window=now.window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        n=now.counts.customers,
        n_comparison=sum(period.counts.customers for period in past),
        **fields,
    )


def tested(
    frame: Estimate,
    difference: Difference,
    config: IndicatorsConfig,
    *,
    comparison: float,
    windows: int,
    against: str,
    classifier: Classifier | None,
) -> Estimate:
    """`measured`, with its sentence; `against` says what is compared with ("in the 12 weeks before").

    Where a model predicted the answers, its errors are allowed for.
    """
    estimate = measured(frame, difference, config, comparison=comparison, windows=windows)
    estimate = allowed_for(estimate, difference, classifier, config)
    return replace(estimate, fact=_fact(estimate, against))


def measured(
    frame: Estimate, difference: Difference, config: IndicatorsConfig, *, comparison: float, windows: int
) -> Estimate:
    """`frame` with the difference's change, interval and p; less is worse.

    `difference` may be of one stratum or of many; `comparison` is the value before, to which its change is added;
    `windows` told the noise.
    """
    df = freedom(windows)
    critical = difference.critical_value()
    change = difference.value
    return replace(
        frame,
        value=comparison + change,
        comparison=comparison,
        change=change,
        harm=-change,
        ci=difference.limits(t_quantile((1 + config.proof.confidence) / 2, df)),
        test=test_name(difference.now.signed, df),
        p_harm=float(t.cdf(critical, df)),
        p_improved=float(t.sf(critical, df)),
        sampling=_sampling(difference, df, frame.delta, config),
        wander=difference.wander,
        df=df,
        baseline=windows,
    )


def _sampling(difference: Difference, df: float, delta: float, config: IndicatorsConfig) -> float:
    """The sampling variance at the harm that is just detectable, which it takes a few rounds to find."""
    factor = reach(df, config.proof.alpha, config.proof.power)
    harm = delta
    for _ in range(ROUNDS):
        harm = max(delta, factor * math.sqrt(difference.sampling_after(-harm) + difference.wander))
    return difference.sampling_after(-harm)


def test_name(signed_scores: bool, df: float) -> str:
    """What was done, for the column `test`."""
    kind = "adjusted Wald" if signed_scores else "Newcombe"
    return f"{kind} difference with between-window variance, t with {number(df)} df, one-sided"


def with_exact(estimate: Estimate, now: Counts, before: Counts, metric: Metric) -> Estimate:
    """Where a cell is under five, the larger of the estimate's p and the exact one."""
    sides = [_whole(counts, metric) for counts in (now, before)]
    cells = tuple(part for p, d, n in sides for part in ((p, d) if SIGNED[metric] else (p, n - p)))
    if not has_small_cell(cells) or estimate.p_harm is None or estimate.p_improved is None:
        return estimate
    lower = exact_p_lower(sides[0], sides[1])
    higher = exact_p_lower(_swapped(sides[0]), _swapped(sides[1]))
    if lower is None or higher is None:
        return estimate
    return replace(
        estimate,
        p_harm=max(estimate.p_harm, lower),
        p_improved=max(estimate.p_improved, higher),
        test=f"{estimate.test}; exact permutation",
    )


def _whole(counts: Counts, metric: Metric) -> tuple[int, int, int]:
    """Counts as whole independent customers."""
    share = counts.customers / counts.n
    positive = round(counts.positive * share)
    negative = round(counts.negative * share) if SIGNED[metric] else 0
    return positive, min(negative, counts.customers - positive), counts.customers


def _swapped(side: tuple[int, int, int]) -> tuple[int, int, int]:
    return side[1], side[0], side[2]


def _fact(estimate: Estimate, against: str) -> str:
    metric = metric_of(estimate)
    value, comparison, change = estimate.value, estimate.comparison, estimate.change
    if value is None or comparison is None or change is None or estimate.ci is None:
        return ""
    low, high = estimate.ci
    name = about(metric, estimate.subject)
    when = span(estimate.window, estimate.frequency)
    if moved(change) == "stayed":
        seen = f"{name} stayed at {number(value)} in {when}"
    else:
        seen = f"{name} {moved(change)} {from_to(comparison, value, metric)} in {when}"
    return (
        f"{seen} ({signed(change)} {in_number(change, estimate.unit)}, 95 % interval {signed(low)} to {signed(high)}; "
        f"{amount(estimate.n, 'customers')} now, {number(estimate.n_comparison)} {against})"
    )


def metric_of(estimate: Estimate) -> Metric:
    """The metric of perception that an estimate of this family is about."""
    return next(metric for metric in METRIC_UNITS if metric == estimate.metric)
