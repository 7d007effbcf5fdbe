"""Silent majority: how many of the customers who left had never complained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.stats import norm

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.scores import wilson
from flows.indicators.outputs import Estimate
from flows.indicators.unhappy import Lapsed
from flows.indicators.vocabulary import Verdict
from flows.indicators.wording import amount, number, span, subject_name

FORMULA_VERSION = "2"


def measure_lapsed(lapsed: Lapsed, config: IndicatorsConfig) -> Estimate:
    """The share of those who left without a word, per cent, with Wilson's interval; its lower limit decides."""
    frame = _frame(lapsed, config)
    if not lapsed.customers:
        return frame
    if blocked := _blocked(lapsed, config):
        return replace(frame, blocked=blocked)
    silent = lapsed.customers - lapsed.complained
    z = float(norm.ppf((1 + config.proof.confidence) / 2))
    low, high = (float(limit[0]) for limit in wilson(np.array([silent]), np.array([lapsed.customers]), z))
    return replace(
        frame,
        value=100 * silent / lapsed.customers,
        harm=low,
        ci=(low, high),
        test="Wilson interval of a share; a rule on its lower limit",
        ruled=_ruled(low, high, 100 * config.silent_unhappy.lapsed_watch),
        fact=(
            f"of {amount(lapsed.customers, 'customers')} who left {subject_name(lapsed.subject)} in "
            f"{span(lapsed.window, 'month')}, {number(silent)} had never complained in the year before "
            f"({number(100 * silent / lapsed.customers)} %, 95 % interval {number(low)} to {number(high)} %)"
        ),
    )


def _ruled(low: float, high: float, limit: float) -> Verdict:
    if low >= limit:
        return "watch"
    return "ok" if high < limit else "inconclusive"


def _blocked(lapsed: Lapsed, config: IndicatorsConfig) -> str:
    if lapsed.customers < config.proof.minimum_customers:
        return f"{amount(lapsed.customers, 'customers')} left, and {config.proof.minimum_customers} are the least"
    return "" if lapsed.complainers else "no complaint names its customer, so nobody's can be found"


def _frame(lapsed: Lapsed, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator="silent_unhappy",
        subject=lapsed.subject,
        metric="lapsed_silent",
        frequency="month",
        window=lapsed.window,
        n=lapsed.customers,
        delta=100 * config.silent_unhappy.lapsed_watch,
        unit="per cent",
        more_is_worse=True,
        in_family=False,
        short=f"customers who left {subject_name(lapsed.subject)} in {span(lapsed.window, 'month')}",
        formula_version=FORMULA_VERSION,
    )
