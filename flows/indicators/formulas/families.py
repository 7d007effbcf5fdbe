"""Benjamini and Hochberg's control of false discoveries (J. R. Statist. Soc. B 57 (1995) 289-300)."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import false_discovery_control


def q_values(p_values: Sequence[float], size: int = 0) -> list[float]:
    """Each p's q in its family, in the order given; never below p.

    Of a family of more tests than p values given (`size`) the others count as p = 1, the most that they can be.
    """
    if not p_values:
        return []
    others = [1.0] * (size - len(p_values))
    found = false_discovery_control([*p_values, *others], method="bh")
    return [max(float(q), p) for q, p in zip(found, p_values, strict=False)]
