"""What the collectors of goals, actions and prices share: where a metric is read, in which scope, for how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from flows.indicators.planned import REPLY_DAYS, Followed
from flows.queries import Read, sql
from warehouse.query import Row

SCOPE = ("channel", "location", "product", "team", "topic", "cause")
QUERIES: dict[Followed, str] = {
    "nps": "plan_votes",
    "csat": "plan_votes",
    "net_sentiment": "plan_votes",
    "reply_share": "plan_votes",
    "on_time_share": "plan_orders",
    "complaints_per_1000": "plan_cases",
    "acknowledge_hours": "plan_cases",
    "respond_hours": "plan_cases",
    "resolve_hours": "plan_cases",
}

WAITS = {"acknowledge_hours": "heard", "respond_hours": "answered", "resolve_hours": "solved"}
"""What is waited for, as service_cases.sql calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is read: the metric of brands between two moments, by periods counted from `origin`, in a scope, as it was
    known at the second.

    unit, touched, excluded  as in plan_votes.sql: whom the event touched, and who else is left out
    """

    metric: str
    brands: Sequence[str]
    start: datetime
    end: datetime
    origin: datetime
    grain: Literal["week", "month"]
    scope: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    touched: Sequence[str] = ()
    excluded: Sequence[str] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "wait": WAITS.get(self.metric, ""),
            "followed_days": REPLY_DAYS,
            "brands": list(self.brands),
            "from": self.start,
            "to": self.end,
            "origin": self.origin,
            "grain": self.grain,
            "unit": self.unit,
            "touched": list(self.touched),
            "excluded": [*self.touched, *self.excluded],
            **{name: self.scope.get(name, "") for name in SCOPE},
        }


def rows_of(read: Read, query: str, asked: Asked) -> list[Row]:
    """One per side and period. Raises Unavailable."""
    return read(sql(query), asked.parameters)


class Customers:
    """How many customers each brand had, as facts tell it."""

    def __init__(self, read: Read, asked: Asked) -> None:
        self._rows = read(sql("plan_customers"), asked.parameters)

    def between(self, brands: Sequence[str], start: datetime, end: datetime) -> float | None:
        """Of all these brands together; None where one of them is not known."""
        known = [self._of(brand, start, end) for brand in brands]
        return sum(each for each in known if each is not None) if known and None not in known else None

    def _of(self, brand: str, start: datetime, end: datetime) -> float | None:
        """The mean of what overlaps with the period, else the newest count that is not over a year older."""
        rows = [row for row in self._rows if row["brand"] == brand]
        weighed = [(_overlap(row, start, end), row["customers"]) for row in rows]
        seconds = sum(weight for weight, _ in weighed)
        if seconds:
            return float(sum(weight * customers for weight, customers in weighed) / seconds)
        past = [row for row in rows if start - timedelta(days=366) < row["period_end"] <= start]
        return float(max(past, key=lambda row: row["period_end"])["customers"]) if past else None


def _overlap(row: Row, start: datetime, end: datetime) -> float:
    return float(max(0.0, (min(row["period_end"], end) - max(row["period_start"], start)).total_seconds()))
