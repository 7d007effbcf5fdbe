"""The error tree: what is invalid is kept as a dead letter, what is unavailable is retried.

EarshotError
├── InvalidEvent   this one message will never be right: dead letter, go on
└── Unavailable    the other side is away for now: wait, send the same again
"""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "null_message",
    "too_large",
    "invalid_utf8",
    "malformed_json",
    "unknown_version",
    "missing_field",
    "wrong_type",
    "not_allowed",
    "out_of_range",
    "too_long",
    "naive_time",
    "bad_date",
    "contradiction",
    "empty",
    "unreadable_record",
    "unmapped",
]
"""Why a message was refused, as a code that can be counted."""


class EarshotError(Exception):
    """Whatever Earshot itself raises; its text is one clear line without customers' words."""


class InvalidEvent(EarshotError):  # noqa: N818 - past participles name what happened to the event
    """A message that breaks its schema. `field` names the culprit ("" for the message as a whole)."""

    def __init__(self, field: str, reason: Reason, detail: str) -> None:
        super().__init__(f"{field or 'message'}: {detail}")
        self.field = field
        self.reason: Reason = reason
        self.detail = detail


class Unavailable(EarshotError):  # noqa: N818
    """A broker, warehouse or server that does not answer now; the same call may succeed later."""
