"""One fact about the business that indicators need beside feedback: topic `business.facts`, version 1.

All kinds share one flat shape, so that the warehouse has one table of them and a map names plain fields. What a kind
cannot be without stands in NEEDED, once: parsing, the JSON Schema and the tests read it there.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from schemas.feedback import Role
from schemas.limits import Amount, Currency, EventId, Labels, Long, Name, Share, Short, Time, about
from schemas.scored import Cause

Kind = Literal[
    "price_change",
    "policy_change",
    "product_change",
    "new_entrant",
    "campaign",
    "outage",
    "customers",
    "orders",
    "revenue",
    "order",
    "customer_lapsed",
    "invitations_sent",
    "belief_score",
    "benchmark",
    "audit_answer",
    "action",
]

OR = "|"
_PERIOD = ("value", "period_start", "period_end")
NEEDED: dict[Kind, tuple[str, ...]] = {
    "price_change": ("brand", "old_price", "new_price", "currency"),
    "policy_change": ("brand", "name"),
    "product_change": ("brand", "name"),
    "new_entrant": ("name",),
    "campaign": ("brand", "name", "start_at"),
    "outage": ("brand", "start_at"),
    "customers": ("brand", *_PERIOD),
    "orders": ("brand", *_PERIOD),
    "revenue": ("brand", *_PERIOD, "currency"),
    "order": ("brand", "order_ref", "promised_at"),
    "customer_lapsed": ("brand", "customer_ref"),
    "invitations_sent": ("brand", "survey_id", *_PERIOD),
    "belief_score": ("brand", "respondent_role", "topic|metric|cause", "value", "scale_min", "scale_max"),
    "benchmark": ("metric", "value", "figure_source"),
    "audit_answer": ("brand", "question_id", "answer"),
    "action": ("action_id", "objective", "owner", "start_at"),
}
"""Kind -> the fields that it needs; `a|b`: one of them."""
COUNTED = frozenset({"customers", "orders", "revenue", "invitations_sent"})
"""Kinds whose value is never below zero."""
SPANS = (("period_start", "period_end"), ("start_at", "end_at"), ("start_at", "due_at"), ("start_at", "done_at"))
"""The second of two times is not before the first."""
PLANNED = ("period_start", "period_end", "start_at", "end_at", "due_at", "done_at", "promised_at", "delivered_at")
"""Times that may lie ahead."""


class BusinessFact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened, was planned, counted or measured; which fields say it depends on `kind`.

    Strings are "" and others None where they do not apply. Fields that a newer producer adds are ignored by older
    consumers; a change that breaks them is a new schema_version.
    """

    schema_version: Annotated[Literal[1], about("the version of this schema")]
    event_id: Annotated[EventId, about("a hash, the same however often it is sent; the key on every topic")]
    source: Annotated[Name, about("who hands it over, such as shop or price_list")]
    kind: Kind
    occurred_at: Annotated[Time, about("when it took effect, happened or was measured: at most a day ahead")]
    received_at: Annotated[Time, about("when it was pushed: stamped once, carried unchanged")]

    brand: Annotated[str, Meta(max_length=128, description="whom it is about: ours or a rival's")] = ""
    product: Short = ""
    location: Short = ""
    channel: Short = ""
    team: Short = ""
    topic: Annotated[Short, about("a topic of the taxonomy, where it is one")] = ""
    metric: Annotated[Short, about("what the number measures, such as nps, csat or complaints_per_1000")] = ""
    cause: Annotated[Cause | None, about("what an action is against, or a belief about")] = None
    sector: Annotated[Short, about("the sector that a benchmark is of")] = ""
    name: Annotated[Short, about("of the entrant, the campaign, the policy or what changed")] = ""

    value: Annotated[Amount | None, about("the number: a count, an amount, a score, a figure")] = None
    unit: Annotated[Short, about("of the value, where it has one, such as points or percent")] = ""
    currency: Currency = ""
    period_start: Annotated[Time | None, about("from when the number counts")] = None
    period_end: Annotated[Time | None, about("until when, this moment excluded")] = None

    old_price: Annotated[Amount | None, about("price_change: before, not below 0")] = None
    new_price: Annotated[Amount | None, about("price_change: after, not below 0")] = None
    start_at: Annotated[Time | None, about("campaign, outage, action: when it begins")] = None
    end_at: Annotated[Time | None, about("campaign, outage: when it ends, if that is known")] = None
    order_ref: Annotated[Short, about("order: as in feedback and cases")] = ""
    promised_at: Annotated[Time | None, about("order: by when it was to be there")] = None
    delivered_at: Annotated[Time | None, about("order: when it was there, missing until then")] = None
    customer_ref: Annotated[Short, about("order, customer_lapsed: a pseudonym, the same as in feedback")] = ""
    customer_segment: Short = ""
    survey_id: Annotated[Short, about("invitations_sent: as in feedback")] = ""
    respondent_role: Annotated[Role | None, about("belief_score: who believes it")] = None
    scale_min: Annotated[Amount | None, about("belief_score: the worst score there is")] = None
    scale_max: Annotated[Amount | None, about("belief_score: the best")] = None
    sample_size: Annotated[int, about("of how many people the value is the mean", ge=1, le=2**53)] | None = None
    figure_source: Annotated[Long, about("benchmark: who published the figure")] = ""
    question_id: Annotated[Short, about("audit_answer: the question of the practice audit")] = ""
    answer: Annotated[Share | Literal["yes", "no"] | None, about("audit_answer: 0 to 1, or yes or no")] = None
    url: Annotated[Long, about("where it can be looked up: evidence, a source, an announcement")] = ""
    action_id: Annotated[Short, about("action: the same in each of its versions")] = ""
    action_type: Annotated[Short, about("action: such as prevention, training or process")] = ""
    objective: Annotated[Long, about("action: what it is to achieve")] = ""
    owner: Annotated[
        str, Meta(max_length=256, pattern=r"^[^@]*$(?!\n)", description="action: a role or a team, never a person")
    ] = ""
    due_at: Annotated[Time | None, about("action: by when it is to be done")] = None
    done_at: Annotated[Time | None, about("action: when it was done, missing until then")] = None
    attributes: Labels = {}
    history: Annotated[bool, about("an import: may be older than five years, never before 1990")] = False


KINDS: tuple[Kind, ...] = get_args(Kind)
