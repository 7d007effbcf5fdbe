"""Two years of feedback about an invented parcel company, the same for the same seed and day; records of event fields.

`python -m stack.demo.generate --as-of 2026-11-20 > feed.jsonl` shows it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

import msgspec

from stack.demo.answers import answers, staff_scores
from stack.demo.calendar import months
from stack.demo.company import company
from stack.demo.newcomers import name_newcomers
from stack.demo.said import Said, say
from stack.demo.staff import staff_answers
from stack.demo.turns import add_sayings, flood_last_hour, turn_locations, without_silenced

Record = dict[str, Any]
SEED: Final = 1
"""The demo's, chosen among twenty: what is planted is found with it, and nothing else of ours is a warning or worse.

Tried on the days of tests/sql/test_demo_findings.py; on some a `watch` stands beside it, as chance has it: a slope of
Alder Post's staff on 4 May 2026.
"""


class Told(NamedTuple):
    """What was said and the record of it."""

    said: Said
    record: Record


def generate(seed: int, as_of: date) -> Iterator[Record]:
    """Events before `as_of` (UTC) by time: FeedbackEvent's fields but event_id and received_at, and native_id."""
    yield from (one.record for one in tell(seed, as_of))


def tell(seed: int, as_of: date) -> list[Told]:
    """The same with what is behind each record."""
    as_of = date(as_of.year, as_of.month, as_of.day)  # a datetime is a date, and cannot be subtracted from one
    told = [said for month in months(as_of) for brand in company().brands for said in say(seed, brand, month)]
    told.sort(key=lambda said: said.occurred_at)
    told = without_silenced(told, as_of)
    turn_locations(told, seed, as_of)
    flood_last_hour(told, seed, as_of)
    name_newcomers(told, seed, as_of)
    add_sayings(told, seed, as_of)
    staff = {id(said): (said, fields) for said, fields in staff_answers(seed, as_of)}
    told += [said for said, _ in staff.values()]
    told.sort(key=lambda said: said.occurred_at)
    counted: Counter[str] = Counter()
    found = []
    for said in told:
        counted[said.source.name] += 1
        native_id = f"{said.source.name}-{counted[said.source.name]:06d}"
        record = _record(said, native_id)
        if id(said) in staff:
            record |= staff[id(said)][1] | staff_scores(said, native_id, seed)
        else:
            record |= answers(said, native_id, seed, as_of)
        found.append(Told(said, record))
    return found


def _record(said: Said, native_id: str) -> Record:
    source = said.source
    record: Record = {
        "native_id": native_id,
        "source": source.name,
        "kind": source.kind,
        "channel": source.channel,
        "brand": said.brand,
        "occurred_at": iso(said.occurred_at),
        "customer_ref": said.customer.ref,
        "location": said.customer.location,
    }
    if said.customer.segment:
        record["customer_segment"] = said.customer.segment
    if said.text:
        record["text"] = said.text
        record |= {"language_hint": said.customer.language} if source.hint else {}
    return record


def iso(moment: datetime) -> str:
    """As records say it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def printed(what: str, records: Callable[[int, date, Sequence[Told]], Iterable[Record]]) -> None:
    """Prints records as JSON Lines; --seed and --as-of choose."""
    parser = argparse.ArgumentParser(description=f"Print {what} as JSON Lines.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--as-of", type=date.fromisoformat, default=datetime.now(UTC).date())
    chosen = parser.parse_args()
    for record in records(chosen.seed, chosen.as_of, tell(chosen.seed, chosen.as_of)):
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")


if __name__ == "__main__":
    printed("the demo's feedback", lambda _seed, _as_of, told: [one.record for one in told])
