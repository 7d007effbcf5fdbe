"""A chart for small drops that last: EWMA on Laney-adjusted scores against a frozen baseline.

Sources: S. W. Roberts, Technometrics 1 (1959) 239-250 (EWMA); D. B. Laney, Quality Engineering 14 (2002) 531-537
(sigma_z); J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990) 1-12 (limits); M. G. Kendall, Biometrika 41 (1954)
403-404 (bias of an autocorrelation); R. Killick, P. Fearnhead, I. Eckley, JASA 107 (2012) 1590-1598 (PELT), with
N. Zhang and D. Siegmund's penalty, Biometrics 63 (2007) 22-32.

The limits allow for a centre that was estimated: without that half as many again signal falsely. A steady process
signals within a year of weeks in 3 % (52 weeks of baseline, white noise), 10 % at an autocorrelation of .4, which so
few weeks tell only roughly; 5 and 14 % with the provisional 26. A lasting drop of one standard deviation signals
within the year in 85 % (70 % provisional); its average then moves in and out of the limits, and the signal with it. To
hold it until the average is back at the centre would cost false alarms, since each week's chart has a baseline of its
own and may find a point beyond its limits that was within them when it was the last: a calm third year then had a
watch in 3 instead of 0 % of 100 series, in 15 instead of 11 % at an autocorrelation of .4. A chart alone is a watch
and never a warning.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from ruptures import KernelCPD

from flows.indicators.formulas.scores import Floats

PROVISIONAL_WEEKS = 26
FULL_WEEKS = 52
LARGEST_PHI = 0.9
MEAN_RANGE = 1.128  # d2 of two points: their mean range in standard deviations
SMALLEST_SEGMENT = 3
PENALTY = 3  # log n per break: with the 2 of plain BIC 13 % of steady series of 60 had one


Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """What the chart says at its last point.

    signal: on which side of the limits the last point lies. Where it is beyond them, since: index (in the series given)
    of the first point beyond them since the average was last on the other side of the centre; break_at: index of the
    first point after the last break, which dates the change and alarms nobody. centre: in the values' unit; phi: the
    baseline's autocorrelation; sigma_z: the scatter beyond sampling error. ewma and limits run over the points after
    the baseline, in standard deviations.
    """

    signal: Side | None
    since: int | None
    break_at: int | None
    centre: float
    phi: float
    sigma_z: float
    is_provisional: bool
    ewma: Floats
    limits: Floats


def sigma_z(z: Floats) -> float:
    """Laney's sigma_z: the mean moving range of standardised values over 1.128, at least 1."""
    return max(1.0, _spread(z))


def ewma_chart(values: Floats, errors: Floats, baseline: int, weight: float = 0.2, width: float = 3.2) -> Chart | None:
    """Watch the points after the first `baseline` ones, each with its standard error (above 0) from sampling.

    Equally spaced, without gaps or season. None under 26 baseline points or without a point after them; provisional
    under 52.
    """
    if baseline < PROVISIONAL_WEEKS or len(values) <= baseline:
        return None
    weights = errors[:baseline] ** -2
    centre = float(weights @ values[:baseline] / weights.sum())
    z = (values - centre) / errors
    phi = _autocorrelation(z[:baseline])
    rest = z[1:] - phi * z[:-1]
    scatter = sigma_z(rest[: baseline - 1])
    ewma, limits = _smoothed(rest[baseline - 1 :] / scatter, weight), _limits(len(values), baseline, weight, width)
    beyond = np.abs(ewma) > limits
    since = _since(ewma, beyond) if beyond[-1] else None
    return Chart(
        signal=None if since is None else _side(ewma),
        since=None if since is None else baseline + since,
        break_at=None if since is None else last_break(z, scatter / (1 - phi)),
        centre=centre,
        phi=phi,
        sigma_z=scatter,
        is_provisional=baseline < FULL_WEEKS,
        ewma=ewma,
        limits=limits,
    )


def last_break(values: Floats, spread: float | None = None) -> int | None:
    """Index of the first point after the last change of level (PELT, squared error); None where none is.

    spread: the standard deviation around a level, of the long run where neighbours are alike; told by the moving
    range if not given. The linear kernel is the squared error; of the two implementations it is the quick one.
    """
    scale = _spread(values) if spread is None else spread
    if len(values) < 2 * SMALLEST_SEGMENT or scale <= 0:
        return None
    search = KernelCPD(kernel="linear", min_size=SMALLEST_SEGMENT, jump=1).fit(values / scale)
    breaks = search.predict(pen=PENALTY * math.log(len(values)))[:-1]
    return int(breaks[-1]) if breaks else None


def _spread(values: Floats) -> float:
    return float(np.abs(np.diff(values)).mean()) / MEAN_RANGE


def _autocorrelation(z: Floats) -> float:
    """Lag-1 autocorrelation of the baseline with Kendall's correction, not below 0."""
    apart = z - z.mean()
    squares = float(apart @ apart)
    found = float(apart[1:] @ apart[:-1]) / squares if squares > 0 else 0.0
    return min(LARGEST_PHI, max(0.0, (len(z) * found + 1) / (len(z) - 3)))


def _smoothed(scores: Floats, weight: float) -> Floats:
    smoothed = np.zeros(len(scores))
    level = 0.0
    for at, score in enumerate(scores):
        level += weight * (float(score) - level)
        smoothed[at] = level
    return smoothed


def _limits(length: int, baseline: int, weight: float, width: float) -> Floats:
    """Half widths: the EWMA's own variance so many points in, and that of the estimated centre."""
    left = (1 - weight) ** np.arange(1, length - baseline + 1)
    return np.asarray(width * np.sqrt(weight / (2 - weight) * (1 - left**2) + (1 - left) ** 2 / baseline))


def _side(ewma: Floats) -> Side:
    return "low" if ewma[-1] < 0 else "high"


def _since(ewma: Floats, beyond: NDArray[np.bool_]) -> int:
    """The first point beyond the limits since the average was last on the other side of the centre; the last is."""
    others = np.flatnonzero(np.sign(ewma) != np.sign(ewma[-1]))
    start = int(others[-1]) + 1 if len(others) else 0
    return start + int(np.flatnonzero(beyond[start:])[0])
