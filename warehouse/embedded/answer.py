"""An answer in HTTP's terms: status, ClickHouse's headers, the body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from warehouse.embedded.codecs import compressed
from warehouse.embedded.engine import Outcome
from warehouse.embedded.errors import ClickHouseError
from warehouse.embedded.request import Call

_CONTENT_TYPES = (
    ("JSONEachRow", "application/x-ndjson; charset=UTF-8"),
    ("JSON", "application/json; charset=UTF-8"),
    ("CSV", "text/csv; charset=UTF-8; header=absent"),
    ("TabSeparated", "text/tab-separated-values; charset=UTF-8"),
    ("TSV", "text/tab-separated-values; charset=UTF-8"),
    ("XML", "application/xml; charset=UTF-8"),
    ("Pretty", "text/plain; charset=UTF-8"),
    ("Vertical", "text/plain; charset=UTF-8"),
    ("Markdown", "text/markdown; charset=UTF-8"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `code` is ClickHouse's error code, 0 for none; `outcome` is for the log."""

    status: int
    body: bytes | memoryview
    headers: dict[str, str]
    code: int = 0
    outcome: Outcome = field(default_factory=Outcome)


def result(call: Call, outcome: Outcome, format_: str, seconds: float) -> Answer:
    """The answer to a statement that succeeded; `format_` is "" if such a statement has no result."""
    headers = _common(call.query_id) | {"X-ClickHouse-Summary": _summary(outcome, seconds)}
    headers["Content-Type"] = _content_type(format_)
    if format_:
        headers["X-ClickHouse-Format"] = format_
    body = compressed(call.answer_encoding, outcome.data) if outcome.data else b""
    if body and call.answer_encoding:
        headers["Content-Encoding"] = call.answer_encoding
    return Answer(200, body, headers, outcome=outcome)


def failure(query_id: str, error: ClickHouseError) -> Answer:
    """The answer to one that failed, uncompressed; it quotes no row."""
    headers = _common(query_id) | {"X-ClickHouse-Exception-Code": str(error.code)}
    headers["Content-Type"] = "text/plain; charset=UTF-8"
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="ClickHouse server HTTP API"'
    return Answer(error.status, (error.told + "\n").encode(errors="replace"), headers, code=error.code)


def _common(query_id: str) -> dict[str, str]:
    names = {"X-ClickHouse-Server-Display-Name": "earshot", "X-ClickHouse-Timezone": "UTC"}
    return names | ({"X-ClickHouse-Query-Id": query_id} if query_id else {})


def _content_type(format_: str) -> str:
    return next((kind for prefix, kind in _CONTENT_TYPES if format_.startswith(prefix)), "application/octet-stream")


def _summary(outcome: Outcome, seconds: float) -> str:
    counts = {
        "read_rows": outcome.read_rows,
        "read_bytes": outcome.read_bytes,
        "written_rows": outcome.written_rows,
        "written_bytes": outcome.written_bytes,
        "result_bytes": len(outcome.data),
        "elapsed_ns": int(seconds * 1e9),
    }
    return json.dumps({name: str(value) for name, value in counts.items()})
