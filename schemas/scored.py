"""Feedback with its scores: topic `feedback.scored`, version 1."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct

from schemas.feedback import FeedbackEvent
from schemas.limits import Label, Time

Sentiment = Literal["positive", "neutral", "negative", "unscored"]


class BrandMention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A brand that the text names beside the one it is about."""

    brand: Label
    known: bool = False
    switching: Annotated[bool, Meta(description="the text says that somebody goes over to it")] = False


class Scores(Struct, frozen=True, kw_only=True):
    """What scoring found in one text. Unscored sentiment has no polarity: it is never silently neutral."""

    language: Annotated[str, Meta(max_length=16, description="ISO 639 code, und where it cannot be told")]
    language_confidence: Annotated[float, Meta(ge=0, le=1)]
    sentiment: Sentiment
    polarity: Annotated[float, Meta(ge=-1, le=1)] | None
    subjectivity: Annotated[float, Meta(ge=0, le=1)] | None
    topics: list[str]
    brand_mentions: list[BrandMention]
    sentiment_version: str
    taxonomy_version: str
    scored_at: Annotated[Time, Meta(description="when it was scored: from 1990 to a day ahead")]
    generation: Annotated[int, Meta(ge=0, lt=1 << 20, description="0 when scored live; each rescore is higher")] = 0


class ScoredEvent(Struct, frozen=True, kw_only=True):
    """An event and its scores, side by side."""

    event: FeedbackEvent
    scores: Scores


class ScoredEnvelope(Struct, frozen=True, kw_only=True):
    """What the scorer writes: the event's own bytes, untouched, so that fields newer than the scorer live on."""

    event: Raw
    scores: Scores
