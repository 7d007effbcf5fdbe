"""JSON Lines in, the same records with their scores out; a bad line is named and the rest goes on."""

from __future__ import annotations

import pytest

from streams.scoring import Scorer
from streams.scoring.records import BadLine, score_lines


def test_keeps_every_field_and_adds_the_scores(scorer: Scorer) -> None:
    [record] = score_lines(scorer, [b'{"id": 7, "text": "The driver was rude.", "more": {"a": [1]}}\n'])
    assert isinstance(record, dict)
    assert list(record)[:3] == ["id", "text", "more"]
    assert (record["language"], record["sentiment"], record["topics"]) == ("en", "negative", ["staff"])
    assert record["sentiment_version"] == scorer.sentiment_version
    assert "scored_at" not in record


def test_the_language_of_the_record_helps(scorer: Scorer) -> None:
    [record] = score_lines(scorer, [b'{"text": "Muy bien", "lang": "es"}'])
    assert isinstance(record, dict)
    assert record["language"] == "es"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"{", ""),
        (b"\xff\xfe", ""),
        (b"[1]", ""),
        (b'"text"', ""),
        (b'{"lang": "en"}', "text"),
        (b'{"text": 3}', "text"),
        (b'{"text": "a", "lang": 3}', "lang"),
        (b'{"text": "' + b"a" * 32_769 + b'"}', "text"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(scorer: Scorer, line: bytes, field: str) -> None:
    first, bad, last = score_lines(scorer, [b'{"text": "Good."}', line, b"", b'{"text": null}'])
    assert isinstance(first, dict)
    assert isinstance(bad, BadLine)
    assert (bad.line, bad.field) == (2, field)
    assert isinstance(last, dict)
    assert last["sentiment"] == "unscored"
