"""What is known of each indicator without computing it: one entry each, read by the run, the report and the tests.

Light to import, so that showing findings does not load the statistics. How an indicator of the perception family is
measured stands in `catalogue`, how any other one is collected and measured in `flows.collected`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.indicators.planned import MEASURES, PRICE_METRICS
from flows.indicators.vocabulary import METRICS

Group = Literal["threat", "weakness", "opportunity", "strength", "goal", "programme", "theme", "data trust"]
Flow = Literal["watch", "kpis", "shift", "threats", "swot", "goals", "price_impact"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator.

    group    what a finding of it is about; a loss of volume may be churn, so it is a threat; a theme is an offer
    metrics  those it judges: a run replaces what an earlier one said of them, also where it finds nothing
    compared what a finding's window is compared with, as a report says it: "2026-10 vs the months before"
    flows    those that judge it; what tells whether data can be trusted is judged by each, before anything else
    """

    name: str
    group: Group
    metrics: tuple[str, ...]
    compared: str
    flows: tuple[Flow, ...] = ()


KPIS = tuple(
    f"{kpi}{against}"
    for kpi in (
        "nps",
        "csat",
        "ces",
        "first_response",
        "resolution",
        "first_contact_resolution",
        "retention",
        "response_rate",
    )
    for against in ("", "_target")
)
RECOVERY = (
    "acknowledged_in_time",
    "resolved_in_time",
    "reopened",
    "satisfaction_after",
    "recovered_gap",
    "backlog_age",
)

REGISTER: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("perception_drop", "threat", METRICS, "vs the {grain}s before", ("threats",)),
        Entry("perception_yoy", "threat", METRICS, "vs a year before", ("threats",)),
        Entry("perception_trend", "threat", METRICS, "trend over the {grain}s", ("threats",)),
        Entry("burst", "threat", ("negative_customers", "urgent_customers"), "vs such times before", ("watch",)),
        Entry("competitor_gain", "threat", ("share_of_voice", "sentiment_gap"), "vs the {grain}s before", ("threats",)),
        Entry("expectation_shift", "threat", ("expecting_customers",), "vs the {grain}s before", ("threats",)),
        Entry("perception_shift", "threat", METRICS, "chart over the {grain}s", ("shift",)),
        Entry("new_entrant", "threat", ("mentions",), "new name", ("watch", "threats")),
        Entry("emerging_theme", "theme", ("mentions_without_topic",), "vs the {grain}s before", ("threats",)),
        Entry("silent_unhappy", "weakness", ("silent_unhappy", "lapsed_silent"), "who never complained", ("swot",)),
        Entry(
            "weakness_topic",
            "weakness",
            ("negative_rate", "rating_lost", "customers_at_risk", "revenue_at_risk"),
            "vs the {grain}s before",
            ("swot",),
        ),
        Entry("cause_mix", "weakness", ("cause_share",), "vs what is usual", ("swot",)),
        Entry("kpi_breach", "weakness", KPIS, "vs the {grain}s before, or its target", ("kpis",)),
        Entry("recovery", "weakness", RECOVERY, "vs the {grain}s before", ("kpis",)),
        Entry("base_service", "weakness", ("on_time", "defects", "requests_met"), "vs the {grain}s before", ("kpis",)),
        Entry("benchmark_gap", "weakness", METRICS, "beside others", ("swot",)),
        Entry("reply_coverage", "weakness", ("replies_in_time",), "vs the {grain}s before", ("kpis",)),
        Entry("delivery_gap", "weakness", ("delivery_gap",), "belief vs what customers say", ("swot",)),
        Entry(
            "strength_topic",
            "strength",
            ("net_sentiment_gap", "net_sentiment_gap_change"),
            "beside rivals, and the quarter before",
            ("swot",),
        ),
        Entry("practice_gap", "opportunity", ("praise_gap",), "praised elsewhere", ("swot",)),
        Entry("promise_gap", "weakness", ("broken_promise",), "vs the {grain}s before", ("swot",)),
        Entry(
            "advocacy", "threat", ("recommending", "warning_others", "promoters"), "vs the {grain}s before", ("swot",)
        ),
        Entry("recurring_problem", "weakness", ("naming_customers",), "vs since the action", ("swot",)),
        Entry("suggestion_demand", "opportunity", ("suggesting_people",), "trend over a year", ("swot",)),
        Entry("employee_voice", "weakness", ("net_sentiment",), "employees vs the {grain}s before", ("swot",)),
        Entry("employee_link", "opportunity", ("team_link",), "staff before, customers after", ("swot",)),
        Entry("practice_audit", "programme", ("practice", "proactive_share"), "checklist", ("swot",)),
        Entry("growth_vs_perception", "threat", ("revenue", "orders"), "vs a year before", ("swot",)),
        Entry("price_impact", "threat", PRICE_METRICS, "since the price changed", ("price_impact",)),
        Entry("action_effect", "goal", tuple(MEASURES), "since it was done", ("goals",)),
        Entry("goal_progress", "goal", tuple(MEASURES), "on its path", ("goals",)),
        Entry("value_drivers", "opportunity", ("reason_to_buy", "rating_variance"), "why customers buy", ("swot",)),
        Entry("volume_drop", "threat", ("volume",), "less feedback than expected"),
        Entry("response_bias", "data trust", METRICS, "answers from elsewhere than before", ("threats",)),
        Entry("source_outage", "data trust", ("silent_days",), "silent source"),
        Entry("model_break", "data trust", ("sentiment_versions", "taxonomy_versions"), "scored by several versions"),
    )
}

TRUST = ("source_outage", "volume_drop", "model_break")
"""Judged first and in every run: the rest rests on them."""


def judged_by(flow: str) -> frozenset[str]:
    """The indicators that a flow judges, those of trust left out."""
    return frozenset(entry.name for entry in REGISTER.values() if flow in entry.flows)
