"""What the organisation believes and promises, the silent majority, staff, programme."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from flows.indicators.config.base import Positive, Section, Share
from schemas.scored import Cause

QUESTIONS = {
    "leadership.attention": "Leadership looks at what customers say",
    "strategy.official": "Service is part of the official strategy",
    "rules.customer_oriented": "Rules and processes are made for customers",
    "quality.measured": "The quality of service is measured",
    "quality.told_to_staff": "Staff are told what the measurements show",
    "technology.personal_contact": "Technology leaves room for personal contact",
    "rivals.watched": "Rivals' service is watched",
    "customers.asked": "Customers are asked",
    "complaints.easy": "Complaining is easy, and known to be",
    "staff.empowered": "Staff may solve problems on the spot",
}
"""A checklist to begin with: question -> its wording."""


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
    what the surveys show of customers known by a reference: how many of them, at least `minimum_asked`, complained
    within `days` of it, where at least the share `minimum_known` of all complaints tells whose it is. `watch`,
    `warning`, `critical`: unhappy at the least, as a share of all customers; what surveys show is a watch at most.
    `fall`: complaints fewer by this share, while surveys show no fewer unhappy, are a channel that closed.
    `lapsed_watch`: this share of the customers who left never complained.
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=24)
    complaint_rate: tuple[Share, Share] = (0.03, 0.07)
    rates: tuple[ComplaintRate, ...] = ()
    minimum_asked: int = Field(default=200, ge=50)
    minimum_known: Share = Field(default=0.9, ge=0.5)
    days: int = Field(default=30, ge=1, le=90)
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


class PromiseGap(Section):
    """Texts that speak of a broken promise; `delta` in percentage points of the texts.

    `weeks_after`: a campaign is talked about so long after its end; `longest_weeks`: one whose end nobody told lasts
    no longer.
    """

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=36)
    delta: Positive = 1
    weeks_after: int = Field(default=4, ge=0, le=26)
    longest_weeks: int = Field(default=26, ge=1, le=104)


class Advocacy(Section):
    """Customers who recommend, warn others, or are promoters; each one's delta in percentage points."""

    windows: tuple[Literal["month"], ...] = ("month",)
    baseline_windows: int = Field(default=12, ge=3, le=36)
    recommending: Positive = 2
    warning_others: Positive = 1
    promoters: Positive = 4


class EmployeeVoice(Section):
    """What staff write, against the quarters before; `delta` in points of net sentiment."""

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    baseline_windows: int = Field(default=8, ge=3, le=20)
    delta: Positive = 8


class EmployeeLink(Section):
    """Teams' staff against their customers a quarter later; a rank correlation of `delta` is one worth knowing."""

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    delta: Share = 0.3
    minimum_staff: int = Field(default=5, ge=3)
    minimum_customers: int = Field(default=10, ge=5)


class PracticeAudit(Section):
    """The checklist of a service programme: question -> its wording; what was answered so long ago is stale.

    `watch`: less than this share of yes among all questions. `proactive`: less than this share of the cases is begun by
    us.
    """

    windows: tuple[Literal["quarter"], ...] = ("quarter",)
    stale_months: int = Field(default=12, ge=1, le=60)
    watch: Share = 0.75
    proactive: Share = 0.05
    questions: dict[str, str] = Field(default=QUESTIONS, min_length=1)


class GapSections(Section):
    """One section per indicator, named after it."""

    silent_unhappy: SilentUnhappy = SilentUnhappy()
    delivery_gap: DeliveryGap = DeliveryGap()
    promise_gap: PromiseGap = PromiseGap()
    employee_voice: EmployeeVoice = EmployeeVoice()
    employee_link: EmployeeLink = EmployeeLink()
    advocacy: Advocacy = Advocacy()
    practice_audit: PracticeAudit = PracticeAudit()
