"""Which episodes each channel has still to be told of. Pure: what is told is a matter of what was told before.

An episode is told when it is new, again when it is worse than whatever was told, and when it is over. What could not be
told is due again in the next run; what somebody has acknowledged is told only when it gets worse or is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.alerts.rules import AlertRules, Rule, Told

_Row = Mapping[str, Any]
_Before = Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode for one channel; `state` is how it is told, `rule` which asked for it first."""

    channel: str
    rule: str
    state: Told
    episode: _Row


def due(episodes: Sequence[_Row], told: Iterable[_Row], rules: AlertRules) -> list[Alert]:
    """The alerts to send, strongest first within a channel.

    episodes  rows of untold.sql; told  rows of told.sql
    """
    before: dict[tuple[str, str], dict[str, int]] = {}
    for row in told:
        before.setdefault((row["episode_id"], row["channel"]), {})[row["state"]] = row["severity"]
    return [alert for channel in rules.channels for alert in _of_channel(channel, episodes, before, rules)]


def _of_channel(channel: str, episodes: Sequence[_Row], before: _Before, rules: AlertRules) -> Iterator[Alert]:
    for episode in episodes:
        known = before.get((episode["episode_id"], channel), {})
        if state := _state(episode, known):
            asking = (rule for rule in rules.rules if channel in rule.channels and rule.fits(episode))
            if first := next((rule for rule in asking if _is_wanted(rule, state, episode)), None):
                yield Alert(channel, first.name, state, episode)


def _state(episode: _Row, known: Mapping[str, int]) -> Told | None:
    """How the episode is news to somebody who knows this much of it; None where it is none."""
    if episode["state"] == "recovered":
        return "recovered" if known and "recovered" not in known else None
    if not known:
        return None if episode["acknowledged_at"] else "new"
    loudest = max(severity for state, severity in known.items() if state != "recovered")
    return "worse" if episode["severity"] > loudest else None


def _is_wanted(rule: Rule, state: Told, episode: _Row) -> bool:
    """What was worse before anybody was told of it is so also for a rule that asks for nothing but that."""
    return state in rule.states or (state == "new" and episode["state"] == "worse" and "worse" in rule.states)
