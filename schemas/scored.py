"""Feedback with its scores: topic `feedback.scored`, version 1."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from schemas.feedback import FeedbackEvent
from schemas.limits import MAX_GENERATION, Label, Name, Share, Time

Sentiment = Literal["positive", "neutral", "negative", "unscored"]
Cause = Literal["people", "systems", "processes", "products", "customers"]
Intent = Literal[
    "complaint",
    "praise",
    "suggestion",
    "question",
    "request",
    "leaving",
    "recommending",
    "warning",
    "reason_to_buy",
    "broken_promise",
]
Polarity = Annotated[float, Meta(ge=-1, le=1)]
Excerpt = Annotated[str, Meta(max_length=400, description="the part of the text that says so, without markup")]


class BrandMention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A brand that the text names beside the one it is about."""

    brand: Label
    known: bool = False
    switching: Annotated[bool, Meta(description="the text says that somebody goes over to it")] = False


class Mention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the text says about one topic: its own sentiment, whatever the text says about others."""

    topic: Name
    sentiment: Sentiment
    polarity: Polarity | None = None
    cause: Annotated[Cause, Meta(description="what a negative mention is put down to")] | None = None
    excerpt: Excerpt = ""


class Scores(Struct, frozen=True, kw_only=True):
    """What scoring found in one text. Unscored sentiment has no polarity: it is never silently neutral.

    `topics` names the topics of `mentions`, in the same order, one mention each.
    """

    language: Annotated[str, Meta(max_length=16, description="ISO 639 code, und where it cannot be told")]
    language_confidence: Annotated[float, Meta(ge=0, le=1)]
    sentiment: Sentiment
    polarity: Polarity | None
    subjectivity: Share | None
    topics: list[str]
    brand_mentions: list[BrandMention]
    sentiment_version: str
    taxonomy_version: str
    scored_at: Annotated[Time, Meta(description="when it was scored: from 1990 to a day ahead")]
    generation: Annotated[
        int, Meta(ge=0, le=MAX_GENERATION, description="0 when scored live; each rescore is higher")
    ] = 0
    confidence: Annotated[Share, Meta(description="how sure the sentiment is")] | None = None
    mentions: list[Mention] = []
    intents: list[Intent] = []
    urgent: Annotated[bool, Meta(description="the customer needs somebody to act soon")] = False
    expectations: Annotated[list[Excerpt], Meta(description="where it says what was or should be expected")] = []
    contradicts_rating: Annotated[bool, Meta(description="a clear text, a rating that says the opposite")] = False


class ScoredEvent(Struct, frozen=True, kw_only=True):
    """An event and its scores, side by side."""

    event: FeedbackEvent
    scores: Scores


class ScoredEnvelope(Struct, frozen=True, kw_only=True):
    """What the scorer writes: the event's own bytes, untouched, so that fields newer than the scorer live on."""

    event: Raw
    scores: Scores
