"""False alarms, power and coverage where a model that errs predicts what customers feel.

The truth is that of a world of net sentiment; each text is read rightly in three of five cases, else as one of the two
other classes. Labels, where there are any, are texts of that world judged by a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.honesty_counted import Generator, Group, Measured, calm, planted
from bench.honesty_others import changed_mix
from bench.honesty_rates import concluded, measure_drop, measure_yoy
from bench.worlds import Floats, World, simulate
from flows.indicators.formulas.classifier import attenuation, attenuation_at, why_not
from flows.indicators.inputs import Classifier, Counts, PerceptionSeries, Period
from flows.indicators.outputs import Estimate, Judgement

ACCURACY = 0.6
RATES = np.full((3, 3), (1 - ACCURACY) / 2) + np.eye(3) * (3 * ACCURACY - 1) / 2
SHOWS = attenuation_at(ACCURACY)
FALL = 20.0
WHITE = World("predicted", metric="net_sentiment", level=20, customers=1000)
ALIKE = replace(WHITE, wander=4, phi=0.4)
Measure = Callable[[PerceptionSeries], Estimate]


def _predicted(period: Period, generator: Generator) -> Period:
    """The same texts, as the model reads them."""
    cells = []
    for cell in period.cells:
        counts = cell.counts
        true = (counts.positive, counts.n - counts.positive - counts.negative, counts.negative)
        read = sum(generator.multinomial(n, rates) for n, rates in zip(true, RATES, strict=True))
        cells.append(replace(cell, counts=Counts(counts.n, int(read[0]), int(read[2]), counts.customers)))
    return replace(period, cells=tuple(cells))


def _labels(texts: int, generator: Generator) -> Floats:
    """A random sample of the world's texts, true class by predicted one."""
    true = generator.multinomial(texts, (0.45, 0.3, 0.25))
    return np.array([generator.multinomial(n, rates) for n, rates in zip(true, RATES, strict=True)], dtype=np.float64)


def _classifier(texts: int, generator: Generator) -> Classifier:
    labels = _labels(texts, generator) if texts else np.zeros((3, 3))
    if reason := why_not(labels):
        return Classifier(SHOWS, reason=reason)
    return Classifier(attenuation(labels), tuple(tuple(int(count) for count in row) for row in labels))


def _read(measure: Measure, world: World, texts: int, generator: Generator, true_fall: float) -> Estimate:
    return measure(_as_read(simulate(world, generator, -true_fall), texts, generator))


def _as_read(series: PerceptionSeries, texts: int, generator: Generator) -> PerceptionSeries:
    read = tuple(_predicted(period, generator) for period in series.periods)
    classifier = _classifier(texts, generator)
    return replace(series, metric="net_sentiment", periods=read, classifier=classifier)


def _measured(measure: Measure, world: World, texts: int = 0) -> Measured:
    """Harm is in the estimate's points: of the truth with labels, of the predictions without."""

    def measured(generator: Generator, harm: float) -> Estimate:
        return _read(measure, world, texts, generator, harm if texts else harm / SHOWS)

    return measured


def _mix(texts: int) -> Callable[[Generator], Judgement]:
    """Nothing changes but where the texts come from."""
    return lambda generator: concluded(measure_drop(_as_read(changed_mix(generator), texts, generator)))


MIXES = {
    "perception_drop, no labels, channel mix from 20 to 55 %, nothing else": _mix(0),
    "perception_drop, 300 labels, channel mix from 20 to 55 %, nothing else": _mix(300),
}
MEASURED: dict[str, Measured] = {
    "perception_drop, no labels, white": _measured(measure_drop, WHITE),
    "perception_drop, no labels, autocorrelated .4": _measured(measure_drop, ALIKE),
    "perception_drop, 300 labels, white": _measured(measure_drop, WHITE, 300),
    "perception_drop, 300 labels, autocorrelated .4": _measured(measure_drop, ALIKE, 300),
    "perception_yoy, no labels, autocorrelated .4": _measured(measure_yoy, ALIKE),
    "perception_yoy, 300 labels, autocorrelated .4": _measured(measure_yoy, ALIKE, 300),
}
CLASSIFIED = Group(
    "Sentiment by a model that is right in three of five texts",
    calm={what: calm(measured) for what, measured in MEASURED.items()} | MIXES,
    planted={f"{what}; worse as promised": planted(measured) for what, measured in MEASURED.items()},
    right_watch=frozenset(MIXES),
    at_most=500,
)
COVERED: dict[str, tuple[Measure, World, int]] = {
    "perception_drop, a true fall of 20, 150 labels": (measure_drop, WHITE, 150),
    "perception_drop, a true fall of 20, 300 labels": (measure_drop, WHITE, 300),
    "perception_drop, a true fall of 20, 1,000 labels": (measure_drop, WHITE, 1000),
    "perception_drop, a true fall of 20, 300 labels, autocorrelated .4": (measure_drop, ALIKE, 300),
    "perception_yoy, a true fall of 20, 300 labels, autocorrelated .4": (measure_yoy, ALIKE, 300),
}


def covered(what: str, series: int, seed: int = 11) -> tuple[float, float]:
    """How often the interval holds the true fall: with the labels, and of the same texts as predicted."""
    measure, world, texts = COVERED[what]
    seeds = np.random.default_rng(seed).integers(2**62, size=series)
    held = [
        [_holds(_read(measure, world, each, np.random.default_rng(one), FALL)) for each in (texts, 0)] for one in seeds
    ]
    corrected, predicted = np.mean(held, axis=0)
    return float(corrected), float(predicted)


def _holds(estimate: Estimate) -> bool:
    low, high = estimate.ci or (np.nan, np.nan)
    return low <= -FALL <= high
