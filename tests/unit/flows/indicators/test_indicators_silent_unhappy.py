"""The silent majority: a range with its rate, graded by its lower limit; fewer complaints are never called better."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.indicators.conclude import conclude
from flows.indicators.config import IndicatorsConfig
from flows.indicators.config.gaps import ComplaintRate, SilentUnhappy
from flows.indicators.outputs import Judgement
from flows.indicators.silent_unhappy import measure
from flows.indicators.unhappy import Complainers, Complaints, Heard, Lapsed
from tests.fixtures.judged import ALDER, CONFIG, LATER, month


def brand_month(complaining: int = 50, customers: int | None = 48_210, **fields: Any) -> Complaints:
    groups = (Complainers("processes", "phone", complaining, ("k1",)),) if complaining else ()
    known = {
        "subject": ALDER,
        "now": Heard(month(12), complaining),
        "groups": groups,
        "customers": customers,
        "heard": complaining,
    }
    return Complaints(**(known | fields))  # type: ignore[arg-type]


def judged(read: Complaints | Lapsed, config: IndicatorsConfig = CONFIG) -> Judgement:
    return conclude([measure(read, config)], config, LATER)[0]


def configured(**section: Any) -> IndicatorsConfig:
    return IndicatorsConfig(silent_unhappy=SilentUnhappy(**section))


def past(complaining: int, asked: int, unhappy: int) -> tuple[Heard, ...]:
    return tuple(Heard(month(at), complaining + at % 3, asked, unhappy) for at in range(12))


def test_fifty_complainers_stand_for_about_530_to_2200_unhappy_customers() -> None:
    """Garwood's limits 37.11 and 65.92 of 50 (Ulm, Am. J. Epidemiology 131 (1990) 373-375) over 7 and 3 %."""
    found = judged(brand_month())
    assert (round(found.ci_low or 0), round(found.value or 0), round(found.ci_high or 0)) == (530, 1000, 2197)
    assert "50 customers who complained about Alder in January 2025 stand for about 530 to 2,200 unhappy ones" in (
        found.reason
    )
    assert "1.1 to 4.6 % of 48,210 customers" in found.reason
    assert "as 3 to 7 % (assumed) of the unhappy complain" in found.reason


@pytest.mark.parametrize(
    ("customers", "verdict"),
    [(10_000, "critical"), (25_000, "warning"), (48_210, "watch"), (100_000, "inconclusive"), (400_000, "ok")],
)
def test_the_lower_limit_as_a_share_of_the_customers_decides(customers: int, verdict: str) -> None:
    assert judged(brand_month(customers=customers)).verdict == verdict


def test_never_more_unhappy_than_customers() -> None:
    found = judged(brand_month(customers=1200))
    assert (found.ci_high, found.verdict) == (1200, "critical")


def test_without_the_number_of_customers_the_range_is_told_and_not_judged() -> None:
    found = judged(brand_month(customers=None))
    assert found.verdict == "insufficient_data"
    assert "how many customers there are is not known" in found.reason
    assert "530 to 2,200" in found.reason


def test_nobody_heard_is_no_data_and_nobody_who_complains_is_not_nobody_unhappy() -> None:
    assert judged(brand_month(0)).verdict == "no_data"
    found = judged(brand_month(0, now=Heard(month(12), 0, 100, 0), past=past(1, 100, 5), heard=100))
    assert "nobody complained about alder in january 2025, which may hide up to 120 unhappy" in found.reason.lower()
    assert found.verdict == "ok"


def test_few_complaints_are_no_good_news_where_surveys_surely_show_more_unhappy_customers() -> None:
    told = brand_month(1, 100_000, now=Heard(month(12), 1, 500, 300), past=past(1, 500, 300))
    found = judged(told)
    assert found.verdict == "watch"
    assert "surveys show more than that: 56,000 to 64,000 (300 of 500 answers)" in found.reason
    assert found.harm == pytest.approx(55_600, abs=200)  # Wilson's lower limit of 300 of 500, of 100,000
    assert judged(replace(told, now=Heard(month(12), 1, 500, 0))).verdict == "ok"


def test_surveys_that_show_more_than_complaints_and_surely_few_are_no_contradiction() -> None:
    """60 of 10,000 is 0.47 to 0.77 % (Wilson), of 1,000 0.31 to 1.23 %: a watch begins at 1 %."""
    few = brand_month(1, 100_000, now=Heard(month(12), 1, 10_000, 60), past=past(1, 500, 3))
    assert judged(few).verdict == "ok"
    assert judged(replace(few, now=Heard(month(12), 1, 1_000, 6))).verdict == "inconclusive"


@pytest.mark.parametrize(
    ("customers", "answers", "unhappy", "verdict", "told"),
    [
        (100_000, 500, 300, "watch", "surveys show 56,000 to 64,000 unhappy ones of 100,000 (300 of 500 answers)"),
        (100_000, 500, 0, "insufficient_data", "surveys show 0 to 760 unhappy ones"),
        (100_000, 9, 9, "insufficient_data", "9 customers answered a survey, and 10 are the least"),
        (None, 500, 300, "insufficient_data", "how many customers there are is not known"),
    ],
)
def test_where_no_complaint_was_ever_heard_complaints_tell_nothing_and_surveys_are_heard(
    customers: int | None, answers: int, unhappy: int, verdict: str, told: str
) -> None:
    read = brand_month(0, customers, now=Heard(month(12), 0, answers, unhappy), past=past(0, 500, 300), heard=answers)
    found = judged(replace(read, past=tuple(replace(each, complaining=0) for each in read.past)))
    assert found.verdict == verdict
    assert "obody is known to have complained about Alder in January 2025 or in the 12 months before" in found.reason
    assert told in found.reason
    assert "may hide up to" not in found.reason


