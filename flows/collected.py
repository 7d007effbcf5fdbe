"""Which indicators read for themselves: how each is collected from the warehouse and measured, in one place.

Those that need not are the perception family (`flows.indicators.catalogue`), which shares one reading of the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flows.collect import action_effect as collect_action_effect
from flows.collect import advocacy as collect_advocacy
from flows.collect import base_service as collect_base_service
from flows.collect import benchmark_gap as collect_benchmark_gap
from flows.collect import burst as collect_burst
from flows.collect import cause_mix as collect_cause_mix
from flows.collect import competitor_gain as collect_competitor_gain
from flows.collect import delivery_gap as collect_delivery_gap
from flows.collect import employee_link as collect_employee_link
from flows.collect import employee_voice as collect_employee_voice
from flows.collect import expectation_shift as collect_expectation_shift
from flows.collect import goal_progress as collect_goal_progress
from flows.collect import growth_vs_perception as collect_growth_vs_perception
from flows.collect import kpi_breach as collect_kpi_breach
from flows.collect import practice_audit as collect_practice_audit
from flows.collect import practice_gap as collect_practice_gap
from flows.collect import price_impact as collect_price_impact
from flows.collect import promise_gap as collect_promise_gap
from flows.collect import recovery as collect_recovery
from flows.collect import recurring_problem as collect_recurring_problem
from flows.collect import reply_coverage as collect_reply_coverage
from flows.collect import silent_unhappy as collect_silent_unhappy
from flows.collect import strength_topic as collect_strength_topic
from flows.collect import suggestion_demand as collect_suggestion_demand
from flows.collect import value_drivers as collect_value_drivers
from flows.collect import weakness_topic as collect_weakness_topic
from flows.indicators import (
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
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate
from flows.queries import Read
from flows.rules import Rules
from flows.windows import Window

Input = TypeVar("Input")


@dataclass(frozen=True, slots=True)
class Collected(Generic[Input]):
    """One indicator: rows of the warehouse → inputs → one estimate each."""

    collect: Callable[[Read, Window, Rules], Iterable[Input]]
    measure: Callable[[Input, IndicatorsConfig], Estimate]


COLLECTED: dict[str, Collected[Any]] = {
    "recovery": Collected(collect_recovery.collect, recovery.measure),
    "benchmark_gap": Collected(collect_benchmark_gap.collect, benchmark_gap.measure),
    "practice_audit": Collected(collect_practice_audit.collect, practice_audit.measure),
    "employee_link": Collected(collect_employee_link.collect, employee_link.measure),
    "employee_voice": Collected(collect_employee_voice.collect, employee_voice.measure),
    "kpi_breach": Collected(collect_kpi_breach.collect, kpi_breach.measure),
    "advocacy": Collected(collect_advocacy.collect, advocacy.measure),
    "promise_gap": Collected(collect_promise_gap.collect, promise_gap.measure),
    "base_service": Collected(collect_base_service.collect, base_service.measure),
    "delivery_gap": Collected(collect_delivery_gap.collect, delivery_gap.measure),
    "reply_coverage": Collected(collect_reply_coverage.collect, reply_coverage.measure),
    "silent_unhappy": Collected(collect_silent_unhappy.collect, silent_unhappy.measure),
    "burst": Collected(collect_burst.collect, burst.measure),
    "competitor_gain": Collected(collect_competitor_gain.collect, competitor_gain.measure),
    "expectation_shift": Collected(collect_expectation_shift.collect, expectation_shift.measure),
    "weakness_topic": Collected(collect_weakness_topic.collect, weakness_topic.measure),
    "cause_mix": Collected(collect_cause_mix.collect, cause_mix.measure),
    "strength_topic": Collected(collect_strength_topic.collect, strength_topic.measure),
    "practice_gap": Collected(collect_practice_gap.collect, practice_gap.measure),
    "recurring_problem": Collected(collect_recurring_problem.collect, recurring_problem.measure),
    "suggestion_demand": Collected(collect_suggestion_demand.collect, suggestion_demand.measure),
    "growth_vs_perception": Collected(collect_growth_vs_perception.collect, growth_vs_perception.measure),
    "price_impact": Collected(collect_price_impact.collect, price_impact.measure),
    "action_effect": Collected(collect_action_effect.collect, action_effect.measure),
    "goal_progress": Collected(collect_goal_progress.collect, goal_progress.measure),
    "value_drivers": Collected(collect_value_drivers.collect, value_drivers.measure),
}
"""By name; its section of the configuration says over which windows it is judged."""


def estimates(read: Read, window: Window, rules: Rules, names: Set[str]) -> Iterator[Estimate]:
    """What the named ones measure of a window, in the order of the register. Raises Unavailable."""
    for name, indicator in COLLECTED.items():
        if name in names and window.grain in rules.config.windows_of(name):
            for each in indicator.collect(read, window, rules):
                yield indicator.measure(each, rules.config)
