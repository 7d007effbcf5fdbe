"""Data trust, and perhaps churn: far fewer events than expected.

Counts of rates that vary by themselves, by as much as the windows before leave likely (formulas/varying.py): their
lower tail is short. A t test, whose tail is not, heard a week with a quarter of it left in a third of the cases where
volume varies by a fifth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nbinom

from flows.indicators.activity import VolumeSeries
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.power_counts import NODES, SHARES
from flows.indicators.formulas.scores import Floats
from flows.indicators.formulas.season import NO_SEASON, Season, fit_season, months_between
from flows.indicators.formulas.varying import likely_variations, lower_unsure_rate_p
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, number, subject_name, within

NAME = "volume_drop"
FORMULA_VERSION = "2"
METRIC = "volume"
LEAST_VARIATION = 0.05
"""What any volume varies by from window to window, as a share of it."""


def measure(series: VolumeSeries, config: IndicatorsConfig) -> Estimate:
    """The last count against the mean of the windows before it, seasonal from 24 months of history on.

    n is the days observed, not the events: that nothing came in is the finding, not a lack of data.
    Under 80 % alone fires on noise (26 % of windows at a mean of 5): p < .001 for volumes that vary is needed too.
    """
    *history, (window, count) = series.counts
    past = history[-config.volume_drop.baseline_windows :]
    frame = _frame(series, window, past)
    if len(past) < 3 or not sum(counted for _, counted in past):
        return replace(frame, value=float(count), blocked="there is no earlier volume to expect anything from")
    before = _expected(history, past, window, config)
    usual = float(before.mean())
    lost = usual - count
    sampling, wander = _power(before, config)
    return replace(
        frame,
        value=float(count),
        comparison=usual,
        change=-lost,
        harm=lost,
        ci=None,
        p_harm=lower_unsure_rate_p(count, before, LEAST_VARIATION),
        delta=(1 - config.volume_drop.share) * usual,
        watch_from=(1 - config.volume_drop.share) * usual,
        sampling=sampling,
        wander=wander,
        alpha=config.volume_drop.alpha,
        baseline=len(past),
        fact=(
            f"{amount(count, 'events')} about {subject_name(series.subject)} arrived "
            f"{within(window, series.frequency)}, {number(100 * count / usual, 0)} % of the "
            f"{number(usual, 0)} that the {len(past)} {series.frequency}s before let expect"
        ),
    )


def _expected(
    history: Sequence[tuple[Window, int]],
    past: Sequence[tuple[Window, int]],
    window: Window,
    config: IndicatorsConfig,
) -> Floats:
    """What each window of the baseline would have been in the judged window's season (multiplicative factors)."""
    season = _season(history, config)
    months = np.array([each.middle.month for each, _ in past], dtype=np.int64)
    month = np.array([window.middle.month], dtype=np.int64)
    counts = np.array([count for _, count in past], dtype=np.float64)
    return np.asarray(counts * np.exp(season.of(month) - season.of(months)), dtype=np.float64)


def _power(before: Floats, config: IndicatorsConfig) -> tuple[float, float]:
    """Sampling and wander with which the loss that this test finds with the house's power is the detectable one.

    Sampling is what is Poisson's, and would be less of a longer window; the rest is how the volume itself varies. Where
    no loss is surely found, they are such that the detectable one is no less than all.
    """
    usual, factor = float(before.mean()), reach(math.inf, config.volume_drop.alpha, config.proof.power)
    variations, weights = likely_variations(before, LEAST_VARIATION)
    phi = 1 + usual * float(weights @ variations**2)
    lost = _loss_heard(before, (variations, weights), config)
    total = max(usual * phi, (usual / factor) ** 2) if lost is None else (lost / factor) ** 2
    return total / phi, total * (1 - 1 / phi)


def _loss_heard(before: Floats, likely: tuple[Floats, Floats], config: IndicatorsConfig) -> float | None:
    """The loss after which the volume is as low as this test asks for with the house's power."""
    most = _most_that_is_heard(before, config.volume_drop.alpha)
    if most is None:
        return None
    usual, squares = float(before.mean()), likely[0][:, np.newaxis] ** 2
    # The level from which so much is lost is known no better than so few windows tell it.
    errors = np.sqrt((usual + usual**2 * squares) / len(before)) * NODES

    def surplus(left: float) -> float:
        means = np.maximum(left + errors, 1e-9)
        chances = nbinom.cdf(most, 1 / squares, 1 / (1 + means * squares))
        return float(likely[1] @ chances @ SHARES) - config.proof.power

    if surplus(0.0) <= 0 or surplus(usual) >= 0:
        return None
    return usual - float(brentq(surplus, 0.0, usual, xtol=1e-3))


def _most_that_is_heard(before: Floats, alpha: float) -> int | None:
    """The largest count that proves a loss; None where not even silence does."""
    if lower_unsure_rate_p(0, before, LEAST_VARIATION) > alpha:
        return None
    low, high = 0, math.ceil(before.mean())
    while high - low > 1:
        middle = (low + high) // 2
        is_heard = lower_unsure_rate_p(middle, before, LEAST_VARIATION) <= alpha
        low, high = (middle, high) if is_heard else (low, middle)
    return low


def _season(history: Sequence[tuple[Window, int]], config: IndicatorsConfig) -> Season:
    if months_between(history[0][0].start, history[-1][0].end) < config.season.minimum_months:
        return NO_SEASON
    counts = np.array([count for _, count in history], dtype=np.float64)
    return fit_season(np.log(counts + 0.5), counts + 0.5, [window.middle.month for window, _ in history])


def _frame(series: VolumeSeries, window: Window, past: Sequence[tuple[Window, int]]) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=series.subject,
        metric=METRIC,
        frequency=series.frequency,
        window=window,
        comparison_window=Window(past[0][0].start, past[-1][0].end) if past else None,
        n=round(window.days),
        n_comparison=sum(round(each.days) for each, _ in past),
        test="comparison of two rates that vary (beta-binomial tail), one-sided",
        delta=1.0,
        unit="events",
        each="days",
        short=f"the volume of {subject_name(series.subject)} {within(window, series.frequency)}",
        formula_version=FORMULA_VERSION,
    )
