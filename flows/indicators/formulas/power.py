"""What could have been seen: the detectable change, and the customers it would take to see delta."""

from __future__ import annotations

import math
from functools import lru_cache

from scipy.stats import norm, t


@lru_cache(maxsize=4096)
def t_quantile(share: float, df: float) -> float:
    """The t quantile; the normal one for infinite degrees of freedom."""
    return float(norm.ppf(share) if math.isinf(df) else t.ppf(share, df))


def detectable_change(sampling: float, wander: float, df: float, alpha: float, power: float) -> float:
    """The smallest true change that a one-sided test at `alpha` finds with this power: (t_alpha + t_power) SE."""
    return reach(df, alpha, power) * math.sqrt(sampling + wander)


def reach(df: float, alpha: float, power: float) -> float:
    """How many standard errors a change must be away to be found with this power."""
    return t_quantile(1 - alpha, df) + t_quantile(power, df)


def times_needed(sampling: float, wander: float, delta: float, factor: float) -> float | None:
    """By how much both sides' answers must multiply until delta is detectable; None where no number is enough.

    No number is, where the level's own wandering alone hides a change of delta. `factor` is `reach`.
    """
    room = (delta / factor) ** 2 - wander
    return sampling / room if room > 0 else None
