"""Net sentiment that a model predicted: corrected by labels, or marked uncorrected with delta as it shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.honesty_classified import COVERED, MEASURED, MIXES, RATES, covered
from bench.honesty_counted import calm, planted, rate
from flows.indicators import employee_voice, perception_drop, perception_shift, perception_trend, perception_yoy
from flows.indicators.classified import others_as_predicted, shown_share
from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.employee_voice import StaffTexts
from flows.indicators.formulas.classifier import attenuation_at
from flows.indicators.inputs import Cell, Classifier, Counts, PerceptionSeries, Period, Stratum, YearPair
from flows.indicators.outputs import Estimate, Judgement
from tests.fixtures.judged import CONFIG, EMAIL, LATER, month, monthly, scored, week

HALF = Classifier(0.4, reason="no texts of it are labelled")
LABELLED = Classifier(0.4, labels=tuple(tuple(int(1000 * rate) for rate in row) for row in RATES))
CALM = [*[10, 11, 9, 10, 12, 10, 9, 11, 10, 10, 11, 9], *[10] * 12]


def series(last: float, classifier: Classifier | None, customers: int = 4000) -> PerceptionSeries:
    months = monthly([scored(value, customers) for value in [*CALM, last]], "net_sentiment")
    return replace(months, classifier=classifier)


def judged(estimate: Estimate) -> Judgement:
    return conclude([estimate], CONFIG, LATER)[0]


def dropped(last: float, classifier: Classifier | None) -> Judgement:
    return judged(perception_drop.measure(series(last, classifier), CONFIG))


def yoy(last: float, classifier: Classifier | None) -> Estimate:
    given = series(last, classifier)
    now, before, history = given.periods[-1], given.periods[-13], given.periods[:-1]
    pair = YearPair(given.subject, given.metric, "month", now, before, history, classifier)
    return perception_yoy.measure(pair, CONFIG)


def test_what_no_model_predicted_stays_as_it_is() -> None:
    plain = dropped(7, None)
    assert "orrected" not in plain.reason + plain.test


def test_without_labels_delta_is_what_shows_of_it_and_the_finding_says_so() -> None:
    """Three points of prediction are seven and a half of truth: more than the five that count."""
    plain, uncorrected = dropped(7, None), dropped(7, HALF)
    assert (plain.verdict, uncorrected.verdict) == ("watch", "warning")
    assert (uncorrected.value, uncorrected.ci_low, uncorrected.p_value) == (plain.value, plain.ci_low, plain.p_value)
    assert uncorrected.test == f"{plain.test}; uncorrected for classifier error"
    assert "more than the 2 points that count. Uncorrected for the errors of the sentiment model" in uncorrected.reason
    assert "which shows about 40 % of a change: 2 points count as 5 (" in uncorrected.reason
    assert uncorrected.reason.endswith("(no texts of it are labelled).")


def test_with_labels_the_numbers_are_those_of_the_truth_and_the_test_stays() -> None:
    plain, corrected = dropped(2, None), dropped(2, LABELLED)
    assert corrected.change == pytest.approx((plain.change or 0) / 0.4, abs=0.1)
    assert corrected.change == pytest.approx((corrected.value or 0) - (corrected.comparison or 0))
    assert corrected.harm == -(corrected.change or 0)
    assert corrected.p_value == plain.p_value
    assert corrected.detectable_change == pytest.approx((plain.detectable_change or 0) / 0.4, rel=0.05)
    assert (corrected.ci_high or 0) - (corrected.ci_low or 0) > ((plain.ci_high or 0) - (plain.ci_low or 0)) / 0.4
    assert corrected.verdict == "critical"
    assert "Corrected for the errors of the sentiment model by 2,997 labelled texts" in corrected.reason
    assert "as the model reads them, the change is −8 points." in corrected.reason
    assert corrected.test.endswith("; value and interval corrected for classifier error")


def test_a_fall_within_strata_is_corrected_with_its_decomposition() -> None:
    plain, corrected = yoy(2, None), yoy(2, LABELLED)
    assert corrected.change == pytest.approx((plain.change or 0) / 0.4, abs=0.1)
    assert plain.mix is not None
    assert corrected.mix is not None
    assert corrected.mix.decomposition.total == pytest.approx(plain.mix.decomposition.total / 0.4)
    assert yoy(2, HALF).delta == 2


def test_a_line_and_a_chart_are_never_corrected() -> None:
    trend = perception_trend.measure(series(10, LABELLED), CONFIG)
    weeks = tuple(replace(one, window=week(at)) for at, one in enumerate(series(10, None).periods * 3))
    given = PerceptionSeries(series(10, None).subject, "net_sentiment", "week", weeks, LABELLED)
    for found in (trend, perception_shift.measure(given, CONFIG)):
        assert found.delta == pytest.approx(2)
        assert found.test.endswith("; uncorrected for classifier error")
        assert "drawn through many windows is not corrected" in judged(found).reason


def test_what_cannot_be_judged_says_that_alone() -> None:
    found = perception_drop.measure(series(7, HALF, customers=5), CONFIG)
    assert "orrected" not in judged(found).reason


@pytest.mark.parametrize("classifier", [HALF, LABELLED], ids=["uncorrected", "corrected"])
def test_a_mix_excuses_what_is_left_and_may_be_chance_also_where_little_counts(classifier: Classifier) -> None:
    def answered(app: float, level: float) -> Period:
        parts = ((EMAIL, 45.0, 1 - app), (Stratum("app", "survey", "en"), level, app))
        return Period(month(0), tuple(Cell(each, scored(value, round(300 * part))) for each, value, part in parts))

    def found(level: float) -> Judgement:
        periods = [*[answered(0.2, 5)] * 12, answered(0.6, level)]
        windows = tuple(replace(one, window=month(at)) for at, one in enumerate(periods))
        given = PerceptionSeries(series(0, None).subject, "net_sentiment", "month", windows, classifier)
        return judged(perception_drop.measure(given, CONFIG))

    assert found(1).verdict == "watch"
    assert "come from more answers by app" in found(1).reason
    assert found(-60).verdict in ("warning", "critical")


def test_what_shows_follows_the_languages_of_the_texts() -> None:
    config = IndicatorsConfig.model_validate({"classifier": {"accuracy": {"en": 1.0, "ar": 0.4}, "other": 0.6}})
    cells = [Cell(Stratum("a", "b", language), Counts(n, n, 0, n)) for language, n in (("en", 30), ("ar", 10))]
    assert shown_share((Period(month(0), tuple(cells)),), config) == pytest.approx((30 + 10 * 0.1) / 40)
    assert shown_share((Period(month(0)),), config) == pytest.approx(attenuation_at(0.6))
    assert config.classifier.of("xx") == 0.6


def test_what_staff_write_is_marked_and_a_gap_at_one_moment_is_left() -> None:
    found = employee_voice.measure(StaffTexts(series(7, None)), CONFIG)
    marked = others_as_predicted(found, CONFIG)
    assert marked.delta == pytest.approx(found.delta * attenuation_at(CONFIG.classifier.other))
    assert "Uncorrected for" in judged(marked).reason
    for left in (
        replace(found, indicator="benchmark_gap"),
        replace(found, ruled="missed"),
        replace(found, metric="nps"),
    ):
        assert others_as_predicted(left, CONFIG) is left


@pytest.mark.parametrize("what", MEASURED)
def test_errors_of_the_model_raise_no_false_alarms_and_what_is_promised_is_heard(what: str) -> None:
    quiet, heard = rate(what, calm(MEASURED[what]), 40), rate(what, planted(MEASURED[what]), 40)
    assert quiet.warning <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 40)
    assert quiet.watch <= 0.06 + 3 * np.sqrt(0.06 * 0.94 / 40)
    assert heard.heard >= 0.75 - 3 * np.sqrt(0.75 * 0.25 / 40)


@pytest.mark.parametrize("what", MIXES)
def test_another_mix_alone_is_seldom_a_warning(what: str) -> None:
    assert rate(what, MIXES[what], 60).warning <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 60)


@pytest.mark.parametrize("what", [what for what in COVERED if "300" in what])
def test_corrected_intervals_hold_a_true_fall_and_those_as_predicted_do_not(what: str) -> None:
    corrected, predicted = covered(what, 40)
    assert corrected >= 0.85
    assert predicted <= 0.5
