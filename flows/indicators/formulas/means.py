"""Two means told by their summaries: B. L. Welch, Biometrika 34 (1947) 28-35, with F. Satterthwaite's freedom."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import t

from flows.indicators.formulas.power import t_quantile
from flows.indicators.formulas.proportions import Contrast


@dataclass(frozen=True, slots=True)
class Summary:
    """Mean, standard deviation (n - 1 in its divisor) and number of independent answers."""

    mean: float
    sd: float
    n: int


def welch(now: Summary, before: Summary, confidence: float = 0.95) -> Contrast | None:
    """Mean now less before, in the means' unit; None where a side has fewer than two answers or neither varies."""
    if min(now.n, before.n) < 2 or now.sd == before.sd == 0:
        return None
    one, other = now.sd**2 / now.n, before.sd**2 / before.n
    freedom = (one + other) ** 2 / (one**2 / (now.n - 1) + other**2 / (before.n - 1))
    error = math.sqrt(one + other)
    change = now.mean - before.mean
    width = t_quantile((1 + confidence) / 2, freedom) * error
    return Contrast(
        value=change,
        low=change - width,
        high=change + width,
        p_lower=float(t.cdf(change / error, freedom)),
        p_higher=float(t.sf(change / error, freedom)),
        error=error,
    )
