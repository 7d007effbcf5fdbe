"""Goals, actions and prices as the warehouse tells them, counted by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.collect import action_effect, goal_progress, growth_vs_perception, price_impact
from flows.goals import Goals
from flows.indicators.action import ActionRead
from flows.indicators.config import IndicatorsConfig
from flows.indicators.goal import Goal, GoalRead, Measured, Scope
from flows.indicators.inputs import Counts
from flows.indicators.planned import Followed
from flows.indicators.price_impact import PriceRead
from flows.queries import Read
from flows.rules import Rules
from flows.windows import parse_window
from schemas.case import CaseEvent
from schemas.fact import BusinessFact
from schemas.scored import Mention, ScoredEvent
from tests.fixtures.made import case, fact, scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from warehouse.landing import land_cases, land_facts, land_feedback
from warehouse.settings import ClickHouseSettings

AS_OF = day("2026-11-02")
OURS = "Alder Post"
BRANDS = Brands((Brand(OURS, own=True), Brand("Brackenline")))
OCTOBER = parse_window("2026-10")
NOW = day("2026-10-10")


@pytest.fixture
def read(landed: Client, fresh: ClickHouseSettings) -> Read:
    landed.database = fresh.database
    return reader(landed)


def ruled(*goals: Goal) -> Rules:
    return Rules(BRANDS, IndicatorsConfig(), AS_OF, Goals(goals))


def goal(**changes: Any) -> Goal:
    """A fifth fewer complaints in the second half of 2026, from those of May and June."""
    fields: dict[str, Any] = {
        "id": "g",
        "name": "Fewer complaints",
        "metric": "complaints_per_1000",
        "scope": Scope(OURS),
        "baseline": Measured(date(2026, 5, 1), date(2026, 7, 1)),
        "change_percent": -20,
        "start": date(2026, 7, 1),
        "deadline": date(2026, 12, 31),
        "owner": "head of service",
    }
    return Goal(**fields | changes)


def read_of(read: Read, asked: Goal, window: str = "2026-10") -> GoalRead:
    [found] = goal_progress.collect(read, parse_window(window), ruled(asked))
    return found


def complained(number: int, at: datetime, **changes: Any) -> CaseEvent:
    told: dict[str, Any] = {"case_id": f"C-{number}", "occurred_at": at, "received_at": AS_OF, "event_id": f"k{number}"}
    return case(**told | changes)


def acknowledged(number: int, at: datetime) -> CaseEvent:
    return complained(number, at, stage="acknowledged", event_id=f"a{number}")


def had(customers: float, month: str, **changes: Any) -> BusinessFact:
    """A month's customers."""
    span = parse_window(month)
    told = {"value": customers, "period_start": span.start, "period_end": span.end, "received_at": AS_OF}
    return fact(f"c-{month}-{customers}", **told | changes)


def said(event_id: str, scored_as: dict[str, Any] | None = None, **event: Any) -> ScoredEvent:
    told = {"occurred_at": NOW, "received_at": AS_OF, "customer_ref": f"c-{event_id}"} | event
    return scored(event_id, scored_as, **told)


def test_without_anything_nobody_was_heard(read: Read) -> None:
    found = read_of(read, goal())
    assert (found.heard, found.now.complaints, found.now.customers, found.baseline) == (False, 0, None, ())


def test_complaints_are_held_against_the_customers_of_their_months(landed: Client, read: Read) -> None:
    others = [
        complained(20, NOW, brand="Brackenline"),
        complained(21, NOW, kind="special_request"),
        complained(22, NOW, origin="proactive"),
    ]
    land_cases(landed, [complained(n, NOW) for n in range(3)] + others, AS_OF)
    land_cases(landed, [complained(n, day("2026-05-20")) for n in range(5, 9)], AS_OF)
    land_facts(landed, [had(1000.0, "2026-05"), had(1100.0, "2026-06"), had(1200.0, "2026-08")], AS_OF)
    found = read_of(read, goal())
    assert (found.heard, found.now.complaints, found.now.customers) == (True, 3, 1200.0)
    assert [(each.complaints, each.customers) for each in found.baseline] == [(4, 1000.0), (0, 1100.0)]
    assert found.sources == {"helpdesk/cases": 1.0}
    assert len(found.earlier) == 5


