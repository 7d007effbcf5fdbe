"""Whether a rate rises or falls over windows, their exposures and their scatter allowed for.

Log-linear Poisson regression on time, its errors widened by the dispersion that is left (P. McCullagh and J. Nelder,
Generalized Linear Models (1989), section 6.2; at least 1), its p from t.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.scores import Floats

FEWEST_WINDOWS = 4
ROUNDS = 50
STEADY = 1e-10


@dataclass(frozen=True, slots=True)
class RateTrend:
    """The factor by which a rate changes per window, with its interval, one-sided p, and the dispersion."""

    ratio: float
    low: float
    high: float
    p_rising: float
    p_falling: float
    phi: float


def rate_trend(counts: Floats, exposure: Floats, confidence: float = 0.95) -> RateTrend | None:
    """The trend of counts over equally spaced windows, oldest first, exposures above 0.

    None under four windows, or where fewer than two windows hold a count: there is no slope then.
    """
    if len(counts) < FEWEST_WINDOWS or np.count_nonzero(counts) < 2:
        return None
    time = np.arange(len(counts)) - (len(counts) - 1) / 2
    columns = np.column_stack([np.ones(len(counts)), time])
    means, slope = _fit(counts, exposure, columns)
    freedom = len(counts) - 2
    phi = max(1.0, float(((counts - means) ** 2 / means).sum()) / freedom)
    error = math.sqrt(phi * float(np.linalg.inv(columns.T @ (means[:, None] * columns))[1, 1]))
    width = t_quantile((1 + confidence) / 2, freedom) * error
    return RateTrend(
        ratio=math.exp(slope),
        low=math.exp(slope - width),
        high=math.exp(slope + width),
        p_rising=float(t.sf(slope / error, freedom)),
        p_falling=float(t.cdf(slope / error, freedom)),
        phi=phi,
    )


def _fit(counts: Floats, exposure: Floats, columns: Floats) -> tuple[Floats, float]:
    """Fitted counts and the slope per window, by iteratively reweighted least squares."""
    coefficients = np.array([math.log(counts.sum() / exposure.sum()), 0.0])
    for _ in range(ROUNDS):
        means = exposure * np.exp(columns @ coefficients)
        step = np.linalg.solve(columns.T @ (means[:, None] * columns), columns.T @ (counts - means))
        coefficients = coefficients + step
        if np.abs(step).max() < STEADY:
            break
    return exposure * np.exp(columns @ coefficients), float(coefficients[1])
