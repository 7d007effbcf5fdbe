"""Benjamini and Hochberg's control of false discoveries (J. R. Statist. Soc. B 57 (1995) 289-300)."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import false_discovery_control


def q_values(p_values: Sequence[float]) -> list[float]:
    """Each p's q in its family, in the order given; never below p."""
    if not p_values:
        return []
    return [max(float(q), p) for q, p in zip(false_discovery_control(p_values, method="bh"), p_values, strict=True)]
