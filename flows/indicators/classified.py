"""What the sentiment model's errors do to findings on net sentiment: corrected by labels, or said to be uncorrected.

A model that errs shows less of a change than there is. With labelled texts of the subject, value, comparison, change
and interval are those of the truth (formulas/classifier.py), and delta counts as it stands. Without, they stay as
predicted, and delta is scaled by the share of a change that shows, so that the same true change counts.

The test stays that of the predicted values either way: the same model read both sides, so that where nothing truly
changed nothing does in the predictions, and a false alarm is no likelier. What the labels leave uncertain is in the
interval, which `critical` and `ok` ask for. Power is told in true points.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flows.indicators.config import IndicatorsConfig
from flows.indicators.formulas.classifier import attenuation_at, correct
from flows.indicators.formulas.scores import Difference
from flows.indicators.inputs import Classifier, Period
from flows.indicators.outputs import Estimate, MixTest
from flows.indicators.strata import pool
from flows.indicators.wording import amount, number, signed

MOVING = frozenset({"net_sentiment", "price_sentiment", "sentiment_gap", "net_sentiment_gap_change"})
"""Metrics of predicted sentiment that are compared over time, by one model."""
AS_IT_STANDS = frozenset({"benchmark_gap", "goal_progress"})
"""Compared with another brand, whose texts the model may read otherwise, or with a target that was set on what is
shown: there a smaller delta would not be more honest."""
NOT_LABELLED = "no labels are kept for this"
DRAWN = "what is drawn through many windows is not corrected"


def shown_share(periods: tuple[Period, ...], config: IndicatorsConfig) -> float:
    """How much of a true change shows in texts of these languages, by the accuracy that the configuration assumes."""
    told = [(config.classifier.of(stratum.language), counts.n) for stratum, counts in pool(periods).items()]
    total = sum(n for _, n in told)
    if not total:
        return attenuation_at(config.classifier.other)
    return sum(attenuation_at(accuracy) * n for accuracy, n in told) / total


def shown(delta: float, classifier: Classifier | None) -> float:
    """A true change of `delta`, as it shows in predictions."""
    return delta * classifier.shows if classifier else delta


def allowed_for(
    estimate: Estimate, difference: Difference, classifier: Classifier | None, config: IndicatorsConfig
) -> Estimate:
    """A tested estimate, corrected by labels or marked as it is; as it came where no model predicted it."""
    if classifier is None:
        return estimate
    if not classifier.labels:
        return as_predicted(estimate, classifier)
    labels = np.array(classifier.labels, dtype=np.float64)
    found = correct(difference, labels, estimate.df, config.proof.confidence)
    predicted = f"{signed(estimate.change or 0.0)} {estimate.unit}"
    in_true_points = classifier.shows**-2
    return replace(
        estimate,
        value=found.now,
        comparison=found.before,
        change=found.change,
        harm=-found.change,
        ci=found.limits,
        shows=classifier.shows,
        sampling=None if estimate.sampling is None else estimate.sampling * in_true_points,
        wander=None if estimate.wander is None else estimate.wander * in_true_points,
        test=f"{estimate.test}; value and interval corrected for classifier error",
        caveat=(
            f"corrected for the errors of the sentiment model by {number(labels.sum())} labelled texts; as the model "
            f"reads them, the change is {predicted}"
        ),
    )


def mix_allowed_for(mix: MixTest, classifier: Classifier | None) -> MixTest:
    """The decomposition in true points where the change is: all parts by the same factor."""
    if classifier is None or not classifier.labels:
        return mix
    return replace(mix, decomposition=mix.decomposition.times(1 / classifier.shows))


def as_predicted(estimate: Estimate, classifier: Classifier | None) -> Estimate:
    """Marked as uncorrected, delta scaled to what shows of it; what was not measured stays as it is."""
    if classifier is None or estimate.blocked or estimate.harm is None:
        return estimate
    delta, reason = shown(estimate.delta, classifier), classifier.reason or DRAWN
    return replace(
        estimate,
        delta=delta,
        shows=classifier.shows,
        test=f"{estimate.test}; uncorrected for classifier error",
        caveat=(
            "uncorrected for the errors of the sentiment model, which shows about "
            f"{number(100 * classifier.shows, 0)} % of a change: "
            f"{amount(delta, estimate.unit)} count as {number(estimate.delta)} ({reason})"
        ),
    )


def others_as_predicted(estimate: Estimate, config: IndicatorsConfig) -> Estimate:
    """The same of what no labels are kept for: staff's texts, rivals' gaps, what a price or an action moved."""
    if estimate.metric not in MOVING or estimate.indicator in AS_IT_STANDS or estimate.ruled:
        return estimate
    return as_predicted(estimate, Classifier(attenuation_at(config.classifier.other), reason=NOT_LABELLED))
