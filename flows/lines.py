"""Findings in words: what a line of the report says of one subject."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.beside import beside, told_verdict
from flows.indicators.register import REGISTER
from flows.metric_names import metric_name
from flows.names import UNNAMED, Names, when
from flows.windows import Grain, Window
from warehouse.query import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: what was found about it, each metric once with its window, strongest first; the first says why."""

    subject: str
    verdict: str
    severity: int
    found: tuple[str, ...]
    reason: str


def lines_of(rows: Iterable[Row], own: Collection[str], names: Names = UNNAMED) -> tuple[Line, ...]:
    """One line per subject, strongest first."""
    together: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: _weight(row, own)):
        together.setdefault(row["subject"], []).append(row)
    return tuple(_line(found, names) for found in together.values())


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


def _line(rows: Sequence[Row], names: Names) -> Line:
    """Of a subject's rows, the strongest first."""
    strongest = rows[0]
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(row["metric"], row)
    told = [f"{measured(row)} ({seen(row)})" for row in firsts.values()]
    more = [f"and {len(told) - MOST} more"] if len(told) > MOST else []
    return Line(
        subject=names.subject(strongest),
        verdict=told_verdict(strongest["indicator"], strongest["metric"], strongest["verdict"]),
        severity=strongest["severity"],
        found=(*told[:MOST], *more),
        reason=names.sentence(strongest["reason"]),
    )


def seen(row: Row) -> str:
    """Which window, and what it is compared with: `October 2026, vs the months before`."""
    grain: Grain = row["grain"]
    known = REGISTER.get(row["indicator"])
    how = known.compared.format(grain=grain) if known else row["indicator"].replace("_", " ")
    return f"{when(Window(row['window_start'], grain))}, {how}"


COUNTED = ("silent_unhappy", "customers_at_risk", "revenue_at_risk")
"""Estimates of whole customers and of money: a decimal would claim too much."""
MOST = 4
"""Metrics of a subject that are named."""
ALONE = ("silent_unhappy", "lapsed_silent")
"""Metrics that did not move from anything, and are told without what stands beside them."""


def measured(row: Row) -> str:
    """The metric before and now: `NPS +41 → +22`; beside another of the same time: `Average rating 54, against 73
    without bad words`; alone where it is held against nothing.
    """
    name = metric_name(row["metric"])
    if row["indicator"] == "response_bias" and row["value"] is not None:
        return f"Mix of {name} answers, drift {row['value']:.2f}"
    other, own = (figure(row[side], row["metric"]) for side in ("comparison", "value"))
    if row["metric"] in ALONE or row["comparison"] is None:
        return f"{name} {own}"
    money = f" {row['unit']}" if _CURRENCY.fullmatch(row.get("unit") or "") else ""
    whose = beside(row["indicator"], row["metric"])
    told = f"{name} {own}{money}, against {other} {whose}" if whose else f"{name} {other} → {own}{money}"
    return f"{told} while perception warns" if row["indicator"] == GROWTH and row["severity"] else told


_CURRENCY = re.compile("[A-Z]{3}")
GROWTH = "growth_vs_perception"
"""Its metric rises: what threatens is that perception does not."""


def figure(value: float | None, metric: str) -> str:
    """A value as it is shown, a dash for none; from a thousand on, and where whole things are counted, no decimals."""
    if value is None:
        return "–"
    if metric == "csat":
        return f"{value:.0f} %"
    digits = 0 if abs(value) >= 1000 or metric in COUNTED else 1
    text = f"{value:+.0f}" if metric in ("nps", "net_sentiment") else f"{value:,.{digits}f}".removesuffix(".0")
    return text.replace("-", "−")
