"""The register of indicators: adding one is a module with `measure`, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from flows.indicators import (
    model_break,
    new_entrant,
    perception_drop,
    perception_trend,
    perception_yoy,
    response_bias,
    source_outage,
    volume_drop,
)
from flows.indicators.config import IndicatorsConfig
from flows.indicators.inputs import Heartbeat, MentionSeries, PerceptionSeries, Versions, VolumeSeries, YearPair
from flows.indicators.outputs import Estimate

Input = TypeVar("Input")


@dataclass(frozen=True, slots=True)
class Indicator(Generic[Input]):
    """One indicator: its id in the warehouse, what it is for, what it reads, how it measures."""

    name: str
    title: str
    group: Literal["threat", "data trust"]
    formula_version: str
    reads: type[Input]
    measure: Callable[[Input, IndicatorsConfig], Estimate]


PERCEPTION_DROP = Indicator(
    name=perception_drop.NAME,
    title="Perception fell against the weeks or months before",
    group="threat",
    formula_version=perception_drop.FORMULA_VERSION,
    reads=PerceptionSeries,
    measure=perception_drop.measure,
)
PERCEPTION_YOY = Indicator(
    name=perception_yoy.NAME,
    title="Perception fell against the year before, like for like",
    group="threat",
    formula_version=perception_yoy.FORMULA_VERSION,
    reads=YearPair,
    measure=perception_yoy.measure,
)
PERCEPTION_TREND = Indicator(
    name=perception_trend.NAME,
    title="Perception is sliding",
    group="threat",
    formula_version=perception_trend.FORMULA_VERSION,
    reads=PerceptionSeries,
    measure=perception_trend.measure,
)
NEW_ENTRANT = Indicator(
    name=new_entrant.NAME,
    title="Customers start to move to an unknown brand",
    group="threat",
    formula_version=new_entrant.FORMULA_VERSION,
    reads=MentionSeries,
    measure=new_entrant.measure,
)
RESPONSE_BIAS = Indicator(
    name=response_bias.NAME,
    title="Answers come from elsewhere than before",
    group="data trust",
    formula_version=response_bias.FORMULA_VERSION,
    reads=PerceptionSeries,
    measure=response_bias.measure,
)
VOLUME_DROP = Indicator(
    name=volume_drop.NAME,
    title="Far less feedback than expected",
    group="data trust",
    formula_version=volume_drop.FORMULA_VERSION,
    reads=VolumeSeries,
    measure=volume_drop.measure,
)
SOURCE_OUTAGE = Indicator(
    name=source_outage.NAME,
    title="A source went silent",
    group="data trust",
    formula_version=source_outage.FORMULA_VERSION,
    reads=Heartbeat,
    measure=source_outage.measure,
)
MODEL_BREAK = Indicator(
    name=model_break.NAME,
    title="The two sides were scored by different models",
    group="data trust",
    formula_version=model_break.FORMULA_VERSION,
    reads=Versions,
    measure=model_break.measure,
)
CATALOGUE: dict[str, Indicator[Any]] = {
    indicator.name: indicator
    for indicator in (
        PERCEPTION_DROP,
        PERCEPTION_YOY,
        PERCEPTION_TREND,
        NEW_ENTRANT,
        RESPONSE_BIAS,
        VOLUME_DROP,
        SOURCE_OUTAGE,
        MODEL_BREAK,
    )
}
