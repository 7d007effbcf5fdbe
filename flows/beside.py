"""What holds a value against another of the same time: a level beside a level, of which nothing has moved."""

from __future__ import annotations

BESIDE = {
    ("weakness_topic", "rating_lost"): "without bad words",
    ("recovery", "recovered_gap"): "without one",
    ("recovery", "backlog_growth"): "where as many end",
    ("cause_mix", "cause_share"): "usual at most",
    ("practice_gap", "praise_gap"): "at ours",
    ("delivery_gap", "delivery_gap"): "as customers say",
    ("strength_topic", "net_sentiment_gap"): "of theirs",
    ("model_break", "sentiment_versions"): "as it should be",
    ("model_break", "taxonomy_versions"): "as it should be",
}
"""Indicator and metric -> whose the other value is, as it reads after the number."""
WHOLLY = {
    "benchmark_gap": "elsewhere",
    "price_impact": "expected without it",
    "action_effect": "expected without it",
}
"""Indicators that tell all their metrics so: beside rivals' or a published value, beside what would have been."""
TARGET = "_target"
"""How metrics end that are held against what they should be."""


def beside(indicator: str, metric: str) -> str:
    """Whose the value is that a finding is held against; "" where it is its own of an earlier time."""
    if metric.endswith(TARGET):
        return "aimed at"
    return WHOLLY.get(indicator) or BESIDE.get((indicator, metric), "")


AHEAD = "Ahead of its target, of others, or of what was expected"
"""The title above what is better than something of the same time: it need not be better than before."""


def told_verdict(indicator: str, metric: str, verdict: str) -> str:
    """`ahead` for `improved` where nothing has moved; else the verdict."""
    return "ahead" if verdict == "improved" and beside(indicator, metric) else verdict
