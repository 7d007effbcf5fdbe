"""One step in a case's life, a complaint or a special request: topic `feedback.cases`, version 1.

The stages are those of ISO 10002. A case is all steps of the same source with the same `case_id`; they may come in any
order, and a step need not repeat what another one said.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.limits import EventId, Label, Labels, Name, Short, Time, about
from schemas.scored import Cause

Stage = Literal["received", "acknowledged", "assessed", "investigated", "responded", "resolved", "reopened", "closed"]
Severity = Literal["low", "medium", "high", "critical"]


class CaseEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened to one case at one moment, without the customer's words.

    Strings are "" and others None where the step does not say. Fields that a newer producer adds are ignored by older
    consumers; a change that breaks them is a new schema_version.
    """

    schema_version: Annotated[Literal[1], about("the version of this schema")]
    event_id: Annotated[
        EventId, about("the step's, not the case's: a hash, the same however often it is sent; the key")
    ]
    source: Annotated[Name, about("who hands it over, such as helpdesk")]
    case_id: Annotated[Label, about("the same in every step of the case, unique within its source")]
    stage: Annotated[Stage, about("the stage of ISO 10002 that the case has reached")]
    brand: Annotated[Label, about("whose case it is")]
    occurred_at: Annotated[Time, about("when it reached it: at most five years before receipt, unless history")]
    received_at: Annotated[Time, about("when it was pushed: stamped once, carried unchanged")]

    kind: Annotated[Literal["complaint", "special_request"] | None, about("a case that never says is a complaint")] = (
        None
    )
    origin: Annotated[
        Literal["customer", "proactive"] | None,
        about("who spoke first; proactive: we did. A case that never says is a customer's"),
    ] = None
    severity: Severity | None = None
    cause: Annotated[Cause | None, about("what it is put down to")] = None
    topic: Annotated[Short, about("a topic of the taxonomy, where it is one")] = ""
    channel: Annotated[Short, about("how the customer came, such as email, app or phone")] = ""
    product: Short = ""
    location: Short = ""
    team: Annotated[Short, about("the team that has it, never a person")] = ""
    first_contact: Annotated[bool | None, about("it was resolved at the first contact")] = None
    customer_ref: Annotated[Short, about("a pseudonym, the same as in feedback")] = ""
    customer_segment: Short = ""
    order_ref: Short = ""
    feedback_event_id: Annotated[str, Meta(max_length=128, description="the feedback that it came from")] = ""
    attributes: Labels = {}
    history: Annotated[bool, about("an import: may be older than five years, never before 1990")] = False
