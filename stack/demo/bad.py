"""A handful of records as broken as real ones: each ends as a dead letter with its own reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any


def bad_records(as_of: date) -> Iterator[dict[str, Any]]:
    """Records like `generate`'s, given the day before `as_of`, each with one thing wrong."""
    good = {
        "source": "parcel_reviews",
        "kind": "review",
        "channel": "review_site",
        "brand": "Alder Post",
        "occurred_at": f"{as_of - timedelta(days=1):%Y-%m-%d}T09:30:00Z",
        "rating": 4,
        "rating_min": 1,
        "rating_max": 5,
        "text": "Delivered on time.",
    }
    wrong: list[dict[str, Any]] = [
        {"rating": 11},
        {"occurred_at": "1970-01-01T00:00:00Z"},
        {"occurred_at": f"{as_of:%Y-%m-%d}T09:30:00"},
        {"occurred_at": None},
        {"kind": "rumour"},
        {"nps": 12},
        {"brand": ""},
        {"text": "Again and again. " * 2_100},
        {"rating_max": None},
    ]
    for number, change in enumerate(wrong, start=1):
        record = good | change
        yield {"native_id": f"bad-{number}"} | {name: value for name, value in record.items() if value is not None}
