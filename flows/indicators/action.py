"""An action of the plan, as its newest version tells it, and what `action_effect` is given of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.indicators.event_effect import Weeks
from flows.indicators.vocabulary import Window

Unit = Literal["location", "product", "team", "topic", "cause"]
UNITS: tuple[Unit, ...] = ("location", "product", "team", "topic", "cause")
"""In what an action may have touched a part: the first of these that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Times are UTC; strings are "" where they were not said."""

    action_id: str
    event_id: str
    brand: str
    objective: str
    owner: str
    start_at: datetime
    name: str = ""
    action_type: str = ""
    cause: str = ""
    topic: str = ""
    product: str = ""
    location: str = ""
    team: str = ""
    channel: str = ""
    metric: str = ""
    due_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def unit(self) -> Unit | None:
        """What distinguishes those it touched from those it did not; None where it was for all."""
        return next((unit for unit in UNITS if getattr(self, unit)), None)

    @property
    def where(self) -> str:
        """`Lindow`, `locker, Stonemere`; the brand where it was for all."""
        parts = [self.topic.replace("_", " "), self.product, self.team, self.channel, self.location]
        return ", ".join(part for part in parts if part) or self.brand


@dataclass(frozen=True, slots=True, eq=False)
class ActionRead:
    """One action at the end of a month; `weeks`: its metric where it was done, `beside`: others done in those weeks."""

    action: Action
    window: Window
    weeks: Weeks | None = None
    beside: tuple[Action, ...] = ()