def test_a_scope_narrows_both_sides(landed: Client, read: Read) -> None:
    land_cases(landed, [complained(1, NOW, location="Lindow"), complained(2, NOW, location="Stonemere")], AS_OF)
    land_facts(landed, [had(1000.0, "2026-10"), had(90.0, "2026-10", location="Lindow")], AS_OF)
    found = read_of(read, goal(scope=Scope(OURS, location="Lindow")))
    assert (found.now.complaints, found.now.customers) == (1, 90.0)


def test_answers_are_counted_by_customer_month_and_topic(landed: Client, read: Read) -> None:
    mentions = [Mention(topic="staff", sentiment="positive"), Mention(topic="delivery", sentiment="negative")]
    delivery = {"topics": ["staff", "delivery"], "mentions": mentions, "sentiment": "positive"}
    land_feedback(
        landed,
        [
            said("a", delivery, nps=10),
            said("b", delivery, nps=3, customer_ref="c-a"),
            said("c", {"topics": ["staff"]}, nps=9),
            said("d", delivery, nps=8, occurred_at=day("2026-05-31")),
            said("e", delivery, nps=1, respondent_role="employee"),
            said("f", delivery, nps=1, brand="Brackenline"),
        ],
        AS_OF,
    )
    plain: dict[str, Any] = {"scope": Scope(OURS, topic="delivery"), "target": 50.0, "change_percent": None}
    nps = read_of(read, goal(metric="nps", **plain))
    assert nps.now.counts == Counts(2, 1, 1, 1)
    assert [each.counts.n for each in nps.baseline] == [1, 0]
    spoken = read_of(read, goal(metric="net_sentiment", **plain)).now.counts
    assert (spoken.n, spoken.positive, spoken.negative) == (2, 0, 2)


def order(number: int, promised: str, delivered: str | None, told: str = "2026-09-20") -> BusinessFact:
    times = {"promised_at": day(promised), "delivered_at": day(delivered) if delivered else None}
    fields = {"kind": "order", "order_ref": f"o{number}", "value": None, "period_start": None, "period_end": None}
    return fact(f"o{number} {told}", **fields | times | {"occurred_at": day(told), "received_at": AS_OF})


ON_TIME: dict[str, Any] = {"metric": "on_time_share", "baseline": 90.0, "target": 95.0, "change_percent": None}


def test_orders_count_in_the_month_in_which_they_were_promised(landed: Client, read: Read) -> None:
    orders = [("2026-10-05", "2026-10-05"), ("2026-10-05", "2026-10-06"), ("2026-10-31", None), ("2026-11-01", None)]
    land_facts(landed, [order(at, *each) for at, each in enumerate(orders)], AS_OF)
    found = read_of(read, goal(**ON_TIME))
    assert (found.now.counts.n, found.now.counts.positive, found.now.counts.customers) == (3, 1, 3)


def test_an_order_told_again_when_it_came_is_one_order(landed: Client, read: Read) -> None:
    placed = [order(at, "2026-10-05", None) for at in range(4)]
    there = [order(at, "2026-10-05", "2026-10-04", told="2026-10-04") for at in range(3)]
    land_facts(landed, placed + there, AS_OF)
    found = read_of(read, goal(**ON_TIME))
    assert (found.now.counts.n, found.now.counts.positive, found.now.counts.customers) == (4, 3, 4)


def reviewed(start: str, end: str, *, answered: timedelta | None) -> list[ScoredEvent]:
    """One review a day, each answered so long after it, or never."""
    first = day(start) + timedelta(hours=9)
    moments = [first + timedelta(days=at) for at in range((day(end) - day(start)).days)]
    told = {"kind": "review", "location": "Lindow"}
    return [said(f"r{at:%m%d}", occurred_at=at, reply_at=at + answered if answered else None, **told) for at in moments]


