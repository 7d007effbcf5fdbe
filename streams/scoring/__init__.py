"""Text → language, sentiment, topics and brands. Pure functions; no broker, no warehouse, no network."""

from __future__ import annotations

from schemas.config_file import BadConfig
from streams.scoring import textblob_alone  # noqa: F401  # before anything here imports TextBlob
from streams.scoring.scorer import Ask, Scorer

__all__ = ["Ask", "BadConfig", "Scorer"]
