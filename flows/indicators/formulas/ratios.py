"""A rate over the rate before, with exposure and overdispersion, and the smallest fall that could have been seen.

Sources: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313-323 (two Poisson means given their sum) with
C. J. Clopper and E. S. Pearson's limits (Biometrika 26 (1934) 404-413); counts over their dispersion, the
quasi-likelihood of P. McCullagh and J. Nelder, Generalized Linear Models (1989), section 6.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq, minimize_scalar
from scipy.stats import beta

from flows.indicators.formulas.power import reach, t_quantile

NEAREST = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Count:
    """A count and what it was counted over: customers, orders; exposure is above 0."""

    count: int
    exposure: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate over another, with limits (high is infinite over a rate of 0) and one-sided p for lower and higher.

    value is None where both rates are 0 or the one before is.
    """

    value: float | None
    low: float
    high: float
    p_lower: float
    p_higher: float


def rate_ratio(
    now: Count, before: Count, phi: float = 1.0, windows: int | None = None, confidence: float = 0.95
) -> Ratio:
    """The rate now over the rate before, exact for Poisson counts (phi = 1).

    phi: variance over mean of such counts (`rates.dispersion`); both counts are divided by it. windows: from how many
    it was told; few make the limits wider, by the t quantile over the normal one.
    """
    if windows is not None:
        tail = (1 + confidence) / 2
        phi *= (t_quantile(tail, max(1, windows - 1)) / t_quantile(tail, math.inf)) ** 2
    share = now.exposure / (now.exposure + before.exposure)
    one, other = now.count / phi, before.count / phi
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, one, other + 1)) if one else 0.0
    high = float(beta.ppf(1 - tail, one + 1, other)) if other else 1.0
    odds = before.exposure / now.exposure
    return Ratio(
        value=now.count / before.count * odds if before.count else None,
        low=low / (1 - low) * odds if low < 1 else math.inf,
        high=high / (1 - high) * odds if high < 1 else math.inf,
        p_lower=float(beta.sf(share, one + 1, other)) if other else 1.0,
        p_higher=float(beta.cdf(share, one, other + 1)) if one else 1.0,
    )


def detectable_ratio(
    baseline: float, exposure_ratio: float = 1.0, phi: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> float | None:
    """The largest ratio under 1 that a two-sided comparison finds with this power; None where no fall is.

    `baseline` complaints before, `exposure_ratio` the exposure now over that before. On the log scale a ratio r has
    variance phi (1 / before + 1 / (before exposure_ratio r)); the relative change is the ratio less 1.
    """

    def missing(ratio: float) -> float:
        return _needed(ratio, exposure_ratio, phi, alpha, power) - baseline

    easiest = float(minimize_scalar(missing, bounds=(0.01, NEAREST), method="bounded").x)
    if missing(easiest) > 0:
        return None
    return NEAREST if missing(NEAREST) <= 0 else float(brentq(missing, easiest, NEAREST))


def baseline_needed(
    ratio: float, exposure_ratio: float = 1.0, phi: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Complaints that the baseline must hold for such a ratio to be found, two-sided: 355 for .8."""
    return math.ceil(_needed(ratio, exposure_ratio, phi, alpha, power))


def _needed(ratio: float, exposure_ratio: float, phi: float, alpha: float, power: float) -> float:
    return (reach(math.inf, alpha / 2, power) / math.log(ratio)) ** 2 * phi * (1 + 1 / (exposure_ratio * ratio))
