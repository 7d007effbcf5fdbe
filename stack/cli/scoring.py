"""JSON Lines in, the same records with their scores out: no broker, the scorer that the stream worker runs."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from streams.readers import Record, Unreadable, read_rows
from streams.scoring import Scorer
from streams.settings import ScoreSettings

ADDED = ("language", "sentiment", "polarity", "subjectivity", "topics", "sentiment_version", "taxonomy_version")


def score_lines(path: str) -> int:
    """Prints the scored records; returns how many lines were no record with a text (each is said, by its number)."""
    scorer, refused = Scorer.load(ScoreSettings().config_dir), 0
    for line, row in read_rows(path, "jsonl"):
        if why := _why_not(row):
            refused += 1
            print(f"earshot: line {line}: {why}", file=sys.stderr)
        elif not isinstance(row, Unreadable):
            sys.stdout.write(msgspec.json.encode(scored(scorer, row)).decode() + "\n")
    return refused


def scored(scorer: Scorer, record: Record) -> dict[str, Any]:
    """The record and what the scorer says of its text; `lang` is a hint, `brand` the one it is about."""
    scores = scorer.score(record["text"], _text(record, "lang"), _text(record, "brand"))
    return record | {name: getattr(scores, name) for name in ADDED}


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""


def _why_not(row: Record | Unreadable) -> str:
    if isinstance(row, Unreadable):
        return row.detail
    return "" if isinstance(row.get("text"), str) else "has no text"
