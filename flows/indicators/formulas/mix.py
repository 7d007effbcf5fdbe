"""What a change owes to the strata and what to their mix; how far a mix has drifted.

Source of w: J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), chapter 7 (.1 small, .3 medium).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import f as f_distribution

from flows.indicators.formulas.scores import Floats
from flows.indicators.outputs import Decomposition


def decompose(values: Floats, shares: Floats, values_before: Floats, shares_before: Floats) -> Decomposition:
    """within = sum w0 (r1 - r0), mix = sum (w1 - w0) r0, interaction = sum (w1 - w0)(r1 - r0).

    A value that does not exist (a stratum on one side only) is nan: it is taken as unchanged, so that what entered
    or left is all mix.
    """
    now = np.where(np.isnan(values), values_before, values)
    before = np.where(np.isnan(values_before), values, values_before)
    moved = shares - shares_before
    return Decomposition(
        within=float(shares_before @ (now - before)),
        mix=float(moved @ before),
        interaction=float(moved @ (now - before)),
    )


def cohens_w(shares: Floats, shares_before: Floats) -> float:
    """Cohen's w of a mix against the one before, over the categories that existed before or exist now.

    A category that is new has no share before; the pooled share stands in, so that w stays finite.
    """
    expected = np.where(shares_before > 0, shares_before, (shares + shares_before) / 2)
    used = expected > 0
    return float(np.sqrt((((shares - shares_before) ** 2)[used] / expected[used]).sum()))


def drift_p(table: Floats) -> float:
    """p of "the last row's mix is that of the rows before", allowing for a mix that wanders between windows.

    `table` is windows x categories, in independent customers, the judged window last. The last row's chi-square
    against the pooled others, over the mean of the others' own, is F under no drift (a quasi-likelihood test,
    P. McCullagh and J. Nelder, Generalized Linear Models, 1989, section 4.5); the divisor is at least 1.
    """
    pooled = table[:-1].sum(axis=0)
    categories = int((pooled + table[-1] > 0).sum())
    if len(table) < 2 or categories < 2 or not pooled.sum() or not table[-1].sum():
        return 1.0
    own = [_chi_square(row, pooled - row) for row in table[:-1] if 0 < row.sum() < pooled.sum()]
    freedom = categories - 1
    usual = max(1.0, float(np.mean(own)) / freedom) if own else 1.0
    ratio = _chi_square(table[-1], pooled) / freedom / usual
    return float(f_distribution.sf(ratio, freedom, max(1, freedom * len(own))))


def _chi_square(row: Floats, others: Floats) -> float:
    both = row + others
    used = both > 0
    share = both[used] / both.sum()
    expected, expected_others = row.sum() * share, others.sum() * share
    return float(
        ((row[used] - expected) ** 2 / expected + (others[used] - expected_others) ** 2 / expected_others).sum()
    )
