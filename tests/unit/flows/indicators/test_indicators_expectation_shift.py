"""What customers begin to expect is a threat; the same share of expectations as ever is none."""

from __future__ import annotations

from flows.indicators.conclude import conclude
from flows.indicators.expectation_shift import Expectations, measure
from flows.indicators.outputs import Judgement
from flows.indicators.vocabulary import Subject
from tests.fixtures.judged import ALDER, CONFIG, LATER, month, period, satisfied


def judged(shares: list[float], subject: Subject = ALDER, customers: int = 3000) -> Judgement:
    periods = tuple(period(month(3 * at), satisfied(share, customers)) for at, share in enumerate(shares))
    whole = Expectations(ALDER, "quarter", periods)
    found = conclude(
        [measure(each, CONFIG) for each in (whole, Expectations(subject, "quarter", periods, ("e1",)))], CONFIG, LATER
    )
    return found[-1]


STEADY = [4.0, 4.3, 3.8, 4.1, 4.0, 4.2, 3.9, 4.1]


def test_a_topic_that_more_customers_ask_for_is_a_warning_with_events_to_read() -> None:
    found = judged([*STEADY, 9.0], Subject("Alder", topic="tracking"))
    assert found.verdict in ("critical", "warning")
    assert "expect or ask something on tracking" in found.reason
    assert found.evidence[0].event_ids == ("e1",)


def test_two_years_are_needed_for_more_than_a_watch() -> None:
    assert judged([4.0, 4.2, 4.1, 9.0]).verdict == "watch"


def test_what_is_asked_for_as_ever_is_no_shift() -> None:
    assert judged([*STEADY, 4.1]).severity == 0


def test_fewer_expectations_are_no_threat() -> None:
    assert judged([*STEADY, 1.5]).severity < 2
