"""The peers' job on Earshot's own scorer process: TextBlob's polarity and nothing else, all guarantees kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

from bench.peers.textblob_calls import CALLS
from schemas.scored import Scores
from streams.process import SCORER_YOUNG, configure_logs, settle_memory
from streams.score import run
from streams.scoring.scorer import Ask
from streams.settings import KafkaSettings, ScoreSettings


class Polarity:
    """In the scorer's place."""

    def __init__(self) -> None:
        self._sentiment = CALLS[os.environ["BENCH_CALL"]]

    def score_many(self, asks: Sequence[Ask], scored_at: datetime) -> list[Scores]:
        return [self._score(ask.text, scored_at) for ask in asks]

    def _score(self, text: str, scored_at: datetime) -> Scores:
        polarity, subjectivity = self._sentiment(text)
        return Scores(
            language="en",
            language_confidence=1.0,
            sentiment="neutral",
            polarity=polarity,
            subjectivity=subjectivity,
            topics=[],
            brand_mentions=[],
            sentiment_version="textblob",
            taxonomy_version="none",
            scored_at=scored_at,
        )


if __name__ == "__main__":
    configure_logs()
    settle_memory(SCORER_YOUNG)  # as the scorer does
    run(KafkaSettings(), ScoreSettings(), Polarity())  # type: ignore[arg-type]
