"""The action plan as facts tell it, with what was found of each action."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flows.collect.action_effect import action_of
from flows.indicators.action import Action
from flows.indicators.event_told import LEVELS
from flows.indicators.told_actions import Told
from flows.queries import Read, sql


def read_actions(read: Read, now: datetime, own: Collection[str]) -> list[Action]:
    """Each of ours as it was told last before `now`. Raises Unavailable."""
    found = [action_of(row) for row in read(sql("plan_actions"), {"to": now})]
    return [action for action in found if not action.brand or action.brand in own]


def read_effects(read: Read, now: datetime) -> dict[str, Told]:
    """What the newest judged month says of each: its id → what was found. Raises Unavailable."""
    names = ("verdict", "metric", "after", "before", "reason")
    rows = read(sql("plan_effects"), {"to": now, "levels": LEVELS})
    return {row["action_id"]: Told(**{name: row[name] for name in names}) for row in rows}
