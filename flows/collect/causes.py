"""What bad mentions of our brands are put down to, for `cause_mix` and `weakness_topic`."""

from __future__ import annotations

from collections.abc import Iterable

from flows.collect.reading import asked, sources_of
from flows.indicators.causes import Causes
from flows.queries import Read, sql
from flows.rules import Rules
from flows.windows import Window
from warehouse.query import Row

YEAR = 12


def causes_of(read: Read, window: Window, rules: Rules) -> dict[str, Causes]:
    """By brand of ours, those about whom nothing bad was said or believed included."""
    brands = rules.brands.own
    measured = _by_brand(read(sql("causes"), asked(window, window, brands)))
    since = window.shift(-YEAR).start if window.grain == "month" else window.year_before().start
    beliefs = _by_brand(read(sql("beliefs"), {"brands": brands, "since": since, "to": window.end}))
    return {brand: _causes(measured.get(brand, []), beliefs.get(brand, [])) for brand in brands}


def _by_brand(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["brand"], []).append(row)
    return found


def _causes(measured: Iterable[Row], beliefs: Iterable[Row]) -> Causes:
    by_cause = {row["cause"]: row for row in measured}
    total = by_cause.pop("", None)
    return Causes(
        mentions={cause: row["mentions"] for cause, row in by_cause.items()},
        customers=total["customers"] if total else 0,
        beliefs={row["cause"]: row["belief"] for row in beliefs},
        event_ids={cause: tuple(row["event_ids"]) for cause, row in by_cause.items()},
        sources=sources_of(total),
    )
