"""Scored records on standard output, and what could not be scored on standard error."""

from __future__ import annotations

import sys

import msgspec

from streams.readers import read_lines
from streams.scoring import Scorer
from streams.scoring.records import BadLine, score_lines
from streams.settings import ScoreSettings


def print_scored(path: str) -> int:
    """JSON Lines in (`-`: standard input, gzipped or not) and out; returns how many lines were refused.

    Raises FileError, or BadConfig.
    """
    scorer, refused = Scorer.load(ScoreSettings().config_dir), 0
    for record in score_lines(scorer, read_lines(path)):
        if isinstance(record, BadLine):
            refused += 1
            print(f"earshot: {record}", file=sys.stderr)
        else:
            sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()
    return refused
