"""JSON Lines with a text in, the same records with their scores out: what `earshot score` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from schemas.limits import MAX_TEXT_BYTES
from schemas.parse import mend_surrogates
from schemas.scored import Scores
from streams.json_rows import MAX_LINE_BYTES, is_cut
from streams.scoring.scorer import Ask, Scorer

_SHOWN = (
    "language",
    "language_confidence",
    "sentiment",
    "confidence",
    "polarity",
    "subjectivity",
    "topics",
    "mentions",
    "intents",
    "urgent",
    "expectations",
    "contradicts_rating",
    "brand_mentions",
    "sentiment_version",
    "taxonomy_version",
)
_AT_ONCE = 64  # lines


class BadLine(msgspec.Struct, frozen=True):
    """A line that could not be scored: its number from 1, the field at fault, and why, without its text."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field or 'it'} {self.reason}"


def score_lines(scorer: Scorer, lines: Iterable[bytes]) -> Iterator[dict[str, Any] | BadLine]:
    """One record or BadLine per non-empty line of streams.readers.read_lines, in order.

    A record needs `text` (string); `lang`, `brand` (strings) and `rating_score` (number, 0 worst to 1 best) are used if
    there; all its fields are kept, in order, and the scores' own come after them (replacing those of an earlier run).
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := [_read(number, line) for number, line in islice(numbered, _AT_ONCE)]:
        records = [read for read in batch if not isinstance(read, BadLine)]
        scores = iter(scorer.score_many([_ask(record) for record in records]))
        yield from (read if isinstance(read, BadLine) else read | _shown(next(scores)) for read in batch)


def _read(number: int, line: bytes) -> dict[str, Any] | BadLine:
    if is_cut(line):
        return BadLine(number, "", f"is longer than {MAX_LINE_BYTES} bytes")
    try:
        record = msgspec.json.decode(mend_surrogates(line))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return BadLine(number, "", "is not well-formed JSON in UTF-8")
    if not isinstance(record, dict):
        return BadLine(number, "", "is not a JSON object")
    if wrong := _wrong(record):
        return BadLine(number, *wrong)
    return record


def _wrong(record: dict[str, Any]) -> tuple[str, str] | None:
    """The first field that cannot be used, and why."""
    if "text" not in record:
        return "text", "is missing"
    for field in ("text", "lang", "brand"):
        if not isinstance(record.get(field, ""), str | None):
            return field, "is not a string"
    rating = record.get("rating_score")
    if rating is not None and not (type(rating) in (int, float) and 0 <= rating <= 1):
        return "rating_score", "is not a number from 0 to 1"
    if len((record["text"] or "").encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        return "text", f"is longer than {MAX_TEXT_BYTES} bytes"
    return None


def _ask(record: dict[str, Any]) -> Ask:
    return Ask(record["text"] or "", record.get("lang") or "", record.get("brand") or "", record.get("rating_score"))


def _shown(scores: Scores) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(scores)
    return {name: fields[name] for name in _SHOWN}
