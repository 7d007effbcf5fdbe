"""What bad words are put down to, beside what staff believe and what is usual."""

from __future__ import annotations

from flows.indicators.cause_mix import CauseMix, measure
from flows.indicators.causes import Causes, columns
from flows.indicators.conclude import conclude
from flows.indicators.outputs import Judgement
from tests.fixtures.judged import CONFIG, LATER, month

PROCESSES, PEOPLE, CUSTOMERS = CONFIG.cause_mix.usual


def causes(people: int, processes: int, customers: int | None = None, **changes: object) -> Causes:
    mentions = {"people": people, "processes": processes}
    known = customers if customers is not None else people + processes
    return Causes(mentions=mentions, customers=known, **changes)  # type: ignore[arg-type]


def judged(told: Causes, usual: object = PEOPLE) -> Judgement:
    mix = CauseMix(brand="Alder", frequency="month", window=month(12), causes=told, usual=usual)  # type: ignore[arg-type]
    return conclude([measure(mix, CONFIG)], CONFIG, LATER)[0]


def test_a_cause_surely_above_its_usual_share_is_harm() -> None:
    found = judged(causes(250, 250, beliefs={"people": 1.0, "processes": 9.0}))
    assert (found.verdict, found.subject.item, found.value, found.comparison) == ("critical", "people", 50, 30)
    assert found.reason.startswith(
        "People are behind 50 % of the bad words about Alder that tell a cause in January 2025, +20 percentage points "
        "above the 20 to 30 % that are usual"
    )
    assert "staff believe it is 10 %" in found.reason


def test_a_share_within_or_under_what_is_usual_is_none() -> None:
    assert judged(causes(250, 750)).verdict == "ok"
    assert judged(causes(100, 900)).verdict == "ok"


def test_groups_of_causes_are_added_up() -> None:
    told = Causes(mentions={"processes": 300, "systems": 300, "products": 300, "people": 100}, customers=1000)
    found = judged(told, PROCESSES)
    assert (found.value, found.subject.item, found.verdict) == (90, "processes, systems and products", "critical")


def test_customers_who_say_it_often_count_once() -> None:
    assert judged(causes(250, 250, customers=15)).verdict == "insufficient_data"


def test_the_p_is_the_exact_binomial() -> None:
    """P(X >= 14 | n = 30, p = .3) = .0401, from tables of the binomial distribution: 1 - P(X <= 13)."""
    found = judged(causes(14, 16))
    assert found.p_value is not None
    assert round(found.p_value, 4) == 0.0401


def test_few_customers_say_nothing_and_none_is_no_data() -> None:
    assert judged(causes(4, 5)).verdict == "insufficient_data"
    assert judged(Causes()).verdict == "no_data"


def test_three_columns_are_told_and_nothing_where_nobody_said_or_believes_anything() -> None:
    pieces = {piece.name: piece for piece in columns(causes(25, 75, beliefs={"people": 3.0, "systems": 1.0}), [PEOPLE])}
    assert (pieces["people"].value, pieces["people"].comparison, pieces["people"].change) == (25, 75, -50)
    assert (pieces["systems"].value, pieces["systems"].comparison) == (0, 25)
    assert (pieces["usual: people"].value, pieces["usual: people"].comparison) == (20, 30)
    assert columns(Causes(), [PEOPLE]) == ()
    assert columns(causes(1, 1), [PEOPLE])[0].comparison is None
