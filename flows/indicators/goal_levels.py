"""Where a goal's metric stands beside its baseline, how sure that is, and what a month like this can show.

A rate is a ratio of counts with exposure, overdispersed (`formulas.ratios`); shares and net scores are two samples with
the level's own movement between the baseline's months (`formulas.proportions`, `formulas.noise`); times are medians,
open complaints censored (`formulas.survival`), whose intervals are combined as Zou and Donner do (2008).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.indicators.config import Proof
from flows.indicators.formulas.noise import freedom, wander
from flows.indicators.formulas.power import reach, t_quantile
from flows.indicators.formulas.proportions import two_samples
from flows.indicators.formulas.rates import dispersion, garwood
from flows.indicators.formulas.ratios import Count, detectable_ratio, rate_ratio
from flows.indicators.formulas.survival import Limits, Times, quantile
from flows.indicators.goal import GoalRead, Reading
from flows.indicators.inputs import NOTHING, Cell, Period, Stratum
from flows.indicators.levels import levels_of
from flows.indicators.planned import MEASURES, PER, Kind
from flows.indicators.strata import as_sample, value_of
from flows.indicators.vocabulary import Metric

LEAST_MONTHS = 3
"""Fewer tell nothing about how much a level moves by itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A metric now beside its baseline, in its unit.

    low, high   of the change; None where the interval has no end
    detectable  the smallest change that a month like this shows against the baseline, two-sided; None: none
    phi         overdispersion of counts
    """

    value: float
    base: float
    low: float | None
    high: float | None
    detectable: float | None
    n: int
    n_before: int
    test: str
    phi: float = 1.0

    @property
    def change(self) -> float:
        return self.value - self.base


def standing(read: GoalRead, proof: Proof) -> Standing | str:
    """Where it stands, or why that cannot be said."""
    kind = MEASURES[read.goal.metric].kind
    if kind == "rate":
        return _rate(read, proof)
    return _hours(read, proof) if kind == "hours" else _answers(read, kind, proof)


def _given(read: GoalRead) -> float | None:
    return float(read.goal.baseline) if isinstance(read.goal.baseline, int | float) else None


def _answers(read: GoalRead, kind: Kind, proof: Proof) -> Standing | str:
    like: Metric = "nps" if kind == "net" else "csat"
    given, counts = _given(read), read.now.counts
    before = sum((each.counts for each in read.baseline), NOTHING)
    least = min(counts.customers, before.customers) if given is None else counts.customers
    if least < proof.minimum_customers:
        each = MEASURES[read.goal.metric].each
        return f"the month or its baseline has {least} {each}, and {proof.minimum_customers} are the least"
    now, value = as_sample([counts], like, 1.0), value_of(counts, like)
    if given is not None:
        z = t_quantile((1 + proof.confidence) / 2, math.inf)
        low, high = (float(limit[0]) - given for limit in now.limits(z))
        seen = reach(math.inf, proof.alpha / 2, proof.power) * (high - low) / (2 * z)
        test = f"{'adjusted Wald' if kind == 'net' else 'Wilson'} limits"
        return Standing(value, given, low, high, seen, counts.customers, 0, test)
    noise, df = _noise([_period(each) for each in read.baseline], like)
    found = two_samples(now, as_sample([before], like, 1.0), proof.confidence, noise, df)
    return Standing(
        value=value,
        base=value_of(before, like),
        low=found.low,
        high=found.high,
        detectable=reach(df, proof.alpha / 2, proof.power) * found.error,
        n=counts.customers,
        n_before=before.customers,
        test=f"{'adjusted Wald' if kind == 'net' else 'Newcombe'} difference with between-window variance",
    )


def _noise(periods: Sequence[Period], like: Metric) -> tuple[float, float]:
    """What the level's own movement adds to the variance of the change, and the degrees it is known with."""
    filled = [period for period in periods if period.counts.n]
    if len(filled) < LEAST_MONTHS:
        return 0.0, math.inf
    levels = levels_of(filled, like)
    return wander(levels.values, levels.sampling) * (1 + 1 / len(filled)), freedom(len(filled))


