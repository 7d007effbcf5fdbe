"""How well labels were told: macro-F1, coverage, F1 per label, and what neutral was taken for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from streams.scoring.model import LABELS


class Measured(NamedTuple):
    """`macro` is the mean F1 of the labels that people gave in the set; what is unscored counts as missed."""

    texts: int
    macro: float
    coverage: float
    f1: dict[str, float]
    neutral_as_negative: float | None


def measure(gold: Sequence[str], told: Sequence[str]) -> Measured:
    """Of labels that people gave and labels that were told, pairwise."""
    pairs = list(zip(gold, told, strict=True))
    f1 = {label: _f1(pairs, label) for label in LABELS if label in gold}
    neutral = [found for wanted, found in pairs if wanted == "neutral"]
    return Measured(
        texts=len(pairs),
        macro=sum(f1.values()) / (len(f1) or 1),
        coverage=sum(found != "unscored" for found in told) / (len(pairs) or 1),
        f1=f1,
        neutral_as_negative=sum(found == "negative" for found in neutral) / len(neutral) if neutral else None,
    )


def _f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    right = sum(wanted == found == label for wanted, found in pairs)
    named = sum((wanted == label) + (found == label) for wanted, found in pairs)
    return 2 * right / named if named else 0.0


def calibration_error(right: Sequence[bool], confidence: Sequence[float], bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and share of right labels, over equal-width bins."""
    error = 0.0
    for at in range(bins):
        inside = [
            i for i, sure in enumerate(confidence) if at / bins <= sure < (at + 1) / bins or sure == at + 1 == bins
        ]
        if inside:
            accuracy = sum(right[i] for i in inside) / len(inside)
            error += abs(accuracy - sum(confidence[i] for i in inside) / len(inside)) * len(inside)
    return error / (len(right) or 1)
