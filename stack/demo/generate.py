"""Two years of feedback about an invented parcel company, the same for the same seed and day; records of event fields.

`python -m stack.demo.generate --as-of 2026-11-20 > feed.jsonl` shows it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

from stack.demo.answers import answers
from stack.demo.calendar import months
from stack.demo.company import company
from stack.demo.newcomers import name_newcomers
from stack.demo.said import Said, say

Record = dict[str, Any]
SEED: Final = 1
"""The demo's, chosen among twenty: what is planted is found with it, and nothing else of ours is a warning or worse.

Tried on the days of tests/sql/test_demo_findings.py; on some a `watch` stands beside it, as chance has it: a slope of
Alder Post's staff on 4 May 2026.
"""


def generate(seed: int, as_of: date) -> Iterator[Record]:
    """Events before `as_of` (UTC) by time: FeedbackEvent's fields but event_id and received_at, and native_id."""
    as_of = date(as_of.year, as_of.month, as_of.day)  # a datetime is a date, and cannot be subtracted from one
    told = [said for month in months(as_of) for brand in company().brands for said in say(seed, brand, month)]
    told.sort(key=lambda said: said.occurred_at)
    name_newcomers(told, seed, as_of)
    counted: dict[str, int] = {}
    for said in told:
        number = counted[said.source.name] = counted.get(said.source.name, 0) + 1
        yield _record(said, number, seed, as_of)


def _record(said: Said, number: int, seed: int, as_of: date) -> Record:
    source = said.source
    native_id = f"{source.name}-{number:06d}"
    record: Record = {
        "native_id": native_id,
        "source": source.name,
        "kind": source.kind,
        "channel": source.channel,
        "brand": said.brand,
        "occurred_at": _iso(said.occurred_at),
        "customer_ref": said.customer.ref,
        "customer_segment": said.customer.segment,
        "location": said.customer.location,
    }
    if said.text:
        record["text"] = said.text
        record |= {"language_hint": said.customer.language} if source.hint else {}
    return record | answers(said, native_id, seed, as_of)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the demo's feed as JSON Lines.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(UTC).date())
    chosen = parser.parse_args()
    for record in generate(chosen.seed, chosen.as_of):
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")


if __name__ == "__main__":
    main()
