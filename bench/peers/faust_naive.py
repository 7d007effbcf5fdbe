"""The job as Faust's own tutorial would write it: one record at a time. `python bench/peers/faust_naive.py worker`."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator

import faust
from textblob import TextBlob

app = faust.App(
    f"naive-{uuid.uuid4()}",
    broker=f"kafka://{os.environ['BENCH_BOOTSTRAP']}",
    store="memory://",
    datadir=os.environ["BENCH_STATE"],
    topic_partitions=4,
    topic_disable_leader=True,
    consumer_auto_offset_reset="earliest",
    web_enabled=False,
)


class Feedback(faust.Record, serializer="json"):  # type: ignore[misc,call-arg]
    """The two fields that the job reads; the rest is ignored."""

    event_id: str
    text: str


feedback = app.topic(os.environ["BENCH_IN"], value_type=Feedback)
scored = app.topic(os.environ["BENCH_OUT"])


@app.agent(feedback)
async def score(stream: AsyncIterator[Feedback]) -> None:
    async for event in stream:
        polarity = TextBlob(event.text).sentiment.polarity
        await scored.send(key=event.event_id, value={"event_id": event.event_id, "polarity": polarity})


if __name__ == "__main__":
    app.main()