REPLIES: dict[str, Any] = {"metric": "reply_share", "change_percent": None, "target": 101.0}


@pytest.mark.parametrize(("days", "replied"), [(5, 1.0), (7, 1.0), (10, 0.0)])
def test_replies_are_followed_as_long_in_the_judged_month_as_in_its_baseline(
    landed: Client, read: Read, days: int, replied: float
) -> None:
    land_feedback(landed, reviewed("2026-05-01", "2026-11-01", answered=timedelta(days=days)), AS_OF)
    found = read_of(read, goal(**REPLIES))
    shares = [each.counts.positive / each.counts.n for each in (*found.baseline, found.now)]
    assert shares == [replied] * 3
    assert [each.counts.n for each in (*found.baseline, found.now)] == [31, 30, 24]


def test_only_reviews_and_posts_can_be_replied_to(landed: Client, read: Read) -> None:
    reviews = [
        said("a", kind="review", reply_at=NOW + timedelta(days=1)),
        said("b", kind="review", reply_at=NOW + timedelta(days=7, seconds=1)),
        said("c", kind="social"),
        said("d", kind="survey"),
    ]
    land_feedback(landed, reviews, AS_OF)
    found = read_of(read, goal(metric="reply_share", baseline=50.0, target=80.0, change_percent=None))
    assert (found.now.counts.n, found.now.counts.positive) == (3, 1)


def test_open_complaints_are_times_without_an_end(landed: Client, read: Read) -> None:
    steps = [complained(1, NOW), acknowledged(1, NOW + timedelta(hours=6)), complained(2, day("2026-10-30"))]
    land_cases(landed, steps, AS_OF)
    times = read_of(read, goal(metric="acknowledge_hours")).now.times
    assert times is not None
    assert (times.ended.tolist(), times.open.tolist()) == ([6.0], [48.0])


@pytest.mark.parametrize(
    ("metric", "ended", "still"),
    [
        ("acknowledge_hours", [1.0, 2.0, 3.0], []),
        ("respond_hours", [5.0, 30.0], [528.0]),
        ("resolve_hours", [30.0, 40.0], [528.0]),
    ],
)
def test_a_later_step_of_a_complaint_stands_for_an_earlier_one_that_was_not_told(
    landed: Client, read: Read, metric: Followed, ended: list[float], still: list[float]
) -> None:
    def steps(number: int, **hours: float) -> list[CaseEvent]:
        told = {"received": 0.0} | hours
        return [
            complained(number, day("2026-10-10") + timedelta(hours=after), stage=stage, event_id=f"{number} {stage}")
            for stage, after in told.items()
        ]

    receipt = steps(1, acknowledged=1)
    closed = steps(2, assessed=2, closed=30)
    solved = steps(3, investigated=3, responded=5, resolved=40, closed=90)
    land_cases(landed, [*receipt, *closed, *solved], AS_OF)
    times = read_of(read, goal(metric=metric)).now.times
    assert times is not None
    assert (times.ended.tolist(), times.open.tolist()) == (ended, still)


@pytest.mark.parametrize("part", ["channel", "location", "product"])
def test_what_any_step_of_a_complaint_tells_narrows_it_down(landed: Client, read: Read, part: str) -> None:
    steps = [complained(1, NOW), acknowledged(1, NOW + timedelta(hours=1)), complained(2, NOW)]
    told = complained(1, NOW + timedelta(hours=2), stage="assessed", event_id="later", **{part: "Lindow"})
    land_cases(landed, [*steps, told], AS_OF)
    assert read_of(read, goal(scope=Scope(OURS, **{part: "Lindow"}))).now.complaints == 1


