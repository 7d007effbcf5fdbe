"""The same job in Quix Streams, in an environment of its own (bench/peers/quix.txt)."""

from __future__ import annotations

import os
import uuid
from typing import Any

from quixstreams import Application
from textblob_calls import CALLS

app = Application(
    broker_address=os.environ["BENCH_BOOTSTRAP"],
    consumer_group=f"quix-{uuid.uuid4()}",
    auto_offset_reset="earliest",
    state_dir=os.environ["BENCH_STATE"],
)
feedback = app.topic(os.environ["BENCH_IN"], value_deserializer="json")
scored = app.topic(os.environ["BENCH_OUT"], value_serializer="json")
sentiment = CALLS[os.environ["BENCH_CALL"]]


def score(event: dict[str, Any]) -> dict[str, Any]:
    return {"event_id": event["event_id"], "polarity": sentiment(event["text"])[0]}


app.dataframe(feedback).apply(score).to_topic(scored)

if __name__ == "__main__":
    app.run()
