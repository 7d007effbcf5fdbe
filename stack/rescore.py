"""History through the scorer again: what was scored by other versions than today's is sent as it was landed.

It takes the path of new feedback, marked with a generation that is higher than that of what it replaces, so its row
wins and a live edit of the same event still wins over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from schemas.errors import EarshotError, Unavailable
from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_GENERATION
from schemas.topics import GENERATION_HEADER, RAW
from stack.home import Home
from stack.processes import declared
from stack.supervisor import Supervisor
from streams.lag import wait_until_landed
from streams.outbox import Message, Outbox
from streams.scoring import Scorer
from streams.settings import KafkaSettings, ScoreSettings
from warehouse.client import connect
from warehouse.history import StaleEvents

RESTART_SECONDS = 60.0
LAND_SECONDS = 120.0
SLOWEST_RATE = 1_000  # events per second through the stream, below which waiting is given up
OnProgress = Callable[[int, int], None]
"""Hears how many events are sent, and how many will be."""


class NotRescored(EarshotError):  # noqa: N818 - it names what happened
    """Some events came back with scores of other versions."""


@dataclass(frozen=True)
class Rescored:
    """`events` were sent, as `generation`; the two versions are those of this configuration.

    `restarted`: the scorer of this home was; scorers elsewhere are their operators' to restart.
    """

    events: int
    restarted: bool
    generation: int
    sentiment_version: str
    taxonomy_version: str


def rescore(home: Home, from_: datetime, to: datetime, wait: float, on_progress: OnProgress) -> Rescored:
    """Sends what is stale between the two times (aware, `to` excluded); `wait` > 0: until all of it is queryable.

    The scorer of this home is restarted first, so that it has the configuration that is counted with here; what it had
    scored before has then to land, which the lander must do.
    Raises BadConfig, Unavailable, or NotRescored when, after waiting, events have scores of yet another configuration.
    """
    scorer = Scorer.load(ScoreSettings().config_dir)
    versions = {"sentiment_version": scorer.sentiment_version, "taxonomy_version": scorer.taxonomy_version}
    client, restarted = connect(), False
    try:
        stale = StaleEvents(client, from_, to, **versions)
        events, highest = stale.count()
        if events:
            restarted = renew_scorer(home)
            # what the scorer before scored last, maybe of a rescore before this one, must be seen here
            wait_until_landed(KafkaSettings(), {}, LAND_SECONDS)
            events, highest = stale.count()
            _send(stale, events, highest + 1, wait, on_progress)
    finally:
        client.close()
    return Rescored(events, restarted, highest + 1, **versions)


def renew_scorer(home: Home) -> bool:
    """Restarts the scorer of this home; whether there is one. Raises Unavailable if it does not come back."""
    supervisor = Supervisor(home)
    if not supervisor.is_running():
        return False
    address = next(process.address for process in declared(0) if process.name == "score")
    supervisor.restart("score", address, RESTART_SECONDS)
    return True


def _send(stale: StaleEvents, events: int, generation: int, wait: float, on_progress: OnProgress) -> None:
    if generation > MAX_GENERATION:
        raise NotRescored(f"these events were rescored {generation - 1} times, which is as often as it goes")
    kafka = KafkaSettings()
    outbox = Outbox(kafka, _too_large)
    try:
        sent = 0
        for page in stale.pages():
            for event in page:
                outbox.send(_message(event, generation, kafka))
            sent += len(page)
            on_progress(sent, max(sent, events))
        outbox.flush()
    finally:
        outbox.close()
    if wait:
        wait_until_landed(kafka, outbox.ends, max(wait, sent / SLOWEST_RATE))
        _check(stale.count()[0])


def _message(event: FeedbackEvent, generation: int, kafka: KafkaSettings) -> Message:
    headers = [(GENERATION_HEADER, str(generation).encode())]
    return Message(kafka.named(RAW), event.event_id.encode(), msgspec.json.encode(event), headers=headers)


def _too_large(message: Message) -> None:
    raise Unavailable(
        f"the topic {message.topic} does not take an event of {len(message.value)} bytes that it took once"
    )


def _check(left: int) -> None:
    if left:
        raise NotRescored(
            f"{left} events still have other versions: have all scorers been restarted with this configuration, and is "
            "none of the events a dead letter now?"
        )
