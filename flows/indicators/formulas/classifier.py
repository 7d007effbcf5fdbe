"""Class shares freed from the classifier's error, as far as labels of the same domain tell it.

P(predicted | true) is taken from labelled texts; the predicted shares are its mixture, so its inverse gives the true
ones (J. J. Buonaccorsi, Measurement Error (2010), section 2.4; W. J. Rogan and B. Gladen, Am. J. Epidemiology 107
(1978) 71-76 for two classes). The bootstrap draws the labels and the predictions anew; what leaves 0 to 1 is cut off
and the rest brought to a sum of 1.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from flows.indicators.formulas.scores import Floats, Interval

CLASSES = 3  # positive, neutral, negative, in this order everywhere
FEWEST_LABELS = 20  # of each true class
WORST_CONDITION = 5.0  # reached near an accuracy of .47: beyond it the correction adds more error than it takes


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """Shares (0-1) of positive, neutral, negative and the net score in points, each with its interval.

    Where nothing could be corrected: the predicted shares as they are, with sampling error alone, and the reason why.
    """

    shares: Floats
    low: Floats
    high: Floats
    net: float
    net_limits: Interval
    is_corrected: bool
    reason: str


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


def correct(predicted: Floats, labels: Floats | None, confidence: float = 0.95, draws: int = 2000) -> Corrected:
    """Correct predicted counts of the three classes, of at least one text, with labelled counts (true x predicted)."""
    reason = _why_not(labels)
    generator = np.random.default_rng([_fingerprint(predicted), 0 if labels is None else _fingerprint(labels)])
    total = int(predicted.sum())
    drawn = generator.multinomial(total, predicted / total, draws) / total
    shares = predicted / total
    if labels is not None and not reason:
        rows = labels.sum(axis=1).astype(np.int64)
        resampled = np.stack(
            [generator.multinomial(n, rate, draws) / n for n, rate in zip(rows, _rates(labels), strict=True)], axis=1
        )
        shares, drawn = _solved(_rates(labels)[None], shares[None])[0], _solved(resampled, drawn)
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    low, high = np.quantile(drawn, tails, axis=0)
    net_low, net_high = np.quantile(drawn[:, 0] - drawn[:, 2], tails)
    return Corrected(
        shares=shares,
        low=low,
        high=high,
        net=100 * float(shares[0] - shares[2]),
        net_limits=(100 * float(net_low), 100 * float(net_high)),
        is_corrected=not reason,
        reason=reason,
    )


def _fingerprint(counts: Floats) -> int:
    return zlib.crc32(np.ascontiguousarray(counts).tobytes())


def _rates(labels: Floats) -> Floats:
    """P(predicted | true): each row's sum is 1."""
    return np.asarray(labels / labels.sum(axis=1, keepdims=True), dtype=np.float64)


def _why_not(labels: Floats | None) -> str:
    if labels is None:
        return "there are no labelled texts"
    fewest = int(labels.sum(axis=1).min())
    if fewest < FEWEST_LABELS:
        return f"a class has {fewest} labelled texts, and {FEWEST_LABELS} are needed"
    if np.linalg.cond(_rates(labels)) > WORST_CONDITION:
        return "the classifier tells the classes apart too poorly"
    return ""


def _solved(rates: Floats, shares: Floats) -> Floats:
    """The true shares behind predicted ones, for each pair, cut to 0-1 and brought to a sum of 1."""
    inverse = np.linalg.pinv(rates, rcond=1e-6)
    true = np.clip(np.einsum("ij,ijk->ik", shares, inverse), 0, 1)
    return np.asarray(true / true.sum(axis=1, keepdims=True), dtype=np.float64)
