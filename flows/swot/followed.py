"""Which metric of a goal follows what a finding is about: its own, never another one of the same subject."""

from __future__ import annotations

from flows.beside import TARGET
from flows.indicators.planned import Followed
from flows.swot.content.finding import Finding

SCORES: tuple[Followed, ...] = ("nps", "csat", "net_sentiment")
PERCEIVED = (
    "perception_drop",
    "perception_yoy",
    "perception_trend",
    "perception_shift",
    "kpi_breach",
    "benchmark_gap",
)
"""Indicators of what customers answer and say about us."""
FOLLOWED: dict[tuple[str, str], Followed] = {
    **{(indicator, metric): metric for indicator in PERCEIVED for metric in SCORES},
    ("weakness_topic", "negative_rate"): "net_sentiment",
    ("kpi_breach", "first_response"): "respond_hours",
    ("kpi_breach", "resolution"): "resolve_hours",
    ("recovery", "acknowledged_in_time"): "acknowledge_hours",
    ("recovery", "resolved_in_time"): "resolve_hours",
    ("reply_coverage", "replies_in_time"): "reply_share",
    ("base_service", "on_time"): "on_time_share",
    ("base_service", "defects"): "complaints_per_1000",
}
"""Indicator and metric -> what a goal calls it. Bad words are the one side of net sentiment; a share of cases in time
is followed as the hours that half of them take."""


def metric_of(finding: Finding) -> Followed | None:
    """A goal's metric that moves as the finding does; None where none does. A goal knows no rival, cause or action."""
    if finding.item:
        return None
    return FOLLOWED.get((finding.indicator, finding.metric.removesuffix(TARGET)))
