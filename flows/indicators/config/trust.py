"""Whether the data can be trusted."""

from __future__ import annotations

from pydantic import Field

from flows.indicators.config.base import Positive, Section, Share


class ResponseBias(Section):
    """Mix drift in Cohen's w: from `watch` on it is said, from `warning` on it is loud."""

    watch: Positive = 0.1
    warning: Positive = 0.3


class Volume(Section):
    """A loss of volume: under `share` of what was expected and p below `alpha`."""

    share: Share = 0.8
    alpha: Share = 0.001
    baseline_windows: int = Field(default=12, ge=3, le=52)


class Outage(Section):
    """A silent source: longer than ever before in `minimum_days`, and p below `alpha`.

    It holds up what `share` of its answers comes from it, for `windows` windows; then the source counts as ended.
    A window without any complaint or lapse is a gap where a nought has a p below `alpha`.
    """

    alpha: Share = 0.001
    minimum_days: int = Field(default=28, ge=14)
    share: Share = 0.05
    windows: int = Field(default=2, ge=1, le=3)


class TrustSections(Section):
    """One section per indicator, named after it."""

    response_bias: ResponseBias = ResponseBias()
    volume_drop: Volume = Volume()
    source_outage: Outage = Outage()
