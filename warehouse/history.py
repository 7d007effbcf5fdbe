"""Events as they were landed, read back in pages: what a rescore sends through the stream once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from clickhouse_connect.driver.client import Client

from schemas.feedback import FeedbackEvent
from warehouse.query import Row, query_rows

PAGE_ROWS = 10_000
_FIELDS = tuple(field.name for field in msgspec.structs.fields(FeedbackEvent))
_OPTIONAL = frozenset(field.name for field in msgspec.structs.fields(FeedbackEvent) if field.default is None)
_STALE = """
FROM feedback
WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND (sentiment_version != {sentiment_version:String} OR taxonomy_version != {taxonomy_version:String})
"""
_PAGE = f"""
SELECT {", ".join(_FIELDS)} {_STALE}
  AND (source, event_id) > ({{source:String}}, {{event_id:String}})
ORDER BY source, event_id
LIMIT {{rows:UInt32}}
"""
_COUNT = f"SELECT count() AS events, max(generation) AS generation {_STALE}"


class StaleEvents:
    """Events of a span of time (aware, `to` excluded) whose scores are not of these two versions."""

    def __init__(
        self, client: Client, from_: datetime, to: datetime, *, sentiment_version: str, taxonomy_version: str
    ) -> None:
        self._client = client
        self._where: dict[str, Any] = {
            "from": from_,
            "to": to,
            "sentiment_version": sentiment_version,
            "taxonomy_version": taxonomy_version,
        }

    def count(self) -> tuple[int, int]:
        """(how many there are now, the highest generation among them). Raises Unavailable."""
        [row] = query_rows(self._client, _COUNT, self._where)
        return row["events"], row["generation"]

    def pages(self, rows: int = PAGE_ROWS) -> Iterator[list[FeedbackEvent]]:
        """At most `rows` events each, every event once however much lands meanwhile. Raises Unavailable."""
        after = {"source": "", "event_id": ""}
        while page := query_rows(self._client, _PAGE, self._where | after | {"rows": rows}):
            yield [_event(row) for row in page]
            after = {name: page[-1][name] for name in after}


def _event(row: Row) -> FeedbackEvent:
    """A text column says "" where the event said nothing. What is not valid any more the scorer refuses, by name."""
    return FeedbackEvent(**row | {name: None for name in _OPTIONAL if row[name] == ""})