def _period(reading: Reading) -> Period:
    return Period(reading.window, (Cell(Stratum(), reading.counts),) if reading.counts.n else ())


def _rate(read: GoalRead, proof: Proof) -> Standing | str:
    exposure, given = read.now.customers, _given(read)
    if not exposure:
        return "how many customers there were is not known"
    phi, windows = _dispersion(read.baseline if given is None else read.earlier)
    value = PER * read.now.complaints / exposure
    if given is not None:
        scale = PER * phi / exposure
        low, high = (scale * limit - given for limit in garwood(round(read.now.complaints / phi), proof.confidence))
        seen = reach(math.inf, proof.alpha / 2, proof.power) * math.sqrt(PER * phi * given / exposure)
        return Standing(value, given, low, high, seen, round(exposure), 0, "overdispersed Poisson limits", phi)
    before = Count(sum(each.complaints for each in read.baseline), sum(each.customers or 0.0 for each in read.baseline))
    if not before.exposure or not before.count:
        return "in the months of the baseline there were no complaints, or nobody told how many customers there were"
    base = PER * before.count / before.exposure
    ratio = rate_ratio(Count(read.now.complaints, exposure), before, phi, windows, proof.confidence)
    seen_ratio = detectable_ratio(before.count, exposure / before.exposure, phi, proof.alpha, proof.power)
    return Standing(
        value=value,
        base=base,
        low=base * (ratio.low - 1),
        high=base * (ratio.high - 1) if math.isfinite(ratio.high) else None,
        detectable=None if seen_ratio is None else base * (1 - seen_ratio),
        n=round(exposure),
        n_before=round(before.exposure),
        test="ratio of rates, conditional binomial over the dispersion",
        phi=phi,
    )


def _dispersion(readings: Sequence[Reading]) -> tuple[float, int | None]:
    """Variance over mean of the months' counts, and from how many it was told."""
    told = [each for each in readings if each.customers]
    counts = np.array([each.complaints for each in told], dtype=np.float64)
    exposure = np.array([each.customers for each in told], dtype=np.float64)
    if len(told) < LEAST_MONTHS or not counts.sum():
        return 1.0, None
    return dispersion(counts, exposure * counts.sum() / exposure.sum()), len(told)


def _hours(read: GoalRead, proof: Proof) -> Standing | str:
    given, now = _given(read), _median([read.now], proof)
    before = Limits(given, given, given) if given is not None else _median(read.baseline, proof)
    if now.value is None or before.value is None:
        return "fewer than half of the complaints had come so far while they could be followed"
    low, high = _combined(now, before)
    n, n_before = (sum(each.times.n for each in side if each.times) for side in ([read.now], read.baseline))
    if n < proof.minimum_customers:
        return f"the month has {n} complaints, and {proof.minimum_customers} are the least"
    seen = None
    if low is not None and high is not None:
        z = t_quantile((1 + proof.confidence) / 2, math.inf)
        seen = reach(math.inf, proof.alpha / 2, proof.power) * (high - low) / (2 * z)
    test = "Kaplan-Meier medians, Brookmeyer-Crowley limits"
    return Standing(now.value, before.value, low, high, seen, n, n_before, test)


def _median(readings: Sequence[Reading], proof: Proof) -> Limits:
    told = [each.times for each in readings if each.times]
    ended, still = ([np.zeros(0), *(getattr(each, side) for each in told)] for side in ("ended", "open"))
    return quantile(Times(np.concatenate(ended), np.concatenate(still)), 0.5, proof.confidence)


def _combined(now: Limits, before: Limits) -> tuple[float | None, float | None]:
    """Limits of now - before; None where one of theirs is not reached."""
    if now.value is None or before.value is None:
        return None, None
    change = now.value - before.value
    low = high = None
    if now.low is not None and before.high is not None:
        low = change - math.hypot(now.value - now.low, before.high - before.value)
    if now.high is not None and before.low is not None:
        high = change + math.hypot(now.high - now.value, before.value - before.low)
    return low, high
