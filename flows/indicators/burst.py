"""Right now: more negative or urgent customers in an hour or a day than at such times.

The exact comparison of two Poisson means for a rate that varies by itself, by as much as its earlier windows leave
likely (formulas/varying.py). Earlier floods are no part of what is usual. Counts, not shares: a flood of complaints is
one also where nobody else writes. It is asked every hour, so its level is far below the house's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import rate_difference
from flows.indicators.formulas.scores import Floats
from flows.indicators.formulas.varying import higher_unsure_rate_p, without_floods
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, number, within

NAME = "burst"
FORMULA_VERSION = "3"
WEEK = 7
"""Days: hours are compared with the same hour of each day before, the newest first."""
Feeling = Literal["negative_customers", "urgent_customers"]


@dataclass(frozen=True, slots=True)
class Burst:
    """Customers of one kind in one window, beside the like windows before it (the same hour of a day, or weekday).

    texts      customers' texts in the window
    before     such customers in each earlier window, the newest first, back to the period of the first text, zeros
               included
    event_ids  what they wrote, up to five
    left_out   sources that come in batches and are not counted
    """

    subject: Subject
    frequency: Frequency
    window: Window
    feeling: Feeling
    customers: int
    texts: int
    before: tuple[int, ...]
    event_ids: tuple[str, ...] = ()
    sources: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def measure(burst: Burst, config: IndicatorsConfig) -> Estimate:
    """How many more customers than usual; at least twice as many and `minimum` more make a warning."""
    frame = _frame(burst, config)
    windows = len(burst.before)
    if windows < 2:
        return replace(frame, blocked="there are not two earlier such times to know what is usual")
    calm = _calm(burst, config)
    usual = float(calm.mean())
    low, high = rate_difference((burst.customers, 1), (int(calm.sum()), len(calm)), config.proof.confidence)
    return replace(
        frame,
        comparison=usual,
        change=burst.customers - usual,
        harm=burst.customers - usual,
        ci=(low, high),
        p_harm=higher_unsure_rate_p(burst.customers, calm, config.burst.variation),
        delta=_least(usual, config),
        watch_from=_least(usual, config),
        alpha=config.burst.alpha,
        baseline=windows,
        fact=(
            f"{amount(burst.customers, 'customers')} wrote something {_kind(burst)} {burst.subject.brand} "
            f"{within(burst.window, burst.frequency)}; at such times it is {number(usual)} ({_earlier(burst, calm)})"
            f"{_batches(burst)}"
        ),
        evidence=(Evidence(1, "stratum", "all", float(burst.customers), usual, None, burst.texts, 0, burst.event_ids),),
    )


def _calm(burst: Burst, config: IndicatorsConfig) -> Floats:
    """The earlier windows without those that were bursts themselves, each tested at alpha over their number.

    What came back in most of the weeks before, at this hour of this weekday, is a rhythm of the week and no flood.
    """
    alpha = config.burst.alpha / len(burst.before)

    def is_flood(count: int, lower: Floats) -> bool:
        usual = float(lower.mean())
        is_large = count - usual >= _least(usual, config)
        return is_large and higher_unsure_rate_p(count, lower, config.burst.variation) <= alpha

    before = np.array(burst.before, dtype=np.float64)
    calm = without_floods(before, is_flood)
    weekly = before[WEEK - 1 :: WEEK] > calm.max()
    is_rhythm = burst.frequency == "hour" and len(weekly) and weekly.mean() > 0.5
    return before if is_rhythm else calm


def _least(usual: float, config: IndicatorsConfig) -> float:
    """At least twice as many as usual, and `minimum` more."""
    return max(float(config.burst.minimum), usual)


def _earlier(burst: Burst, calm: Floats) -> str:
    floods = len(burst.before) - len(calm)
    left_out = f"; without {amount(floods, 'earlier floods')}" if floods else ""
    return f"{number(len(calm))} earlier ones, at most {number(int(calm.max()))}{left_out}"


def _batches(burst: Burst) -> str:
    return f"; what comes in batches is not counted ({', '.join(burst.left_out)})" if burst.left_out else ""


def _kind(burst: Burst) -> str:
    return "urgent to" if burst.feeling == "urgent_customers" else "negative about"


def _frame(burst: Burst, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=burst.subject,
        metric=burst.feeling,
        frequency=burst.frequency,
        window=burst.window,
        value=float(burst.customers),
        n=burst.texts,
        n_comparison=len(burst.before),
        test="exact Poisson comparison of rates that vary, one-sided",
        delta=float(config.burst.minimum),
        unit="customers",
        each="texts",
        more_is_worse=True,
        sources=burst.sources,
        short=f"what is {_kind(burst)} {burst.subject.brand} {within(burst.window, burst.frequency)}",
        formula_version=FORMULA_VERSION,
    )
