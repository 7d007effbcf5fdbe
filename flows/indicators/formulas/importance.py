"""How much of a rating's variance topics explain, each its fair share, from counts and sums alone.

R. H. Lindeman, P. Merenda, R. Gold, Introduction to Bivariate and Multivariate Analysis (1980), page 119 (LMG), which
is Shapley's value of R squared: what a topic adds, averaged over all orders in which topics can be taken in
(U. Gromping, The American Statistician 61 (2007) 139-147). Intervals resample whole groups (days, customers, teams);
stated as 95 %, they held the truth in 92-93 % (800 texts, 40 groups).
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np

from flows.indicators.formulas.scores import Floats, Interval

MOST_TOPICS = 8
RIDGE = 1e-9
LEAST_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums per group (g groups, k topics), which a database counts without handing out a row.

    n (g) texts with a rating; y (g) sum of ratings, yy (g) of their squares; xx (g, k, k) texts that name both topics,
    on the diagonal those that name the topic; xy (g, k) sum of the ratings of the texts that name it. Where a text has
    a number for each topic (1 praised, -1 spoken badly of, 0 not named), xx and xy are sums of products and x (g, k)
    holds the sums of the numbers.
    """

    n: Floats
    y: Floats
    yy: Floats
    xx: Floats
    xy: Floats
    x: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Importance:
    """R squared with its interval; of each topic its share of it (they sum to R squared) with interval.

    effects: by how many points of rating a text with the topic differs, the other topics held.
    """

    r2: float
    r2_limits: Interval
    shares: Floats
    low: Floats
    high: Floats
    effects: Floats


def importance(moments: Moments, confidence: float = 0.95, draws: int = 999) -> Importance | None:
    """Shares of the rating's variance of up to eight topics; None where the rating does not vary.

    ValueError for more topics: the work doubles with each. With one group there is no interval, its limits are nan.
    """
    if moments.xy.shape[1] > MOST_TOPICS:
        raise ValueError(f"importance takes at most {MOST_TOPICS} topics")
    groups = len(moments.n)
    generator = np.random.default_rng(zlib.crc32(np.ascontiguousarray(moments.xy).tobytes()))
    weights = np.vstack([np.ones(groups), generator.multinomial(groups, np.full(groups, 1 / groups), draws)])
    within, with_rating, total = _covariances(moments, weights)
    if total[0] <= LEAST_VARIANCE:
        return None
    shares = _shapley(_explained(within, with_rating, total))
    drawn = shares[1:] if groups > 1 else np.full((1, shares.shape[1]), math.nan)
    r2_low, r2_high = _limits(drawn.sum(axis=1), confidence)
    low, high = _limits(drawn, confidence)
    return Importance(
        r2=float(shares[0].sum()),
        r2_limits=(float(r2_low), float(r2_high)),
        shares=shares[0],
        low=low,
        high=high,
        effects=_solve(within[:1], with_rating[:1])[0],
    )


def _limits(drawn: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Percentiles over the draws in which the rating varied."""
    known = drawn[~np.isnan(drawn.reshape(len(drawn), -1)).any(axis=1)]
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    low, high = np.quantile(known if len(known) else drawn, tails, axis=0)
    return low, high


def _covariances(moments: Moments, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each weighting of the groups: covariances of topics, of topics with the rating, and the rating's variance."""
    n = np.maximum(weights @ moments.n, 1)
    mean_y = weights @ moments.y / n
    xx = np.tensordot(weights, moments.xx, axes=1) / n[:, None, None]
    mean_x = np.diagonal(xx, axis1=1, axis2=2) if moments.x is None else weights @ moments.x / n[:, None]
    within = xx - mean_x[:, :, None] * mean_x[:, None, :]
    with_rating = weights @ moments.xy / n[:, None] - mean_x * mean_y[:, None]
    return within, with_rating, weights @ moments.yy / n - mean_y**2


def _explained(within: Floats, with_rating: Floats, total: Floats) -> Floats:
    """R squared of every set of topics (a set is the bits of its column's number), for each weighting."""
    topics = with_rating.shape[1]
    explained = np.zeros((len(total), 2**topics))
    for number in range(1, 2**topics):
        chosen = np.flatnonzero([number >> topic & 1 for topic in range(topics)])
        part = with_rating[:, chosen]
        slopes = _solve(within[:, chosen[:, None], chosen], part)
        explained[:, number] = (slopes * part).sum(axis=1)
    return np.asarray(explained / np.where(total > LEAST_VARIANCE, total, math.nan)[:, None], dtype=np.float64)


def _solve(within: Floats, with_rating: Floats) -> Floats:
    """Regression slopes; a topic that never or always occurs gets none."""
    steady = within + RIDGE * np.eye(within.shape[1])
    return np.asarray(np.linalg.solve(steady, with_rating[:, :, None])[:, :, 0], dtype=np.float64)


def _shapley(explained: Floats) -> Floats:
    """What each topic adds to each set without it, weighted by how many orders put exactly that set before it."""
    topics = int(math.log2(explained.shape[1]))
    shares = np.zeros((len(explained), topics))
    for topic in range(topics):
        for number in range(2**topics):
            if not number >> topic & 1:
                size = number.bit_count()
                orders = math.factorial(size) * math.factorial(topics - size - 1) / math.factorial(topics)
                shares[:, topic] += orders * (explained[:, number | 1 << topic] - explained[:, number])
    return shares
