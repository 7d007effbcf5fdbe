"""What the metrics of the indicators rest on, so that `trust` holds up those whose basis is broken, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from flows.indicators.planned import MEASURES, PRICE_METRICS

Basis = Literal["volume", "sentiment", "topics"]
Bases = frozenset[Basis]
Metrics = Mapping[str, Bases]
"""The metrics of an indicator, with what each rests on."""

NOTHING: Bases = frozenset()
"""It rests on what is counted whatever customers say, or (of trust) is itself what others rest on."""
VOLUME: Bases = frozenset({"volume"})
"""On how many customers write or answer: where many fall silent, those who are left may be others."""
SENTIMENT: Bases = frozenset({"sentiment"})
"""On what a model takes for good or bad words."""
TOPICS: Bases = frozenset({"topics"})
"""On topics or causes as a model reads them, whatever the subject; with a topic for a subject every metric does."""
SAID = VOLUME | SENTIMENT

PERCEPTION: Metrics = {"nps": VOLUME, "csat": VOLUME, "net_sentiment": SAID}
SCORES = ("nps", "csat", "ces")
COUNTED = ("first_response", "resolution", "first_contact_resolution", "retention", "response_rate")
KPIS: Metrics = {
    f"{kpi}{against}": VOLUME if kpi in SCORES else NOTHING
    for kpi in (*SCORES, *COUNTED)
    for against in ("", "_target")
}
RECOVERY: Metrics = dict.fromkeys(
    (
        "acknowledged_in_time",
        "resolved_in_time",
        "reopened",
        "satisfaction_after",
        "recovered_gap",
        "backlog_age",
        "backlog_growth",
    ),
    NOTHING,
)
BAD_TALK: Metrics = {
    "negative_rate": SAID,
    "rating_lost": SAID | TOPICS,
    "customers_at_risk": SAID,
    "revenue_at_risk": SAID,
}
PRICES: Metrics = {
    **dict.fromkeys(PRICE_METRICS, NOTHING),
    "price_sentiment": SENTIMENT | TOPICS,
    "net_sentiment": SENTIMENT,
    "price_share": TOPICS,
}
GOALS: Metrics = {**dict.fromkeys(MEASURES, NOTHING), **PERCEPTION, "reply_share": VOLUME}
