"""Alerts as a person reads them: one message each, or a digest instead of a flood.

They carry what the findings say: no customer's text, no customer. Words of customers that a finding is about (a phrase
that many used) stay in the warehouse, since a chat is read by whoever is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.alerts.due import Alert
from flows.alerts.rules import LEAST
from flows.names import UNNAMED, Names

HEADLINES = {"new": "New", "worse": "Worse", "recovered": "Over"}
NOT_OVER = "Not over after all"
SEVERITIES = {severity: name for name, severity in LEAST.items()}
MOST = 30
"""Lines of a digest."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one channel gets at once, about these alerts."""

    channel: str
    title: str
    body: str
    alerts: tuple[Alert, ...]


def messages(alerts: Sequence[Alert], link: str, digest_from: int, names: Names = UNNAMED) -> Iterator[Message]:
    """Per channel one message each, or one for all where there are `digest_from` or more."""
    for channel, group in groupby(alerts, key=lambda alert: alert.channel):
        mine = tuple(group)
        if len(mine) < digest_from:
            yield from (Message(channel, _title(alert, names), _body(alert, link, names), (alert,)) for alert in mine)
        else:
            yield Message(channel, f"Earshot: {len(mine)} findings", _digest(mine, link, names), mine)


def _title(alert: Alert, names: Names) -> str:
    return f"Earshot: {_headline(alert, names)}"


def _headline(alert: Alert, names: Names) -> str:
    episode = alert.episode
    level = SEVERITIES.get(episode["severity"], "") if alert.state != "recovered" else ""
    what = f"{episode['indicator'].replace('_', ' ')}, {_about(alert, names)}"
    news = NOT_OVER if alert.again and alert.state == "new" else HEADLINES[alert.state]
    return f"{news}{f' ({level})' if level else ''}: {what}"


def _about(alert: Alert, names: Names) -> str:
    episode = alert.episode
    if episode["is_phrase"]:
        return f"{episode['subject_brand']}, in words of customers"
    return names.subject(episode)


def _reason(alert: Alert, names: Names) -> str:
    return "Which words: earshot findings." if alert.episode["is_phrase"] else names.sentence(alert.episode["reason"])


def _body(alert: Alert, link: str, names: Names) -> str:
    episode = alert.episode
    owner = f"Owner: {episode['owner']}." if episode["owner"] else "Nobody owns it yet."
    known = f"Known since {episode['first_seen']:%Y-%m-%d}. {owner} Finding {episode['episode_id'][:12]}."
    lines = [_reason(alert, names), known, _link(alert, link)]
    return "\n".join(line for line in lines if line)


def _digest(alerts: Sequence[Alert], link: str, names: Names) -> str:
    lines = [f"{_headline(alert, names)}. {_reason(alert, names)}" for alert in alerts[:MOST]]
    if len(alerts) > MOST:
        lines.append(f"And {len(alerts) - MOST} more: earshot findings.")
    lines.append(_link(alerts[0], link))
    return "\n\n".join(line for line in lines if line)


def _link(alert: Alert, link: str) -> str:
    return link.format(episode_id=alert.episode["episode_id"], indicator=alert.episode["indicator"])
