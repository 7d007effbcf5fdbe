"""Messages for the benchmarks: the demo's feedback, over and over, each time with new ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice

import msgspec

from stack.demo.generate import generate

SEED = 20


def messages(count: int) -> Iterator[tuple[bytes, bytes]]:
    """(key, value) of feedback.raw; those with a text only, as the peers' job is about texts."""
    now = datetime.now(UTC)
    texts = [record for record in generate(SEED, now.date()) if record.get("text")]
    for number, record in enumerate(islice(cycle(texts), count)):
        event_id = f"bench-{number}"
        event = {k: v for k, v in record.items() if k != "native_id"}
        event |= {"schema_version": 1, "event_id": event_id, "received_at": now}
        yield event_id.encode(), msgspec.json.encode(event)