def test_hours_are_never_rounded_past_a_step_that_they_lie_on(landed: Client, read: Read) -> None:
    late = NOW + timedelta(hours=1.1)
    land_cases(landed, [complained(1, NOW), acknowledged(1, late)], AS_OF)
    times = read_of(read, goal(metric="acknowledge_hours")).now.times
    assert times is not None
    assert times.ended.tolist() == [1.1]


@pytest.mark.parametrize(("window", "count"), [("2026-06", 0), ("2026-07", 1), ("2027-03", 1), ("2027-04", 0)])
def test_a_goal_is_told_from_its_start_until_three_months_after_its_deadline(
    read: Read, window: str, count: int
) -> None:
    assert len(list(goal_progress.collect(read, parse_window(window), ruled(goal())))) == count


DONE = day("2026-06-01")


def done(action_id: str = "A-1", **changes: Any) -> BusinessFact:
    """An action that was done on the first of June."""
    nothing = {"value": None, "period_start": None, "period_end": None}
    told: dict[str, Any] = {
        "kind": "action",
        "source": "action_plan",
        "occurred_at": DONE,
        "received_at": AS_OF,
        "action_id": action_id,
        "objective": "Nobody waits in Lindow",
        "owner": "head of counters",
        "location": "Lindow",
        "metric": "complaints",
        "start_at": day("2026-04-01"),
        "due_at": day("2026-06-05"),
        "done_at": DONE,
    }
    return fact(**{"event_id": f"f-{action_id}"} | nothing | told | changes)


def actions(read: Read) -> list[ActionRead]:
    return list(action_effect.collect(read, OCTOBER, ruled()))


def test_without_actions_there_is_nothing_to_tell(read: Read) -> None:
    assert actions(read) == []


def test_the_newest_version_of_an_action_known_by_then_counts(landed: Client, read: Read) -> None:
    begun = done(event_id="begun", occurred_at=day("2026-04-01"), done_at=None)
    late = done("A-2", occurred_at=day("2026-07-01"), done_at=None)
    after = done("A-3", occurred_at=day("2026-11-01"))
    land_facts(landed, [done(), begun, late, after, done("A-4", brand="Brackenline")], AS_OF)
    found = actions(read)
    assert [(each.action.action_id, each.action.done_at) for each in found] == [("A-1", DONE), ("A-2", None)]
    assert found[0].weeks is None


def test_an_action_that_was_done_over_a_year_ago_is_told_no_more(landed: Client, read: Read) -> None:
    old = day("2025-10-01")
    land_facts(landed, [done(occurred_at=old, done_at=old, start_at=old, due_at=old)], AS_OF)
    assert actions(read) == []


def test_complaints_are_counted_by_week_from_the_moment_it_was_done(landed: Client, read: Read) -> None:
    def week(number: int) -> datetime:
        return DONE + timedelta(weeks=number, hours=1)

    begin = [complained(n, week(-10), location="Lindow") for n in range(2)]
    ours = [complained(10 + n, week(n), location="Lindow") for n in (-2, -1, 0, 3)]
    others = [complained(30 + n, week(-1), location="Stonemere") for n in range(5)]
    nowhere = [complained(40, week(-1)), complained(41, week(-1), location="Marsh End"), complained(42, week(20))]
    land_cases(landed, [*begin, *ours, *others, *nowhere], AS_OF)
    land_facts(landed, [done(), done("A-9", location="Marsh End", done_at=DONE + timedelta(weeks=2))], AS_OF)
    found = next(each for each in actions(read) if each.action.action_id == "A-1")
    assert [other.action_id for other in found.beside] == ["A-9"]
    assert found.weeks is not None
    assert (found.weeks.at, found.weeks.after) == (9, 12)
    assert found.weeks.touched.positive.tolist() == [0] * 7 + [1, 1] + [1, 0, 0, 1] + [0] * 8
    assert found.weeks.others is not None
    assert found.weeks.others.positive.tolist() == [0] * 8 + [5] + [0] * 12
    assert found.weeks.sources == {"helpdesk/cases": 1.0}


