"""The limits that every event keeps, said once: the models and the JSON Schemas are made from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

MAX_TEXT_BYTES = 32 * 1024
MAX_MESSAGE_BYTES = 1024 * 1024
MAX_ATTRIBUTES = 100
MAX_GENERATION = (1 << 20) - 1
"""Rescores that a version of a landed row has room for."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nobody gave feedback by event before this; in real files a date of 1970 is a missing date."""
MAX_AGE = timedelta(days=5 * 366)
"""How long before its receipt feedback may have been given, unless it is marked as history."""
MAX_AHEAD = timedelta(days=1)
"""How far a source's clock may run ahead of ours."""
MAX_PLANNED = timedelta(days=10 * 366)
"""How far ahead of its receipt what is planned may lie: when an action is due, a campaign ends."""


def about(description: str, ge: int | None = None, le: int | None = None) -> Meta:
    """What a field is, and between what an integer lies."""
    return Meta(description=description, ge=ge, le=le)


Time = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset; times without one are refused")]
EventId = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[!-~]+$(?!\n)", description="printable ASCII")]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$(?!\n)")]
Label = Annotated[str, Meta(min_length=1, max_length=128)]
Short = Annotated[str, Meta(max_length=256)]
Long = Annotated[str, Meta(max_length=2048)]
Text = Annotated[str, Meta(max_length=MAX_TEXT_BYTES, description=f"at most {MAX_TEXT_BYTES} bytes of UTF-8")]
Language = Annotated[
    str, Meta(max_length=35, pattern=r"^([A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*)?$(?!\n)", description="BCP 47")
]
Key = Annotated[str, Meta(min_length=1, max_length=128)]
Attributes = Annotated[dict[Key, Long], Meta(max_length=MAX_ATTRIBUTES)]
Labels = Annotated[dict[Key, Short], Meta(max_length=MAX_ATTRIBUTES, description="labels, never what somebody wrote")]

Rating = Annotated[float, Meta(ge=-1_000_000_000, le=1_000_000_000)]
"""Finite by far: of a scale from -1e308 to 1e308 no share can be computed."""

Amount = Annotated[float, Meta(ge=-1_000_000_000_000_000, le=1_000_000_000_000_000)]
"""A yearly revenue in the smallest currency fits, and it is still a whole number of it."""
Share = Annotated[float, Meta(ge=0, le=1)]
Currency = Annotated[str, Meta(max_length=3, pattern=r"^([A-Z]{3})?$(?!\n)", description="ISO 4217, such as EUR")]

Direction = Literal["higher_is_better", "lower_is_better"]
