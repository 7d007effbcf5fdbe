"""How each indicator of the register is measured, and from what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flows.indicators import (
    emerging_theme,
    model_break,
    new_entrant,
    perception_drop,
    perception_shift,
    perception_trend,
    perception_yoy,
    response_bias,
    source_outage,
    volume_drop,
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
        NEW_ENTRANT,
        EMERGING_THEME,
        RESPONSE_BIAS,
        VOLUME_DROP,
        SOURCE_OUTAGE,
        MODEL_BREAK,
    )
}
