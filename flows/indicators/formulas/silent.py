"""How many unhappy customers stand behind those who complained, when only some of the unhappy complain.

The complaint rate is an interval (3-7 % unless it was measured), and so is what a count of complainers tells about the
days it was taken from: Garwood's limits of a Poisson mean (`rates.garwood`). Both at their ends at once give the widest
honest answer: the lower limit of the complainers over the highest rate, the upper limit over the lowest.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from flows.indicators.formulas.rates import garwood
from flows.indicators.formulas.scores import Floats, Interval, wilson

COMPLAINT_RATE: Interval = (0.03, 0.07)


@dataclass(frozen=True, slots=True)
class Unhappy:
    """Unhappy customers, those who complained included: the middle estimate and its limits."""

    low: float
    middle: float
    high: float

    def capped(self, customers: int | None) -> Unhappy:
        """No more than there are customers; None where their number is not known."""
        if customers is None:
            return self
        return Unhappy(*(min(each, float(customers)) for each in (self.low, self.middle, self.high)))


@dataclass(frozen=True, slots=True)
class Group:
    """Complainers of one cause or channel, and the interval of the share (0-1, above 0) of its unhappy who complain.

    measured: the interval was found in data of this group, not assumed.
    """

    complainers: int
    rate: Interval = COMPLAINT_RATE
    measured: bool = False


def stand_for(
    complainers: int, rate: Interval = COMPLAINT_RATE, customers: int | None = None, confidence: float = 0.95
) -> Unhappy:
    """The unhappy customers that so many complainers of one kind stand for; the middle is at the middle of the rate."""
    low, high = garwood(complainers, confidence)
    lowest, highest = rate
    return Unhappy(low / highest, 2 * complainers / (lowest + highest), high / lowest).capped(customers)


def groups_stand_for(
    groups: Sequence[Group], customers: int | None = None, confidence: float = 0.95, draws: int = 20_000
) -> Unhappy:
    """The same for several causes or channels: median and limits of a Monte Carlo sum, its seed from the groups.

    Poisson means are drawn from Jeffreys' posterior, rates evenly from their interval. Groups whose rate is assumed
    share one draw: what nobody measured is wrong in all of them in the same direction, and drawing each by itself
    would make the sum look surer the more groups it is cut into. A group in which nobody complained adds nothing:
    `stand_for(0)` says what it may hide.
    """
    if not groups:
        return Unhappy(0.0, 0.0, 0.0)
    generator = np.random.default_rng(zlib.crc32(repr(list(groups)).encode()))
    assumed = generator.random(draws)
    total = np.zeros(draws)
    for group in groups:
        place = generator.random(draws) if group.measured else assumed
        total += _drawn(group, place, generator)
    tail = (1 - confidence) / 2
    low, middle, high = np.quantile(total, (tail, 0.5, 1 - tail))
    return Unhappy(float(low), float(middle), float(high)).capped(customers)


def measured_rate(complained: int, unhappy: int, known: float = 1.0) -> Interval:
    """The complaint rate of unhappy customers of whom so many are known to have complained: Wilson's interval (0-1).

    known  the share (above 0, to 1) of all complaints that tell whose they are; the others may be of these customers as
           well, so the upper limit is divided by it
    """
    low, high = wilson(np.array([complained]), np.array([unhappy]))
    return float(low[0]) / 100, min(1.0, float(high[0]) / 100 / known)


def surveyed(unhappy: int, answers: int, customers: int, confidence: float = 0.95) -> Unhappy:
    """The unhappy customers that a survey shows: its share of unhappy answers (Wilson) times the customers."""
    z = float(norm.ppf((1 + confidence) / 2))
    low, high = wilson(np.array([unhappy]), np.array([answers]), z)
    return Unhappy(float(low[0]) / 100 * customers, unhappy / answers * customers, float(high[0]) / 100 * customers)


def _drawn(group: Group, place: Floats, generator: np.random.Generator) -> Floats:
    lowest, highest = group.rate
    mean = generator.gamma(group.complainers + 0.5, size=len(place)) if group.complainers else 0.0
    return np.asarray(mean / (lowest + (highest - lowest) * place), dtype=np.float64)
