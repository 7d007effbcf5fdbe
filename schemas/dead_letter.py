"""A message that was refused, kept with its reason: topic `feedback.dead_letters`, version 1."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.errors import Reason
from schemas.limits import EventId, Time

Stage = Literal["push", "score", "land"]


class DeadLetter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The refused bytes as they came, where they came from, and what is wrong with which field."""

    schema_version: Literal[1]
    dead_letter_id: EventId
    stage: Stage
    origin: Annotated[str, Meta(max_length=256, description="the topic it was read from, or the source that pushed it")]
    partition: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    offset: Annotated[int, Meta(ge=0, le=2**62)] | None = None
    line: Annotated[int, Meta(ge=1, le=2**53, description="in the pushed file, from 1")] | None = None
    event_id: Annotated[str, Meta(max_length=128, description="where it could still be read")] = ""
    source: Annotated[str, Meta(max_length=64)] = ""
    field: Annotated[str, Meta(max_length=256)]
    reason: Reason
    detail: Annotated[str, Meta(max_length=1024, description="one sentence without the customer's words")]
    payload: Annotated[bytes, Meta(description="base64 of the refused bytes, whole")] = b""
    failed_at: Annotated[Time, Meta(description="when it was refused: from 1990 to a day ahead")]
