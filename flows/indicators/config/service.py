"""KPIs, base service, recovery, replies, benchmarks.

Differences (delta) of shares are in percentage points. A time limit in hours has no default: without one, what took
longer than usual is told from the windows before.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from flows.indicators.config.base import Positive, Section, Share, of_a_hundred
from flows.indicators.vocabulary import Frequency

Percent = Annotated[float, Field(gt=0, lt=100), AfterValidator(of_a_hundred)]
Hours = Field(default=None, gt=0)
REPEAT_DAYS = 7


class KpiDelta(Section):
    """The smallest changes worth acting on; those of NPS and CSAT stand under `delta`. `ces` on its scale of 1 to 7."""

    ces: Positive = 0.3
    first_response: Positive = 5
    resolution: Positive = 5
    first_contact_resolution: Positive = 5
    retention: Positive = 1
    response_rate: Positive = 3


class Targets(Section):
    """What a KPI is to reach; None: none is set, and it is held against its own windows before only.

    Hours are what `in_time_share` of the cases is to keep within. `retention` is of a month.
    """

    nps: float | None = Field(default=None, ge=-100, le=100)
    csat: Percent | None = None
    ces: float | None = Field(default=None, ge=1, le=7)
    first_response_hours: float | None = Hours
    resolution_hours: float | None = Hours
    first_contact_resolution: Percent | None = None
    retention: Percent | None = None
    response_rate: Percent | None = None


class KpiBreach(Section):
    """KPIs of our brands. `brand_targets` replace single ones of `targets`; `repeat_days`: who comes back within."""

    windows: tuple[Frequency, ...] = ("week", "month")
    baseline_windows: int = Field(default=12, ge=3, le=52)
    delta: KpiDelta = KpiDelta()
    in_time_share: Share = 0.9
    repeat_days: int = Field(default=REPEAT_DAYS, ge=1, le=60)
    targets: Targets = Targets()
    brand_targets: dict[str, Targets] = Field(default_factory=dict)

    def target_of(self, brand: str, name: str) -> float | None:
        """The brand's own target, else the one of all."""
        own: float | None = getattr(self.brand_targets.get(brand, self.targets), name)
        shared: float | None = getattr(self.targets, name)
        return shared if own is None else own


class BaseService(Section):
    """Orders and special requests. `defects`: a rise of the rate by this part of it counts."""

    windows: tuple[Frequency, ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=52)
    on_time: Positive = 3
    defects: Positive = 0.25
    special_requests: Positive = 5
    request_hours: float | None = Hours


class Recovery(Section):
    """What becomes of complaints. Who answers within `followed_days` after a case ended speaks of how it ended."""

    windows: tuple[Frequency, ...] = ("week", "month")
    baseline_windows: int = Field(default=12, ge=3, le=52)
    acknowledge_hours: float | None = Hours
    resolve_hours: float | None = Hours
    in_time: Positive = 5
    reopened: Positive = 3
    backlog: Positive = 5
    backlog_growth: Positive = 5
    repeat_days: int = Field(default=REPEAT_DAYS, ge=1, le=60)
    followed_days: int = Field(default=30, ge=1, le=180)


class ReplyCoverage(Section):
    """Public answers to reviews and posts. `delta`: fewer answered within `hours`."""

    windows: tuple[Frequency, ...] = ("week",)
    baseline_windows: int = Field(default=12, ge=3, le=52)
    delta: Positive = 5
    hours: float | None = Hours


class BenchmarkGap(Section):
    """Us beside others. A published figure counts for `years` years; `minimum_stratum` customers on each side."""

    windows: tuple[Frequency, ...] = ("quarter",)
    minimum_stratum: int = Field(default=10, ge=1)
    years: int = Field(default=3, ge=1, le=10)


class ServiceSections(Section):
    """One section per indicator, named after it."""

    kpi_breach: KpiBreach = KpiBreach()
    base_service: BaseService = BaseService()
    recovery: Recovery = Recovery()
    reply_coverage: ReplyCoverage = ReplyCoverage()
    benchmark_gap: BenchmarkGap = BenchmarkGap()