def test_a_rate_measured_for_a_cause_replaces_the_assumed_one() -> None:
    config = configured(rates=(ComplaintRate(cause="processes", low=0.2, high=0.25),))
    found = judged(brand_month(), config)
    assert (round(found.ci_low or 0), round(found.ci_high or 0)) == (148, 330)  # 37.11 / .25 and 65.92 / .2
    assert "20 to 25 % (measured)" in found.reason


def test_a_rate_measured_for_a_channel_leaves_the_others_as_they_are() -> None:
    config = configured(rates=(ComplaintRate(channel="store", low=0.5, high=0.6),))
    groups = (Complainers("", "store", 50), Complainers("", "phone", 50))
    found = judged(brand_month(100, groups=groups), config)
    assert "3 to 60 % (measured and assumed)" in found.reason
    assert 900 < (found.value or 0) < 1300
    assert "Monte Carlo" in found.test


def known(complaints: float, unhappy: int = 400, both: int = 80) -> Complaints:
    """A year of fifty complaints a month, this share of which tells whose it is."""
    history = past(50, 200, 40)
    named = tuple(replace(each, known_complaining=round(each.complaining * complaints)) for each in history)
    now = Heard(month(12), 50, 0, 0, round(50 * complaints))
    return brand_month(past=named, now=now, known_unhappy=unhappy, known_both=both)


def test_what_surveys_of_known_customers_show_replaces_the_assumed_rate() -> None:
    assert "as 16.4 to 24.2 % (measured) of the unhappy complain" in judged(known(1)).reason  # Wilson, of 80 of 400
    assert "(assumed)" in judged(known(1, unhappy=199)).reason
    assert "(assumed)" in judged(known(1, both=9)).reason


def test_complaints_that_name_nobody_are_not_taken_for_none() -> None:
    """Ten of a hundred complaints name their customer: of a rate of 5 % half a per cent would be found."""
    found = judged(replace(known(0.1, unhappy=2000, both=10), customers=20_000))
    assert "as 3 to 7 % (assumed) of the unhappy complain" in found.reason
    assert found.verdict == "warning"
    few = judged(known(0.95)).reason
    assert "as 16.4 to 25.5 % (measured)" in few  # the few whose customer is not known may all be of the unhappy


def test_what_surveys_show_stands_beside_it() -> None:
    found = judged(brand_month(now=Heard(month(12), 50, 400, 40)))
    assert "surveys show more than that: 3,600 to 6,400 (40 of 400 answers)" in found.reason
    assert found.comparison == pytest.approx(4821)
    assert [(piece.kind, piece.name, piece.event_ids) for piece in found.evidence] == [
        ("cause", "processes", ("k1",)),
        ("fact", "surveys", ()),
    ]


def test_fewer_complaints_while_as_many_are_unhappy_are_a_channel_that_closed() -> None:
    read = brand_month(10, 400_000, now=Heard(month(12), 10, 400, 80), past=past(50, 400, 80))
    found = judged(read)
    assert found.verdict == "watch"
    assert "this is no improvement: the way to complain may have closed" in found.reason


def test_fewer_complaints_are_never_called_an_improvement() -> None:
    for unhappy in (0, 20, 80):
        read = brand_month(10, 400_000, now=Heard(month(12), 10, 400, unhappy), past=past(50, 400, 80))
        assert judged(read).verdict in ("ok", "watch", "inconclusive")
    both = brand_month(10, 400_000, now=Heard(month(12), 10, 400, 16), past=past(50, 400, 80))
    assert "and so did the unhappy in surveys" in judged(both).reason
    unasked = brand_month(10, 400_000, past=past(50, 0, 0))
    assert "surveys cannot tell whether fewer are unhappy" in judged(unasked).reason


def test_complaints_as_before_say_nothing_of_a_channel() -> None:
    read = brand_month(48, now=Heard(month(12), 48, 400, 80), past=past(50, 400, 80))
    assert "complaints fell" not in judged(read).reason


@pytest.mark.parametrize(("complained", "verdict"), [(4, "watch"), (20, "inconclusive"), (36, "ok")])
def test_those_who_left_without_a_word_are_a_watch_where_they_are_surely_the_most(
    complained: int, verdict: str
) -> None:
    found = judged(Lapsed(ALDER, month(12), 40, complained, 500))
    assert (found.verdict, found.metric) == (verdict, "lapsed_silent")
    assert found.value == pytest.approx(100 * (40 - complained) / 40)


def test_the_lapsed_are_told_with_their_interval() -> None:
    """Wilson's interval of 36 of 40: 76.95 to 96.04 % (statsmodels proportion_confint)."""
    reason = judged(Lapsed(ALDER, month(12), 40, 4, 500)).reason
    assert reason.startswith("Of 40 customers who left Alder in January 2025, 36 had never complained")
    assert "90 %, 95 % interval 76.9 to 96 %" in reason


def test_few_or_unknown_leavers_are_not_judged() -> None:
    assert judged(Lapsed(ALDER, month(12))).verdict == "no_data"
    assert judged(Lapsed(ALDER, month(12), 9, 1, 500)).verdict == "insufficient_data"
    unnamed = judged(Lapsed(ALDER, month(12), 40, 0, 0))
    assert unnamed.verdict == "insufficient_data"
    assert "no complaint names its customer" in unnamed.reason


@pytest.mark.parametrize(
    "section",
    [
        {"complaint_rate": (0.07, 0.03)},
        {"watch": 0.03, "warning": 0.02},
        {"rates": [{"low": 0.1, "high": 0.2}]},
        {"rates": [{"cause": "people", "low": 0.3, "high": 0.2}]},
    ],
)
def test_what_cannot_be_meant_is_refused(section: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"low|watch|names"):
        SilentUnhappy.model_validate(section)
