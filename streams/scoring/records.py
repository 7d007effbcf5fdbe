"""JSON Lines with a text in, the same records with their scores out: what `earshot score` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from schemas.limits import MAX_TEXT_BYTES
from schemas.parse import mend_surrogates
from schemas.scored import Scores
from streams.scoring.scorer import Scorer

_SHOWN = (
    "language",
    "language_confidence",
    "sentiment",
    "polarity",
    "subjectivity",
    "topics",
    "brand_mentions",
    "sentiment_version",
    "taxonomy_version",
)


class BadLine(msgspec.Struct, frozen=True):
    """A line that could not be scored: its number from 1, the field at fault, and why, without its text."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field or 'it'} {self.reason}"


def score_lines(scorer: Scorer, lines: Iterable[bytes]) -> Iterator[dict[str, Any] | BadLine]:
    """One record or BadLine per non-empty line, in order.

    A record needs `text` (string); `lang` and `brand` (strings) are used if there; all its fields are kept, in order,
    and the scores' own come after them (replacing those of an earlier run).
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _score_line(scorer, number, line)


def _score_line(scorer: Scorer, number: int, line: bytes) -> dict[str, Any] | BadLine:
    try:
        record = msgspec.json.decode(mend_surrogates(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return BadLine(number, "", "is not well-formed JSON in UTF-8")
    if not isinstance(record, dict):
        return BadLine(number, "", "is not a JSON object")
    if "text" not in record:
        return BadLine(number, "text", "is missing")
    for field in ("text", "lang", "brand"):
        if not isinstance(record.get(field, ""), str | None):
            return BadLine(number, field, "is not a string")
    if len((record["text"] or "").encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        return BadLine(number, "text", f"is longer than {MAX_TEXT_BYTES} bytes")
    return record | _shown(scorer.score(record["text"] or "", record.get("lang") or "", record.get("brand") or ""))


def _shown(scores: Scores) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(scores)
    return {name: fields[name] for name in _SHOWN}
