"""Findings in words: what a line of the report says of one subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.indicators.register import REGISTER
from flows.windows import Grain, Window
from warehouse.query import Row

METRICS = {
    "nps": "NPS",
    "csat": "CSAT",
    "net_sentiment": "Net sentiment",
    "mentions": "Mentions per 1,000 texts",
    "mentions_without_topic": "Customers who say it per 1,000 texts without a topic",
    "negative_rate": "Bad words, %",
    "rating_lost": "Average rating (of 100)",
    "customers_at_risk": "Customers at risk",
    "revenue_at_risk": "Revenue at risk",
    "cause_share": "Share of bad words with a cause, %",
    "ces": "Ease on a scale of 1 to 7",
    "first_response": "Complaints answered in time, %",
    "resolution": "Complaints solved in time, %",
    "first_contact_resolution": "Solved at the first contact, %",
    "retention": "Customers who stayed, %",
    "response_rate": "Invitations answered, %",
    "nps_target": "NPS against its target",
    "csat_target": "CSAT against its target",
    "ces_target": "Ease against its target",
    "first_response_target": "Complaints answered in time against the target, %",
    "resolution_target": "Complaints solved in time against the target, %",
    "first_contact_resolution_target": "Solved at the first contact against the target, %",
    "retention_target": "Customers who stayed against the target, %",
    "response_rate_target": "Invitations answered against the target, %",
    "acknowledged_in_time": "Complaints acknowledged in time, %",
    "resolved_in_time": "Complaints resolved in time, %",
    "reopened": "Complaints reopened, %",
    "satisfaction_after": "CSAT after a complaint, %",
    "recovered_gap": "CSAT after a complaint beside that without one, %",
    "backlog_age": "Open complaints that are old, %",
    "on_time": "Orders on time, %",
    "defects": "Complaints about products and processes per 1,000 orders",
    "requests_met": "Special requests met in time, %",
    "replies_in_time": "Answered in time, %",
    "net_sentiment_gap": "Net sentiment, rivals' and ours",
    "net_sentiment_gap_change": "Lead in net sentiment",
    "praise_gap": "Customers who praise it, ours and theirs, %",
    "naming_customers": "Customers who name it per 1,000 who write",
    "suggesting_people": "People who ask for it per 1,000 who write",
    "complaints_per_1000": "Complaints per 1,000 customers",
    "revenue": "Revenue",
    "orders": "Orders",
    "price_sentiment": "Net sentiment about prices",
    "price_share": "Texts about prices, %",
    "complaints": "Complaints",
    "core_churn": "Core customers lost",
    "on_time_share": "Orders on time, %",
    "reply_share": "Reviews answered, %",
    "acknowledge_hours": "Hours to a first answer",
    "resolve_hours": "Hours to a solution",
    "reason_to_buy": "Customers who buy for it, %",
    "rating_variance": "Of how ratings differ, %",
    "volume": "Feedback",
    "share_of_voice": "Share of voice in per cent",
    "sentiment_gap": "Net sentiment less the rival's",
    "expecting_customers": "Customers with an expectation or request, per cent",
    "negative_customers": "Customers with something negative",
    "urgent_customers": "Customers in need of somebody soon",
    "silent_days": "Silent days",
    "silent_unhappy": "Unhappy customers",
    "lapsed_silent": "Left without a complaint",
    "delivery_gap": "Customers' view and staff's belief",
    "broken_promise": "Texts of a broken promise, per cent",
    "recommending": "Texts that recommend, per cent",
    "warning_others": "Texts that warn others, per cent",
    "promoters": "Promoters, per cent",
    "team_link": "Teams' staff and customers, rank correlation",
    "practice": "Checklist, per cent yes",
    "proactive_share": "Cases begun by us, per cent",
    "sentiment_versions": "Versions of the sentiment model",
    "taxonomy_versions": "Versions of the topics",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: its strongest finding says why; `moved` has each metric once, `seen` each window and indicator."""

    subject: str
    verdict: str
    severity: int
    moved: tuple[str, ...]
    seen: tuple[str, ...]
    reason: str


def lines_of(rows: Iterable[Row], own: Collection[str]) -> tuple[Line, ...]:
    """One line per subject, strongest first."""
    together: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: _weight(row, own)):
        together.setdefault(row["subject"], []).append(row)
    return tuple(_line(found) for found in together.values())


def _weight(row: Row, own: Collection[str]) -> tuple[Any, ...]:
    """Strongest first; then ours, whole brands before their parts, and what is surest."""
    return (
        -row["severity"],
        row["subject_brand"] not in own,
        bool(row["subject_topic"] or row["subject_channel"]),
        1.0 if row["q_value"] is None else row["q_value"],
        row["indicator"],
        row["subject"],
        row["metric"],
    )


def _line(rows: Sequence[Row]) -> Line:
    """Of a subject's rows, the strongest first."""
    strongest = rows[0]
    by_metric = {row["metric"]: row for row in reversed(rows)}
    return Line(
        subject=strongest["subject"].replace("/", " / ") or "all",
        verdict=strongest["verdict"],
        severity=strongest["severity"],
        moved=tuple(moved(by_metric[metric]) for metric in sorted(by_metric, key=_order)),
        seen=tuple(dict.fromkeys(seen(row) for row in rows)),
        reason=strongest["reason"],
    )


def _order(metric: str) -> int:
    return list(METRICS).index(metric) if metric in METRICS else len(METRICS)


def seen(row: Row) -> str:
    """Which window, and what it is compared with: `2026-10 vs the months before`."""
    grain: Grain = row["grain"]
    known = REGISTER.get(row["indicator"])
    how = known.compared.format(grain=grain) if known else row["indicator"].replace("_", " ")
    return f"{Window(row['window_start'], grain).label} {how}"


COUNTED = ("silent_unhappy", "customers_at_risk", "revenue_at_risk")
"""Estimates of whole customers and of money: a decimal would claim too much."""
ALONE = ("silent_unhappy", "lapsed_silent")
"""Metrics that did not move from anything: what stands beside them is no earlier value."""


def metric_name(metric: str) -> str:
    """As a manager calls it."""
    return METRICS.get(metric, metric.replace("_", " ").capitalize())


def moved(row: Row) -> str:
    """The metric before and now: `NPS +41 → +22`; now alone where nothing was before."""
    name = metric_name(row["metric"])
    if row["indicator"] == "response_bias" and row["value"] is not None:
        return f"Mix of {name} answers, drift {row['value']:.2f}"
    before, now = (figure(row[side], row["metric"]) for side in ("comparison", "value"))
    if row["metric"] in ALONE:
        return f"{name} {now}"
    return f"{name} {before} → {now}"


def figure(value: float | None, metric: str) -> str:
    """A value as it is shown, a dash for none; from a thousand on, and where whole things are counted, no decimals."""
    if value is None:
        return "–"
    if metric == "csat":
        return f"{value:.0f} %"
    digits = 0 if abs(value) >= 1000 or metric in COUNTED else 1
    text = f"{value:+.0f}" if metric in ("nps", "net_sentiment") else f"{value:,.{digits}f}".removesuffix(".0")
    return text.replace("-", "−")
