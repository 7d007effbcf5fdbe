"""What the strengths, weaknesses and opportunities are counted from, on the real engine: counts checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from flows.brands import Brand, Brands
from flows.collected import COLLECTED
from flows.findings import find
from flows.indicators.cause_mix import CauseMix
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Counts
from flows.indicators.register import judged_by
from flows.indicators.strength_topic import Standing
from flows.indicators.topic_talk import AtRisk, BadTalk, Rated
from flows.indicators.value_drivers import Driver, Reason
from flows.indicators.vocabulary import Subject
from flows.queries import Read
from flows.rows import Run
from flows.rules import Rules
from flows.windows import parse_window
from schemas.fact import BusinessFact
from schemas.scored import Mention, ScoredEvent
from tests.fixtures.made import fact, scored
from tests.fixtures.opinions import day
from tests.fixtures.reading import reader
from warehouse.indicators import write_findings
from warehouse.landing import land_facts, land_feedback
from warehouse.query import query_rows
from warehouse.settings import ClickHouseSettings

OURS, RIVAL, PEER = "Alder Post", "Brackenline", "Teal Bank"
AS_OF = day("2027-01-05")
LISTED = (Brand(OURS, own=True), Brand(RIVAL), Brand(PEER, sector="banking"))
RULES = Rules(Brands(LISTED), IndicatorsConfig(), AS_OF)
OCTOBER, QUARTER = parse_window("2026-10"), parse_window("2026-Q4")
Land = Callable[..., Read]


@pytest.fixture
def land(landed: Client, fresh: ClickHouseSettings) -> Land:
    """Lands feedback and facts; gives what reads them."""

    def run(*told: ScoredEvent | BusinessFact) -> Read:
        land_feedback(landed, [each for each in told if isinstance(each, ScoredEvent)], AS_OF)
        land_facts(landed, [each for each in told if isinstance(each, BusinessFact)], AS_OF)
        landed.database = fresh.database
        return reader(landed)

    return run


def said(event_id: str, at: str = "2026-10-10", *mentions: tuple[str, str, str], **event: Any) -> ScoredEvent:
    """A text that speaks of topics: (topic, sentiment, cause); its whole is as its first mention, or neutral."""
    scores: dict[str, Any] = event.pop("scores", {})
    told = [
        Mention(topic=topic, sentiment=feeling, cause=cause or None)  # type: ignore[arg-type]
        for topic, feeling, cause in mentions
    ]
    whole: dict[str, Any] = {"sentiment": mentions[0][1] if mentions else "neutral", "topics": [m[0] for m in mentions]}
    moment = day(at) + timedelta(hours=12)
    return scored(
        event_id,
        whole | {"mentions": told} | scores,
        occurred_at=moment,
        received_at=moment + timedelta(hours=1),
        **event,
    )


def collected(name: str, read: Read, window: Any = OCTOBER, rules: Rules = RULES) -> list[Any]:
    return list(COLLECTED[name](read, window, rules))


def revenue(value: float, start: str, end: str, **changes: Any) -> BusinessFact:
    return fact(
        f"r-{start}-{changes}",
        kind="revenue",
        value=value,
        currency="EUR",
        period_start=day(start),
        period_end=day(end),
        **changes,
    )


BAD, GOOD = ("delivery", "negative", "processes"), ("delivery", "positive", "")


def test_bad_words_are_counted_per_topic_month_and_customer(land: Land) -> None:
    october = [said(f"o{at}", "2026-10-10", BAD if at < 4 else GOOD) for at in range(10)]
    twice = [said(f"t{at}", "2026-10-11", BAD, customer_ref="one") for at in range(2)]
    others = [said(f"s{at}", "2026-09-10", BAD if at < 1 else GOOD) for at in range(5)]
    staff = said("staff", "2026-10-10", BAD, respondent_role="employee")
    rival = said("rival", "2026-10-10", BAD, brand=RIVAL)
    read = land(*october, *twice, *others, staff, rival, said("plain"))
    found = {each.subject.topic: each for each in collected("weakness_topic", read) if isinstance(each, BadTalk)}
    assert set(found) == {"", "delivery"}
    september, now = (period.counts for period in found["delivery"].windows)
    assert (september.positive, september.n, september.customers) == (1, 5, 5)
    assert (now.positive, now.n, now.customers) == (6, 12, 11)
    assert found[""].windows[-1].counts.n == 13
    assert found["delivery"].sources == {"shop_reviews": 1.0}
    assert found["delivery"].event_ids[:2] == ("t0", "t1")


def test_bad_words_and_who_speaks_them_are_told_by_where_they_come_from(land: Land) -> None:
    app = [said(f"a{at}", "2026-10-10", BAD if at < 4 else GOOD, channel="app") for at in range(10)]
    stores = [
        said(f"s{at}", "2026-10-10", BAD if at < 1 else ("price", "neutral", ""), channel="store") for at in range(6)
    ]
    twice = [said(f"t{at}", "2026-10-11", BAD, channel="app", customer_ref="one") for at in range(2)]
    customers = fact("c", value=50_000.0, period_start=day("2026-10-01"), period_end=day("2026-11-01"))
    found = collected("weakness_topic", land(*app, *stores, *twice, customers))

    def by_channel(talk: BadTalk) -> dict[str, tuple[int, int, int]]:
        counted = [(cell.stratum.channel, cell.counts) for cell in talk.strata[-1].cells]
        return {channel: (counts.positive, counts.n, counts.customers) for channel, counts in counted}

    [talk] = [each for each in found if isinstance(each, BadTalk) and each.subject.topic == "delivery"]
    [risk] = [each for each in found if isinstance(each, AtRisk) and each.talk.subject.topic == "delivery"]
    assert by_channel(talk) == {"app": (6, 12, 11), "store": (1, 1, 1)}
    assert by_channel(risk.talk) == {"app": (5, 11, 11), "store": (1, 6, 6)}


def test_a_source_that_fell_silent_is_named_by_what_it_spoke_of_before(land: Land) -> None:
    before = [said(f"s{at}", "2026-09-10", BAD, source="store") for at in range(3)]
    october = [said(f"o{at}", "2026-10-10", BAD) for at in range(10)]
    read = land(*october, *before, said("f", "2026-09-10", BAD))
    found = {each.subject.topic: each for each in collected("weakness_topic", read) if isinstance(each, BadTalk)}
    assert found["delivery"].sources == {"shop_reviews": 1.0, "store": 0.75}


def test_who_is_at_risk_is_a_share_of_all_who_write_held_against_customers_and_revenue(land: Land) -> None:
    texts = [said(f"o{at}", "2026-10-10", BAD if at < 3 else ("price", "neutral", "")) for at in range(12)]
    texts += [said(f"d{at}", "2026-10-10", GOOD) for at in range(10)]
    read = land(
        *texts,
        fact("c", value=50_000.0, period_start=day("2026-10-01"), period_end=day("2026-11-01")),
        revenue(92_000.0, "2026-10-01", "2027-01-01"),
        revenue(5.0, "2026-10-01", "2026-11-01", location="Girona"),
    )
    risks = [each for each in collected("weakness_topic", read) if isinstance(each, AtRisk)]
    delivery = {each.unit: each for each in risks if each.talk.subject.topic == "delivery"}
    assert delivery["customers"].amount == 50_000
    assert delivery["EUR"].amount == pytest.approx(31_000)
    counts = delivery["customers"].talk.windows[-1].counts
    assert (counts.positive, counts.n, counts.customers) == (3, 22, 22)


def test_ratings_are_summed_with_and_without_bad_words_about_the_topic(land: Land) -> None:
    stars: dict[str, Any] = {"rating_min": 1.0, "rating_max": 5.0}
    bad = [said(f"b{at}", "2026-10-10", BAD, rating=2.0, **stars) for at in range(12)]
    good = [said(f"g{at}", "2026-10-10", GOOD, rating=5.0, **stars) for at in range(8)]
    answered = [said(f"c{at}", "2026-10-10", ("price", "neutral", ""), csat=5) for at in range(2)]
    silent = said("unscored", "2026-10-10", rating=1.0, scores={"sentiment": "unscored", "polarity": None}, **stars)
    read = land(*bad, *good, *answered, silent)
    found = {each.subject.topic: each for each in collected("weakness_topic", read) if isinstance(each, Rated)}
    for topic in ("", "delivery"):
        assert found[topic].naming.sum(axis=0).tolist() == [12, 12 * 25]
        assert found[topic].everyone.sum(axis=0).tolist() == [22, 12 * 25 + 10 * 100]
        assert found[topic].customers == (12, 22)


def test_causes_stand_beside_what_staff_believe_and_what_is_usual(land: Land) -> None:
    texts = [said(f"p{at}", "2026-10-10", BAD, ("price", "negative", "")) for at in range(6)]
    texts += [said(f"s{at}", "2026-10-10", ("staff", "negative", "people")) for at in range(2)]

    def belief(role: str, cause: str, value: float, at: str = "2026-05-01") -> BusinessFact:
        return fact(
            f"{role} {cause} {at}",
            kind="belief_score",
            respondent_role=role,
            cause=cause,
            value=value,
            scale_min=1.0,
            scale_max=5.0,
            sample_size=10,
            occurred_at=day(at),
            period_start=None,
            period_end=None,
        )

    beliefs = [belief("employee", "people", 2.0), belief("manager", "processes", 4.0)]
    beliefs += [belief("customer", "products", 5.0), belief("manager", "systems", 5.0, "2025-05-01")]
    read = land(*texts, *beliefs)
    mixes: list[CauseMix] = collected("cause_mix", read)
    assert [mix.usual.name for mix in mixes] == ["processes, systems and products", "people", "customers"]
    causes = mixes[0].causes
    assert (causes.customers, causes.measured(["processes"]), causes.measured(["people"])) == (8, 75.0, 25.0)
    assert (causes.believed(["people"]), causes.believed(["processes"])) == (25.0, 75.0)
    assert causes.event_ids["people"] == ("s0", "s1")
    [brand, *_] = [each for each in collected("weakness_topic", read) if isinstance(each, BadTalk)]
    assert [piece.name for piece in brand.causes][:5] == ["people", "systems", "processes", "products", "customers"]
    assert [piece.name for piece in brand.causes][5:] == [f"usual: {mix.usual.name}" for mix in mixes]


def test_ours_stands_beside_the_rivals_by_channel_and_quarter_and_not_beside_other_sectors(land: Land) -> None:
    ours = [said(f"o{at}", "2026-11-10", GOOD if at < 9 else BAD, channel="web") for at in range(12)]
    ours += [said(f"c{at}", "2026-12-10", GOOD, channel="shop", customer_ref=f"c{at % 2}") for at in range(4)]
    before = [said(f"b{at}", "2026-07-10", GOOD, channel="web") for at in range(3)]
    rivals = [said(f"r{at}", "2026-11-10", BAD, channel="web", brand=RIVAL) for at in range(7)]
    elsewhere = [said(f"p{at}", "2026-11-10", BAD, channel="web", brand=PEER) for at in range(7)]
    read = land(*ours, *before, *rivals, *elsewhere)
    found: list[Standing] = collected("strength_topic", read, QUARTER)
    assert [(each.subject.topic, each.before is None) for each in found] == [
        ("", True),
        ("", False),
        ("delivery", True),
        ("delivery", False),
    ]
    gap, change = found[2:]
    assert (gap.now.ours["web"], gap.now.theirs["web"]) == (Counts(12, 9, 3, 12), Counts(7, 0, 7, 7))
    assert gap.now.ours["shop"] == Counts(4, 4, 0, 2)
    assert change.before is not None
    assert change.before.ours["web"] == Counts(3, 3, 0, 3)
    assert [each.ours["web"].n for each in gap.months if each.ours] == [3]
    assert [(piece.name, piece.value, piece.comparison) for piece in gap.rivals] == [(RIVAL, 62.5, -100)]


def test_praise_of_rivals_and_of_other_sectors_stands_beside_ours(land: Land) -> None:
    ours = [said(f"o{at}", "2026-11-10", BAD if at < 3 else ("price", "neutral", "")) for at in range(20)]
    others = [said(f"p{at}", "2026-11-10", GOOD, brand=PEER) for at in range(11)]
    others += [said(f"n{at}", "2026-11-10", ("price", "neutral", ""), brand=PEER) for at in range(5)]
    read = land(*ours, *others, said("twice", "2026-11-11", GOOD, brand=PEER, customer_ref="x"))
    [found] = collected("practice_gap", read, QUARTER)
    assert (found.subject.topic, found.subject.item, found.sector) == ("delivery", PEER, "banking")
    assert (found.sides.ours["email"], found.sides.theirs["email"]) == (Counts(20, 0, 20, 20), Counts(17, 12, 5, 17))
    assert (found.said[0].negative, found.said[1].positive) == (3, 12)
    assert found.event_ids[0] == "twice"


def action(action_id: str = "A-1", at: str = "2026-03-01", **changes: Any) -> BusinessFact:
    told: dict[str, Any] = {
        "kind": "action",
        "action_id": action_id,
        "objective": "fewer late parcels",
        "owner": "operations",
        "cause": "processes",
        "location": "Girona",
        "start_at": day("2026-02-01"),
        "done_at": day("2026-05-10"),
        "value": None,
        "period_start": None,
        "period_end": None,
        "occurred_at": day(at),
        "received_at": day(at),
    }
    return fact(f"{action_id} {at}", **told | changes)


def test_what_an_action_was_against_is_counted_at_its_place_by_cause_and_month(land: Land) -> None:
    late, girona = [said(f"l{at}", "2026-10-10", BAD, location="Girona") for at in range(3)], {"location": "Girona"}
    others = [
        said("staff", "2026-10-10", ("staff", "negative", "people"), **girona),
        said("plain", "2026-10-10", **girona),
    ]
    twice = [said(f"t{at}", "2026-07-10", BAD, customer_ref="one", **girona) for at in range(2)]
    elsewhere = said("vic", "2026-10-10", BAD, location="Vic")
    actions = [
        action(done_at=None),
        action(at="2026-05-11"),
        action("open", done_at=None),
        action("later", done_at=day("2026-10-20")),
        action("vague", cause=None),
        action("rival", brand=RIVAL),
    ]
    [problem] = collected("recurring_problem", land(*late, *others, *twice, elsewhere, *actions))
    assert (problem.action, problem.subject.item, problem.done) == (
        "A-1",
        "processes / location: Girona",
        day("2026-05-10"),
    )
    heard = {f"{each.window.start:%Y-%m}": (each.naming, each.customers) for each in problem.windows if each.customers}
    assert heard == {"2026-10": (3, 5), "2026-07": (1, 1)}
    assert problem.event_ids == ("l0", "l1", "l2")
    assert len(problem.windows) == 25


def test_a_product_and_a_place_of_one_name_are_two_problems(land: Land) -> None:
    girona = {"product": "Girona", "location": "Vic"}
    texts = [said("place", "2026-10-10", BAD, location="Girona"), said("product", "2026-10-10", BAD, **girona)]
    actions = [action("A-1"), action("A-2", product="Girona", location="")]
    found = {each.subject.item: each for each in collected("recurring_problem", land(*texts, *actions))}
    assert {item: each.event_ids for item, each in found.items()} == {
        "processes / location: Girona": ("place",),
        "processes / product: Girona": ("product",),
    }


def test_an_action_without_place_or_brand_is_looked_for_everywhere_at_ours(land: Land) -> None:
    told = action(brand="", cause=None, topic="delivery", location="")
    [problem] = collected("recurring_problem", land(said("a", "2026-10-10", BAD, location="Vic"), told))
    assert (problem.subject.topic, problem.subject.item, problem.windows[-1].naming) == ("delivery", "A-1", 1)


def test_people_who_ask_for_something_are_counted_by_topic_role_and_month(land: Land) -> None:
    wish: dict[str, Any] = {"scores": {"intents": ["suggestion"]}}
    asked = [said(f"a{at}", "2026-11-10", ("price", "neutral", ""), **wish) for at in range(6)]
    again = said("again", "2026-12-10", ("price", "neutral", ""), customer_ref="one", **wish)
    twice = said("twice", "2026-12-11", ("price", "neutral", ""), customer_ref="one", **wish)
    staff = [said(f"s{at}", "2026-11-10", BAD, respondent_role="manager", **wish) for at in range(5)]
    read = land(*asked, again, twice, *staff, said("only wrote", "2026-11-10"), said("old", "2025-12-10"))
    found = {each.subject: each for each in collected("suggestion_demand", read, QUARTER)}
    staff_of = {Subject(OURS, topic, item="staff") for topic in ("", "delivery")}
    assert set(found) == {Subject(OURS), Subject(OURS, "price")} | staff_of
    price = found[Subject(OURS, "price")]
    assert (price.people, price.role, len(price.months)) == (7, "customer", 12)
    assert [(month.people, month.wrote) for month in price.months[-3:]] == [(0, 0), (6, 7), (1, 1)]
    assert found[Subject(OURS, "delivery", item="staff")].people == 5
    assert price.event_ids[0] == "twice"


def test_reasons_to_buy_and_sums_of_ratings_are_counted_by_topic(land: Land) -> None:
    buying: dict[str, Any] = {"scores": {"intents": ["reason_to_buy"]}}
    texts = [said(f"b{at}", "2026-11-10", ("price", "positive", ""), csat=5, **buying) for at in range(12)]
    texts += [said(f"d{at}", "2026-11-10", BAD, csat=1) for at in range(11)]
    read = land(*texts, said("both", "2026-11-11", GOOD, ("price", "negative", ""), csat=3, **buying))
    found = collected("value_drivers", read, QUARTER)
    reasons = {each.subject.topic: (each.naming, each.giving) for each in found if isinstance(each, Reason)}
    assert reasons == {"price": (13, 13), "delivery": (1, 13)}
    whole, price, delivery = [each for each in found if isinstance(each, Driver)]
    assert (whole.place, price.place, delivery.place, whole.topics) == (None, 0, 1, ("price", "delivery"))
    sums = whole.moments
    assert sums.x is not None
    assert (sums.n.sum(), sums.y.sum(), sums.yy.sum()) == (24, 1250, 12 * 100**2 + 50**2)
    assert sums.x.sum(axis=0).tolist() == [11, -10]
    assert sums.xx.sum(axis=0).tolist() == [[13, -1], [-1, 12]]
    assert sums.xy.sum(axis=0).tolist() == [1150, 50]
    assert whole.raters == 24


def rows(read: Read, labels: Iterable[str], rules: Rules = RULES) -> list[dict[str, Any]]:
    windows = [parse_window(label) for label in labels]
    return find(read, windows, rules, Run("r", AS_OF), judged_by("swot")).rows


MINE = (
    "weakness_topic",
    "cause_mix",
    "strength_topic",
    "practice_gap",
    "recurring_problem",
    "suggestion_demand",
    "value_drivers",
)
LABELS = ("2026-10", "2026-Q4")
ONLY_OURS = Rules(Brands((Brand(OURS, own=True),)), IndicatorsConfig(), AS_OF)


def test_findings_are_written_with_causes_and_events_to_read(land: Land, landed: Client) -> None:
    texts = [
        said(
            f"{month}-{at}", f"2026-{month:02}-{1 + at % 28:02}", BAD if at < (30 if month > 9 else 8) else GOOD, csat=3
        )
        for month in range(1, 13)
        for at in range(40)
    ]
    rivals = [said(f"r{at}", "2026-11-10", BAD, brand=RIVAL) for at in range(40)]
    read = land(*texts, *rivals)
    found = find(read, [OCTOBER, QUARTER], RULES, Run("r", AS_OF), judged_by("swot"))
    write_findings(landed, found.rows, found.evidence, scopes=found.scopes)
    shown = query_rows(landed, "SELECT indicator, subject, metric, verdict FROM indicators WHERE severity >= 3")
    assert {"indicator": "weakness_topic", "subject": f"{OURS}/delivery", "metric": "negative_rate"}.items() <= next(
        row for row in shown if row["indicator"] == "weakness_topic" and row["subject"].endswith("delivery")
    ).items()
    pieces = query_rows(landed, "SELECT indicator, subject, kind, name, example_event_ids FROM indicator_evidence")
    causes = {piece["name"] for piece in pieces if (piece["indicator"], piece["kind"]) == ("weakness_topic", "cause")}
    assert {"people", "processes", "usual: people"} <= causes
    named = [piece for piece in pieces if (piece["indicator"], piece["name"]) == ("weakness_topic", "delivery")]
    assert named
    assert all(piece["example_event_ids"] for piece in named)


def verdicts(found: Iterable[dict[str, Any]]) -> set[str]:
    return {row["verdict"] for row in found if row["indicator"] in MINE}


def test_without_any_data_nothing_is_judged(land: Land) -> None:
    assert verdicts(rows(land(), LABELS)) <= {"no_data", "insufficient_data"}


@pytest.mark.parametrize("rules", [RULES, ONLY_OURS])
def test_a_day_of_data_says_nothing_for_sure(land: Land, rules: Rules) -> None:
    read = land(*(said(f"o{at}", "2026-10-10", BAD, ("price", "positive", ""), csat=at % 5 + 1) for at in range(40)))
    assert verdicts(rows(read, LABELS, rules)) <= {"no_data", "insufficient_data", "ok", "critical", "none"}
