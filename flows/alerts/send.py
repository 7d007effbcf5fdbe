"""Messages → channels, by Apprise. A channel that fails is tried again, and never stops a flow."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from apprise import Apprise
from prefect.logging import get_run_logger

from flows.alerts.due import Alert, due
from flows.alerts.messages import Message, messages
from flows.alerts.rules import VARIABLE, AlertRules, address_of
from flows.names import UNNAMED, Names
from flows.queries import Read, sql

PAUSES: tuple[float, ...] = (0, 2, 8)
"""Seconds before each attempt; what fails all of them is due again in the next run."""


def tell(
    read: Read,
    rules: AlertRules,
    address: Callable[[str], str] = address_of,
    pauses: Sequence[float] = PAUSES,
    names: Names = UNNAMED,
) -> Iterator[list[dict[str, Any]]]:
    """Send what is due and yield, per message that a channel took, the rows for `warehouse.episodes.write_alerts`.

    Written message by message: a run that dies tells again what it could not write down, at most one message.
    Raises Unavailable where the warehouse is away.
    """
    for message in messages(_due(read, rules), rules.link, rules.digest_from, names):
        if not address(message.channel):
            log().info("the channel %s has no address (%s…): told nothing", message.channel, VARIABLE)
        elif attempts := _delivered(message, address(message.channel), pauses):
            yield [_sent(alert, attempts) for alert in message.alerts]
        else:
            log().error("the channel %s did not take %d alerts: next run again", message.channel, len(message.alerts))


def untold(read: Read, rules: AlertRules, address: Callable[[str], str] = address_of) -> Counter[str]:
    """By channel that has an address, how many alerts are due: after a run those that it did not take."""
    return Counter(alert.channel for alert in _due(read, rules) if address(alert.channel))


def _due(read: Read, rules: AlertRules) -> list[Alert]:
    if not rules.rules:
        return []
    episodes = read(sql("untold"), {})
    told: Iterable[Mapping[str, Any]] = read(sql("told"), {"episodes": [row["episode_id"] for row in episodes]})
    return due(episodes, told, rules)


def _delivered(message: Message, address: str, pauses: Sequence[float]) -> int:
    """How many attempts it took; 0 where all failed."""
    channel = Apprise()
    if not channel.add(address):
        log().error("the address of the channel %s is none that Apprise knows", message.channel)
        return 0
    for attempt, pause in enumerate(pauses, 1):
        time.sleep(pause)
        if channel.notify(title=message.title, body=message.body):
            return attempt
    return 0


def _sent(alert: Alert, attempts: int) -> dict[str, Any]:
    return {
        "episode_id": alert.episode["episode_id"],
        "state": alert.state,
        "severity": alert.episode["severity"],
        "channel": alert.channel,
        "rule": alert.rule,
        "sent_at": datetime.now(UTC),
        "attempts": attempts,
    }


def log() -> logging.Logger | logging.LoggerAdapter[Any]:
    """The run's log inside a flow, else this module's."""
    try:
        return get_run_logger()
    except RuntimeError:  # Prefect's MissingContextError is one
        return logging.getLogger(__name__)
