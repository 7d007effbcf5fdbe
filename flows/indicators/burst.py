"""Right now: more negative or urgent customers in an hour or a day than at such times.

The exact comparison of two Poisson means for a rate that varies by itself (formulas/rates.py). Counts, not shares: a
flood of complaints is one also where nobody else writes. It is asked every hour, so its level is far below the house's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.rates import higher_rate_p, higher_varying_rate_p, rate_difference, variation
from flows.indicators.outputs import Estimate, Evidence
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, number, span

NAME = "burst"
FORMULA_VERSION = "1"
Feeling = Literal["negative_customers", "urgent_customers"]


@dataclass(frozen=True, slots=True)
class Burst:
    """Customers of one kind in one window, beside the like windows before it (the same hour of a day, or weekday).

    texts      customers' texts in the window
    before     such customers in each earlier window, from the period of the first text on, zeros included
    event_ids  what they wrote, up to five
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


def measure(burst: Burst, config: IndicatorsConfig) -> Estimate:
    """How many more customers than usual; at least twice as many and `minimum` more make a warning."""
    settings = config.burst
    frame = _frame(burst, config)
    windows = len(burst.before)
    if windows < 2:
        return replace(frame, blocked="there are not two earlier such times to know what is usual")
    usual = sum(burst.before) / windows
    low, high = rate_difference((burst.customers, 1), (sum(burst.before), windows), config.proof.confidence)
    return replace(
        frame,
        comparison=usual,
        change=burst.customers - usual,
        harm=burst.customers - usual,
        ci=(low, high),
        p_harm=_p(burst, config),
        delta=max(float(settings.minimum), usual),
        watch_from=max(float(settings.minimum), usual),
        alpha=settings.alpha,
        baseline=windows,
        fact=(
            f"{amount(burst.customers, 'customers')} wrote something {_kind(burst)} {burst.subject.brand} in "
            f"{span(burst.window, burst.frequency)}; at such times it is {number(usual)} "
            f"({number(windows)} earlier ones, at most {number(max(burst.before))})"
        ),
        evidence=(Evidence(1, "stratum", "all", float(burst.customers), usual, None, burst.texts, 0, burst.event_ids),),
    )


def _p(burst: Burst, config: IndicatorsConfig) -> float:
    counts = np.array(burst.before, dtype=np.float64)
    total, windows = int(counts.sum()), len(counts)
    seen = variation(counts, np.full(windows, counts.mean()))
    varying = higher_varying_rate_p((burst.customers, 1), (total, windows), max(seen, config.burst.variation))
    return max(varying, higher_rate_p(burst.customers, 1, total, windows))


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
        short=f"what is {_kind(burst)} {burst.subject.brand} in {span(burst.window, burst.frequency)}",
        formula_version=FORMULA_VERSION,
    )
