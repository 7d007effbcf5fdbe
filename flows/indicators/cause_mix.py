"""Weakness: what bad experience comes from, beside what is usual. Harm: a cause has surely more than its usual share.

Exact binomial test against the upper end of the usual interval; customers are the n, each mention of theirs a part of
one (C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413; the interval shown is E. B. Wilson's).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import norm

from flows.indicators.causes import Causes, columns
from flows.indicators.config import IndicatorsConfig, Proof
from flows.indicators.config.swot import Usual
from flows.indicators.formulas.goals import against_target
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.scores import wilson
from flows.indicators.outputs import Estimate
from flows.indicators.vocabulary import Frequency, Subject, Window
from flows.indicators.wording import amount, number, signed, span

NAME = "cause_mix"
FORMULA_VERSION = "1"
METRIC = "cause_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseMix:
    """One group of causes of one brand in one window."""

    brand: str
    frequency: Frequency
    window: Window
    causes: Causes
    usual: Usual


def measure(mix: CauseMix, config: IndicatorsConfig) -> Estimate:
    """value is the measured share in per cent, comparison the upper end of what is usual, change what is above it."""
    frame = _frame(mix, config)
    share, n, most = mix.causes.measured(mix.usual.causes), mix.causes.customers, mix.usual.high
    if share is None:
        return frame
    frame = replace(frame, value=share)
    if n < config.proof.minimum_customers:
        least = config.proof.minimum_customers
        return replace(frame, blocked=f"{amount(n, 'customers')} gave a cause, and {least} are the least")
    positive = round(share / 100 * n)
    z = float(norm.ppf((1 + config.proof.confidence) / 2))
    low, high = (float(limit[0]) for limit in wilson(np.array([share / 100 * n]), np.array([float(n)]), z))
    found = replace(
        frame,
        comparison=100 * most,
        change=share - 100 * most,
        harm=share - 100 * most,
        ci=(low - 100 * most, high - 100 * most),
        p_harm=against_target(positive, n, most).p_higher,
        sampling=_sampling(most, n, frame.delta, config.proof),
        wander=0.0,
    )
    return replace(found, fact=_fact(mix, found, (low, high)))


def _sampling(most: float, n: int, delta: float, proof: Proof) -> float:
    """At a share that is just large enough to be found, in squared points; a half varies most."""
    share = most + max(delta / 100, reach(math.inf, proof.alpha, proof.power) * math.sqrt(0.25 / n))
    return 1e4 * (0.25 if most <= 0.5 <= share else share * (1 - share)) / n if share < 1 else 2.5e3 / n


def _frame(mix: CauseMix, config: IndicatorsConfig) -> Estimate:
    return Estimate(
        indicator=NAME,
        subject=Subject(mix.brand, item=mix.usual.name),
        metric=METRIC,
        frequency=mix.frequency,
        window=mix.window,
        n=mix.causes.customers,
        test="exact binomial against the upper end of what is usual, one-sided",
        delta=config.cause_mix.delta,
        unit="percentage points",
        more_is_worse=True,
        short=f"what bad words about {mix.brand} are put down to in {span(mix.window, mix.frequency)}",
        sources=mix.causes.sources,
        evidence=columns(mix.causes, config.cause_mix.usual),
        formula_version=FORMULA_VERSION,
    )


def _fact(mix: CauseMix, found: Estimate, limits: tuple[float, float]) -> str:
    believed = mix.causes.believed(mix.usual.causes)
    staff = "" if believed is None else f"; staff believe it is {number(believed)} %"
    usual = f"{number(100 * mix.usual.low)} to {number(100 * mix.usual.high)} %"
    over = found.change or 0.0
    beside = f"{signed(over)} percentage points above" if over > 0 else "within or under"
    return (
        f"{mix.usual.name} are behind {number(found.value or 0)} % of the bad words about {mix.brand} that tell a "
        f"cause in {span(mix.window, mix.frequency)}, {beside} the {usual} that are usual (95 % interval "
        f"{number(limits[0])} to {number(limits[1])} %; {amount(found.n, 'customers')}{staff})"
    )