def test_a_complaint_counts_for_its_cause_though_that_was_found_after_the_weeks_that_are_compared(
    landed: Client, read: Read
) -> None:
    cases = [complained(n, DONE + timedelta(weeks=n, hours=1), cause="processes") for n in (-4, -3)]
    late = complained(9, DONE + timedelta(weeks=11, hours=1))
    found_out = complained(9, DONE + timedelta(weeks=14), stage="investigated", event_id="why", cause="processes")
    land_cases(landed, [*cases, late, found_out], AS_OF)
    land_facts(landed, [done(location="", cause="processes")], AS_OF)
    [found] = actions(read)
    assert found.weeks is not None
    assert (found.weeks.after, found.weeks.touched.positive[-1]) == (12, 1.0)


def test_weeks_count_from_when_any_complaint_was_counted(landed: Client, read: Read) -> None:
    early = complained(1, DONE - timedelta(weeks=20), location="Stonemere", topic="billing")
    ours = complained(2, DONE - timedelta(weeks=3), location="Lindow", topic="waiting")
    land_cases(landed, [early, ours], AS_OF)
    land_facts(landed, [done(topic="waiting")], AS_OF)
    [found] = actions(read)
    assert found.weeks is not None
    assert (found.weeks.at, found.weeks.touched.positive.sum(), found.weeks.others) == (19, 1.0, None)


def test_answers_elsewhere_are_what_it_is_held_against(landed: Client, read: Read) -> None:
    told = [
        said(f"{place}{at}", nps=10 if at % 2 else 0, location=place, occurred_at=DONE + timedelta(days=at))
        for place in ("Lindow", "Stonemere", "")
        for at in range(-30, 30)
    ]
    land_feedback(landed, told, AS_OF)
    land_facts(landed, [done(metric="nps", cause="people")], AS_OF)
    [found] = actions(read)
    assert found.weeks is not None
    assert found.weeks.others is not None
    for side in (found.weeks.touched, found.weeks.others):
        assert side.n.tolist()[:8] == [7.0] * 8


@pytest.mark.parametrize(("done_on", "after"), [("2026-06-01", 12), ("2026-06-08", 11)])
def test_weeks_whose_replies_could_not_be_followed_long_enough_are_left_out(
    landed: Client, read: Read, done_on: str, after: int
) -> None:
    land_feedback(landed, reviewed("2026-03-02", "2026-09-01", answered=timedelta(days=5)), AS_OF)
    at = day(done_on)
    land_facts(landed, [done(metric="reply_share", done_at=at, occurred_at=at, due_at=at)], AS_OF)
    [found] = action_effect.collect(read, parse_window("2026-08"), ruled())
    assert found.weeks is not None
    assert found.weeks.after == after
    assert found.weeks.touched.positive.tolist() == found.weeks.touched.n.tolist() == [7.0] * len(found.weeks.touched.n)


CHANGED = day("2026-06-10")


def priced(product: str = "standard", at: datetime = CHANGED, **changes: Any) -> BusinessFact:
    """A price that rose on the tenth of June."""
    nothing = {"value": None, "period_start": None, "period_end": None}
    told = {"kind": "price_change", "old_price": 5.9, "new_price": 6.7, "currency": "EUR", "product": product}
    times = {"occurred_at": at, "received_at": AS_OF}
    known: dict[str, Any] = {"event_id": f"p-{product}-{at:%m%d}"} | nothing | told | times
    return fact(**known | changes)


def lapsed(number: int, at: datetime, **changes: Any) -> BusinessFact:
    nothing = {"value": None, "period_start": None, "period_end": None}
    told = {"kind": "customer_lapsed", "customer_ref": f"c{number}", "occurred_at": at, "received_at": AS_OF}
    known: dict[str, Any] = {"event_id": f"l{number}"} | nothing | told
    return fact(**known | changes)


WEEK = parse_window("2026-W43")


