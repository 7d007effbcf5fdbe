"""One piece of feedback as a source hands it over: topic `feedback.raw`, version 1."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.limits import Attributes, Direction, EventId, Label, Language, Long, Name, Rating, Short, Text, Time

Kind = Literal["survey", "review", "social"]
Role = Literal["customer", "employee", "manager", "supplier"]


def _about(description: str, ge: int | None = None, le: int | None = None) -> Meta:
    return Meta(description=description, ge=ge, le=le)


class FeedbackEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person said once, about one brand, through one channel.

    Strings are "" and numbers None where the source does not say; something is said: text, rating, nps, csat or ces.
    Fields that a newer producer adds are ignored by older consumers; a change that breaks them is a new schema_version.
    """

    schema_version: Annotated[Literal[1], _about("the version of this schema")]
    event_id: Annotated[EventId, _about("the same however often it is sent; the key on every topic")]
    source: Annotated[Name, _about("who hands it over, such as nps_survey or app_store")]
    kind: Kind
    channel: Annotated[Name, _about("how it was said, such as email, app or phone")]
    brand: Annotated[Label, _about("whom it is about: ours or a rival's")]
    occurred_at: Annotated[Time, _about("when it was said: at most five years before receipt, unless history")]
    received_at: Annotated[Time, _about("when it was pushed: stamped once, carried unchanged")]
    text: Text = ""
    language_hint: Annotated[Language, _about("what the source believes the language to be")] = ""

    rating: Annotated[Rating, _about("on the scale rating_min to rating_max")] | None = None
    rating_min: Rating | None = None
    rating_max: Rating | None = None
    rating_direction: Direction = "higher_is_better"
    nps: Annotated[int, _about("would recommend: 0 to 10", ge=0, le=10)] | None = None
    csat: Annotated[int, _about("satisfaction: 1 to 5", ge=1, le=5)] | None = None
    csat_direction: Direction = "higher_is_better"
    ces: Annotated[int, _about("effort or ease: 1 to 7", ge=1, le=7)] | None = None
    ces_direction: Direction = "higher_is_better"

    question: Long = ""
    survey_id: Short = ""
    journey_stage: Short = ""
    location: Short = ""
    team: Short = ""
    agent_ref: Annotated[Short, _about("a pseudonym of who served the customer")] = ""
    handled_by: Literal["human", "bot", "mixed"] | None = None
    product: Short = ""
    order_ref: Short = ""
    respondent_role: Role = "customer"
    customer_ref: Annotated[Short, _about("a pseudonym; the same customer has the same one")] = ""
    customer_segment: Short = ""
    reply_at: Annotated[Time | None, _about("when the organisation answered in public")] = None
    url: Long = ""
    attributes: Attributes = {}
    history: Annotated[bool, _about("an import: may be older than five years, never before 1990")] = False
