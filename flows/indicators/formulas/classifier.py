"""A change of net score freed from the classifier's error, as far as labels of the same domain tell it.

P(predicted | true) is taken from labelled texts; the predicted shares are its mixture, so its inverse gives the true
ones (J. J. Buonaccorsi, Measurement Error (2010), section 2.4; W. J. Rogan and B. Gladen, Am. J. Epidemiology 107
(1978) 71-76 for two classes). Both sides of a comparison were read by the same classifier, so each draw of the labels
corrects both; what leaves 0 to 1 is cut off and the rest brought to a sum of 1.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from flows.indicators.formulas.scores import EXTRA, Difference, Floats, Interval, Sample

CLASSES = 3  # positive, neutral, negative, in this order everywhere
FEWEST_LABELS = 20  # of each true class
WORST_CONDITION = 5.0  # reached near an accuracy of .47: beyond it the correction adds more error than it takes
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Corrected:
    """The true net scores behind both sides of a comparison, and the interval of their difference, in points."""

    now: float
    before: float
    limits: Interval

    @property
    def change(self) -> float:
        return self.now - self.before


def attenuation(labels: Floats) -> float:
    """How much of a true change of net score shows: a change of -20 shows as -20 times this; 1 without error.

    `labels` holds counts, true classes in rows (none empty) and predicted ones in columns. The change meant turns
    positive texts into negative ones.
    """
    rates = _rates(labels)
    return float((rates[0, 0] - rates[0, 2] - rates[2, 0] + rates[2, 2]) / 2)


def attenuation_at(accuracy: float) -> float:
    """The same where only the accuracy is known, the errors falling evenly on the two other classes: .175 at .45."""
    return (CLASSES * accuracy - 1) / (CLASSES - 1)


def why_not(labels: Floats) -> str:
    """Why these labels cannot correct anything; empty where they can."""
    fewest = int(labels.sum(axis=1).min())
    if fewest < FEWEST_LABELS:
        return f"of a class {fewest} texts are labelled, and {FEWEST_LABELS} are needed"
    # labels that swap positive and negative invert well, and would turn every finding round
    if np.linalg.cond(_rates(labels)) > WORST_CONDITION or attenuation(labels) < 1 / WORST_CONDITION:
        return "by the labelled texts the model tells the classes apart too poorly"
    return ""


def correct(difference: Difference, labels: Floats, df: float, confidence: float = 0.95) -> Corrected:
    """Both sides of a signed `difference` (weights of sum 1) corrected by labels that `why_not` has nothing against.

    Three sources of error are drawn anew: the labels, the predictions of each side, and the level's own movement
    (`wander`, in predicted points), the latter two as t with `df` degrees of freedom, as in the predicted interval.
    """
    generator = np.random.default_rng([_fingerprint(each) for each in _numbers(difference, labels)])
    rates = _rates(labels)
    sides = [_shares(sample, difference.weights) for sample in (difference.now, difference.before)]
    now, before = (_net(_solved(_inverse(rates[None]), shares[None]))[0] for shares in sides)
    inverse = _inverse(_drawn_rates(rates, labels.sum(axis=1), generator))
    stretch = np.sqrt(df / generator.chisquare(df, DRAWS)) if np.isfinite(df) else np.ones(DRAWS)
    moved = np.outer(generator.standard_normal(DRAWS), _WAY * np.sqrt(difference.wander))
    drawn = []
    for shares, sample in zip(sides, (difference.now, difference.before), strict=True):
        noise = generator.multivariate_normal(np.zeros(CLASSES), _covariance(sample, difference.weights), DRAWS)
        drawn.append(_net(_solved(inverse, shares + stretch[:, None] * (noise + moved))))
        moved = np.zeros_like(moved)  # the level moves between the sides: once
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    low, high = np.quantile(drawn[0] - drawn[1], tails)
    change = now - before
    return Corrected(float(now), float(before), (min(float(low), change), max(float(high), change)))


_WAY = np.array([0.5, 0.0, -0.5]) / 100
"""Shares that move by one point of net score."""


def _numbers(difference: Difference, labels: Floats) -> tuple[Floats, ...]:
    now, before = difference.now, difference.before
    return (now.positive, now.negative, now.n, before.positive, before.negative, before.n, labels)


def _fingerprint(numbers: Floats) -> int:
    return zlib.crc32(np.ascontiguousarray(numbers).tobytes())


def _rates(labels: Floats) -> Floats:
    """P(predicted | true): each row's sum is 1."""
    return np.asarray(labels / labels.sum(axis=1, keepdims=True), dtype=np.float64)


def _drawn_rates(rates: Floats, rows: Floats, generator: np.random.Generator) -> Floats:
    """What other labels of as many texts would have told."""
    drawn = [generator.multinomial(int(n), rate, DRAWS) / n for n, rate in zip(rows, rates, strict=True)]
    return np.stack(drawn, axis=1)


def _shares(sample: Sample, weights: Floats) -> Floats:
    """The predicted shares of the three classes over all strata."""
    shares = np.stack([sample.positive, sample.n - sample.positive - sample.negative, sample.negative]) / sample.n
    return np.asarray(shares @ weights, dtype=np.float64)


def _covariance(sample: Sample, weights: Floats) -> Floats:
    """Of these shares, adjusted as the variance of the net score is (`Sample.variance`)."""
    total = sample.n + EXTRA
    positive, negative = ((side + EXTRA / 4) / total for side in (sample.positive, sample.negative))
    shares = np.stack([positive, 1 - positive - negative, negative])
    each = weights**2 / total
    return np.asarray(np.diag(shares @ each) - (shares * each) @ shares.T, dtype=np.float64)


def _inverse(rates: Floats) -> Floats:
    """Of each; a draw may have none, for which the nearest thing will do."""
    return np.asarray(np.linalg.pinv(rates, rcond=1e-6), dtype=np.float64)


def _solved(inverse: Floats, shares: Floats) -> Floats:
    """The true shares behind predicted ones, for each pair, cut to 0-1 and brought to a sum of 1."""
    true = np.clip(np.einsum("ij,ijk->ik", shares, inverse), 0, 1)
    return np.asarray(true / true.sum(axis=1, keepdims=True), dtype=np.float64)


def _net(shares: Floats) -> Floats:
    return np.asarray(100 * (shares[:, 0] - shares[:, 2]), dtype=np.float64)
