"""What our labels are measured against: TextBlob and VADER as they come, neutral from −.05 to +.05."""

from __future__ import annotations

from functools import cache
from typing import Final

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_BAND = 0.05  # VADER's own advice; used for both


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def textblob_label(text: str) -> str:
    """By the polarity of TextBlob's pattern analyser."""
    return _label(TextBlob(text).sentiment.polarity)


@cache
def vader_label(text: str) -> str:
    """By VADER's compound score."""
    return _label(_vader().polarity_scores(text)["compound"])


def _label(polarity: float) -> str:
    return "positive" if polarity > _BAND else "negative" if polarity < -_BAND else "neutral"


PEERS: Final = {"TextBlob": textblob_label, "VADER": vader_label}
