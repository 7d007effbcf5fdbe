"""Threat: new entrant. A brand that brands.yaml does not hold is mentioned more than ever, and customers move to it.

Both must hold in two windows running: one week of noise is not an entrant. The p is the larger of the two windows'
(an intersection-union test: R. Berger, Technometrics 24 (1982) 295-300), each against the windows before both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.indicators.activity import MentionPeriod, MentionSeries
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import higher_rate_p, rate_difference
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, number, signed, within

NAME = "new_entrant"
FORMULA_VERSION = "1"
METRIC = "mentions"
PER = 1000


def measure(series: MentionSeries, config: IndicatorsConfig) -> Estimate:
    """The last two windows of `series` against those before: customers who mention the brand per 1,000 texts."""
    past, now = series.periods[:-2], series.periods[-1]
    count, exposure = sum(each.customers for each in past), sum(each.exposure for each in past)
    frame = _frame(series, now, past, config)
    if not exposure or not all(each.exposure for each in series.periods[-2:]):
        return replace(frame, blocked="there are not texts in both of the last windows and before them")
    p_earlier, p_now = (higher_rate_p(each.customers, each.exposure, count, exposure) for each in series.periods[-2:])
    limits = rate_difference((now.customers, now.exposure), (count, exposure), config.proof.confidence)
    value, comparison = PER * now.customers / now.exposure, PER * count / exposure
    estimate = replace(
        frame,
        value=value,
        comparison=comparison,
        change=value - comparison,
        harm=value - comparison,
        ci=(PER * limits[0], PER * limits[1]),
        p_harm=max(p_now, p_earlier),
        # Of a true rise by delta: where nothing was ever mentioned, today's own variance would be zero.
        sampling=PER * ((comparison + frame.delta) / now.exposure + comparison / exposure),
        wander=0.0,
        baseline=sum(1 for each in past if each.exposure),
    )
    estimate = replace(estimate, fact=_fact(estimate, series))
    return _graded(estimate, series, p_now, config)


def _frame(
    series: MentionSeries, now: MentionPeriod, past: Sequence[MentionPeriod], config: IndicatorsConfig
) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=series.subject,
        metric=METRIC,
        frequency=series.frequency,
        window=now.window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        n=now.exposure,
        n_comparison=sum(each.exposure for each in past),
        test="exact Poisson comparison in each of two windows, the larger p, one-sided",
        delta=config.new_entrant.delta,
        unit="customers per 1,000 texts",
        each="texts",
        more_is_worse=True,
        short=f"mentions of {series.subject.brand} {within(now.window, series.frequency)}",
        formula_version=FORMULA_VERSION,
    )


def _fact(estimate: Estimate, series: MentionSeries) -> str:
    now, past = series.periods[-1], series.periods[:-2]
    low, high = estimate.ci or (0.0, 0.0)
    return (
        f"{amount(now.customers, 'customers')} mentioned {series.subject.brand}, a brand that is not followed yet, "
        f"{within(now.window, series.frequency)}, of whom {number(now.switching)} said that they move to it: "
        f"{number(estimate.value or 0)} per 1,000 texts against {number(estimate.comparison or 0)} in the {len(past)} "
        f"{series.frequency}s up to the one before ({signed(estimate.change or 0)}, 95 % interval {signed(low)} to "
        f"{signed(high)})"
    )


def _graded(estimate: Estimate, series: MentionSeries, p_now: float, config: IndicatorsConfig) -> Estimate:
    """Half of the proof is a watch at most: one window alone, or few who move to it."""
    needed = config.new_entrant.minimum_switching
    fewest = min(each.switching for each in series.periods[-2:])
    few = f"fewer than {needed} customers in one of the last two {series.frequency}s said that they move to it"
    alone = estimate.p_harm is not None and p_now <= config.proof.alpha < estimate.p_harm
    risen = estimate.harm is not None and estimate.harm >= estimate.delta / 2
    return replace(
        estimate,
        cap_at_watch=few if fewest < needed else "",
        signal=f"it is so in this {series.frequency} alone" if alone and risen else "",
    )
