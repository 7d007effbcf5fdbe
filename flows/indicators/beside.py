"""Two brands' answers beside each other in one window, like for like: by channel, where both were spoken of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flows.indicators.config import Proof
from flows.indicators.formulas.noise import wander
from flows.indicators.formulas.power import reach
from flows.indicators.formulas.proportions import Contrast, stratified_difference, two_samples
from flows.indicators.formulas.scores import Difference, Floats
from flows.indicators.inputs import NOTHING, Counts
from flows.indicators.strata import as_sample
from flows.indicators.vocabulary import Metric, Window

OTHER = "other"
ROUNDS = 3
MONTHS_AS_ONE = (3 + 2 * (2 * 0.4 + 0.4**2)) / 9
"""Variance of the mean of three months of a level, over that of one: neighbours are alike by .4, as in noise.py."""
ByChannel = Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Sides:
    """Counts by channel of ours and of theirs, in one window."""

    window: Window
    ours: ByChannel
    theirs: ByChannel

    @property
    def least(self) -> int:
        """Customers of the smaller side."""
        return min(customers(self.ours), customers(self.theirs))


def customers(side: ByChannel) -> int:
    """Independent customers of a side."""
    return sum(counts.customers for counts in side.values())


def total(side: ByChannel) -> Counts:
    """All channels together."""
    return sum(side.values(), NOTHING)


def common(sides: Sequence[Sides], minimum: int) -> tuple[list[Sides], bool]:
    """The same windows by channels of which every side has `minimum` customers, and whether there are such.

    Where the channels in common hold less than half of a side's customers, all channels count together.
    """
    names = sorted({name for each in sides for name in each.ours})
    kept = [name for name in names if all(_known(side, name) >= minimum for each in sides for side in _both(each))]
    shares = [
        sum(_known(side, name) for name in kept) / max(1, customers(side)) for each in sides for side in _both(each)
    ]
    if not kept or min(shares) < 0.5:
        return [Sides(each.window, {OTHER: total(each.ours)}, {OTHER: total(each.theirs)}) for each in sides], False
    return [
        Sides(each.window, {name: each.ours[name] for name in kept}, {name: each.theirs[name] for name in kept})
        for each in sides
    ], True


def _both(sides: Sides) -> tuple[ByChannel, ByChannel]:
    return sides.ours, sides.theirs


def _known(side: ByChannel, name: str) -> int:
    return side[name].customers if name in side else 0


def difference(sides: Sides, metric: Metric, weights: Floats | None = None, level: float = 0.0) -> Difference:
    """Ours less theirs over the channels, which both sides have; weights as Mantel and Haenszel's where not given."""
    names = sorted(sides.ours)
    ours = as_sample([sides.ours[name] for name in names], metric, 1.0)
    theirs = as_sample([sides.theirs[name] for name in names], metric, 1.0)
    if weights is None:
        return stratified_difference(ours, theirs, level)
    return Difference(ours, theirs, weights, level)


def exact_where_small(sides: Sides, metric: Metric, found: Contrast, confidence: float) -> Contrast:
    """Of one channel the exact test where a cell is under five; of several what was found."""
    if len(sides.ours) > 1:
        return found
    one = difference(sides, metric)
    return two_samples(one.now, one.before, confidence)


def sampling_at(gap: Difference, delta: float, proof: Proof) -> float:
    """The sampling variance of a gap that is just large enough to be found, which takes a few rounds to find."""
    factor, size = reach(math.inf, proof.alpha, proof.power), delta
    for _ in range(ROUNDS):
        size = max(delta, factor * math.sqrt(gap.sampling_after(size)))
    return gap.sampling_after(size)


@dataclass(frozen=True, slots=True)
class Moves:
    """How much the gap of a quarter moves by itself (variance), told by so many months."""

    wander: float
    months: int


def moves_of(months: Sequence[Sides], metric: Metric, minimum: int) -> Moves:
    """From the months in which both sides have `minimum` customers."""
    known = [each for each in months if each.least >= minimum]
    if len(known) < 3:
        return Moves(0.0, len(known))
    gaps = [
        difference(Sides(each.window, {OTHER: total(each.ours)}, {OTHER: total(each.theirs)}), metric) for each in known
    ]
    values = np.array([gap.value for gap in gaps])
    sampling = np.array([float(gap.now.variance[0] + gap.before.variance[0]) for gap in gaps])
    return Moves(MONTHS_AS_ONE * wander(values, sampling), len(known))


def weights_of(sides: Sequence[Sides], metric: Metric) -> Floats:
    """One set of weights for several windows, so that a change of channels is no change of the gap."""
    parts = np.array([difference(each, metric).weights for each in sides])
    weights = np.prod(parts, axis=0) ** (1 / len(parts))
    return np.asarray(weights / math.fsum(weights), dtype=np.float64)