def prices(read: Read) -> dict[tuple[str, str], PriceRead]:
    rules = Rules(Brands((*BRANDS.brands, Brand("Hazelgate", own=True))), IndicatorsConfig(), AS_OF)
    return {(each.change.item, each.metric): each for each in price_impact.collect(read, WEEK, rules)}


def test_without_a_change_of_our_prices_there_is_nothing_to_tell(landed: Client, read: Read) -> None:
    land_facts(landed, [priced(at=day("2025-06-01")), priced(brand="Brackenline")], AS_OF)
    assert prices(read) == {}


def test_prices_of_one_day_are_one_change_and_what_else_happened_is_listed(landed: Client, read: Read) -> None:
    campaign = {"kind": "campaign", "name": "Before nine", "old_price": None, "new_price": None}
    near = priced("", CHANGED + timedelta(days=20), event_id="near", **campaign, start_at=CHANGED + timedelta(days=21))
    far = priced("", CHANGED + timedelta(days=100), event_id="far", **campaign, start_at=CHANGED + timedelta(days=100))
    land_facts(landed, [priced(), priced("locker"), near, far], AS_OF)
    found = prices(read)
    assert {item for item, _ in found} == {"locker and 1 more 2026-06-10"}
    assert len(found) == 5
    one = found["locker and 1 more 2026-06-10", "price_sentiment"]
    assert (one.weeks, [each.text for each in one.beside]) == (
        None,
        ["campaign “Before nine” (Alder Post, 1 July 2026)"],
    )


def test_texts_of_brands_that_changed_no_price_stand_beside_ours(landed: Client, read: Read) -> None:
    price = {"topics": ["price"], "mentions": [Mention(topic="price", sentiment="negative")], "sentiment": "positive"}
    texts = [
        said(
            f"{brand}{week}{at}",
            price if at else None,
            brand=brand,
            occurred_at=CHANGED + timedelta(weeks=week, days=1),
        )
        for brand in (OURS, "Brackenline", "Hazelgate")
        for week in range(-3, 2)
        for at in range(2)
    ]
    land_feedback(landed, texts, AS_OF)
    land_facts(landed, [priced(), priced("express", CHANGED + timedelta(days=40), brand="Hazelgate")], AS_OF)
    found = prices(read)
    item = "standard 2026-06-10"
    spoken, share = found[item, "price_sentiment"].weeks, found[item, "price_share"].weeks
    whole = found[item, "net_sentiment"].weeks
    assert spoken is not None and share is not None and whole is not None  # noqa: PT018 - one thing: all can be read
    assert (spoken.at, spoken.touched.n.tolist()[:4]) == (2, [1.0] * 4)
    assert spoken.touched.negative.tolist()[:4] == [1.0] * 4
    assert spoken.sources == {"shop_reviews": 1.0}
    assert share.touched.positive.tolist()[:4] == [1.0] * 4
    assert share.touched.n.tolist()[:4] == [2.0] * 4
    assert whole.others is not None
    assert whole.others.n.tolist()[:4] == [2.0] * 4


def test_complaints_and_core_customers_lost_are_per_customer_where_those_are_known(landed: Client, read: Read) -> None:
    weeks = [CHANGED + timedelta(weeks=week, hours=1) for week in range(-3, 2)]
    land_cases(landed, [complained(at, week) for at, week in enumerate(weeks)], AS_OF)
    gone = [lapsed(at, week, customer_segment="core") for at, week in enumerate(weeks)]
    land_facts(landed, [priced(), *gone, lapsed(9, weeks[0]), lapsed(10, weeks[1], brand="Hazelgate")], AS_OF)
    item = "standard 2026-06-10"
    plain = prices(read)[item, "core_churn"]
    assert plain.what == "core customers lost a week"
    assert plain.weeks is not None
    assert plain.weeks.touched.positive.tolist()[:4] == [1.0] * 4
    assert plain.weeks.sources == {"crm/customer_lapsed": 1.0}
    told = [had(2000.0, f"2026-{month:02}") for month in range(5, 11)]
    land_facts(landed, told, AS_OF)
    per = prices(read)[item, "complaints"]
    assert per.what == "complaints per 1,000 customers a week"
    assert per.weeks is not None
    assert per.weeks.touched.n.tolist() == [2.0] * len(per.weeks.touched.n)
    assert per.weeks.others is None


