"""One piece of feedback as a source hands it over: topic `feedback.raw`, version 1."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from schemas.limits import Attributes, Direction, EventId, Label, Language, Long, Name, Rating, Short, Text, Time, about

Kind = Literal["survey", "review", "social"]
Role = Literal["customer", "employee", "manager", "supplier"]


class FeedbackEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person said once, about one brand, through one channel.

    Strings are "" and numbers None where the source does not say; something is said: text, rating, nps, csat or ces.
    Fields that a newer producer adds are ignored by older consumers; a change that breaks them is a new schema_version.
    """

    schema_version: Annotated[Literal[1], about("the version of this schema")]
    event_id: Annotated[EventId, about("a hash, the same however often it is sent; the key on every topic")]
    source: Annotated[Name, about("who hands it over, such as nps_survey or app_store")]
    kind: Kind
    channel: Annotated[Name, about("how it was said, such as email, app or phone")]
    brand: Annotated[Label, about("whom it is about: ours or a rival's")]
    occurred_at: Annotated[Time, about("when it was said: at most five years before receipt, unless history")]
    received_at: Annotated[Time, about("when it was pushed: stamped once, carried unchanged")]
    text: Text = ""
    language_hint: Annotated[Language, about("what the source believes the language to be")] = ""

    rating: Annotated[Rating, about("on the scale rating_min to rating_max")] | None = None
    rating_min: Rating | None = None
    rating_max: Rating | None = None
    rating_direction: Direction = "higher_is_better"
    nps: Annotated[int, about("would recommend: 0 to 10", ge=0, le=10)] | None = None
    csat: Annotated[int, about("satisfaction: 1 to 5", ge=1, le=5)] | None = None
    csat_direction: Direction = "higher_is_better"
    ces: Annotated[int, about("effort or ease: 1 to 7", ge=1, le=7)] | None = None
    ces_direction: Direction = "higher_is_better"

    question: Long = ""
    survey_id: Short = ""
    journey_stage: Short = ""
    location: Short = ""
    team: Short = ""
    agent_ref: Annotated[Short, about("a pseudonym of who served the customer")] = ""
    handled_by: Literal["human", "bot", "mixed"] | None = None
    product: Short = ""
    order_ref: Short = ""
    respondent_role: Role = "customer"
    customer_ref: Annotated[Short, about("a pseudonym; the same customer has the same one")] = ""
    customer_segment: Short = ""
    reply_at: Annotated[Time | None, about("when the organisation answered in public")] = None
    url: Long = ""
    attributes: Attributes = {}
    history: Annotated[bool, about("an import: may be older than five years, never before 1990")] = False
