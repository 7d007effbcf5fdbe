"""What a pushed row may become: feedback, a step of a case, or a fact about the business. Each has its own topic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from schemas.case import CaseEvent
from schemas.fact import BusinessFact
from schemas.feedback import FeedbackEvent
from schemas.parse import parse_case, parse_event, parse_fact
from schemas.topics import CASES, FACTS, RAW

TypeName = Literal["feedback", "case", "fact"]
"""As a map's `record` says it."""
Event = FeedbackEvent | CaseEvent | BusinessFact


class RecordType(NamedTuple):
    """`parse` raises InvalidEvent only. `verbatim`: fields that this version does not know are sent as well."""

    name: TypeName
    plural: str
    topic: str
    model: type[msgspec.Struct]
    parse: Callable[[bytes | None, datetime], Event]
    verbatim: bool


FEEDBACK = RecordType("feedback", "feedback", RAW, FeedbackEvent, parse_event, verbatim=True)
# an export of a helpdesk or a shop holds letters and names in columns that nobody asked for: these are left behind
CASE = RecordType("case", "cases", CASES, CaseEvent, parse_case, verbatim=False)
FACT = RecordType("fact", "facts", FACTS, BusinessFact, parse_fact, verbatim=False)

RECORD_TYPES: dict[TypeName, RecordType] = {type_.name: type_ for type_ in (FEEDBACK, CASE, FACT)}
