"""Seasonal factors by calendar month, shrunk to what the history can tell.

Month dummies beside a straight line (a slide must not look like a season), by weighted least squares. Two years hold
only two of each month, so the factors are multiplied by B = max(0, 1 - 1/F), the positive-part empirical Bayes weight
(C. Morris, JASA 78 (1983) 47-55), and what they leave uncertain is handed on as a variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from flows.indicators.formulas.scores import Floats

MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Additive factors of the twelve months (sum 0), their covariance, and the share of variance left after them."""

    factors: Floats
    covariance: Floats
    kept: float

    def of(self, months: NDArray[np.int64]) -> Floats:
        """The factor of each month (1-12)."""
        return np.asarray(self.factors[months - 1], dtype=np.float64)

    def contrast_variance(self, month: int, months: NDArray[np.int64]) -> float:
        """Variance of the factor of `month` less the mean factor of `months`."""
        contrast = np.bincount(months - 1, minlength=MONTHS) / -len(months)
        contrast[month - 1] += 1
        return float(contrast @ self.covariance @ contrast)


NO_SEASON = Season(np.zeros(MONTHS), np.zeros((MONTHS, MONTHS)), 1.0)


def months_between(first: datetime, end: datetime) -> int:
    """Whole calendar months from `first` to `end`."""
    months = (end.year - first.year) * MONTHS + end.month - first.month
    return months - (end.day < first.day)


def fit_season(values: Floats, weights: Floats, months: Sequence[int]) -> Season:
    """Factors from a history of equally spaced windows; `NO_SEASON` where the months do not all occur twice."""
    index = np.asarray(months, dtype=np.int64) - 1
    if np.bincount(index, minlength=MONTHS).min() < 2:
        return NO_SEASON
    columns = design(index)
    root = np.sqrt(weights / weights.mean())
    coefficients, rest = _least_squares(columns * root[:, None], values * root)
    _, rest_without = _least_squares(columns[:, :2] * root[:, None], values * root)
    freedom = len(values) - columns.shape[1]
    residual = rest / freedom
    signal = (rest_without - rest) / (MONTHS - 1)
    if residual <= 0 or signal <= residual:
        return NO_SEASON
    shrink = 1 - residual / signal
    gram = np.linalg.inv((columns * root[:, None]).T @ (columns * root[:, None]))[2:, 2:]
    basis = _sum_to_zero()
    plain = rest_without / (len(values) - 2)
    apparent = (rest + (1 - shrink) ** 2 * (rest_without - rest)) / (len(values) - 2)
    kept = apparent / true_variance(residual, plain, shrink)
    return Season(shrink * basis @ coefficients[2:], shrink * residual * basis @ gram @ basis.T, kept)


def true_variance(residual: float, plain: float, shrink: float) -> float:
    """A level's variance without its season, which the adjusted values show too small.

    `residual` has paid for all eleven factors, but is low by chance where F is high though there is no season (6-12 %
    in simulation); `plain` is then right. The square of 1 - B mixes them with the least error (within 8 %).
    """
    return (1 - (1 - shrink) ** 2) * residual + (1 - shrink) ** 2 * plain


def design(index: NDArray[np.int64]) -> Floats:
    """Intercept, straight line and eleven month contrasts of windows in these months (0-11)."""
    time = np.linspace(-1, 1, len(index))
    return np.column_stack([np.ones(len(index)), time, _sum_to_zero()[index]])


def _sum_to_zero() -> Floats:
    """Effect coding: eleven free factors, the twelfth is minus their sum."""
    return np.vstack([np.eye(MONTHS - 1), -np.ones(MONTHS - 1)])


def _least_squares(columns: Floats, values: Floats) -> tuple[Floats, float]:
    coefficients = np.linalg.lstsq(columns, values, rcond=None)[0]
    return np.asarray(coefficients, dtype=np.float64), float(((values - columns @ coefficients) ** 2).sum())
