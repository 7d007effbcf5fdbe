"""What is known of each indicator without computing it: one entry each, read by the run, the report and the tests.

Light to import, so that showing findings does not load the statistics. How an indicator is measured stands in
`catalogue`, how its input is collected in `flows.collected` (that of the perception family in `flows.judge`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.indicators.bases import (
    BAD_TALK,
    GOALS,
    KPIS,
    NOTHING,
    PERCEPTION,
    PRICES,
    RECOVERY,
    SAID,
    SENTIMENT,
    TOPICS,
    VOLUME,
    Basis,
    Metrics,
)
from flows.indicators.vocabulary import METRICS

Group = Literal["threat", "theme", "weakness", "strength", "opportunity", "programme", "goal", "data trust"]
Flow = Literal["watch", "kpis", "shift", "threats", "swot", "goals", "price_impact"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator.

    group    what a finding of it is about; a loss of volume may be churn, so it is a threat; a theme is an offer
    rests_on each metric that it judges, with what holds it up where that is broken (`trust`)
    compared what a finding's window is compared with, as a report says it: "2026-10 vs the months before"
    flows    those that judge it; what tells whether data can be trusted is judged by each, before anything else
    """

    name: str
    group: Group
    rests_on: Metrics
    compared: str
    flows: tuple[Flow, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        """Those it judges: a run replaces what an earlier one said of them, also where it finds nothing."""
        return tuple(self.rests_on)


BEFORE = "vs the {grain}s before"

REGISTER: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("perception_drop", "threat", PERCEPTION, BEFORE, ("threats",)),
        Entry("perception_yoy", "threat", PERCEPTION, "vs a year before", ("threats",)),
        Entry("perception_trend", "threat", PERCEPTION, "trend over the {grain}s", ("threats",)),
        Entry("perception_shift", "threat", PERCEPTION, "chart over the {grain}s", ("shift",)),
        Entry(
            "burst",
            "threat",
            {"negative_customers": SENTIMENT, "urgent_customers": NOTHING},
            "vs such times before",
            ("watch",),
        ),
        Entry("competitor_gain", "threat", {"share_of_voice": VOLUME, "sentiment_gap": SAID}, BEFORE, ("threats",)),
        Entry("new_entrant", "threat", {"mentions": NOTHING}, "as a new name", ("watch", "threats")),
        Entry("expectation_shift", "threat", {"expecting_customers": VOLUME | TOPICS}, BEFORE, ("threats",)),
        Entry(
            "advocacy",
            "threat",
            dict.fromkeys(("recommending", "warning_others", "promoters"), VOLUME),
            BEFORE,
            ("swot",),
        ),
        Entry("growth_vs_perception", "threat", {"revenue": NOTHING, "orders": NOTHING}, "vs a year before", ("swot",)),
        Entry("price_impact", "threat", PRICES, "since the price changed", ("price_impact",)),
        Entry("volume_drop", "threat", {"volume": NOTHING}, "vs what was expected"),
        Entry("emerging_theme", "theme", {"mentions_without_topic": TOPICS}, BEFORE, ("threats",)),
        Entry("kpi_breach", "weakness", KPIS, "vs the {grain}s before, or its target", ("kpis",)),
        Entry(
            "base_service",
            "weakness",
            dict.fromkeys(("on_time", "defects", "requests_met"), NOTHING),
            BEFORE,
            ("kpis",),
        ),
        Entry("recovery", "weakness", RECOVERY, BEFORE, ("kpis",)),
        Entry("reply_coverage", "weakness", {"replies_in_time": VOLUME}, BEFORE, ("kpis",)),
        Entry("benchmark_gap", "weakness", PERCEPTION, "vs rivals and published figures", ("swot",)),
        Entry("weakness_topic", "weakness", BAD_TALK, BEFORE, ("swot",)),
        Entry("cause_mix", "weakness", {"cause_share": SAID | TOPICS}, "vs what is usual", ("swot",)),
        Entry(
            "recurring_problem",
            "weakness",
            {"naming_customers": SAID | TOPICS},
            "vs the {grain}s since the action",
            ("swot",),
        ),
        Entry("promise_gap", "weakness", {"broken_promise": VOLUME}, BEFORE, ("swot",)),
        Entry("delivery_gap", "weakness", {"delivery_gap": SAID}, "staff's belief vs customers' view", ("swot",)),
        Entry(
            "silent_unhappy",
            "weakness",
            {"silent_unhappy": NOTHING, "lapsed_silent": NOTHING},
            "of those who never complained",
            ("swot",),
        ),
        Entry("employee_voice", "weakness", {"net_sentiment": SENTIMENT}, "staff vs the {grain}s before", ("swot",)),
        Entry(
            "strength_topic",
            "strength",
            {"net_sentiment_gap": SAID, "net_sentiment_gap_change": SAID},
            "vs rivals, and the {grain} before",
            ("swot",),
        ),
        Entry("practice_gap", "opportunity", {"praise_gap": SAID | TOPICS}, "vs those praised for it", ("swot",)),
        Entry("suggestion_demand", "opportunity", {"suggesting_people": VOLUME}, "trend over a year", ("swot",)),
        Entry(
            "value_drivers",
            "opportunity",
            {"reason_to_buy": VOLUME | TOPICS, "rating_variance": SAID | TOPICS},
            "of what customers buy for",
            ("swot",),
        ),
        Entry("employee_link", "opportunity", {"team_link": NOTHING}, "vs staff the {grain} before", ("swot",)),
        Entry(
            "practice_audit",
            "programme",
            {"practice": NOTHING, "proactive_share": NOTHING},
            "on the checklist",
            ("swot",),
        ),
        Entry("goal_progress", "goal", GOALS, "on its path", ("goals",)),
        Entry("action_effect", "goal", GOALS, "since it was done", ("goals",)),
        Entry("source_outage", "data trust", {"silent_days": NOTHING}, "vs its silences before"),
        Entry(
            "model_break",
            "data trust",
            {"sentiment_versions": NOTHING, "taxonomy_versions": NOTHING},
            "scored by several versions",
        ),
        Entry(
            "response_bias",
            "data trust",
            dict.fromkeys(METRICS, NOTHING),
            "vs where answers came from before",
            ("threats",),
        ),
    )
}

TRUST = ("source_outage", "volume_drop", "model_break")
"""Judged first and in every run: the rest rests on them."""


def judged_by(flow: str) -> frozenset[str]:
    """The indicators that a flow judges, those of trust left out."""
    return frozenset(entry.name for entry in REGISTER.values() if flow in entry.flows)


def rests_on(indicator: str, metric: str, basis: Basis) -> bool:
    """Whether an indicator's metric is held up where the basis is broken."""
    return basis in REGISTER[indicator].rests_on.get(metric, NOTHING)