def test_customers_told_by_segment_or_place_are_those_of_the_brand(landed: Client, read: Read) -> None:
    segments = [
        had(600.0, "2026-05", customer_segment="core"),
        had(400.0, "2026-05", customer_segment="other"),
        had(590.0, "2026-05", customer_segment="core", location="Girona"),
        had(300.0, "2026-10", location="Girona"),
        had(900.0, "2026-10", location="Vic"),
        had(1500.0, "2026-10", channel="app"),
    ]
    land_facts(landed, segments, AS_OF)
    land_cases(landed, [complained(1, NOW, location="Vic"), complained(2, day("2026-05-20"))], AS_OF)
    found = read_of(read, goal())
    assert (found.now.customers, found.baseline[0].customers) == (1200.0, 1000.0)
    assert read_of(read, goal(scope=Scope(OURS, location="Vic"))).now.customers == 900.0


def test_customers_told_as_a_whole_are_not_replaced_by_a_part_told_later(landed: Client, read: Read) -> None:
    land_facts(landed, [had(1000.0, "2026-05"), had(600.0, "2026-10", customer_segment="core")], AS_OF)
    land_cases(landed, [complained(1, NOW)], AS_OF)
    assert read_of(read, goal()).now.customers == 1000.0


QUARTER = parse_window("2026-Q3")


def earned(month: str, value: float, kind: str = "revenue", **changes: Any) -> BusinessFact:
    span = parse_window(month)
    told: dict[str, Any] = {"period_start": span.start, "period_end": span.end, "received_at": AS_OF}
    known: dict[str, Any] = {"event_id": f"{kind}-{month}", "kind": kind, "value": value, "currency": "EUR"}
    return fact(**known | told | changes)


def test_revenue_of_a_whole_quarter_stands_beside_the_year_before(landed: Client, read: Read) -> None:
    now = [earned(f"2026-{month:02}", 100.0) for month in (7, 8, 9)]
    before = [earned(f"2025-{month:02}", 80.0) for month in (7, 8, 9)]
    part = [earned(f"2026-{month:02}", 50.0, "orders", currency="") for month in (7, 8)]
    land_facts(landed, [*now, *before, *part, earned("2026-08", 9.0, product="locker", event_id="r9")], AS_OF)
    [found] = growth_vs_perception.collect(read, QUARTER, ruled())
    revenue, orders = found.figures
    assert (revenue.unit, orders.now) == ("EUR", None)
    assert revenue.now == pytest.approx(300, rel=0.01)
    assert revenue.before == pytest.approx(240, rel=0.01)
    assert found.found == ()


def test_a_month_corrected_counts_once_and_one_told_twice_does_not_stand_for_another(
    landed: Client, read: Read
) -> None:
    anew = {"received_at": AS_OF + timedelta(hours=1)}
    now = [earned(f"2026-{month:02}", 100.0) for month in (7, 8, 9)]
    orders = [earned(f"2026-{month:02}", 50.0, "orders", currency="") for month in (7, 8)]
    again = earned("2026-08", 50.0, "orders", currency="", event_id="again")
    corrected = earned("2026-09", 400.0, event_id="corrected", **anew)
    land_facts(landed, [*now, corrected, *orders, again], AS_OF)
    [found] = growth_vs_perception.collect(read, QUARTER, ruled())
    revenue, counted = found.figures
    assert revenue.now == pytest.approx(600)
    assert counted.now is None


def test_without_facts_there_is_no_growth_to_speak_of(read: Read) -> None:
    [found] = growth_vs_perception.collect(read, QUARTER, ruled())
    assert [(each.now, each.before) for each in found.figures] == [(None, None)] * 2
