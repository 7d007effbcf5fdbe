"""What holds a value against another of the same time: a level beside a level, of which nothing has moved."""

from __future__ import annotations

BESIDE = {
    ("weakness_topic", "rating_lost"): "without bad words",
    ("recovery", "recovered_gap"): "without one",
    ("cause_mix", "cause_share"): "usual at most",
    ("practice_gap", "praise_gap"): "at ours",
    ("delivery_gap", "delivery_gap"): "as customers say",
    ("strength_topic", "net_sentiment_gap"): "of theirs",
    ("model_break", "sentiment_versions"): "as it should be",
    ("model_break", "taxonomy_versions"): "as it should be",
}
"""Indicator and metric -> whose the other value is, as it reads after the number."""
ELSEWHERE = "benchmark_gap"
"""Holds each of its metrics against rivals' or a published one."""
TARGET = "_target"
"""How metrics end that are held against what they should be."""


def beside(indicator: str, metric: str) -> str:
    """Whose the value is that a finding is held against; "" where it is its own of an earlier time."""
    if indicator == ELSEWHERE:
        return "elsewhere"
    if metric.endswith(TARGET):
        return "aimed at"
    return BESIDE.get((indicator, metric), "")
