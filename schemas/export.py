"""Writes the JSON Schema of every topic to schemas/json/: `python -m schemas.export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from schemas.dead_letter import DeadLetter
from schemas.feedback import FeedbackEvent
from schemas.scored import ScoredEvent
from schemas.topics import TOPICS

FOLDER = Path(__file__).with_name("json")
EXAMPLES = Path(__file__).with_name("examples")
MODELS: dict[str, type[msgspec.Struct]] = {m.__name__: m for m in (FeedbackEvent, ScoredEvent, DeadLetter)}


def schema_of(topic: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a topic's messages."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": topic,
        "description": TOPICS[topic].purpose,
        **msgspec.json.schema(MODELS[TOPICS[topic].schema]),
    }


def rendered(topic: str) -> str:
    """The schema as it is checked in."""
    return json.dumps(schema_of(topic), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for topic in TOPICS:
        (FOLDER / f"{topic}.schema.json").write_text(rendered(topic), encoding="utf-8")


if __name__ == "__main__":
    main()
