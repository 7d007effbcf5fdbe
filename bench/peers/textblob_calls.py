"""Two ways to the same number: TextBlob as its documentation shows it, and its analyser called directly."""

from __future__ import annotations

from collections.abc import Callable

import textblob.en
from textblob import TextBlob


def of_object(text: str) -> tuple[float, float]:
    polarity, subjectivity = TextBlob(text).sentiment
    return polarity, subjectivity


def direct(text: str) -> tuple[float, float]:
    polarity, subjectivity = textblob.en.sentiment(text)
    return polarity, subjectivity


CALLS: dict[str, Callable[[str], tuple[float, float]]] = {"object": of_object, "direct": direct}
