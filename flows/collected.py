"""How the input of each indicator is collected from the warehouse, and what is measured of a window.

The perception family shares one reading of the answers instead (`flows.judge`). How each is measured stands in
`flows.indicators.catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

from flows.collect import (
    action_effect,
    advocacy,
    base_service,
    benchmark_gap,
    burst,
    cause_mix,
    competitor_gain,
    delivery_gap,
    employee_link,
    employee_voice,
    expectation_shift,
    goal_progress,
    growth_vs_perception,
    kpi_breach,
    practice_audit,
    practice_gap,
    price_impact,
    promise_gap,
    recovery,
    recurring_problem,
    reply_coverage,
    silent_unhappy,
    strength_topic,
    suggestion_demand,
    value_drivers,
    weakness_topic,
)
from flows.indicators.catalogue import CATALOGUE
from flows.indicators.outputs import Estimate
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window

Collect = Callable[[Read, Window, Rules], Iterable[Any]]
"""Rows of the warehouse → inputs of the indicator's `measure`."""

COLLECTED: dict[str, Collect] = {
    "burst": burst.collect,
    "competitor_gain": competitor_gain.collect,
    "expectation_shift": expectation_shift.collect,
    "advocacy": advocacy.collect,
    "growth_vs_perception": growth_vs_perception.collect,
    "price_impact": price_impact.collect,
    "kpi_breach": kpi_breach.collect,
    "base_service": base_service.collect,
    "recovery": recovery.collect,
    "reply_coverage": reply_coverage.collect,
    "benchmark_gap": benchmark_gap.collect,
    "weakness_topic": weakness_topic.collect,
    "cause_mix": cause_mix.collect,
    "recurring_problem": recurring_problem.collect,
    "promise_gap": promise_gap.collect,
    "delivery_gap": delivery_gap.collect,
    "silent_unhappy": silent_unhappy.collect,
    "employee_voice": employee_voice.collect,
    "strength_topic": strength_topic.collect,
    "practice_gap": practice_gap.collect,
    "suggestion_demand": suggestion_demand.collect,
    "value_drivers": value_drivers.collect,
    "employee_link": employee_link.collect,
    "practice_audit": practice_audit.collect,
    "goal_progress": goal_progress.collect,
    "action_effect": action_effect.collect,
}
"""By name, in the order of the register; its section of the configuration says over which windows it is judged."""


def estimates(read: Read, window: Window, rules: Rules, names: Set[str]) -> Iterator[Estimate]:
    """What the named ones measure of a window, in the order of the register. Raises Unavailable."""
    for name, collect in COLLECTED.items():
        if name in names and window.grain in rules.config.windows_of(name):
            for each in collect(read, window, rules):
                yield CATALOGUE[name].measure(each, rules.config)
