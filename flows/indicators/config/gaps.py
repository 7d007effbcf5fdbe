"""What the organisation believes and promises, the silent majority, staff, programme."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from flows.indicators.config.base import Positive, Section, Share
from schemas.scored import Cause


class ComplaintRate(Section):
    """What share of the unhappy complain, where somebody measured it: of a cause, of a channel, of both."""

    cause: Cause | None = None
    channel: str = ""
    low: Share
    high: Share

    @model_validator(mode="after")
    def _tells_where_and_is_an_interval(self) -> ComplaintRate:
        if not self.cause and not self.channel:
            raise ValueError("a measured rate names a cause or a channel; complaint_rate is the one of all")
        if self.low > self.high:
            raise ValueError("low is at most high")
        return self

    def fits(self, cause: str, channel: str) -> bool:
        """Whether complaints of this cause and channel are of those that it was measured of."""
        return self.cause in (None, cause) and self.channel in ("", channel)


class SilentUnhappy(Section):
    """The unhappy who do not complain.

    `complaint_rate`: the share of the unhappy who do; `rates` replace it where measured, the first that fits; so does
    what the surveys show, from `minimum_asked` unhappy answers on. `watch`, `warning`, `critical`: unhappy at the
    least, as a share of all customers. `fall`: complaints fewer by this share, while surveys show no fewer unhappy,
    are a channel that closed. `lapsed_watch`: this share of the customers who left never complained.
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=24)
    complaint_rate: tuple[Share, Share] = (0.03, 0.07)
    rates: tuple[ComplaintRate, ...] = ()
    minimum_asked: int = Field(default=200, ge=50)
    watch: Share = 0.01
    warning: Share = 0.02
    critical: Share = 0.05
    fall: Share = 0.2
    lapsed_watch: Share = 0.5

    @model_validator(mode="after")
    def _in_order(self) -> SilentUnhappy:
        if not self.watch <= self.warning <= self.critical:
            raise ValueError("watch is at most warning, warning at most critical")
        if self.complaint_rate[0] > self.complaint_rate[1]:
            raise ValueError("complaint_rate is [low, high]")
        return self


class DeliveryGap(Section):
    """Belief less perception, in percentage points; from `believes` (0-100 of its scale) on an answer is a yes."""

    windows: tuple[Literal["half_year"], ...] = ("half_year",)
    delta: Positive = 10
    believes: float = Field(default=75, gt=0, le=100)


class GapSections(Section):
    """One section per indicator, named after it."""

    silent_unhappy: SilentUnhappy = SilentUnhappy()
    delivery_gap: DeliveryGap = DeliveryGap()
