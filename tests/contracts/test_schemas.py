"""What producers and consumers in other languages rely on: the schema files, the examples, and that both age well."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemas.errors import InvalidEvent
from schemas.export import EXAMPLES, FOLDER, rendered, schema_of
from schemas.fact import KINDS, NEEDED, OR, Kind
from schemas.parse import parse_case, parse_dead_letter, parse_event, parse_fact, parse_scored
from schemas.topics import CASES, DEAD_LETTERS, FACTS, RAW, SCORED, TOPICS

NOW = datetime(2026, 10, 5, tzinfo=UTC)
PARSERS: dict[str, Any] = {
    RAW: parse_event,
    SCORED: parse_scored,
    DEAD_LETTERS: parse_dead_letter,
    CASES: parse_case,
    FACTS: parse_fact,
}
ALL_EXAMPLES = sorted(EXAMPLES.glob("*/*.json"))


def test_every_topic_is_declared_named_and_has_examples() -> None:
    assert set(TOPICS) == set(PARSERS) == {path.parent.name for path in ALL_EXAMPLES}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_checked_in_schema_is_the_generated_one(topic: str) -> None:
    assert (FOLDER / f"{topic}.schema.json").read_text(encoding="utf-8") == rendered(topic), (
        "run python -m schemas.export"
    )


@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_an_example_fits_its_schema_and_parses(path: Path) -> None:
    payload = path.read_bytes()
    jsonschema.validate(json.loads(payload), schema_of(path.parent.name))
    PARSERS[path.parent.name](payload, NOW)


@pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_an_example_with_a_newer_field_is_still_read_by_this_consumer(path: Path) -> None:
    newer = {**json.loads(path.read_bytes()), "added_later": {"any": ["thing"]}}
    jsonschema.validate(newer, schema_of(path.parent.name))
    PARSERS[path.parent.name](json.dumps(newer).encode(), NOW)


OLD_SCHEMAS = Path(__file__).parents[1] / "data/released_schemas"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_the_released_schema_promises_still_holds(topic: str) -> None:
    """A released field keeps its type, and nothing becomes required: old events parse, old consumers read new ones."""
    old = json.loads((OLD_SCHEMAS / f"{topic}.schema.json").read_text(encoding="utf-8"))
    new = schema_of(topic)
    for name, definition in old["$defs"].items():
        now = new["$defs"][name]
        assert set(now["required"]) <= set(definition["required"]), f"{name}: a field became required"
        for field, shape in definition["properties"].items():
            assert types_of(now["properties"][field]) >= types_of(shape), f"{name}.{field}: its type became narrower"


def test_every_kind_of_fact_has_an_example_that_holds_what_the_kind_needs() -> None:
    assert {path.stem for path in (EXAMPLES / FACTS).iterdir()} == set(KINDS) == set(NEEDED)
    assert all(json.loads((EXAMPLES / FACTS / f"{kind}.json").read_bytes())["kind"] == kind for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_and_the_parser_refuse_the_same_lack(kind: Kind) -> None:
    whole = json.loads((EXAMPLES / FACTS / f"{kind}.json").read_bytes())
    for needed in NEEDED[kind]:
        fields = needed.split(OR)
        lacking = {name: value for name, value in whole.items() if name not in fields}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(lacking, schema_of(FACTS))
        with pytest.raises(InvalidEvent) as refused:
            parse_fact(json.dumps(lacking).encode(), NOW)
        assert (refused.value.field, refused.value.reason) == (fields[0], "missing_field")


def test_no_kind_of_fact_needs_more_than_its_released_schema_says() -> None:
    old = json.loads((OLD_SCHEMAS / f"{FACTS}.schema.json").read_text(encoding="utf-8"))["allOf"]
    new = {rule["if"]["properties"]["kind"]["const"]: rule["then"]["allOf"] for rule in schema_of(FACTS)["allOf"]}
    for rule in old:
        needed = rule["then"]["allOf"]
        for now in new[rule["if"]["properties"]["kind"]["const"]]:
            assert any(all(way in now["anyOf"] for way in was["anyOf"]) for was in needed), rule["if"]


def types_of(shape: dict[str, Any]) -> set[str]:
    if "anyOf" in shape:
        return set().union(*(types_of(part) for part in shape["anyOf"]))
    return {shape.get("type", shape.get("$ref", "enum"))} | {str(value) for value in shape.get("enum", [])}
