"""Which episodes each channel has still to be told of. Pure: what is told is a matter of what was told before.

An episode is told when it is new, again when it is worse than whatever was told, and when it is over. What could not be
told is due again in the next run; what somebody has acknowledged is told only when it gets worse or is over. Late
feedback may show that what was told to be over is not: then that is told, and its real end when it comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.alerts.rules import AlertRules, Rule, Told

_Row = Mapping[str, Any]
_Before = Mapping[tuple[str, str], "_Known"]


@dataclass(slots=True)
class _Known:
    """What a channel knows of an episode: the loudest since it was told last that it is over, and when that was."""

    loudest: int | None = None
    over_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One episode for one channel; `state` is how it is told, `rule` which asked for it first.

    again  the channel was told that it is over
    """

    channel: str
    rule: str
    state: Told
    episode: _Row
    again: bool = False


def due(episodes: Sequence[_Row], told: Iterable[_Row], rules: AlertRules) -> list[Alert]:
    """The alerts to send, strongest first within a channel.

    episodes  rows of untold.sql; told  rows of told.sql, as they were told one after the other
    """
    before: dict[tuple[str, str], _Known] = {}
    for row in told:
        known = before.setdefault((row["episode_id"], row["channel"]), _Known())
        if row["state"] == "recovered":
            known.loudest, known.over_since = None, row["sent_at"]
        else:
            known.loudest = max(row["severity"], known.loudest or 0)
    return [alert for channel in rules.channels for alert in _of_channel(channel, episodes, before, rules)]


def _of_channel(channel: str, episodes: Sequence[_Row], before: _Before, rules: AlertRules) -> Iterator[Alert]:
    for episode in episodes:
        known = before.get((episode["episode_id"], channel), _Known())
        if state := _state(episode, known):
            asking = (rule for rule in rules.rules if channel in rule.channels and rule.fits(episode))
            if first := next((rule for rule in asking if _is_wanted(rule, state, episode)), None):
                yield Alert(channel, first.name, state, episode, again=known.over_since is not None)


def _state(episode: _Row, known: _Known) -> Told | None:
    """How the episode is news to somebody who knows this much of it; None where it is none."""
    if episode["state"] == "recovered":
        return "recovered" if known.loudest is not None else None
    if known.loudest is None:
        return None if _is_seen(episode, known.over_since) else "new"
    return "worse" if episode["severity"] > known.loudest else None


def _is_seen(episode: _Row, over_since: datetime | None) -> bool:
    """Whether somebody acknowledged it: if it was told to be over, since then."""
    seen: datetime | None = episode["acknowledged_at"]
    return seen is not None and (over_since is None or seen > over_since)


def _is_wanted(rule: Rule, state: Told, episode: _Row) -> bool:
    """What was worse before anybody was told of it is so also for a rule that asks for nothing but that."""
    return state in rule.states or (state == "new" and episode["state"] == "worse" and "worse" in rule.states)
