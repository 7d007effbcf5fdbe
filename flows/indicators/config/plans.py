"""Goals, actions, prices."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from flows.indicators.config.base import Positive, Section, Share


class GoalProgress(Section):
    """Goals of goals.yaml; they are told for `after_months` beyond the month of their deadline."""

    windows: tuple[Literal["month"], ...] = ("month",)
    after_months: int = Field(default=3, ge=0, le=24)


class Interrupted(Section):
    """What an event changed, told from the weeks after it.

    `weeks_after`: so many must have passed, and so many on each side are compared. `history_weeks` before it are read;
    under 52 it is only described. `followed_weeks`: how long it is told of. `share`: the practical change of shares in
    percentage points, `rate` of counts as a part of their level before; scores have theirs under `delta`.
    """

    weeks_after: int = Field(default=12, ge=4, le=26)
    history_weeks: int = Field(default=104, ge=26, le=208)
    followed_weeks: int = Field(default=52, ge=12, le=104)
    share: Positive = 3
    rate: Share = 0.2


class ActionEffect(Interrupted):
    """What finished actions moved, and which are overdue."""

    windows: tuple[Literal["month"], ...] = ("month",)


class PriceImpact(Interrupted):
    """What changes of our prices moved. `topic` is that of prices; who is core is said by the customer's segment."""

    windows: tuple[Literal["week"], ...] = ("week",)
    followed_weeks: int = Field(default=60, ge=12, le=104)
    topic: str = "price"
    core_segments: tuple[str, ...] = ("core",)


class PlanSections(Section):
    """One section per indicator, named after it."""

    goal_progress: GoalProgress = GoalProgress()
    action_effect: ActionEffect = ActionEffect()
    price_impact: PriceImpact = PriceImpact()
