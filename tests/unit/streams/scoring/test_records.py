"""JSON Lines in, the same records with their scores out; a bad line is named and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.json_rows import MAX_LINE_BYTES
from streams.readers import read_lines
from streams.scoring import Scorer
from streams.scoring.records import BadLine, score_lines


def test_keeps_every_field_and_adds_the_scores(scorer: Scorer) -> None:
    [record] = score_lines(scorer, [b'{"id": 7, "text": "The driver was rude.", "more": {"a": [1]}}\n'])
    assert isinstance(record, dict)
    assert list(record)[:3] == ["id", "text", "more"]
    assert (record["language"], record["sentiment"], record["topics"]) == ("en", "negative", ["staff"])
    assert record["sentiment_version"] == scorer.sentiment_version
    assert "scored_at" not in record
    assert record["intents"] == ["complaint"]
    [mention] = record["mentions"]
    assert (mention["topic"], mention["sentiment"], mention["excerpt"]) == ("staff", "negative", "The driver was rude.")


def test_a_rating_beside_the_text_is_compared_with_it(scorer: Scorer) -> None:
    text = b'"text": "Excellent service, wonderful staff, absolutely perfect from start to finish!"'
    records = list(score_lines(scorer, [b'{"rating_score": 0, ' + text + b"}", b"{" + text + b"}"]))
    assert [record["contradicts_rating"] for record in records if isinstance(record, dict)] == [True, False]


def test_many_lines_keep_their_order(scorer: Scorer) -> None:
    lines = [b'{"id": %d, "text": "Line %d was good."}' % (at, at) if at % 7 else b"{" for at in range(300)]
    found = list(score_lines(scorer, lines))
    assert [each["id"] if isinstance(each, dict) else each.line - 1 for each in found] == list(range(300))


def test_the_language_of_the_record_helps(scorer: Scorer) -> None:
    [record] = score_lines(scorer, [b'{"text": "Muy bien", "lang": "es"}'])
    assert isinstance(record, dict)
    assert record["language"] == "es"


def test_the_brand_of_the_record_is_no_mention_of_another(scorer: Scorer) -> None:
    text = b'"text": "Swift Parcel was late again, so I am moving to Alder Post."'
    about_none, about_alder = score_lines(scorer, [b"{" + text + b"}", b'{"brand": "Alder Post", ' + text + b"}"])
    assert isinstance(about_none, dict)
    assert isinstance(about_alder, dict)
    assert "Alder Post" in {mention["brand"] for mention in about_none["brand_mentions"]}
    assert "Alder Post" not in {mention["brand"] for mention in about_alder["brand_mentions"]}


def test_half_an_emoji_is_no_reason_to_refuse(scorer: Scorer) -> None:
    [record] = score_lines(scorer, [rb'{"text": "Late again \ud83d"}'])
    assert isinstance(record, dict)
    assert record["text"] == "Late again \ufffd"


@given(line=st.binary() | st.text().map(str.encode))
def test_no_line_raises(scorer: Scorer, line: bytes) -> None:
    list(score_lines(scorer, [line]))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"{", ""),
        (b"\xff\xfe", ""),
        (b"[1]", ""),
        (b'"text"', ""),
        (b'{"lang": "en"}', "text"),
        (b'{"text": "a", "rating_score": 5}', "rating_score"),
        (b'{"text": "a", "rating_score": true}', "rating_score"),
        (b'{"text": "a", "rating_score": "1"}', "rating_score"),
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


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "after a byte order mark"])
def test_a_line_that_is_too_long_is_called_so_and_the_next_is_scored(
    scorer: Scorer, tmp_path: Path, before: bytes
) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(before + b'{"text": "' + b"x" * (3 * MAX_LINE_BYTES) + b'"}\n{"text": "Fine"}\n')
    too_long, fine = score_lines(scorer, read_lines(str(file)))
    assert str(too_long) == f"line 1: it is longer than {MAX_LINE_BYTES} bytes"
    assert isinstance(fine, dict)
