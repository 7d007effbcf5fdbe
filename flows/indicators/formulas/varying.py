"""One count beside earlier ones, of a rate that varies by its own from window to window, and floods among these.

Sources: J. Skellam, J. R. Statist. Soc. B 10 (1948) 257-261 (gamma rates of one scale: given the sum, the later count
is beta-binomial, the earlier ones Dirichlet-multinomial, whatever the mean); G. Box, J. R. Statist. Soc. A 143 (1980)
383-430 (a p under the predictive distribution, where a parameter is known by what it left); L. Davies and U. Gather,
J. Am. Statist. Assoc. 88 (1993) 782-792 (outward testing, which many outliers do not mask).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import betainc, betaln, gammaln

from flows.indicators.formulas.scores import Floats

LARGEST_SUM = 10_000
"""Up to so many in all the tail is summed; above, the beta of the same mean and variance is within 4 % at p > .001."""
FURTHER = 1.8 * np.linspace(0, 1, 25) ** 2
SCALE = 0.25
"""A variation is the least one and so much more, on average (exponential)."""
SURE = 0.8
"""The share of the earlier windows, the lowest ones, that is never taken for a flood."""


def higher_varying_rate_p(now: tuple[int, float], before: tuple[int, float], variation: float) -> float:
    """One-sided p of "the rate is not above that of before", each side (count, exposure), for a rate that varies.

    `variation` is its coefficient of variation, above 0; `before` is taken for as many windows as its exposure holds.
    """
    return float(_tails(now[0], before[0], before[1] / now[1], np.array([variation]))[0])


def higher_unsure_rate_p(count: int, before: Floats, least: float) -> float:
    """The same beside two or more single windows, which also tell how much the rate varies, though not for sure.

    The mean of p over what `before` leaves likely, a variation being at least `least`. A plug-in estimate is too small
    as often as too large, and only the former cries wolf: on 2 an hour that vary by half it did three times as often.
    """
    variations, weights = likely_variations(before, least)
    return min(1.0, float(weights @ _tails(count, round(before.sum()), len(before), variations)))


def lower_unsure_rate_p(count: int, before: Floats, least: float) -> float:
    """One-sided p of "the rate is not below that of before"; `before` need not be whole (seasonally adjusted)."""
    variations, weights = likely_variations(before, least)
    return min(1.0, float(weights @ _tails(count, round(before.sum()), len(before), variations, lower=True)))


def likely_variations(before: Floats, least: float) -> tuple[Floats, Floats]:
    """Variations of the rate behind these windows, and how likely each is once they are known."""
    variations = least + FURTHER
    shape = variations[:, np.newaxis] ** -2
    likelihood = (gammaln(before + shape) - gammaln(shape)).sum(axis=1)
    likelihood += gammaln(len(before) * shape[:, 0]) - gammaln(len(before) * shape[:, 0] + before.sum())
    weights = np.exp(likelihood - likelihood.max() - FURTHER / SCALE) * np.gradient(FURTHER)
    return variations, weights / weights.sum()


def without_floods(before: Floats, is_flood: Callable[[int, Floats], bool]) -> Floats:
    """The earlier counts below the first that is a flood beside all that are lower; a fifth of them at most is one."""
    known = np.sort(before)
    for at in range(max(2, math.ceil(SURE * len(known))), len(known)):
        if is_flood(int(known[at]), known[:at]):
            return known[:at]
    return known


def _tails(count: int, before: int, windows: float, variations: Floats, *, lower: bool = False) -> Floats:
    """P(at least `count` of the sum fall into the later window, or at most where `lower`), for each variation."""
    shape, total = variations**-2, count + before
    if count == (total if lower else 0):
        return np.ones_like(shape)
    if total > LARGEST_SUM:
        return _beta_tails(count, total, (shape, windows * shape), lower=lower)
    counts = (np.arange(count + 1) if lower else np.arange(count, total + 1))[:, np.newaxis]
    ways = gammaln(total + 1) - gammaln(counts + 1) - gammaln(total - counts + 1)
    chances = ways + betaln(counts + shape, total - counts + windows * shape) - betaln(shape, windows * shape)
    return np.asarray(np.minimum(1.0, np.exp(chances).sum(axis=0)), dtype=np.float64)


def _beta_tails(count: int, total: int, shapes: tuple[Floats, Floats], *, lower: bool) -> Floats:
    """The beta-binomial's share as a beta with its mean and variance, with a correction for continuity."""
    alike, mean = 1 / (shapes[0] + shapes[1] + 1), shapes[0] / (shapes[0] + shapes[1])
    size = total / (1 + (total - 1) * alike) - 1
    if lower:
        return np.asarray(betainc(size * mean, size * (1 - mean), (count + 0.5) / total), dtype=np.float64)
    return np.asarray(betainc(size * (1 - mean), size * mean, 1 - (count - 0.5) / total), dtype=np.float64)
