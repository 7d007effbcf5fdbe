"""Recovery: complaints acknowledged and resolved in time, reopened, satisfied afterwards, and how old open ones are."""

from __future__ import annotations

import pytest

from flows.indicators.backlog import METRIC
from flows.indicators.conclude import conclude
from flows.indicators.inputs import Counts
from flows.indicators.outputs import Judgement
from flows.indicators.recovery import GAP, WORDS, RecoveredPair, measure
from flows.indicators.register import REGISTER
from flows.indicators.service import ShareSeries, TimeSeries
from tests.fixtures.judged import ALDER, CONFIG, LATER, satisfied, week
from tests.fixtures.service import waiting, waits, weekly


def judged(given: ShareSeries | TimeSeries | RecoveredPair) -> Judgement:
    return conclude([measure(given, CONFIG)], CONFIG, LATER)[0]


def beside(recovered: Counts, never: Counts) -> Judgement:
    return judged(RecoveredPair(subject=ALDER, frequency="week", window=week(0), recovered=recovered, never=never))


def test_more_reopened_complaints_are_worse_and_fewer_are_better() -> None:
    reopened = {"words": WORDS["reopened"], "metric": "reopened", "delta": 3.0}
    worse = judged(weekly([5] * 10 + [15], **reopened))
    assert (worse.verdict, worse.harm) == ("critical", worse.change)
    assert "resolved complaints to Alder that were reopened rose from 5 % to 15 %" in worse.reason
    assert judged(weekly([15] * 10 + [5], **reopened)).verdict == "improved"


def test_slower_recovery_is_told_with_its_limit() -> None:
    found = judged(
        waiting([waits(30)] * 10 + [waits(60)], words=WORDS["resolved_in_time"], hours=48.0, done="resolved")
    )
    assert found.verdict == "critical"
    assert "complaints to Alder resolved within 48 hours fell" in found.reason


@pytest.mark.parametrize(
    ("recovered", "verdict"), [(satisfied(60), "watch"), (satisfied(80, 4000), "ok"), (satisfied(92), "ok")]
)
def test_recovered_customers_beside_the_others_are_a_watch_at_most(recovered: Counts, verdict: str) -> None:
    assert beside(recovered, satisfied(80, 4000)).verdict == verdict


def test_the_reason_says_whom_is_compared_with_whom() -> None:
    found = beside(satisfied(60), satisfied(80, 4000))
    assert "60 % of the customers of Alder whose complaint had ended were satisfied in the week from" in found.reason
    assert "80 % of those who never complained" in found.reason
    assert "other customers than those who had none" in found.reason


def test_too_few_are_not_compared() -> None:
    assert beside(satisfied(60, 5), satisfied(80)).verdict == "insufficient_data"
    assert beside(Counts(0, 0, 0, 0), satisfied(80)).verdict == "no_data"


def test_every_metric_is_registered() -> None:
    assert set(REGISTER["recovery"].metrics) == {*WORDS, GAP, METRIC}
