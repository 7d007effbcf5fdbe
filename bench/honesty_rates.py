"""How often the indicators cry wolf in made-up worlds, and how often they hear what their own power promises.

Read by `bench.honesty` (a thousand series and more) and by tests (a few hundred).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from scipy.stats import norm

from bench.worlds import Floats, World, simulate
from flows.indicators.catalogue import PERCEPTION_DROP, PERCEPTION_TREND, PERCEPTION_YOY
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import PerceptionSeries, YearPair
from flows.indicators.outputs import Estimate, Judgement

AS_OF = datetime(2035, 1, 1, tzinfo=UTC)
CONFIG = IndicatorsConfig()
POINTS = CONFIG.perception_trend.points
Measure = Callable[[PerceptionSeries], Estimate]


def measure_drop(series: PerceptionSeries) -> Estimate:
    """The last window against those before."""
    return PERCEPTION_DROP.measure(series, CONFIG)


def measure_yoy(series: PerceptionSeries) -> Estimate:
    """The last month against the one a year before."""
    now, before = series.periods[-1], series.periods[-13]
    history = series.periods[:-1]
    pair = YearPair(series.subject, series.metric, series.frequency, now, before, history, series.classifier)
    return PERCEPTION_YOY.measure(pair, CONFIG)


def measure_trend(series: PerceptionSeries) -> Estimate:
    """The slope of the last two years."""
    return PERCEPTION_TREND.measure(series, CONFIG)


INDICATORS: dict[str, Measure] = {
    PERCEPTION_DROP.name: measure_drop,
    PERCEPTION_YOY.name: measure_yoy,
    PERCEPTION_TREND.name: measure_trend,
}


@dataclass(frozen=True, slots=True)
class Honesty:
    """One indicator in one world: shares of all series, the mean planted harm, the share of planted ones heard.

    `naive` is what a test that knows sampling only would call a warning. `heard` is None where nothing was promised.
    """

    indicator: str
    world: str
    warning: float
    watch: float
    improved: float
    naive: float
    planted: float | None
    heard: float | None


def applies(indicator: str, world: World) -> bool:
    """Year on year and trends are judged on months; a trend needs two years of them."""
    if indicator == PERCEPTION_DROP.name:
        return True
    enough = world.windows >= POINTS or indicator == PERCEPTION_YOY.name
    return world.frequency == "month" and enough


def honesty(indicator: str, world: World, series: int, seed: int = 11) -> Honesty:
    """Measures one indicator in one world on so many series, deterministically."""
    measure = INDICATORS[indicator]
    seeds = np.random.default_rng(seed).integers(2**62, size=series)
    calm: Counter[str] = Counter()
    heard: list[bool] = []
    planted: list[float] = []
    naive = 0
    for each in seeds:
        estimate = measure(simulate(world, np.random.default_rng(each)))
        judgement = concluded(estimate)
        calm[judgement.verdict] += 1
        naive += _is_naive_warning(estimate)
        harm = promised(judgement, estimate)
        if harm is not None:
            # The same seed: the promise was made on this baseline, and only what comes after it is worse.
            worse = simulate(world, np.random.default_rng(each), _shift(indicator, world, harm))
            heard.append(concluded(measure(worse)).verdict in ("critical", "warning", "watch"))
            planted.append(harm)
    return Honesty(
        indicator=indicator,
        world=world.name,
        warning=(calm["critical"] + calm["warning"]) / series,
        watch=calm["watch"] / series,
        improved=calm["improved"] / series,
        naive=naive / series,
        planted=float(np.mean(planted)) if planted else None,
        heard=float(np.mean(heard)) if heard else None,
    )


def concluded(estimate: Estimate) -> Judgement:
    """The judgement of an estimate that is alone in its family."""
    return conclude([estimate], CONFIG, AS_OF)[0]


def promised(judgement: Judgement, estimate: Estimate) -> float | None:
    """The harm that the judgement says would be found, at least delta."""
    return None if judgement.detectable_change is None else max(judgement.detectable_change, estimate.delta)


def _shift(indicator: str, world: World, harm: float) -> float | Floats:
    if indicator != PERCEPTION_TREND.name:
        return -harm
    slide = np.zeros(world.windows)
    slide[-POINTS:] = -harm * np.linspace(0, 1, POINTS)
    return slide


def _is_naive_warning(estimate: Estimate) -> bool:
    if not estimate.sampling or estimate.change is None:
        return False
    surprise = float(norm.cdf(estimate.change / np.sqrt(estimate.sampling)))
    return surprise <= CONFIG.proof.alpha and -estimate.change >= estimate.delta
