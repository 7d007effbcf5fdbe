"""Why events are msgspec structs: the same message parsed by both candidates, `python -m bench.parse`.

pydantic gets the same fields with the same limits, translated from the struct; our checks across fields run on both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pydantic

from schemas.checks import check_event
from schemas.export import EXAMPLES
from schemas.feedback import FeedbackEvent
from schemas.parse import parse_event

ROUNDS = 50_000
NOW = datetime(2026, 10, 5, tzinfo=UTC)


def translated(hint: Any) -> Any:
    """A msgspec annotation as pydantic says it."""
    if get_origin(hint) is Annotated:
        plain, meta = get_args(hint)[0], get_args(hint)[1]
        limits = {name: getattr(meta, name) for name in ("ge", "le", "min_length", "max_length", "pattern")}
        field = pydantic.Field(**{name: limit for name, limit in limits.items() if limit is not None})
        return Annotated[pydantic.AwareDatetime if plain is datetime else translated(plain), field]
    if get_origin(hint) in (Union, UnionType):
        return Union[tuple(translated(part) for part in get_args(hint))]  # noqa: UP007 - built at run time
    return hint


def pydantic_twin() -> type[pydantic.BaseModel]:
    """A strict model with the struct's fields, limits and defaults."""
    hints = get_type_hints(FeedbackEvent, include_extras=True)
    fields: dict[str, Any] = {
        field.name: (translated(hints[field.name]), ... if field.required else default(field))
        for field in msgspec.structs.fields(FeedbackEvent)
    }
    return pydantic.create_model("Twin", __config__=pydantic.ConfigDict(strict=True, frozen=True), **fields)


def default(field: msgspec.structs.FieldInfo) -> Any:
    made = callable(field.default_factory)
    return pydantic.Field(default_factory=field.default_factory) if made else field.default


def per_second(parse: Callable[[bytes], object], payload: bytes) -> float:
    started = time.process_time()
    for _ in range(ROUNDS):
        parse(payload)
    return ROUNDS / (time.process_time() - started)


def main() -> None:
    payload = (EXAMPLES / "feedback.raw" / "survey.json").read_bytes()
    twin = pydantic_twin()
    candidates: dict[str, Callable[[bytes], object]] = {
        "msgspec": lambda b: parse_event(b, NOW),
        "pydantic": lambda b: check_event(twin.model_validate_json(b), NOW),  # type: ignore[arg-type]
    }
    rates = {name: sorted(per_second(parse, payload) for _ in range(3))[1] for name, parse in candidates.items()}
    for name, rate in rates.items():
        print(f"{name:10} {rate:>10,.0f} events/s per core")
    first, second = rates.values()
    print(f"{'ratio':10} {first / second:>10.1f}")


if __name__ == "__main__":
    main()
