"""How each indicator of the register is measured, and from what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flows.indicators import (
    action_effect,
    advocacy,
    base_service,
    benchmark_gap,
    burst,
    cause_mix,
    competitor_gain,
    delivery_gap,
    emerging_theme,
    employee_link,
    employee_voice,
    expectation_shift,
    goal_progress,
    growth_vs_perception,
    kpi_breach,
    model_break,
    new_entrant,
    perception_drop,
    perception_shift,
    perception_trend,
    perception_yoy,
    practice_audit,
    practice_gap,
    price_impact,
    promise_gap,
    recovery,
    recurring_problem,
    reply_coverage,
    response_bias,
    silent_unhappy,
    source_outage,
    strength_topic,
    suggestion_demand,
    value_drivers,
    volume_drop,
    weakness_topic,
)
from flows.indicators.config import IndicatorsConfig
from flows.indicators.outputs import Estimate

Input = TypeVar("Input")


@dataclass(frozen=True, slots=True)
class Indicator(Generic[Input]):
    """One indicator: its id in the register and the warehouse, and how it measures."""

    name: str
    measure: Callable[[Input, IndicatorsConfig], Estimate]


PERCEPTION_DROP = Indicator(perception_drop.NAME, perception_drop.measure)
PERCEPTION_YOY = Indicator(perception_yoy.NAME, perception_yoy.measure)
PERCEPTION_TREND = Indicator(perception_trend.NAME, perception_trend.measure)
PERCEPTION_SHIFT = Indicator(perception_shift.NAME, perception_shift.measure)
NEW_ENTRANT = Indicator(new_entrant.NAME, new_entrant.measure)
EMERGING_THEME = Indicator(emerging_theme.NAME, emerging_theme.measure)
RESPONSE_BIAS = Indicator(response_bias.NAME, response_bias.measure)
VOLUME_DROP = Indicator(volume_drop.NAME, volume_drop.measure)
SOURCE_OUTAGE = Indicator(source_outage.NAME, source_outage.measure)
MODEL_BREAK = Indicator(model_break.NAME, model_break.measure)
CATALOGUE: dict[str, Indicator[Any]] = {
    indicator.name: indicator
    for indicator in (
        PERCEPTION_DROP,
        PERCEPTION_YOY,
        PERCEPTION_TREND,
        PERCEPTION_SHIFT,
        Indicator(burst.NAME, burst.measure),
        Indicator(competitor_gain.NAME, competitor_gain.measure),
        NEW_ENTRANT,
        Indicator(expectation_shift.NAME, expectation_shift.measure),
        Indicator(advocacy.NAME, advocacy.measure),
        Indicator(growth_vs_perception.NAME, growth_vs_perception.measure),
        Indicator(price_impact.NAME, price_impact.measure),
        VOLUME_DROP,
        EMERGING_THEME,
        Indicator(kpi_breach.NAME, kpi_breach.measure),
        Indicator(base_service.NAME, base_service.measure),
        Indicator(recovery.NAME, recovery.measure),
        Indicator(reply_coverage.NAME, reply_coverage.measure),
        Indicator(benchmark_gap.NAME, benchmark_gap.measure),
        Indicator(weakness_topic.NAME, weakness_topic.measure),
        Indicator(cause_mix.NAME, cause_mix.measure),
        Indicator(recurring_problem.NAME, recurring_problem.measure),
        Indicator(promise_gap.NAME, promise_gap.measure),
        Indicator(delivery_gap.NAME, delivery_gap.measure),
        Indicator(silent_unhappy.NAME, silent_unhappy.measure),
        Indicator(employee_voice.NAME, employee_voice.measure),
        Indicator(strength_topic.NAME, strength_topic.measure),
        Indicator(practice_gap.NAME, practice_gap.measure),
        Indicator(suggestion_demand.NAME, suggestion_demand.measure),
        Indicator(value_drivers.NAME, value_drivers.measure),
        Indicator(employee_link.NAME, employee_link.measure),
        Indicator(practice_audit.NAME, practice_audit.measure),
        Indicator(goal_progress.NAME, goal_progress.measure),
        Indicator(action_effect.NAME, action_effect.measure),
        SOURCE_OUTAGE,
        MODEL_BREAK,
        RESPONSE_BIAS,
    )
}
"""In the order of the register."""
