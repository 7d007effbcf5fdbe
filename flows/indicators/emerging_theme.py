"""What customers begin to talk about that no topic covers: a phrase said by more of them than in the months before.

An offer, no accusation: a topic for it can be added, so it is never more than a watch. Rates are customers per 1,000
texts without a topic. The test is the exact comparison of two Poisson means (J. Przyborowski and H. Wilenski,
Biometrika 31 (1940) 313-323) for a rate that varies by itself (formulas/rates.py): with Poisson's variance alone, words
whose use varies by a quarter from month to month gave a false theme in three months of four. It is held against all
phrases that were counted, not only those that grew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flows.indicators.activity import PhrasePeriod, PhraseSeries
from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import higher_rate_p, rate_difference, variation
from flows.indicators.formulas.varying import higher_varying_rate_p
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Window
from flows.indicators.wording import amount, number, span

NAME = "emerging_theme"
FORMULA_VERSION = "1"
METRIC = "mentions_without_topic"
PER = 1000
YEAR = 12
OFFER = "a topic for it can be added in taxonomy.yaml"


def measure(series: PhraseSeries, config: IndicatorsConfig) -> Estimate:
    """The last window of `series` against those before it."""
    past, now = series.periods[:-1], series.periods[-1]
    count, exposure = sum(each.customers for each in past), sum(each.exposure for each in past)
    frame = _frame(series, now, past, config)
    if not exposure or not now.exposure:
        return replace(frame, blocked=f"the {series.frequency}s before hold no such texts of the same sources")
    limits = rate_difference((now.customers, now.exposure), (count, exposure), config.proof.confidence)
    value, comparison = PER * now.customers / now.exposure, PER * count / exposure
    heard = sum(1 for each in past if each.exposure)
    varies = _variation(past, config)
    return replace(
        frame,
        value=value,
        comparison=comparison,
        change=value - comparison,
        harm=value - comparison,
        ci=(PER * limits[0], PER * limits[1]),
        p_harm=_p(series, varies, config),
        # Of a true rise by delta: where it was never said, today's own variance would be zero.
        sampling=PER * ((comparison + frame.delta) / now.exposure + comparison / exposure),
        wander=(varies * comparison) ** 2 * (1 + 1 / heard),
        baseline=heard,
        cap_at_watch=OFFER,
        fact=(
            f"{amount(now.customers, 'customers')} of {series.subject.brand} said “{series.subject.phrase}” in "
            f"{span(now.window, series.frequency)}, in texts that no topic covers: {number(value)} per 1,000 against "
            f"{number(comparison)} in the {amount(heard, f'{series.frequency}s')} before"
        ),
    )


def _variation(past: Sequence[PhrasePeriod], config: IndicatorsConfig) -> float:
    """How much the phrase's rate varied by itself in the windows with texts; at least what any does."""
    known = [each for each in past if each.exposure]
    counts = np.array([each.customers for each in known], dtype=np.float64)
    exposures = np.array([each.exposure for each in known], dtype=np.float64)
    seen = variation(counts, exposures * counts.sum() / exposures.sum())
    return max(seen, config.emerging_theme.variation)


def _p(series: PhraseSeries, varies: float, config: IndicatorsConfig) -> float:
    """Against all windows before; what was as frequent a year before comes with the season, and that p is shown."""
    *past, now = series.periods
    if len(past) >= YEAR and past[-YEAR].customers >= config.emerging_theme.minimum_customers:
        seasonal = _higher(now, past[-YEAR : 1 - YEAR], varies)
        if seasonal > config.proof.alpha:
            return seasonal
    return _higher(now, past, varies)


def _higher(now: PhrasePeriod, past: Sequence[PhrasePeriod], varies: float) -> float:
    count, exposure = sum(each.customers for each in past), sum(each.exposure for each in past)
    exact = higher_rate_p(now.customers, now.exposure, count, exposure)
    return max(exact, higher_varying_rate_p((now.customers, now.exposure), (count, exposure), varies))


def _frame(series: PhraseSeries, now: PhrasePeriod, past: Sequence[PhrasePeriod], config: IndicatorsConfig) -> Estimate:
    subject = series.subject
    what = f"“{subject.phrase}”, said of {subject.brand}," if subject.phrase else f"what is new of {subject.brand}"
    return Estimate(
        indicator=NAME,
        subject=subject,
        metric=METRIC,
        frequency=series.frequency,
        window=now.window,
        comparison_window=Window(past[0].window.start, past[-1].window.end) if past else None,
        n=now.exposure,
        n_comparison=sum(each.exposure for each in past),
        test="exact Poisson comparison of rates that vary, one-sided",
        delta=config.emerging_theme.delta,
        watch_from=config.emerging_theme.delta,
        unit="customers per 1,000 texts",
        each="texts",
        more_is_worse=True,
        family_size=series.tested,
        short=f"{what} in texts ({subject.language}) of {span(now.window, series.frequency)} that no topic covers",
        formula_version=FORMULA_VERSION,
    )
