"""Writes the JSON Schema of every topic to schemas/json/: `python -m schemas.export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from schemas.case import CaseEvent
from schemas.dead_letter import DeadLetter
from schemas.fact import NEEDED, OR, BusinessFact, Kind
from schemas.feedback import FeedbackEvent
from schemas.scored import ScoredEvent
from schemas.topics import TOPICS

FOLDER = Path(__file__).with_name("json")
EXAMPLES = Path(__file__).with_name("examples")
MODELS: dict[str, type[msgspec.Struct]] = {
    model.__name__: model for model in (FeedbackEvent, ScoredEvent, DeadLetter, CaseEvent, BusinessFact)
}


def schema_of(topic: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a topic's messages."""
    model = MODELS[TOPICS[topic].schema]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": topic,
        "description": TOPICS[topic].purpose,
        **msgspec.json.schema(model),
        **({"allOf": list(map(_of_kind, NEEDED))} if model is BusinessFact else {}),
    }


def _of_kind(kind: Kind) -> dict[str, Any]:
    """What a fact of that kind needs, beside what each fact needs."""
    needs = [{"anyOf": [{"required": [field]} for field in needed.split(OR)]} for needed in NEEDED[kind]]
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {"allOf": needs}}


def rendered(topic: str) -> str:
    """The schema as it is checked in."""
    return json.dumps(schema_of(topic), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for topic in TOPICS:
        (FOLDER / f"{topic}.schema.json").write_text(rendered(topic), encoding="utf-8")


if __name__ == "__main__":
    main()
