"""The topics as schemas/topics.yaml declares them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

RAW = "feedback.raw"
SCORED = "feedback.scored"
DEAD_LETTERS = "feedback.dead_letters"
CASES = "feedback.cases"
FACTS = "business.facts"
GENERATION_HEADER = "generation"
"""On feedback.raw: an event that is scored once more, and how often it was: decimal digits, 1 to MAX_GENERATION."""


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One topic's declaration: who writes and reads it, what a message is, how it is cut and how long it stays."""

    purpose: str
    schema: str
    key: str
    partitions: Annotated[int, Meta(ge=1)]
    retention_days: Annotated[int, Meta(ge=1)]
    max_message_bytes: Annotated[int, Meta(ge=1024)]
    producers: list[str]
    consumers: list[str]


def load_topics(path: Path) -> dict[str, Topic]:
    """Topic name -> declaration. Raises msgspec.ValidationError that names what is missing or misspelt."""
    return msgspec.yaml.decode(path.read_bytes(), type=dict[str, Topic])


def read_by(worker: str) -> tuple[str, ...]:
    """The topics that a worker consumes, as declared."""
    return tuple(name for name, topic in TOPICS.items() if worker in topic.consumers)


TOPICS = load_topics(Path(__file__).with_name("topics.yaml"))
SCORABLE = read_by("score")
LANDABLE = read_by("land")
